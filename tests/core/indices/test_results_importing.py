"""Tables of published results: what is read, what is only proposed, what is refused."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.indices.results_importing import OF_UNITS, ImportedTable, read_sheet
from namro.core.indices.results_sheets import check_columns, guess, open_sheet

HEAD = "Chỉ số;Năm;Tỉnh;Mã;Điểm;Điểm tối đa;Thứ hạng\n"


def read_results(name: str, data: bytes, *, index: str = "", year: int | None = None) -> ImportedTable:
    return read_sheet(open_sheet(name, data), index=index, year=year)


def _read(text: str) -> ImportedTable:
    return read_results("x.csv", (HEAD + text).encode())


def test_a_row_is_read_with_a_decimal_comma_or_a_point() -> None:
    rows = _read("PAR INDEX;2021;Hoà Bình;;85,311;100;30\nPAPI;2020;Ha Tinh;SC43;1.162;;32\n").rows
    assert [(row.index, row.year, row.province.key, row.code, row.score, row.rank) for row in rows] == [
        ("PAR INDEX", 2021, "hoa-binh", "", Decimal("85.311"), 30),
        ("PAPI", 2020, "ha-tinh", "SC43", Decimal("1.162"), 32),
    ]
    assert not any(row.problems for row in rows)


def test_a_name_that_is_only_similar_waits_for_a_person() -> None:
    table = _read("PAPI;2020;Hà Tỉn;;45,0052;80;5\n")
    assert [match.candidates[0][0] for match in table.unsure] == ["ha-tinh"]
    assert table.problems == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("PAPI;2020;Paris;;45;80;5", "Không nhận ra “Paris”"),
        ("PCI;2020;Hà Tĩnh;;45;80;5", "không phải PAPI, PAR INDEX hay SIPAS"),
        ("PAPI;20;Hà Tĩnh;;45;80;5", "năm “20” không hợp lệ"),
        ("PAPI;2020;Hà Tĩnh;;-45;80;5", "không phải một số không âm"),
        ("PAPI;2020;Hà Tĩnh;;81;80;5", "lớn hơn điểm tối đa"),
        ("PAPI;2020;Hà Tĩnh;;45;80;5,5", "không phải số nguyên dương"),
        ("PAPI;2020;Hà Tĩnh;;1.234,5;;5", "không phải một số"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(row: str, words: str) -> None:
    assert len(_read(row).problems) == 1
    assert _read(row).problems[0].startswith("Dòng 2: ")
    assert words in _read(row).problems[0]


def test_two_rows_that_contradict_each_other_are_told_and_repetition_is_not() -> None:
    row = "PAPI;2020;Hà Tĩnh;;45;80;5\n"
    assert len(_read(row + row).rows) == 1
    assert "số khác" in _read(row + row.replace("45", "46")).problems[0]


def test_ranks_that_do_not_follow_are_told_and_kept() -> None:
    table = _read("SIPAS;2021;Hà Tĩnh;;90;100;2\nSIPAS;2021;Nghệ An;;80;100;1\n")
    assert [row.rank for row in table.rows] == [2, 1]
    assert len(table.findings) == 2
    assert "Hà Tĩnh in hạng 2, theo điểm là hạng 1" in table.findings[0]


def test_a_list_that_is_not_complete_is_not_judged() -> None:
    assert _read("SIPAS;2021;Hà Tĩnh;;90;100;5\nSIPAS;2021;Nghệ An;;80;100;1\n").findings == ()


def test_a_wide_table_of_excel_gives_a_row_per_part() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Kết quả PAPI"])
    book.active.append(["Tỉnh", "SC11", "SC12"])
    book.active.append(["Hà Tĩnh", 0.875624, None])
    out = io.BytesIO()
    book.save(out)
    rows = read_results("papi.xlsx", out.getvalue(), index="PAPI", year=2020).rows
    assert [(row.code, row.score, row.place) for row in rows] == [
        ("SC11", Decimal("0.875624"), "Dòng 3, cột SC11")
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.csv", b"", "tiêu đề"),
        ("x.csv", b"\xff\xfe", "UTF-8"),
        ("x.xlsx", b"PK\x03\x04broken", "hỏng"),
        ("x.csv", HEAD.encode(), "không có dòng nào"),
    ],
)
def test_a_file_that_is_no_table_of_results_is_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_results(name, data)
    assert words in refused.value.sentence


@given(st.lists(st.text(max_size=12), min_size=7, max_size=7))
def test_any_cells_are_read_or_told_never_a_fault(cells: list[str]) -> None:
    line = ";".join('"' + cell.replace('"', "").replace("\0", "") + '"' for cell in cells)
    try:
        table = _read(line + "\n")
    except Refusal:
        return
    assert table.rows


def test_headings_that_are_not_known_leave_the_columns_to_a_person() -> None:
    sheet = open_sheet("x.csv", "Bảng 1;;\nỞ đâu;Giá trị;Ghi chú\nHà Tĩnh;1,2;a\n".encode())
    assert (sheet.heading, dict(sheet.columns), sheet.is_sure) == (1, {}, False)
    assert sheet.unread == ("Ở đâu", "Giá trị", "Ghi chú")
    rows = read_sheet(replace(sheet, columns={0: "province", 1: "SC43"}), index="PAPI", year=2020).rows
    assert [(row.province.key, row.code, row.score, row.place) for row in rows] == [
        ("ha-tinh", "SC43", Decimal("1.2"), "Dòng 3, cột SC43")
    ]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "đúng một cột"),
        ({0: "province", 1: "unit", 2: "score"}, "đúng một cột"),
        ({0: "province"}, "ít nhất một cột"),
        ({0: "province", 1: "score", 2: "score"}, "Hai cột cùng được chọn là Điểm"),
    ],
)
def test_a_choice_of_columns_that_gives_no_figure_is_refused(columns: dict[int, str], words: str) -> None:
    sheet = open_sheet("x.csv", b"a;b;c\n1;2;3\n")
    with pytest.raises(Refusal, match=words):
        read_sheet(replace(sheet, columns=columns))


def test_a_column_of_units_makes_a_table_of_the_provinces_own_index() -> None:
    (row,) = read_results("x.csv", "Đơn vị;Năm;Điểm\nSở Nội vụ;2020;91,5\n".encode()).rows
    assert (row.index, row.province.key, row.score) == (OF_UNITS, "so-noi-vu", Decimal("91.5"))


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=5), min_size=1, max_size=6))
def test_whatever_the_cells_hold_the_headings_are_guessed_or_left_open(rows: list[list[str]]) -> None:
    found = guess(rows)
    if found is not None:
        heading, columns = found
        check_columns(columns)
        assert heading < len(rows)


def test_the_second_of_two_columns_of_one_part_is_left_to_a_person() -> None:
    sheet = open_sheet("x.csv", "Tỉnh;SC11;SC11\nHà Tĩnh;1,2;1,3\n".encode())
    assert dict(sheet.columns) == {0: "province", 1: "SC11"}
    assert sheet.unread == ("SC11",)
