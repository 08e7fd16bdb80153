"""Which units have issued their own document for a plan, which have not, and after how many days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from namro.core.text import fold
from namro.web.directives.models import Directive, DirectiveSubject
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan

HAS, HAS_NOT = "da", "chua"
ANSWERS = (("", "Tất cả"), (HAS, "Đã ban hành"), (HAS_NOT, "Chưa ban hành"))
_ORDER = ("province", "district", "commune", "central")


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A unit with duties in the plan and the first document it issued for it; `days` after the plan's day."""

    unit: Unit
    directive: Directive | None
    more: int  # further documents
    days: int | None


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many units of a level have issued theirs."""

    level: str
    label: str
    issued: int
    total: int


def units_with_duties(plan: Plan, on: date) -> list[Unit]:
    """Give the units that owe something in the plan and exist on the day, by level and name; one query."""
    owing = Obligation.objects.filter(task__plan=plan).order_by().values("unit_id").distinct()
    units = Unit.objects.filter(pk__in=owing).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return sorted(
        units, key=lambda unit: (_ORDER.index(unit.level) if unit.level in _ORDER else 9, unit.sort, unit.pk)
    )


def issued_rows(plan: Plan, on: date, *, only: Sequence[int] | None = None) -> list[IssuedRow]:
    """Give each unit with duties and its first document for the plan or one of its tasks; two queries.

    `only` limits to some units. A document of the plan's own number does not count as a unit's answer to it.
    """
    documents: dict[int, list[Directive]] = {}
    subjects = (
        DirectiveSubject.objects.filter(Q(plan=plan) | Q(task__plan=plan))
        .filter(directive__withdrawn_at__isnull=True, directive__unit__isnull=False)
        .exclude(directive__plan=plan)
        .select_related("directive")
        .order_by("directive__issued_on", "directive_id")
    )
    if only is not None:
        subjects = subjects.filter(directive__unit_id__in=only)
    for subject in subjects:
        known = documents.setdefault(subject.directive.unit_id or 0, [])
        if all(one.pk != subject.directive_id for one in known):
            known.append(subject.directive)
    rows = []
    for unit in units_with_duties(plan, on):
        if only is not None and unit.pk not in only:
            continue
        own = documents.get(unit.pk, [])
        first = own[0] if own else None
        rows.append(IssuedRow(unit, first, max(len(own) - 1, 0), _days(plan, first)))
    return rows


def _days(plan: Plan, directive: Directive | None) -> int | None:
    if directive is None or directive.issued_on is None or plan.issued_on is None:
        return None
    return (directive.issued_on - plan.issued_on).days


def by_level(rows: Sequence[IssuedRow]) -> list[LevelCount]:
    """Count each level that has units, the whole first."""
    labels = {str(code): str(label) for code, label in Unit.LEVELS}
    counts = [_count("", "Tất cả", rows)]
    for level in _ORDER:
        of_level = [row for row in rows if row.unit.level == level]
        if of_level:
            counts.append(_count(level, labels[level], of_level))
    return counts


def _count(level: str, label: str, rows: Sequence[IssuedRow]) -> LevelCount:
    return LevelCount(level, label, sum(row.directive is not None for row in rows), len(rows))


def narrowed_rows(rows: Sequence[IssuedRow], *, level: str, answer: str, text: str) -> list[IssuedRow]:
    """Keep what is asked for."""
    words = fold(text).split()
    return [
        row
        for row in rows
        if (not level or row.unit.level == level)
        and (answer != HAS or row.directive is not None)
        and (answer != HAS_NOT or row.directive is None)
        and all(word in row.unit.search for word in words)
    ]
