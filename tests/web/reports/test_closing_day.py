"""The closing day of a report: its figures are those of the end of its period, whenever they are reckoned."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namro.core.errors import Refusal
from namro.core.letters.model import words_of
from namro.core.reports.calendar import period_called
from namro.core.reports.freezing import thawed
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.plans.states import Action as Taken
from namro.web.program.models import ProgramState
from namro.web.reports.documents.making import letter_of
from namro.web.reports.jobs import open_due
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.services.flow import refresh, take_step
from namro.web.reports.services.freezing import content_of
from namro.web.reports.services.opening import open_report
from namro.web.reports.services.writing import save_text
from namro.web.reports.states import Action
from web.plans.walking import take

END = date(2021, 9, 30)
PostsOf = Callable[[str], Posts]
Made = Callable[..., Report]


def moment(at: datetime, day: date, hour: int = 9) -> datetime:
    return at.replace(year=day.year, month=day.month, day=day.day, hour=hour)


def shown(report: Report) -> dict[str, Any]:
    fields = ("value", "numerator", "denominator", "as_of", "source", "definition")
    return {one.name: [getattr(one, field) for field in fields] for one in report.figures.all()}


def figure(report: Report, name: str) -> ReportFigure:
    return report.figures.get(name=f"phan-viec.{name}")


@pytest.fixture
def made_on(units: dict[str, Unit], cast: dict[str, User], at: datetime, work: Task) -> Made:
    """`made_on(day)` opens the report of Thiên Lộc for the third quarter on that day."""

    def made(day: date, key: str = "thien-loc", *, whole: bool = False) -> Report:
        kind = kind_called("tien-do-ke-hoach")
        report, _ = open_report(
            kind=kind, unit=units[key], period=period_called(kind.kind, "2021-Q3"), is_consolidated=whole,
            by=cast["sonoivu"], at=moment(at, day),
        )  # fmt: skip
        return report

    return made


@pytest.fixture
def again(cast: dict[str, User], posts: PostsOf, at: datetime) -> Made:
    """`again(report, day)` reckons the figures anew on that day."""
    return lambda report, day: refresh(
        report_id=report.pk, by=cast["xa"], posts=posts("xa"), at=moment(at, day)
    )


@pytest.fixture
def hand_in(cast: dict[str, User], posts: PostsOf, at: datetime) -> Made:
    def given(report: Report, day: date) -> Report:
        common: dict[str, Any] = {
            "report_id": report.pk, "by": cast["xa"], "posts": posts("xa"), "at": moment(at, day),
        }  # fmt: skip
        held = report.texts.get(section="ton-tai")
        save_text(**common, section="ton-tai", text="Còn chậm.", version=held.version)
        report.refresh_from_db()
        return take_step(**common, action=Action.SUBMIT, version=report.version)

    return given


def last_one(units: dict[str, Unit]) -> Obligation:
    """What Thiên Lộc still owes for September."""
    return Obligation.objects.select_related("unit", "task").get(
        unit=units["thien-loc"], period="Tháng 9/2021"
    )


def test_what_is_done_after_the_closing_day_is_not_in_the_report(
    made_on: Made, again: Made, units: dict[str, Unit], cast: dict[str, User], at: datetime
) -> None:
    report = made_on(date(2021, 10, 7))
    assert (figure(report, "hoan-thanh").stands, figure(report, "khong-bao-cao").stands) == (2, 1)
    one = last_one(units)
    take(one, Taken.SUBMIT, moment(at, END + timedelta(days=1), 0), cast)
    take(one, Taken.ACCEPT, moment(at, date(2021, 10, 8)), cast)
    again(report, date(2021, 10, 17))
    assert (figure(report, "hoan-thanh").stands, figure(report, "khong-bao-cao").stands) == (2, 1)


def test_what_is_handed_in_in_the_last_minute_of_the_closing_day_counts_and_its_acceptance_later_does_not(
    made_on: Made, units: dict[str, Unit], cast: dict[str, User], at: datetime
) -> None:
    one = last_one(units)
    take(one, Taken.SUBMIT, moment(at, END, 23), cast)
    take(one, Taken.ACCEPT, moment(at, END + timedelta(days=1), 0), cast)
    report = made_on(date(2021, 10, 7))
    assert (figure(report, "cho-duyet").stands, figure(report, "hoan-thanh").stands) == (1, 2)


def test_a_report_filled_again_months_later_gives_the_same_figures(
    made_on: Made, again: Made, units: dict[str, Unit], cast: dict[str, User], at: datetime
) -> None:
    report = made_on(date(2021, 10, 7))
    before = shown(report)
    assert {one.as_of for one in report.figures.all()} == {END}
    first = Obligation.objects.select_related("unit", "task").get(
        unit=units["thien-loc"], period="Tháng 7/2021"
    )
    take(first, Taken.REOPEN, moment(at, date(2021, 10, 20)), cast)
    take(last_one(units), Taken.START, moment(at, date(2021, 11, 1)), cast, stuck=True)
    again(report, date(2022, 3, 1))
    assert shown(report) == before


def test_while_the_period_runs_the_report_counts_until_today_and_says_that_it_is_not_over(
    made_on: Made, client_of: Callable[[str], Client]
) -> None:
    ProgramState.objects.update(working_date=date(2021, 9, 17))
    report = made_on(date(2021, 9, 17))
    assert {one.as_of for one in report.figures.all()} == {date(2021, 9, 17)}
    assert figure(report, "qua-han").stands == 0
    page = client_of("xa").get(f"/bao-cao/{report.pk}/").content.decode()
    assert "Kỳ chưa kết thúc (ngày cuối 30/9/2021), số liệu đến hết ngày 17/9/2021" in page


def test_page_document_and_frozen_content_say_both_days(
    made_on: Made, hand_in: Made, client_of: Callable[[str], Client]
) -> None:
    said = "Số liệu chốt đến hết ngày 30/9/2021, lập ngày 7/10/2021."
    report = made_on(date(2021, 10, 7))
    client = client_of("xa")
    assert said in client.get(f"/bao-cao/{report.pk}/").content.decode()
    one = figure(report, "hoan-thanh")
    assert (
        "<dd>30/9/2021</dd>"
        in client.get(reverse("reports:figure", args=[report.pk, one.pk])).content.decode()
    )
    hand_in(report, date(2021, 10, 9))
    edition = report.editions.get()
    content = thawed(edition.content)
    assert (content["head"]["as_of"], content["head"]["made_on"]) == ("2021-09-30", "2021-10-07")
    letter = letter_of(content)
    assert said in "\n".join(words_of(block.text) for block in letter.blocks if hasattr(block, "text"))
    page = client.get(f"/bao-cao/ban/{edition.pk}/")
    assert said in page.content.decode()


def test_an_edition_from_before_the_rule_is_drawn_without_the_words(made_on: Made, at: datetime) -> None:
    content = content_of(made_on(date(2021, 10, 7)), author="x", at=at, edition=1)
    del content["head"]["made_on"]
    letter = letter_of(content)
    assert "lập ngày" not in "\n".join(
        words_of(block.text) for block in letter.blocks if hasattr(block, "text")
    )


def test_figures_that_miss_the_last_days_of_a_period_are_not_handed_in(
    made_on: Made, again: Made, hand_in: Made, client_of: Callable[[str], Client]
) -> None:
    report = made_on(date(2021, 9, 17))
    with pytest.raises(Refusal, match=r"kết thúc ngày 30/9/2021 mà số liệu mới tính đến ngày 17/9/2021"):
        hand_in(report, date(2021, 10, 2))
    assert (
        "hãy tính lại số liệu trước khi gửi" in client_of("xa").get(f"/bao-cao/{report.pk}/").content.decode()
    )
    again(report, date(2021, 10, 2))
    assert figure(report, "qua-han").stands == 1
    assert hand_in(report, date(2021, 10, 2)).editions.count() == 1


def test_a_report_may_be_handed_in_before_its_period_is_over(made_on: Made, hand_in: Made) -> None:
    report = made_on(date(2021, 9, 17))
    content = thawed(hand_in(report, date(2021, 9, 20)).editions.get().content)
    assert content["head"]["as_of"] == "2021-09-17"


def test_the_morning_job_closes_reports_once_their_period_is_over(
    made_on: Made, hand_in: Made, units: dict[str, Unit]
) -> None:
    open_one, whole, given = (
        made_on(date(2021, 9, 17), "can-loc"), made_on(date(2021, 9, 17), "so-noi-vu", whole=True),
        made_on(date(2021, 9, 17)),
    )  # fmt: skip
    hand_in(given, date(2021, 9, 20))

    def closed() -> list[date]:
        return [report.figures.earliest("position").as_of for report in (open_one, whole, given)]

    for day, expected in (
        (END, [date(2021, 9, 17)] * 3),  # its last day is not over yet
        (END + timedelta(days=1), [END, END, date(2021, 9, 17)]),
    ):
        ProgramState.objects.update(working_date=day)
        open_due()
        assert closed() == expected
    filled = [one.filled_at for one in Report.objects.order_by("pk")]
    open_due()
    assert [one.filled_at for one in Report.objects.order_by("pk")] == filled
