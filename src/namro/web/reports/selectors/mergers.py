"""Units that became part of others inside a period, and whose each obligation was on its due day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called
from namro.core.reports.mergers import Life, Link, Stretch, stretches_before
from namro.core.reports.model import ReportKind
from namro.web.cascade.models import Move
from namro.web.organisations.models import Succession, Unit
from namro.web.organisations.selectors.succession import Successions, successions
from namro.web.plans.models import Obligation
from namro.web.reports.models import Report, stretch_name
from namro.web.reports.selectors.kinds import writing_units


@dataclass(frozen=True, slots=True)
class Before:
    """A unit that ended inside the period, with the stretch in which it existed."""

    unit: Unit
    stretch: Stretch

    @property
    def name(self) -> str:
        """Whose stretch it is: "UBND xã Thạch Hưng, đến hết 30/6/2025"."""
        return stretch_name(self.unit, self.stretch.start, self.stretch.end)


@dataclass(frozen=True, slots=True)
class Mergers:
    """All mergers of a period: who stands with whom, and who ended without anybody to carry its figures."""

    by_successor: Mapping[int, tuple[Before, ...]]
    alone: tuple[Before, ...]


def befores_of(unit_id: int, start: date, end: date) -> tuple[Before, ...]:
    """Give what became part of the unit inside the period; one query where nothing did, two more per merger in line."""
    links: dict[int, Succession] = {}
    units: dict[int, Unit] = {}
    wanted = {unit_id}
    while wanted:
        found = [
            link
            for link in Succession.objects.filter(
                successor__in=wanted, on__gt=start, on__lte=end, predecessor__valid_to__isnull=False
            ).select_related("predecessor")
            if link.pk not in links
        ]
        links |= {link.pk: link for link in found}
        units |= {link.predecessor_id: link.predecessor for link in found}
        wanted = {link.predecessor_id for link in found}
    if not units:
        return ()
    # One whose other successors lie elsewhere is split: all its links count.
    every = Succession.objects.filter(predecessor__in=units)
    return _befores(unit_id, start, end, every, units)


def mergers_of(kind: ReportKind, owing: Collection[int], start: date, end: date) -> Mergers:
    """Give the mergers of a period for the units that owe a report of the kind; two queries."""
    ended = {
        unit.pk: unit
        for unit in Unit.objects.filter(valid_to__gte=start, valid_to__lt=end).order_by("level", "sort", "id")
    }
    if not ended:
        return Mergers({}, ())
    links = list(Succession.objects.filter(predecessor__in=ended))
    reached = {link.successor_id for link in links}
    found = {unit: _befores(unit, start, end, links, ended) for unit in owing if unit in reached}
    carried = {one.unit.pk for befores in found.values() for one in befores}
    writing = set(writing_units(kind).filter(pk__in=set(ended) - carried).values_list("pk", flat=True))
    alone = tuple(
        Before(unit, Stretch(pk, max(start, unit.valid_from or start), unit.valid_to))
        for pk, unit in ended.items()
        if pk in writing and unit.valid_to is not None
    )
    return Mergers({unit: befores for unit, befores in found.items() if befores}, alone)


def mergers_below(report: Report, below: Iterable[Report], never: Iterable[Unit] = ()) -> Mergers:
    """Give the mergers of the period of a consolidated report; `never`: units that owe one nobody opened."""
    owing = {one.unit_id for one in below if one.unit.valid_to is None or one.unit.valid_to >= report.end}
    owing |= {unit.pk for unit in never}
    return mergers_of(report.kind_version.kind, owing, first_day(report), report.end)


def _befores(
    unit_id: int, start: date, end: date, links: Iterable[Succession], units: Mapping[int, Unit]
) -> tuple[Before, ...]:
    lives = {pk: Life(unit.valid_from, unit.valid_to) for pk, unit in units.items()}
    core = [
        Link(link.predecessor_id, link.successor_id, link.on, link.partial, link.verified) for link in links
    ]
    found = stretches_before(unit_id, start, end, core, lives)
    ordered = sorted(found, key=lambda one: (one.end, units[one.unit].level, units[one.unit].sort, one.unit))
    return tuple(Before(units[one.unit], one) for one in ordered)


def first_day(report: Report) -> date:
    """Give the first day of the period of a report; its own data may begin later, with a unit founded inside."""
    try:
        return period_called(report.kind_version.kind, report.period).start
    except Refusal:  # the kind has no such period any more
        return report.start


def held_then(
    unit_ids: Collection[int], start: date, end: date, *, ended: Collection[int] = ()
) -> tuple[tuple[int, int], ...]:
    """Give the obligations due in the period that another unit owed on the due day than holds them now.

    Those of the units given, `ended` among them those that ended inside the period.

    What a unit passed on because it ended was its own up to its last day; from then on it is its successor's, whether
    it was passed on yet or not. What a living unit passed on counts for the holder, and is not here. For `Ask.held`.
    """
    moves = (
        Move.objects.filter(obligation__due__gte=start, obligation__due__lte=end)
        .filter(Q(obligation__unit__in=unit_ids) | Q(transfer__from_unit__in=unit_ids))
        .order_by("obligation_id", "transfer__at", "transfer_id")
        .values_list(
            "obligation_id",
            "obligation__unit_id",
            "obligation__due",
            "transfer__from_unit_id",
            "transfer__on",
        )
    )
    waiting = Obligation.objects.filter(unit__in=ended, due__gte=start, due__lte=end).order_by("id")
    passed = list(moves)
    left = list(waiting.values_list("id", "unit_id", "due")) if ended else []
    if not passed and not left:
        return ()
    lives = {pk: Life(*days) for pk, *days in Unit.objects.values_list("pk", "valid_from", "valid_to")}
    links = successions()
    held: list[tuple[int, int]] = []
    for obligation, steps in groupby(passed, key=lambda row: row[0]):
        line = list(steps)
        _, now, due, _, _ = line[0]
        assert due is not None
        owed = now
        for _, _, _, giver, on in reversed(line):
            last = lives[giver].end
            if last is None or last >= on or due > last:
                break
            owed = giver
        first = lives[owed].start
        if first is not None and due < first:  # passed over the head of one that stood between
            owed = _standing(line[0][3], due, lives, links) or owed
        if owed != now:
            held.append((obligation, owed))
    known = {row[0] for row in passed}
    for obligation, now, due in left:
        heir = _standing(now, due, lives, links) if due is not None and obligation not in known else None
        if heir is not None and heir != now:
            held.append((obligation, heir))
    return tuple(held)


def _standing(unit: int, day: date, lives: Mapping[int, Life], links: Successions) -> int | None:
    """Give the unit itself while it exists, else the one that wholly took its place by the day; None if unclear."""
    seen: set[int] = set()
    now: int | None = unit
    while now is not None and now not in seen:
        life = lives[now]
        if (life.start is None or life.start <= day) and (life.end is None or day <= life.end):
            return now
        seen.add(now)
        now = links.heir(now, day)
    return None
