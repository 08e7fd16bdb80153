"""PDF pages give their lines, whole paragraphs, and tables that go on over pages."""

import pytest

from makers.pdf_writer import LEADING, MARGIN, WIDTH, PdfWriter, to_pdf, wrap
from makers.plan_sketch import sketch
from namro.core.documents import Document, Paragraph, Table, read_document
from namro.core.text import squeeze


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def column_of_lines(writer: PdfWriter, lines: list[str], y: float = MARGIN + 40) -> None:
    for at, line in enumerate(lines):
        writer.text(MARGIN, y + at * LEADING, line)


LONG = "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành tổ chức thực hiện nghiêm túc Kế hoạch này " * 4


@pytest.mark.parametrize("repeat_heading", [True, False])
@pytest.mark.parametrize("lines_per_page", [5, 6, 7, 9])
def test_a_table_cut_by_pages_reads_as_if_it_were_on_one(lines_per_page: int, repeat_heading: bool) -> None:
    plan = sketch(("stt", "task", "product", "lead", "deadline", "monitor"))
    whole = read_document(to_pdf(plan, lines_per_page=100), "a.pdf")
    cut = read_document(to_pdf(plan, lines_per_page=lines_per_page, repeat_heading=repeat_heading), "a.pdf")
    (one,), (other,) = tables(whole), tables(cut)
    assert [[squeeze(c.text) if c else None for c in row] for row in one.grid()] == [
        [squeeze(c.text) if c else None for c in row] for row in other.grid()
    ]
    assert (cut.page_count or 0) > (whole.page_count or 0)


def test_the_width_breaks_lines_and_a_person_breaks_paragraphs() -> None:
    writer = PdfWriter()
    lines = wrap(LONG.strip() + ".", WIDTH - 2 * MARGIN)
    column_of_lines(writer, ["KẾ HOẠCH", *lines, "Đoạn sau.", "- gạch đầu dòng", "a) điểm a"])
    assert texts(read_document(writer.save(), "a.pdf")) == [
        "KẾ HOẠCH",
        LONG.strip() + ".",
        "Đoạn sau.",
        "- gạch đầu dòng",
        "a) điểm a",
    ]


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_left_out() -> None:
    writer = PdfWriter()
    lines = wrap(LONG.strip() + ".", WIDTH - 2 * MARGIN)
    column_of_lines(writer, lines[:2])
    writer.new_page()
    writer.text(WIDTH / 2, 25, "2")
    column_of_lines(writer, lines[2:])
    document = read_document(writer.save(), "a.pdf")
    assert texts(document) == [LONG.strip() + "."]
    assert {line.page for line in document.lines} == {1, 2}


def test_running_heads_are_left_out_and_the_body_stays() -> None:
    writer = PdfWriter()
    for number in range(1, 6):
        if number > 1:
            writer.new_page()
        writer.text(MARGIN, 30, f"Kế hoạch 12/KH-UBND trang {number}")
        column_of_lines(writer, [f"Nội dung trang {number}."])
    assert texts(read_document(writer.save(), "a.pdf")) == [f"Nội dung trang {n}." for n in range(1, 6)]


def test_a_raised_small_number_is_the_mark_of_a_note() -> None:
    writer = PdfWriter()
    writer.text(MARGIN, 100, "công bố")
    writer.text(MARGIN + 35, 95, "1", size=6)
    assert texts(read_document(writer.save(), "a.pdf")) == ["công bố[1]"]


def test_words_are_parted_by_borders_however_near_they_stand() -> None:
    plan = sketch(("stt", "task", "lead"), headings={"stt": "STTSTTSTTS", "task": "Nhiệm vụ"})
    (table,) = tables(read_document(to_pdf(plan), "a.pdf"))
    assert [cell.text for cell in table.cells if cell.row == 0] == [
        "STTSTTSTTS",
        "Nhiệm vụ",
        "Đơn vị chủ trì",
    ]


def test_the_pages_are_counted_off() -> None:
    heard: list[tuple[int, int, str]] = []
    read_document(to_pdf(sketch()), "a.pdf", progress=lambda *step: heard.append(step))
    assert [step[:2] for step in heard] == [(1, 2), (2, 2)]
