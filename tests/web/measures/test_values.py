"""Defining measures, giving values, correcting them, and what they come to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.measures.selectors.pages import MeasureRow, measure_rows, roll_up_page
from namro.web.measures.services.defining import define_measure, retire_measure
from namro.web.measures.services.giving import ChangedMeanwhile
from namro.web.measures.suggestions import EXAMPLES, from_plan
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.plans.models import Report as Step
from namro.web.ui.figures import feed_called
from namro.web.ui.refusals import NotAllowed
from web.conftest import TODAY
from web.measures.conftest import COUNT, SHARE

Give = Callable[..., MeasureValue]
NOW = "Quý IV/2021"


def measure_row(measure: TaskMeasure, day: date) -> MeasureRow:
    (row,) = measure_rows([measure], day)
    return row


def test_the_province_is_a_ratio_of_sums_and_says_who_is_missing(share: TaskMeasure, give: Give) -> None:
    give(share, "thien-loc", NOW, numerator=1, denominator=1)
    give(share, "vuong-loc", NOW, numerator=0, denominator=99)
    row = measure_row(share, TODAY)
    assert row.whole.value == 1
    assert (row.whole.given, row.whole.expected) == (2, 4)
    assert "Σ tử / Σ mẫu = 1/100 = 1,00%; 2 trong 4 đơn vị có số, 2 đơn vị chưa có số" in row.whole.reckoning
    assert row.standing.is_met is False


def test_the_latest_quarter_counts_and_counts_add_up(
    share: TaskMeasure, count: TaskMeasure, give: Give
) -> None:
    give(share, "thien-loc", "Quý III/2021", numerator=1, denominator=10)
    give(share, "thien-loc", NOW, numerator=9, denominator=10)
    give(count, "thien-loc", "Quý III/2021", number=1)
    give(count, "vuong-loc", NOW, number=2)
    assert measure_row(share, TODAY).whole.value == 90
    assert measure_row(count, TODAY).whole.value == 3
    assert measure_row(count, TODAY).standing.is_met is True


def test_a_correction_needs_its_reason_and_keeps_what_was_given(share: TaskMeasure, give: Give) -> None:
    give(share, "thien-loc", NOW, who="xa", numerator=4, denominator=5)
    with pytest.raises(Refusal, match="lý do"):
        give(share, "thien-loc", NOW, who="xa", numerator=5, denominator=5, version=1)
    value = give(share, "thien-loc", NOW, who="xa", numerator=5, denominator=5, version=1, reason="Đếm sót")
    assert [(v.version, v.numerator, v.reason) for v in value.versions.order_by("version")] == [
        (1, 4, ""),
        (2, 5, "Đếm sót"),
    ]
    assert Entry.objects.filter(action="Sửa số liệu", reason="Đếm sót").count() == 1


def test_two_people_at_once_the_second_is_told(share: TaskMeasure, give: Give) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    with pytest.raises(ChangedMeanwhile):
        give(share, "thien-loc", NOW, who="xa", numerator=1, denominator=5)


def test_the_same_again_changes_nothing(share: TaskMeasure, give: Give) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    entries = Entry.objects.count()
    assert give(share, "thien-loc", NOW, numerator=4, denominator=5, version=1).version == 1
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("period", "parts", "says"),
    [
        ("Quý I/2022", {"numerator": 1, "denominator": 2}, "không có kỳ"),
        ("Tháng 11/2021", {"numerator": 1, "denominator": 2}, "không có kỳ"),
        (NOW, {"numerator": 1}, "cả tử số và mẫu số"),
        (NOW, {"numerator": 1, "denominator": 0}, "tử số cũng phải là 0"),
        (NOW, {"numerator": 1, "denominator": -2}, "nhỏ hơn 0"),
        (NOW, {"numerator": 10**18, "denominator": 10**18}, "lớn quá"),
        (NOW, {"numerator": Decimal("0.0000001"), "denominator": 1}, "sáu chữ số"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    share: TaskMeasure, give: Give, period: str, parts: dict[str, object], says: str
) -> None:
    with pytest.raises(Refusal) as refused:
        give(share, "thien-loc", period, **parts)
    assert says in refused.value.sentence
    assert not MeasureValue.objects.exists()


def test_a_unit_without_the_task_gives_no_value(share: TaskMeasure, give: Give) -> None:
    with pytest.raises(Refusal, match="không có phần việc"):
        give(share, "can-loc", NOW, numerator=1, denominator=2)


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xakhac", "mattran", "stranger"])
def test_nobody_gives_for_another_unit(share: TaskMeasure, give: Give, who: str) -> None:
    with pytest.raises(NotAllowed):
        give(share, "thien-loc", NOW, who=who, numerator=1, denominator=2)


@pytest.mark.parametrize("who", ["lanhdao", "huyen", "xa", "mattran", "stranger"])
def test_only_the_officer_and_the_named_lead_define(
    posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, who: str
) -> None:
    with pytest.raises(NotAllowed):
        define_measure(task=posting, wanted=COUNT, by=cast[who], posts=posts(who), at=at)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"across_units": "weighted_mean"}, "% thì phải giữ tử số"),
        ({"across_units": "sum", "across_periods": "sum"}, "% thì phải giữ tử số"),
        ({"across_periods": "sum"}, "không lấy trung bình"),
        ({"numerator_label": ""}, "tử số là gì"),
        ({"denominator_label": ""}, "mẫu số"),
        ({"feed": "khong-co"}, "không có nguồn"),
        ({"name": " "}, "tên thước đo"),
    ],
)
def test_a_measure_that_would_mislead_is_refused(
    posting: Task,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    changed: dict[str, str],
    says: str,
) -> None:
    with pytest.raises(Refusal) as refused:
        define_measure(
            task=posting,
            wanted=replace(SHARE, **changed),
            by=cast["sonoivu"],
            posts=posts("sonoivu"),
            at=at,  # type: ignore[arg-type]
        )
    assert says in refused.value.sentence


def test_one_name_once_and_a_retired_one_is_free_again(
    share: TaskMeasure, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, give: Give
) -> None:
    common = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    with pytest.raises(Refusal, match="cùng tên"):
        define_measure(task=share.task, wanted=SHARE, **common)  # type: ignore[arg-type]
    retire_measure(measure_id=share.pk, reason="Đổi cách đếm", **common)  # type: ignore[arg-type]
    define_measure(task=share.task, wanted=SHARE, **common)  # type: ignore[arg-type]
    share.refresh_from_db()
    with pytest.raises(Refusal, match="thôi dùng"):
        give(share, "thien-loc", NOW, numerator=1, denominator=2)


def test_the_program_feeds_what_was_accepted_on_time(
    posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, units: dict[str, Unit]
) -> None:
    wanted = replace(SHARE, name="Đúng hạn", months=12, feed="phan-viec.cong-nhan-dung-han")
    fed = define_measure(task=posting, wanted=wanted, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    due = date(2021, 12, 31)
    assert set(posting.obligations.values_list("due", flat=True)) == {due}
    for key, done_at in (("thien-loc", at), ("vuong-loc", at.replace(year=2022))):
        one = Obligation.objects.get(task=posting, unit=units[key])
        for action, after in (("submit", "submitted"), ("accept", "accepted")):
            Step.objects.create(
                obligation=one, at=done_at, by=cast["sonoivu"], by_name="x", action=action, state_after=after
            )
    for day in (
        TODAY,
        date(2022, 12, 31),
    ):  # what came later than its day does not count, whenever it is asked
        row = measure_row(fed, day)
        assert (row.whole.numerator, row.whole.denominator, row.whole.value) == (1, 4, 25)


def test_a_unit_that_a_later_law_merges_is_asked_until_then(
    posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, units: dict[str, Unit]
) -> None:
    assert units["thien-loc"].valid_to == date(2025, 6, 30)
    wanted = replace(SHARE, name="Đúng hạn", months=1, feed="phan-viec.ty-le-dung-han")
    fed = define_measure(task=posting, wanted=wanted, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    assert measure_row(fed, TODAY).whole.expected == 4


def test_a_feed_is_a_share_where_the_measure_is_one(
    posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    people = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    with pytest.raises(Refusal, match="là số đếm"):
        define_measure(task=posting, wanted=replace(SHARE, feed="phan-viec.den-han"), **people)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="là tỷ lệ"):
        define_measure(task=posting, wanted=replace(COUNT, feed="phan-viec.ty-le-dung-han"), **people)  # type: ignore[arg-type]
    fed = define_measure(task=posting, wanted=replace(COUNT, feed="phan-viec.den-han", months=12), **people)  # type: ignore[arg-type]
    assert measure_row(fed, TODAY).whole.value == 4


def test_stored_feeds_are_carried_over_to_the_figure_of_the_same_meaning(share: TaskMeasure) -> None:
    moved = import_module("namro.web.measures.migrations.0003_fed_by_figures")
    TaskMeasure.objects.filter(pk=share.pk).update(feed=moved.FEED)
    moved.name_figures(apps, None)
    share.refresh_from_db()
    assert share.feed == "phan-viec.cong-nhan-dung-han"
    assert feed_called(share.feed) is not None
    moved.name_feeds(apps, None)
    share.refresh_from_db()
    assert share.feed == moved.FEED


def test_the_words_of_the_plan_become_suggestions() -> None:
    found = from_plan(
        [
            {"text": "ít nhất 03 sáng kiến", "quantity": "3", "unit": "sáng kiến", "relation": "at_least"},
            {"text": "100% cán bộ", "quantity": "100", "unit": "%", "relation": "equal"},
            {"text": "hỏng", "quantity": "?", "unit": ""},
        ]
    )
    assert [(s.unit, s.target, s.across[1]) for s in found] == [
        ("sáng kiến", 3, "sum"),
        ("%", 100, "ratio_of_sums"),
    ]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_can_be_taken_as_it_stands(
    posting: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, number: int
) -> None:
    from namro.web.measures.forms.measures import DefinitionForm

    form = DefinitionForm({**EXAMPLES[number].initial(), "since": "01/01/2021", "feed": ""})
    assert form.is_valid(), form.errors
    define_measure(task=posting, wanted=form.wanted(), by=cast["sonoivu"], posts=posts("sonoivu"), at=at)


def test_districts_and_units_add_up_to_the_province(
    share: TaskMeasure, give: Give, posts: Callable[[str], Posts]
) -> None:
    for unit, over in (("thien-loc", 3), ("vuong-loc", 5), ("tung-anh", 1), ("so-tu-phap", 2)):
        give(share, unit, NOW, numerator=over, denominator=10)
    page = roll_up_page(share, posts("sonoivu"), TODAY)
    assert [(g.name, g.whole.numerator, g.whole.denominator) for g in page.groups] == [
        ("Cấp tỉnh", 2, 10),
        ("UBND huyện Can Lộc", 8, 20),
        ("UBND huyện Đức Thọ", 1, 10),
    ]
    assert (page.whole.numerator, page.whole.denominator) == (11, 40)
