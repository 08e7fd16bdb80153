"""On paper a briefing has two pages and a sheet one, whatever there is to say; slides carry the same words."""

import copy
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pdfplumber
import pytest
from pptx import Presentation

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.reports.briefing.drawing import briefing_pdf, late_words, moved_words, work_words
from namro.web.reports.briefing.fitting import page_count, shortened
from namro.web.reports.briefing.selectors.sheets import sheet_of
from namro.web.reports.briefing.sheet import sheet_pdf
from namro.web.reports.briefing.slides import briefing_pptx

pytestmark = pytest.mark.django_db
LONG = "Ủy ban nhân dân xã có cái tên rất dài để xem chữ có tràn sang trang thứ ba hay không " * 20


def _words(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)


def _long(content: dict[str, Any]) -> dict[str, Any]:
    made = copy.deepcopy(content)
    row = {"unit": LONG, "key": "x", "level": "x", "head": LONG, "total": 400, "late": 300, "silent": 200}
    made["late"]["rows"] = [row | {"is_small": at % 2 == 0} for at in range(40)]
    made["late"] |= {"units": 260, "units_late": 200}
    one = {"key": "x", "kind": "Vướng mắc", "title": LONG, "reason": LONG, "address": "", "sentence": LONG}
    made["decisions"] |= {"chosen": [one] * 3, "candidates": 40}
    made["head"]["title"] = LONG
    made["indices"] = made["indices"] * 2
    return made


def test_a_briefing_has_two_pages(content: dict[str, Any]) -> None:
    pdf = briefing_pdf(content)
    assert page_count(pdf) == 2
    words = _words(pdf)
    for said in (work_words(content), moved_words(content), "Số liệu đến ngày 15/11/2021"):
        assert said in words


def test_a_long_briefing_shrinks_its_lists_and_says_how_many_more_there_are(content: dict[str, Any]) -> None:
    pdf = briefing_pdf(_long(content))
    assert page_count(pdf) == 2
    words = _words(pdf)
    assert "đơn vị nữa" in words
    assert "Còn 37 việc nữa" in words
    for part in ("I. Chuyển biến", "II. Đơn vị chậm", "III. Việc cần quyết định", "GIÁM ĐỐC"):
        assert part in words


def test_an_empty_briefing_has_two_pages_and_says_what_is_not_there(content: dict[str, Any]) -> None:
    made = copy.deepcopy(content)
    made["indices"], made["decisions"]["chosen"], made["decisions"]["candidates"] = [], [], 0
    made["late"] |= {"units_late": 0, "rows": []}
    pdf = briefing_pdf(made)
    assert page_count(pdf) == 2
    assert "Không đơn vị nào có phần việc quá hạn." in _words(pdf)
    assert "Không có việc nào chờ quyết định" in _words(pdf)


def test_the_same_content_gives_the_same_bytes(content: dict[str, Any]) -> None:
    assert briefing_pdf(content) == briefing_pdf(copy.deepcopy(content))
    assert briefing_pptx(content) == briefing_pptx(copy.deepcopy(content))


@pytest.mark.parametrize("is_long", [False, True])
def test_slides_have_a_title_each_a_chart_that_can_be_edited_and_the_day(
    content: dict[str, Any], is_long: bool
) -> None:
    made = _long(content) if is_long else content
    show = Presentation(io.BytesIO(briefing_pptx(made)))
    slides = list(show.slides)
    assert len(slides) >= 4 + len(made["decisions"]["chosen"])
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    assert any(shape.has_chart for slide in slides for shape in slide.shapes)
    words = "\n".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )
    assert "Số liệu đến ngày 15/11/2021" in words
    assert moved_words(made) in words


def test_what_is_invented_is_said_on_paper_and_on_slides(content: dict[str, Any]) -> None:
    made = copy.deepcopy(content)
    made["head"]["invented"] = True
    assert "số liệu minh họa" in _words(briefing_pdf(made))
    show = Presentation(io.BytesIO(briefing_pptx(made)))
    assert "số liệu minh họa" in "".join(
        shape.text_frame.text for shape in next(iter(show.slides)).shapes if shape.has_text_frame
    )


def test_an_unknown_head_is_said_and_not_left_out(content: dict[str, Any]) -> None:
    made = copy.deepcopy(content)
    for row in made["late"]["rows"]:
        row["head"] = None
    assert made["late"]["rows"]
    assert "chưa có" in _words(briefing_pdf(made))


def test_a_sheet_has_one_page_however_much_is_late(worked: Plan, units: dict[str, Unit], today: date) -> None:
    unit = units["thien-loc"]
    task = Task.objects.filter(obligations__unit=unit).first()
    assert task is not None
    Task.objects.filter(pk=task.pk).update(text=LONG)
    for month in range(1, 11):
        for day in (1, 10, 20):
            Obligation.objects.create(
                task=task, unit=unit, period=f"{day}/{month}", period_start=date(2021, month, day),
                period_end=date(2021, month, day), due=date(2021, month, day),
            )  # fmt: skip
    sheet = sheet_of(unit, today)
    assert len(sheet.late) >= 30
    pdf = sheet_pdf(sheet)
    assert page_count(pdf) == 1
    assert "phần việc quá hạn nữa" in _words(pdf)


def test_a_unit_with_nothing_has_a_page_that_says_so(units: dict[str, Unit], today: date) -> None:
    pdf = sheet_pdf(sheet_of(units["tung-anh"], today))
    assert page_count(pdf) == 1
    assert "Không có phần việc quá hạn." in _words(pdf)


@pytest.mark.parametrize("letters", [1, 5, 20, 100])
def test_a_shortened_text_is_never_longer_than_asked_and_marks_the_cut(letters: int) -> None:
    made = shortened(LONG, letters)
    assert len(made) <= letters
    assert made.endswith("…")
    assert shortened("ngắn", 20) == "ngắn"


def test_late_words_carry_the_denominator(content: dict[str, Any]) -> None:
    late = content["late"]
    assert f"{late['units_late']}/{late['units']} (" in late_words(content)


def test_the_cast_is_not_needed_to_draw(
    content: dict[str, Any], django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(0):
        briefing_pdf(content)
        briefing_pptx(content)
