"""The same plan written in every format reads as the same table and the same paragraphs."""

import pytest

from makers.pdf_writer import to_pdf
from makers.plan_files import to_docx, to_html, to_text, to_xlsx
from makers.plan_sketch import PlanSketch, sketch
from namro.core.documents import Document, Paragraph, Table, read_document
from namro.core.text import squeeze

ORDERS = [
    ("stt", "criterion", "task", "lead", "cooperating", "deadline"),
    ("stt", "criterion", "task", "deadline", "lead", "cooperating"),
    ("stt", "task", "product", "lead", "deadline", "monitor"),
    ("deadline", "lead", "task"),
]
WRITERS = {
    "docx": to_docx,
    "html": lambda plan: to_html(plan).encode(),
    "xlsx": to_xlsx,
    "pdf": to_pdf,
}


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and block.text]


def places(table: Table) -> list[list[str]]:
    return [[squeeze(cell.text) if cell else "" for cell in row] for row in table.grid()]


def expected(plan: PlanSketch) -> list[list[str]]:
    cells, rows = plan.grid()
    grid = [["" for _ in plan.columns] for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                grid[row][column] = squeeze(cell.text)
    return grid


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("axis_spans", [False, True])
def test_the_table_keeps_every_cell_and_span(kind: str, order: tuple[str, ...], axis_spans: bool) -> None:
    plan = sketch(order, axis_spans=axis_spans)
    document = read_document(WRITERS[kind](plan), f"kế hoạch.{kind}")
    assert document.kind == kind
    assert [places(table) for table in tables(document)] == [expected(plan)]


@pytest.mark.parametrize("kind", WRITERS)
def test_the_letterhead_and_the_signature_are_paragraphs_not_tables(kind: str) -> None:
    plan = sketch()
    found = paragraphs(read_document(WRITERS[kind](plan), f"a.{kind}"))
    for text in (*plan.letterhead, *plan.number_line, *plan.before, *plan.appendix):
        assert text in found
    assert any(text.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH") for text in found)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_line_of_every_block_stands_in_lines_once_and_in_order(kind: str) -> None:
    document = read_document(WRITERS[kind](sketch()), f"a.{kind}")
    numbers = [line.number for line in document.lines]
    assert numbers == sorted(set(numbers))
    in_blocks = []
    for block in document.blocks:
        in_blocks += (
            block.lines if isinstance(block, Paragraph) else [ln for c in block.cells for ln in c.lines]
        )
    assert sorted(in_blocks, key=lambda line: line.number) == list(document.lines)


def test_a_name_that_lies_about_the_format_does_not_matter() -> None:
    plan = sketch()
    assert read_document(to_html(plan).encode(), "a.docx").kind == "html"
    assert read_document(to_docx(plan), "a.txt").kind == "docx"
    assert read_document(to_text(plan).encode(), "a.html").kind == "text"
