"""Sheets give their table by name and the text around it as paragraphs."""

import io
from datetime import date, datetime

import openpyxl

from namro.core.documents import Document, Paragraph, Table, read_document

HALF_PAST_TWO = datetime(2026, 3, 5, 14, 30)  # noqa: DTZ001 - a cell of a sheet has no zone


def read(book: openpyxl.Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return read_document(out.getvalue(), "a.xlsx")


def sheet_of(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Nhiệm vụ"
    for row in rows:
        book.active.append(row)
    return book


def shape(document: Document) -> list[object]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[c.text if c else None for c in row] for row in block.grid()]
        for block in document.blocks
    ]


def test_text_above_and_below_the_table_are_paragraphs() -> None:
    book = sheet_of(
        ["UBND TỈNH", None, "CỘNG HÒA"], ["KẾ HOẠCH"], [], ["STT", "Việc", "Hạn"], [1, "a", "Quý I"], ["II", "b"],
        ["Ghi chú: không"], [], ["Nơi nhận:"],
    )  # fmt: skip
    book.active["A1"] = "UBND TỈNH"
    book.active["C1"] = None
    assert shape(read(book)) == [
        "UBND TỈNH",
        "KẾ HOẠCH",
        [["STT", "Việc", "Hạn"], ["1", "a", "Quý I"], ["II", "b", ""]],
        "Ghi chú: không",
        "Nơi nhận:",
    ]


def test_values_are_written_as_officials_write_them() -> None:
    book = sheet_of(["A", "B", "C", "D"], [1.0, 85.31, date(2026, 3, 5), HALF_PAST_TWO])
    assert shape(read(book)) == [[["A", "B", "C", "D"], ["1", "85,31", "5/3/2026", "5/3/2026 14:30"]]]


def test_hidden_sheets_are_left_out_and_others_keep_their_name() -> None:
    book = sheet_of(["A", "B", "C"], [1, 2, 3])
    other = book.create_sheet("Ẩn")
    other.append(["x", "y", "z"])
    other.sheet_state = "hidden"
    (table,) = read(book).blocks
    assert isinstance(table, Table)
    assert table.name == "Nhiệm vụ"


def test_a_formula_without_a_kept_result_is_empty_and_said_so() -> None:
    document = read(sheet_of(["A", "B", "C"], ["=1+1", "x", "y"]))
    assert shape(document) == [[["A", "B", "C"], ["", "x", "y"]]]
    (notice,) = document.notices
    assert notice.startswith("1 ô công thức")


def test_a_blank_row_inside_a_table_does_not_end_it_but_a_new_heading_does() -> None:
    heading = ["STT", "Việc", "Hạn"]
    book = sheet_of(heading, [1, "a", "b"], [], [2, "c", "d"], [], heading, [1, "e", "g"])
    assert shape(read(book)) == [
        [heading, ["1", "a", "b"], ["2", "c", "d"]],
        [heading, ["1", "e", "g"]],
    ]


def test_merged_cells_reach_over_their_places() -> None:
    book = sheet_of(["A", "B", "C"], ["x", "b", "c"], [None, "d", "e"], ["I", "rộng", None])
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B4:C4")
    assert shape(read(book)) == [[["A", "B", "C"], ["x", "b", "c"], ["x", "d", "e"], ["I", "rộng", "rộng"]]]
