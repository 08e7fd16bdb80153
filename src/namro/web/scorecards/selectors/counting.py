"""Counts of every unit on the working day in a few grouped queries, kept until something changes."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, DateField, F, Func, Max, Min, Q, QuerySet

from namro.core.scorecards import NO_COUNTS, Counts, Kind
from namro.web.audit.models import Entry
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Report
from namro.web.plans.selectors.past import owed_by
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import WAITS_FOR_UNIT, Action, State


class LocalDay(Func):
    """The day of a moment here; the database's own function, because one in Python is called 60,000 times."""

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        shift = datetime.now(ZoneInfo(settings.TIME_ZONE)).utcoffset()
        assert shift is not None
        hours = int(shift.total_seconds() // 3600)
        return self.as_sql(
            compiler, connection, template=f"date(%(expressions)s, '{hours:+d} hours')", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"((%(expressions)s AT TIME ZONE '{settings.TIME_ZONE}')::date)"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True, slots=True)
class Counted:
    """One unit on a day: counts, the oldest last report among what is open, and how often work was given back."""

    counts: Counts
    oldest: date | None
    never: int  # open and never reported
    returns: int


NOTHING = Counted(NO_COUNTS, None, 0, 0)


def kind_q(kind: Kind, day: date) -> Q:
    """Give the condition under which an obligation is of the kind on the working day; the rule of `kind_of`.

    Needs the annotation `reported_day` of `with_day`.
    """
    is_open = Q(state__in=[state.value for state in WAITS_FOR_UNIT])
    match kind:
        case Kind.OVERDUE:
            return is_open & Q(due__lt=day, reported_at__isnull=False)
        case Kind.SILENT:
            return is_open & Q(due__lt=day, reported_at__isnull=True)
        case Kind.OPEN:
            return is_open & (Q(due__isnull=True) | Q(due__gte=day))
    state = Q(state=State.ACCEPTED if kind.startswith("done") else State.SUBMITTED)
    unknown = Q(due__isnull=True) | Q(reported_at__isnull=True)
    if kind.endswith("undated"):
        return state & unknown
    late = Q(reported_day__gt=F("due"))
    return (
        state & Q(due__isnull=False, reported_at__isnull=False) & (late if kind.endswith("late") else ~late)
    )


def with_day(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    return obligations.alias(reported_day=LocalDay("reported_at"))


def counted_by_unit(
    day: date, obligations: QuerySet[Obligation] | None = None, *, returns_too: bool = True
) -> dict[int, Counted]:
    """Count what is owed on the working day by unit; three queries, whatever the number of obligations.

    Without `returns_too` one less, and `returns` is 0 for everybody: only for who does not show it.
    """
    owed = (Obligation.objects.all() if obligations is None else obligations).filter(owed_by(day))
    counts: dict[int, dict[Kind, int]] = {}
    oldest: dict[int, date | None] = {}
    never: dict[int, int] = {}
    known = Q(due__isnull=False, reported_at__isnull=False)
    rows = (
        owed.order_by()
        .values_list("unit_id", "state")
        .annotate(
            number=Count("*"),
            past=Count("id", filter=Q(due__lt=day)),
            unreported=Count("id", filter=Q(reported_at__isnull=True)),
            silent=Count("id", filter=Q(due__lt=day, reported_at__isnull=True)),
            known=Count("id", filter=known),
            late=Count(
                "id",
                filter=Q(state__in=[State.SUBMITTED, State.ACCEPTED], due__isnull=False)
                & Q(reported_at__isnull=False, due__lt=LocalDay("reported_at")),
            ),
            oldest=Min("reported_at"),
        )
    )
    for unit, state, number, past, unreported, silent, dated, late, first in rows:
        found = counts.setdefault(unit, {})
        if State(state) in WAITS_FOR_UNIT:
            parts = {Kind.OPEN: number - past, Kind.SILENT: silent, Kind.OVERDUE: past - silent}
            never[unit] = never.get(unit, 0) + unreported
            if first is not None:
                known_oldest = oldest.get(unit)
                day_of = local_day(first)
                oldest[unit] = min(known_oldest, day_of) if known_oldest else day_of
        elif state == State.ACCEPTED:
            parts = {
                Kind.DONE_LATE: late, Kind.DONE_ON_TIME: dated - late, Kind.DONE_UNDATED: number - dated
            }  # fmt: skip
        else:
            parts = {
                Kind.WAITING_LATE: late, Kind.WAITING_ON_TIME: dated - late, Kind.WAITING_UNDATED: number - dated
            }  # fmt: skip
        for kind, part in parts.items():
            if part:
                found[kind] = found.get(kind, 0) + part
    steps = Report.objects.filter(action__in=[Action.RETURN, Action.REOPEN])
    if obligations is not None:
        steps = steps.filter(obligation__in=owed.values("id"))
    by_unit = steps.order_by().values_list("obligation__unit_id").annotate(number=Count("*"))
    returns = dict(by_unit) if returns_too else {}
    return {
        unit: Counted(Counts(found), oldest.get(unit), never.get(unit, 0), returns.get(unit, 0))
        for unit, found in counts.items()
    }


@dataclass(frozen=True, slots=True)
class Everybody:
    """The counts of all units that owe something on a day, with the units.

    `parts` keeps what a page made of them, for as long as they are kept themselves.
    """

    day: date
    units: Mapping[int, Unit]
    counted: Mapping[int, Counted]
    parts: dict[str, str] = field(default_factory=dict, compare=False)

    def part(self, key: str, make: Callable[[], str]) -> str:
        """Give the part with the key, made once; who asks meanwhile waits for it instead of making it too."""
        found = self.parts.get(key)
        if found is None:
            with _making:
                found = self.parts.get(key)
                if found is None:
                    found = make()
                    if len(self.parts) < _MOST_PARTS:
                        self.parts[key] = found
        return found


_counting, _making = threading.Lock(), threading.Lock()
_MOST_PARTS = 40
_kept: dict[date, tuple[int, float, Everybody]] = {}
_MOST_DAYS = 4


def everybody(day: date) -> Everybody:
    """Count all units; no or one query when what is kept will do, four otherwise.

    Every change writes an entry into the record of changes, in its own transaction: the number of the last
    entry is the version of everything. What is kept is at most `SCORECARDS_LAG_SECONDS` behind, longer only for
    those who ask while another already counts. Numbers may become visible in another order than they were
    given, so it is thrown away after `SCORECARDS_KEPT_SECONDS` in any case; 0 keeps nothing.
    """
    seconds: float = settings.SCORECARDS_KEPT_SECONDS
    if not seconds:
        return _counted(day)
    kept = _kept.get(day)
    age = time.monotonic() - kept[1] if kept else seconds
    if kept and age < settings.SCORECARDS_LAG_SECONDS:
        return kept[2]
    version: int = Entry.objects.aggregate(last=Max("id"))["last"] or 0
    if kept and kept[0] >= version and age < seconds:
        return kept[2]
    is_mine = _counting.acquire(blocking=kept is None or age >= seconds)
    if kept and not is_mine:
        return kept[2]
    try:
        now = _kept.get(day)
        if now is not None and now is not kept and now[0] >= version:
            return now[2]  # counted while this one waited
        found = _counted(day)
        while len(_kept) >= _MOST_DAYS and day not in _kept:
            _kept.pop(next(iter(_kept)))
        _kept[day] = (version, time.monotonic(), found)
        return found
    finally:
        _counting.release()


def _counted(day: date) -> Everybody:
    counted = counted_by_unit(day)
    units = (
        Unit.objects.only("key", "name", "level", "kind", "sort").in_bulk(list(counted)) if counted else {}
    )
    return Everybody(day, units, counted)
