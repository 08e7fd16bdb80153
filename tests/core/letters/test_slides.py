"""Slides: real titles, charts and tables that can be edited, words that fit, the same bytes on any day."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pptx import Presentation

from makers.letters import WORDS, chart, results_table, tasks_table
from makers.office import convert, needs_office
from namro.core.errors import Refusal
from namro.core.letters.deck import Deck, Figure, Figures, Points, Slide
from namro.core.letters.model import Cell, Column, Table
from namro.core.letters.pptx import HEIGHT, WIDTH, pptx

FIGURES = Figures((Figure("85,31", "PAR INDEX", "năm 2020: 84,10"), Figure("chưa có", "PAPI")))
POINTS = Points(("Còn 12 nhiệm vụ quá hạn ở 5 đơn vị.", "Ba việc cần quyết định."))
DECK = Deck(
    "Tình hình thực hiện Kế hoạch",
    "Ngày 24/11/2021",
    "Sở Nội vụ",
    (
        Slide("Ba chỉ số", (FIGURES, POINTS, chart()), "Nguồn: Kế hoạch 359", "Nói về PAPI."),
        Slide("Hồ sơ", (results_table(30),)),
    ),
)


def _opened(deck: Deck) -> Any:
    return Presentation(io.BytesIO(pptx(deck)))


def test_the_deck_is_wide_and_every_slide_has_a_real_title() -> None:
    show = _opened(DECK)
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, abs=0.001)
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert titles == [DECK.title, "Ba chỉ số", "Hồ sơ", "Hồ sơ (tiếp)"]
    assert show.slides[1].notes_slide.notes_text_frame.text == "Nói về PAPI."


def test_a_chart_can_be_edited_and_what_is_not_known_is_a_gap() -> None:
    drawn = next(shape.chart for shape in _opened(DECK).slides[1].shapes if shape.has_chart)
    assert list(drawn.plots[0].categories) == ["2017", "2018", "2019", "2020"]
    assert list(drawn.plots[0].series[0].values) == [80.12, 82.5, None, 85.31]
    with zipfile.ZipFile(io.BytesIO(pptx(DECK))) as file:
        assert any(name.endswith(".xlsx") for name in file.namelist())


def test_a_long_table_goes_on_with_its_head_over_slides_and_loses_no_row() -> None:
    tables = [shape.table for slide in _opened(DECK).slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == 2
    assert {table.cell(0, 0).text_frame.text for table in tables} == {"STT"}
    rows = [table.cell(at, 0).text_frame.text for table in tables for at in range(2, len(table.rows))]
    assert rows == [*(str(at) for at in range(1, 31)), "Cộng"]


def test_merged_cells_are_not_torn_between_slides() -> None:
    show = _opened(Deck("x", slides=(Slide("Nhiệm vụ", (tasks_table(12),)),)))
    tables = [shape.table for slide in show.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 1
    assert all((len(table.rows) - 1) % 3 == 0 for table in tables)


def test_everything_stands_on_the_slide_in_vietnamese() -> None:
    for slide in _opened(DECK).slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert (shape.left + shape.width) / 36_000 <= WIDTH
            assert (shape.top + shape.height) / 36_000 <= HEIGHT + 1
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    for run in paragraph.runs:
                        assert run.font.name == "Arial"
                        assert run.font._element.get("lang") == "vi-VN"


def test_tables_and_charts_have_words_for_those_who_cannot_see_them() -> None:
    graphics = [
        one for slide in _opened(DECK).slides for one in slide.shapes if one.has_chart or one.has_table
    ]
    assert len(graphics) == 3
    assert all(one._element.nvGraphicFramePr.cNvPr.get("descr") for one in graphics)


def test_the_same_deck_gives_the_same_bytes_without_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pptx(DECK)
    monkeypatch.setattr("time.time", lambda: 1935731289.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 1, 126, 0))
    assert pptx(DECK) == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        inner = next(name for name in file.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(file.read(inner))) as book:
            assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("slide", "said"),
    [
        (Slide("Quá dài", (Points(tuple(WORDS for _ in range(12))),)), "nhiều chữ quá một trang"),
        (Slide("Quá dài " * 60), "nhiều chữ quá một trang"),
        (Slide("Ba phần", (POINTS, POINTS, POINTS)), "quá nhiều phần"),
        (Slide("Sáu số", (Figures((Figure("1", "a"),) * 6),)), "từ 1 đến 5 con số"),
        (Slide("Bảng", (results_table(30), POINTS)), "bảng đứng riêng"),
        (Slide("Ô", (Table((Column(1),), (), ((Cell("chữ " * 5_000),),)),)), "cao quá một trang"),
        (Slide("Gộp", (Table((Column(1),), (), ((Cell("a", columns=2),),)),)), "đè lên ô khác"),
    ],
)
def test_what_no_slide_can_hold_is_refused_with_its_title(slide: Slide, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        pptx(replace(DECK, slides=(slide,)))
    assert said in str(refused.value)
    assert slide.title[:20] in str(refused.value)
    assert str(refused.value).endswith(".")


def test_markup_and_control_signs_are_words() -> None:
    odd = "<a:b> & \x07\ud800“x” Sở\x00 Nội vụ"
    show = _opened(Deck(odd, odd, odd, (Slide(odd, (Points((odd,)), chart()), odd, odd),)))
    assert show.slides[1].shapes.title.text_frame.text == "<a:b> & “x” Sở Nội vụ"


def test_an_empty_deck_is_one_slide() -> None:
    assert len(_opened(Deck("Chưa có gì")).slides) == 1


@needs_office
def test_libreoffice_opens_the_deck_with_all_its_words(tmp_path: Path) -> None:
    made = convert({"deck.pptx": pptx(DECK)}, "pdf", tmp_path)["deck"]
    with pdfplumber.open(io.BytesIO(made)) as file:
        assert len(file.pages) == 4
        first, second, third, fourth = (page.extract_text() for page in file.pages)
    assert DECK.title in first
    for words in ("85,31", "PAR INDEX", "chưa có", "quá hạn", "Nguồn: Kế hoạch 359"):
        assert words in second
    assert "12.345" in third
    assert "98.788" in fourth
