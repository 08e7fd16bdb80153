"""A year of Plan 359 over all its tasks and the whole register, month by month: everything that counts agrees.

Who reports when is invented from a seed, every step by the table of states. At the end of each month the program's
clock stands on that day, rhythms have made what they make ahead, and the month is frozen. At the end the past is
rebuilt from the reports and must be what was frozen when it was the present.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings as project
from django.utils import timezone
from pytest_django.fixtures import Settings

from namro.core.scorecards import Counts, Facts, Kind, compare, count
from namro.web.accounts.models import User
from namro.web.imports.services.example import ensure_example_plan
from namro.web.organisations.services import ensure_demo_posts, load_register
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.services.inventing import Story, invent
from namro.web.plans.states import STEPS, Action, State
from namro.web.program.models import ProgramState
from namro.web.recurrences.services.making import make_ahead
from namro.web.scorecards.jobs import freeze
from namro.web.scorecards.models import Snapshot
from namro.web.scorecards.selectors.completeness import completeness, month_of, total
from namro.web.scorecards.selectors.counting import counted_by_unit
from namro.web.scorecards.selectors.snapshots import content_of, owed_now, owed_then, shown_states

PLAN_359 = project.ROOT / "examples" / "ke-hoach-359-kh-ubnd.txt"
LAST = date(2022, 9, 30)
REPORTED = (Action.START, Action.SUBMIT)


def month_ends() -> Iterator[date]:
    day = date(2021, 9, 30)
    while day <= LAST:
        yield day
        day = (day + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def told(stories: list[Story], *, after: date, until: date, officer: User) -> None:
    """Take the invented steps of a month: reports written, obligations put where the steps lead."""
    reports, moved = list[Report](), list[Obligation]()
    for story in stories:
        steps = [step for step in story.steps if after < timezone.localtime(step.at).date() <= until]
        one = story.obligation
        for step in steps:
            assert one.state in STEPS[step.action].sources
            reports.append(
                Report(
                    obligation=one, at=step.at, by=officer, by_name="x", action=step.action, state_before=one.state,
                    state_after=step.after, percent=step.percent, sentence=step.sentence,
                )
            )  # fmt: skip
            one.state, one.version = State(step.after), one.version + 1
            if step.action in REPORTED:
                one.reported_at, one.percent = step.at, step.percent
        if steps:
            moved.append(one)
    Report.objects.bulk_create(reports, batch_size=500)
    Obligation.objects.bulk_update(moved, ["state", "version", "reported_at", "percent"], batch_size=500)


def summed(day: date) -> Counts:
    found = Counts({})
    for one in counted_by_unit(day).values():
        found += one.counts
    return found


@pytest.mark.timeout(240)
def test_a_year_of_the_plan_adds_up_at_the_end_of_every_month(
    today: date, at: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    load_register(at=at)
    ensure_demo_posts(at=at, on=today)
    plan = ensure_example_plan(PLAN_359, at)
    assert plan is not None
    assert plan.tasks.filter(criterion__isnull=False).count() == 58
    officer = User.objects.get(username="sonoivu")
    stories: dict[int, Story] = {}
    before = date(2021, 9, 27)
    for day in month_ends():
        ProgramState.objects.update(working_date=day)
        evening = timezone.make_aware(datetime.combine(day, time(21)))
        make_ahead(day=day, at=evening)
        rows = Obligation.objects.exclude(pk__in=stories).select_related("unit", "task").order_by("id")
        for story in invent(
            list(rows), since={p.pk: p.issued_on or day for p in Plan.objects.all()}, until=LAST
        ):
            stories[story.obligation.pk] = story
        told(list(stories.values()), after=before, until=day, officer=officer)
        before = day

        now = owed_now(day)
        by_state = summed(day)
        assert dict(by_state.by_kind) == dict(count((one.facts for one in now.values()), day).by_kind)
        assert by_state.total == by_state.done + by_state.waiting + by_state.late + by_state.of(Kind.OPEN)
        assert {pk: one.facts for pk, one in owed_then(day).items()} == {
            pk: one.facts for pk, one in now.items()
        }

        month = month_of(day.year, day.month)
        heard = total(completeness(month, day))
        due = [one for one in now.values() if one.facts.due and month.start <= one.facts.due <= month.end]
        assert heard.due == len(due) == heard.in_time + heard.late + heard.missing + heard.coming
        assert heard.missing == count((one.facts for one in due), day).of(Kind.SILENT)
        assert heard.handed_in_time == count((one.facts for one in due), day).on_time

        made = freeze(day.isoformat())
        assert made is not None
        assert (made.is_rebuilt, made.count) == (False, by_state.total)
        assert freeze(day.isoformat()) is None
        assert made.counts["overdue"] + made.counts["silent"] == by_state.late
        assert made.counts["accepted"] == by_state.done

    frozen = list(Snapshot.objects.order_by("day"))
    assert len(frozen) == 13
    seen = {row.day: content_of(row) for row in frozen}
    # The past, rebuilt a year later, is what was frozen when it was the present.
    for day, kept in seen.items():
        rebuilt = {pk: one for pk, one in owed_then(day).items() if pk in kept}
        assert rebuilt == kept
        later = set(owed_then(day)) - set(kept)
        assert all(Obligation.objects.get(pk=pk).period_start <= day for pk in list(later)[:5])
    # What changed from month to month adds up to what changed in the year.
    states = [shown_states(kept, day) for day, kept in seen.items()]
    whole = compare(states[0], states[-1])
    for code in ("accepted", "submitted", "in_progress", "returned", "not_started", "overdue", "silent"):
        steps = [compare(one, two).net(code) for one, two in pairwise(states)]
        assert sum(steps) == whole.net(code)
    last = seen[LAST]
    levels = set(Obligation.objects.filter(pk__in=last).values_list("unit__level", flat=True))
    assert {"province", "district", "commune"} <= levels
    assert len({one.unit_id for one in last.values()}) >= 260
    assert count((one.facts for one in last.values()), LAST).done > 1_000
    assert all(isinstance(one.facts, Facts) for one in last.values())
