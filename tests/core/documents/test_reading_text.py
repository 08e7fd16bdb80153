"""Plain text keeps the line numbers of its file, whatever its encoding."""

import unicodedata
from pathlib import Path

import pytest

from namro.core.documents import Paragraph, Table, read_document, read_file

SEED = Path(__file__).parents[3] / "examples" / "ke-hoach-359-kh-ubnd.txt"


def paragraphs(text: str) -> list[Paragraph]:
    return [block for block in read_document(text.encode(), "a.txt").blocks if isinstance(block, Paragraph)]


def test_lines_that_stand_together_are_one_paragraph() -> None:
    found = paragraphs("một\nhai\n\n  ba  \n")
    assert [(p.text, p.first_line, p.last_line) for p in found] == [("một\nhai", 1, 2), ("ba", 4, 4)]


@pytest.mark.parametrize("blank", ["\u00a0", " \u00a0 ", "\u202f", "\u2007", "&nbsp;", "\u00a0\u00a0"])
def test_a_line_of_a_hard_blank_is_an_empty_cell(blank: str) -> None:
    found = paragraphs(f"một\n\n{blank}\n\nhai")
    assert [(p.is_blank_cell, p.first_line) for p in found] == [(False, 1), (True, 3), (False, 5)]


def test_every_line_of_plan_359_is_there_once_under_its_number() -> None:
    rows = SEED.read_text("utf-8").split("\n")
    expected = [(number, row.strip()) for number, row in enumerate(rows, 1) if row.strip()]
    assert [(line.number, line.text) for line in read_file(SEED).lines] == expected
    assert len(expected) == 499


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_plan_359_reads_the_same_in_every_encoding(encoding: str) -> None:
    text = SEED.read_text("utf-8")
    assert read_document(text.encode(encoding), "a.txt") == read_file(SEED)


def test_plan_359_reads_the_same_decomposed_and_with_stray_characters() -> None:
    text = SEED.read_text("utf-8")
    odd = unicodedata.normalize("NFD", text).replace("UBND", "UB\u200bND\x07").replace("\n", "\r\n")
    assert read_document(odd.encode(), "a.txt") == read_file(SEED)


@pytest.mark.parametrize("text", ["a", "ab", "abc", "ổ", "1\n2"])
def test_a_very_short_text_is_text(text: str) -> None:
    assert [line.text for line in read_document(text.encode(), "a.txt").lines] == text.split("\n")


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_regular_table_drawn_with_tabs_or_bars_is_a_table(mark: str) -> None:
    rows = [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát", ""], ["2", "Báo cáo", "Sở Nội vụ"]]
    document = read_document("\n".join(mark.join(row) for row in rows).encode(), "a.txt")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[c.text if c else None for c in row] for row in table.grid()] == rows
    assert [line.number for line in document.lines] == [1, 1, 1, 2, 2, 3, 3, 3]


def test_lines_with_uneven_tabs_are_not_a_table() -> None:
    assert [p.text for p in paragraphs("a\tb\nc\td\te\nf")] == ["a\tb\nc\td\te\nf"]
