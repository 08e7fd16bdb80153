"""The progress report of a past period: the figures are those of its end, whenever it is made."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from namro.core.letters.model import Letter, Table, words_of
from namro.core.letters.templates import template_called
from namro.web.accounts.models import User
from namro.web.cascade.services.transferring import decide_unit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.selectors.plans import plan_tally
from namro.web.plans.states import Action, Shown
from namro.web.reports.documents import progress
from namro.web.reports.documents.periods import closing_choice, progress_period
from namro.web.reports.documents.progress_figures import Progress, progress_of
from namro.web.talks.models import Obstacle
from namro.web.talks.services.obstacles import raise_obstacle, take_step
from namro.web.talks.states import Action as Talk
from web.plans.walking import take, walk

PostsOf = Callable[[str], Posts]
START = date(2021, 10, 4)


def moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def told(letter: Letter) -> str:
    return "\n".join(words_of(block.text) for block in letter.blocks if hasattr(block, "text"))


def tables(letter: Letter) -> dict[str, list[tuple[object, ...]]]:
    every = (*letter.blocks, *(block for one in letter.appendices for block in one.blocks))
    return {
        block.name: [tuple(cell.value for cell in row) for row in block.rows]
        for block in every
        if isinstance(block, Table)
    }


def made(
    plan: Plan, posts: Posts, key: str, made_on: date, unit: Unit | None = None, chot: str = ""
) -> Letter:
    period = progress_period(key, made_on)
    found = progress_of(plan, unit, posts, closing_choice(period, chot, made_on))
    words = template_called("tien-do").wording
    return progress.progress_letter(found, period, (), words, made_on=made_on)


def kept(found: Progress) -> Any:
    """Give what must not change afterwards, without the rows that were fetched."""
    return (
        found.tally, [(one.unit.pk, one.tally) for one in found.units],
        [(one.task.pk, one.tally) for one in found.rows],
        [(one.obligation.pk, one.state, one.sentence) for one in found.own],
        [one.pk for one in found.obstacles],
    )  # fmt: skip


@pytest.mark.parametrize("key", ["", "thien-loc"])
def test_the_figures_are_those_of_the_page_on_the_day_and_the_same_months_later(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], posts: PostsOf, key: str
) -> None:
    unit, reader = units[key] if key else None, posts("sonoivu")
    seen: dict[date, Any] = {}
    for day in walk(cast, start=START, days=30, seed=11):
        if day.day % 6 == 0:
            found = progress_of(plan, unit, reader, day)
            seen[day] = kept(found)
            if unit is None:
                page = plan_tally(plan, day)
                ahead = Obligation.objects.filter(period_start__gt=day).count()
                assert found.ahead == ahead
                counts = dict(page.counts)
                counts[Shown.NOT_STARTED] -= ahead
                assert found.tally.counts == counts
                assert found.tally.total + found.ahead == page.total
                assert sum(one.tally.total for one in found.units) == found.tally.total
                assert sum(one.tally.late for one in found.rows) == found.tally.late
    assert len({str(one) for one in seen.values()}) > 3
    assert {day: kept(progress_of(plan, unit, reader, day)) for day in seen} == seen


def test_the_letter_of_a_past_quarter_is_made_as_of_its_end_and_says_so(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], posts: PostsOf
) -> None:
    end, today = date(2021, 10, 31), date(2021, 11, 15)
    one = Obligation.objects.select_related("unit").filter(unit=units["thien-loc"]).order_by("id")[0]
    other = Obligation.objects.select_related("unit").filter(unit=units["thien-loc"]).order_by("id")[1]
    take(one, Action.SUBMIT, moment(end, 23), cast)
    take(one, Action.ACCEPT, moment(end + timedelta(days=1)), cast)
    take(other, Action.START, moment(end + timedelta(days=2)), cast)
    letter = made(plan, posts("xa"), "2021-M10", today, units["thien-loc"])
    states = {row[0]: row[1] for row in tables(letter)["Trạng thái"]}
    assert (states["Chờ duyệt"], states["Hoàn thành"], states["Đang làm"]) == (1, 0, 0)
    rows = {row[1]: row for row in tables(letter)["Phụ lục"]}
    assert rows[one.task.code][5:] == ("Chờ duyệt", "Đã xong.")
    assert rows[other.task.code][6] == "chưa báo cáo"
    assert "Số liệu chốt đến hết ngày 31/10/2021, lập ngày 15/11/2021; nguồn" in told(letter)
    assert "Đến hết ngày 31/10/2021 có" in told(letter)
    now = made(plan, posts("xa"), "2021-M10", today, units["thien-loc"], chot="hom-nay")
    states = {row[0]: row[1] for row in tables(now)["Trạng thái"]}
    assert (states["Hoàn thành"], states["Quá hạn"]) == (1, 1)
    assert "Số liệu đến hết ngày 15/11/2021, sau ngày cuối của kỳ (31/10/2021), lập ngày 15/11/2021" in told(
        now
    )


def test_an_obstacle_stands_in_the_reports_of_the_days_on_which_it_was_open(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], posts: PostsOf
) -> None:
    one = Obligation.objects.filter(unit=units["thien-loc"]).order_by("id")[0]
    first = date(2021, 10, 5)
    commune: dict[str, Any] = {"by": cast["xa"], "posts": posts("xa")}
    obstacle = raise_obstacle(
        obligation=one, content="Thiếu máy", request="Cấp máy", asked=Obstacle.Asked.INTERIOR, at=moment(first), **commune
    )  # fmt: skip
    for days, action in ((10, Talk.SOLVE), (20, Talk.REOPEN), (25, Talk.DROP)):
        obstacle.refresh_from_db()
        take_step(
            obstacle_id=obstacle.pk, action=action, text="x", version=obstacle.version, at=moment(first + timedelta(days=days)),
            **commune,
        )  # fmt: skip
    found = [
        len(progress_of(plan, unit, posts("sonoivu"), first + timedelta(days=days)).obstacles)
        for days in (-1, 0, 9, 10, 19, 20, 24, 25, 40)
        for unit in (None, units["thien-loc"])
    ]
    assert found[::2] == found[1::2] == [0, 1, 1, 0, 0, 1, 1, 0, 0]


def test_what_passed_to_another_unit_later_stands_with_the_unit_that_owed_it_then(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], posts: PostsOf
) -> None:
    reader, day, on = posts("sonoivu"), date(2021, 10, 31), date(2021, 11, 5)
    before = {key: kept(progress_of(plan, units[key], reader, day)) for key in ("vuong-loc", "thien-loc")}
    whole = kept(progress_of(plan, None, reader, day))
    decide_unit(
        from_unit=units["vuong-loc"], to_unit=units["thien-loc"], reason="Sáp nhập", on=on, by=cast["sonoivu"],
        posts=posts_on(cast["sonoivu"], on=on), at=moment(on),
    )  # fmt: skip
    assert {key: kept(progress_of(plan, units[key], reader, day)) for key in before} == before
    assert kept(progress_of(plan, None, reader, day)) == whole
    after = progress_of(plan, units["thien-loc"], reader, on)
    assert after.tally.total == sum(one[0].total for one in before.values())
    assert progress_of(plan, units["vuong-loc"], reader, on).tally.total == 0


def test_a_plan_issued_after_the_closing_day_says_so_in_place_of_noughts(plan: Plan, posts: PostsOf) -> None:
    letter = made(plan, posts("sonoivu"), "2021-M08", date(2021, 11, 15))
    assert "ban hành ngày 27/9/2021, sau ngày chốt số liệu 31/8/2021" in told(letter)


def test_the_page_lets_choose_between_the_end_of_the_period_and_today(
    plan: Plan, client_of: Callable[[str], Client]
) -> None:
    client, address = client_of("sonoivu"), f"/soan-thao/tien-do/{plan.pk}/"
    at_end = client.get(address, {"ky": "2021-M10"}).content.decode()
    assert '<option value="" selected>cuối kỳ (31/10/2021)</option>' in at_end
    assert '<option value="hom-nay">hôm nay (15/11/2021)</option>' in at_end
    assert "Số liệu chốt đến hết ngày 31/10/2021" in at_end
    now = client.get(address, {"ky": "2021-M10", "chot": "hom-nay"}).content.decode()
    assert '<option value="hom-nay" selected>' in now
    assert "chot=hom-nay&amp;dang=docx" in now
    assert "Số liệu đến hết ngày 15/11/2021, sau ngày cuối của kỳ" in now
    running = client.get(address, {"ky": "2021-Q4"}).content.decode()
    assert 'name="chot"' not in running
    assert "Kỳ chưa kết thúc" in running
    first, second = (client.get(address, {"ky": "2021-M10", "dang": "docx"}).content for _ in range(2))
    assert first == second


def test_a_report_asks_a_bounded_number_of_queries(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], posts: PostsOf,
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    for _ in walk(cast, start=START, days=8, seed=2):
        pass
    for unit in (None, units["thien-loc"]):
        with max_queries(14):
            progress_of(plan, unit, posts("sonoivu"), date(2021, 10, 31))
