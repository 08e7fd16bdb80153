"""Every number of a briefing and a sheet is that of the page it comes from."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from namro.core.scorecards import NO_COUNTS
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan
from namro.web.reports.briefing.selectors.decisions import candidates
from namro.web.reports.briefing.selectors.figures import late_rows, since_of
from namro.web.reports.briefing.selectors.sheets import sheet_of
from namro.web.reports.documents.facts import index_facts
from namro.web.scorecards.selectors.cards import criteria_of, numbers_of
from namro.web.scorecards.selectors.counting import everybody
from namro.web.scorecards.selectors.snapshots import compared
from namro.web.scorecards.selectors.table import tables
from namro.web.scorecards.services.snapshots import take
from namro.web.talks.models import Obstacle

pytestmark = pytest.mark.django_db


def test_the_work_is_that_of_the_table_of_all_units(content: dict[str, Any], today: date) -> None:
    shown = tables(everybody(today))
    counts = sum((level.counts for level in shown), NO_COUNTS)
    work = content["work"]
    assert (work["total"], work["done"], work["late"], work["judged"]) == (
        counts.total,
        counts.done,
        counts.late,
        counts.judged,
    )
    assert work["late"] > 0
    by_key = {row.unit.key: row for level in shown for row in level.rows}
    for row in content["late"]["rows"]:
        assert (row["late"], row["total"]) == (
            by_key[row["key"]].counts.late,
            by_key[row["key"]].counts.total,
        )


def test_small_units_stand_after_those_that_can_be_judged(worked: Plan, today: date) -> None:
    rows = late_rows(everybody(today))
    small = [row.counts.total < 5 for row in rows]
    assert small == sorted(small)
    big = [row.counts.late / row.counts.total for row in rows if row.counts.total >= 5]
    assert big == sorted(big, reverse=True)
    assert big
    assert any(small)


def test_what_moved_since_a_snapshot_is_what_its_page_says(
    worked: Plan, cast: dict[str, User], posts: Callable[[str], Posts], today: date, at: datetime
) -> None:
    before = take(day=date(2021, 11, 1), name="", by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    since = since_of(today, None)
    assert (since.day, since.snapshot) == (before.day, before)
    page = compared(before, None, today=today, posts=posts("sonoivu"))
    from namro.web.reports.briefing.selectors.figures import difference_since

    assert difference_since(since, today, posts("sonoivu")).rows == page.rows


def test_an_index_is_as_the_overview_shows_it_and_what_is_not_known_stays_unknown(
    content: dict[str, Any], posts: Callable[[str], Posts], today: date
) -> None:
    facts = {one.index: one for one in index_facts(posts("sonoivu"), today)}
    assert set(facts) == {one["index"] for one in content["indices"]}
    for one in content["indices"]:
        fact = facts[one["index"]]
        assert one["rank"] == fact.rank
        assert one["lost_sum"] == (None if fact.lost_sum is None else format(fact.lost_sum, "f"))
    assert any(one["lost_sum"] is None for one in content["indices"])


def test_the_heaviest_of_each_kind_comes_first_in_turn(
    worked: Plan,
    cast: dict[str, User],
    units: dict[str, Unit],
    posts: Callable[[str], Posts],
    today: date,
    at: datetime,
) -> None:
    obligation = Obligation.objects.filter(unit=units["thien-loc"]).first()
    assert obligation is not None
    for day, asked in ((10, "province"), (5, "province"), (1, "interior")):
        Obstacle.objects.create(
            obligation=obligation,
            content=f"Vướng {day}",
            asked=asked,
            raised_by=cast["xa"],
            raised_at=at.replace(day=day),
        )
    found = candidates(posts("sonoivu"), today, index_facts(posts("sonoivu"), today))
    kinds = list(dict.fromkeys(one.kind for one in found))
    assert [one.kind for one in found[: len(kinds)]] == kinds
    obstacles = [one.title for one in found if one.key.startswith("vuong-mac-")]
    assert [title.rpartition(": ")[2] for title in obstacles] == ["Vướng 5", "Vướng 10"]
    assert "đã chờ 10 ngày" in found[0].reason
    assert all(one.reason and one.address for one in found)
    losses = [one for one in found if one.key.startswith("tieu-chi-")]
    assert losses
    silent = next(one for one in found if one.key.startswith("im-lang-"))
    assert "hạn 31/10/2021" in silent.reason


def test_a_sheet_says_what_the_scorecard_says(worked: Plan, units: dict[str, Unit], today: date) -> None:
    unit = units["thien-loc"]
    sheet, owed = sheet_of(unit, today), Obligation.objects.filter(unit=unit)
    assert sheet.numbers == numbers_of(owed, today)
    assert sheet.criteria == criteria_of(owed, today)
    assert len(sheet.late) == sheet.numbers.counts.late > 0
    assert sheet.tally.total == owed.count()
    assert all(days > 0 for _, days in sheet.late_rows)
    assert sheet.head


def test_the_day_compared_with_is_the_one_asked_for_only_if_it_is_past(today: date) -> None:
    assert since_of(today, date(2021, 9, 1)).day == date(2021, 9, 1)
    assert since_of(today, today).day == date(2021, 11, 1)
    assert since_of(date(2021, 1, 1), None).day == date(2020, 12, 1)
