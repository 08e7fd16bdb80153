"""Units that are late, and what of theirs is: the ground of an urging letter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min

from namro.core.text import format_date
from namro.web.chase.models import UrgingLetter
from namro.web.chase.texts import brief
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.standing import past_due
from namro.web.plans.states import SETTLED
from namro.web.ui.dues import Duty, DutyState, duties_named, open_duties

SCHEMA = "namro.urging/1"


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with what is past due: tasks and, apart, reports; the oldest by how many days, and the last letter to it."""

    unit: Unit
    count: int
    report_count: int
    oldest_days: int
    last: UrgingLetter | None


def late_units(day: date) -> tuple[LateUnit, ...]:
    """Give the units that are late on the day, those with most that is late first; four queries."""
    rows = (
        Obligation.objects.filter(past_due(day))
        .order_by()
        .values("unit_id")
        .annotate(count=Count("id"), oldest=Min("due"))
        .values_list("unit_id", "count", "oldest")
    )
    counts: Counter[int] = Counter()
    oldest: Counter[int] = Counter()
    for unit, count, first in rows:
        counts[unit], oldest[unit] = count, (day - first).days
    reports: Counter[int] = Counter()
    for duty in open_duties():
        late_by = duty.days_late(day)
        if late_by:
            reports[duty.unit_id] += 1
            oldest[duty.unit_id] = max(oldest[duty.unit_id], late_by)
    units = Unit.objects.only("key", "name", "sort").in_bulk(list(oldest))
    last: dict[int, UrgingLetter] = {}
    for letter in UrgingLetter.objects.filter(unit_id__in=oldest).defer("content").order_by("day", "id"):
        last[letter.unit_id] = letter
    late = [LateUnit(units[pk], counts[pk], reports[pk], oldest[pk], last.get(pk)) for pk in oldest]
    return tuple(
        sorted(late, key=lambda one: (-one.count - one.report_count, -one.oldest_days, one.unit.sort))
    )


def letter_content(unit: Unit, day: date, previous: UrgingLetter | None) -> dict[str, Any]:
    """Give the tree of a letter: what is late on the day, tasks and reports apart, and what changed since the letter before."""
    late = list(
        Obligation.objects.filter(past_due(day), unit=unit)
        .select_related("task__plan")
        .only("period", "due", "state", "task__code", "task__text", "task__plan__number", "reported_at")
        .order_by("due", "id")
    )
    items = [_item(obligation, day) for obligation in late]
    reports = [_report(duty, day) for duty in open_duties(unit_ids=[unit.pk]) if duty.days_late(day)]
    return {
        "schema": SCHEMA,
        "unit": unit.name,
        "day": day.isoformat(),
        "items": items,
        "reports": reports,
        "since": _since(previous, items, reports, day) if previous else None,
    }


def _item(obligation: Obligation, day: date) -> dict[str, Any]:
    assert obligation.due is not None
    return {
        "obligation": obligation.pk,
        "plan": obligation.task.plan.number,
        "code": obligation.task.code,
        "text": brief(obligation.task.text, 400),
        "period": obligation.period,
        "due": obligation.due.isoformat(),
        "days": (day - obligation.due).days,
        "state": obligation.get_state_display(),
        "is_silent": obligation.reported_at is None,
    }


def _report(duty: Duty, day: date) -> dict[str, Any]:
    assert duty.due is not None
    return {
        "duty": duty.key,
        "label": duty.label,
        "period": duty.period,
        "due": duty.due.isoformat(),
        "days": duty.days_late(day),
        "state": "bị trả lại, chưa gửi lại" if duty.state is DutyState.RETURNED else "chưa gửi",
    }


def _since(
    previous: UrgingLetter, items: Iterable[dict[str, Any]], reports: Sequence[dict[str, Any]], day: date
) -> dict[str, Any]:
    """Say what became of the list of the letter before: done since, still late, newly late."""
    before = {item["obligation"]: item for item in previous.content["items"]}
    now = {item["obligation"] for item in items}
    settled = set(
        Obligation.objects.filter(
            pk__in=[pk for pk in before if pk not in now], state__in=[state.value for state in SETTLED]
        ).values_list("pk", flat=True)
    )
    number = previous.number or "trước"
    dated = previous.dated or previous.day
    return {
        "letter": previous.pk,
        "words": f"Công văn {number} ngày {format_date(dated)}",
        "days": (day - previous.day).days,
        "done": [item for pk, item in before.items() if pk in settled],
        "moved": [item for pk, item in before.items() if pk not in settled and pk not in now],
        "still": [item["obligation"] for item in items if item["obligation"] in before],
        "new": [item["obligation"] for item in items if item["obligation"] not in before],
        "reports": _reports_since(previous.content.get("reports", []), reports),
    }


def _reports_since(before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Say the same of reports; letters made before reports were urged have none."""
    listed = {one["duty"] for one in before}
    current = {one["duty"] for one in now}
    handed_in = {key for key, duty in duties_named(listed - current).items() if not duty.waits}
    return {
        "done": [f"{one['label']}, {one['period']}" for one in before if one["duty"] in handed_in],
        "still": sorted(listed & current),
        "new": sorted(current - listed),
    }


def letters() -> tuple[UrgingLetter, ...]:
    """Give the letters, the latest first."""
    return tuple(UrgingLetter.objects.select_related("unit").defer("content").order_by("-day", "-id")[:200])
