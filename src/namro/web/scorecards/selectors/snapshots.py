"""Snapshots read back, and what changed between two days."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from namro.core.errors import Refusal
from namro.core.scorecards import CHANGES, Change, Difference, Facts, compare, shown_of
from namro.core.text import format_date
from namro.web.cascade.models import Move
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Report
from namro.web.plans.selectors.past import Stood, owed_by, standing_on
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import Action, Shown
from namro.web.scorecards.models import Snapshot

SCHEMA = "namro.snapshot/1"
SHOWN_OF_HEAP = 200


def owed_now(day: date) -> dict[int, Stood]:
    """Give every obligation owed on the working day as it stands now, by id; four queries."""
    returns = _returns()
    rows = Obligation.objects.filter(owed_by(day)).order_by()
    columns = ("id", "unit_id", "task_id", "state", "due", "reported_at", "percent")
    return {
        pk: Stood(
            pk,
            unit,
            task,
            Facts(state, due, local_day(reported) if reported else None, percent, returns.get(pk, 0)),
        )
        for pk, unit, task, state, due, reported, percent in rows.values_list(*columns)
    }


def _returns() -> dict[int, int]:
    steps = Report.objects.filter(action__in=[Action.RETURN, Action.REOPEN])
    return dict(steps.order_by().values_list("obligation_id").annotate(number=Count("*")))


def owed_then(day: date) -> dict[int, Stood]:
    """Give every obligation owed on a past day, rebuilt from its reports, with the unit that owed it then."""
    found = standing_on(day)[day]
    # The latest transfer first: each turned back gives the unit before it.
    moves = Move.objects.filter(transfer__on__gt=day).order_by("-transfer__on", "-id")
    for pk, unit in moves.values_list("obligation_id", "transfer__from_unit_id"):
        if pk in found:
            one = found[pk]
            found[pk] = Stood(pk, unit, one.task_id, one.facts)
    return found


def packed(rows: Mapping[int, Stood]) -> tuple[bytes, str]:
    """Give the compressed content of a snapshot and the hash of what was compressed; the same for the same rows."""
    tree = {"schema": SCHEMA, "rows": [_row(rows[pk]) for pk in sorted(rows)]}
    text = json.dumps(tree, separators=(",", ":")).encode()
    return zlib.compress(text, 9), hashlib.sha256(text).hexdigest()


def _row(one: Stood) -> list[Any]:
    facts = one.facts
    return [
        one.obligation_id,
        one.unit_id,
        one.task_id,
        facts.state,
        facts.due.isoformat() if facts.due else None,
        facts.reported_on.isoformat() if facts.reported_on else None,
        facts.percent,
        facts.returns,
    ]


def content_of(snapshot: Snapshot) -> dict[int, Stood]:
    """Give the rows of a snapshot by obligation; raises `Refusal` when they are not what was frozen."""
    damaged = Refusal(
        f"Bản chụp ngày {format_date(snapshot.day)} không còn nguyên vẹn (mã kiểm tra không khớp), nên không dùng được. "
        "Hãy phục hồi từ bản sao lưu hoặc chụp lại từ lịch sử."
    )
    try:
        text = zlib.decompress(bytes(snapshot.content))
    except zlib.error:
        raise damaged from None
    if hashlib.sha256(text).hexdigest() != snapshot.sha256:
        raise damaged
    return {row[0]: _stood(row) for row in json.loads(text)["rows"]}


def _stood(row: list[Any]) -> Stood:
    pk, unit, task, state, due, reported, percent, returns = row
    facts = Facts(state, _day(due), _day(reported), percent, returns)
    return Stood(pk, unit, task, facts)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def shown_states(rows: Mapping[int, Stood], day: date) -> dict[int, str]:
    return {pk: shown_of(one.facts, day) for pk, one in rows.items()}


def snapshots() -> QuerySet[Snapshot]:
    """Give the snapshots without their content, the latest day first."""
    return Snapshot.objects.defer("content").order_by("-day", "-id")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One heading of a difference with its number."""

    change: Change
    count: int


@dataclass(frozen=True, slots=True)
class NetRow:
    """One state: how many before, after, and the difference."""

    code: str
    label: str
    before: int
    after: int

    @property
    def net(self) -> str:
        grown = self.after - self.before
        return f"+{grown}" if grown > 0 else str(grown).replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two days side by side, limited to what the person may see."""

    before_day: date
    after_day: date
    difference: Difference
    before: Mapping[int, str]
    after: Mapping[int, str]

    @property
    def rows(self) -> tuple[ChangeRow, ...]:
        return tuple(ChangeRow(change, len(self.difference.of(change.code))) for change in CHANGES)

    @property
    def net(self) -> tuple[NetRow, ...]:
        def number(states: Mapping[int, str], code: str) -> int:
            return sum(state == code for state in states.values())

        return tuple(
            NetRow(shown.value, str(shown.label), number(self.before, shown), number(self.after, shown))
            for shown in Shown
        )

    @property
    def words(self) -> str:
        """ "từ ngày 20/8/2021: 12 xong, 3 chậm, 2 mới, 1 trả lại"."""
        told = [
            f"{row.count} {row.change.label}"
            for row in self.rows
            if row.change.code != "giu-nguyen" and (row.count or row.change.code in ("xong", "cham", "moi"))
        ]
        return f"Từ ngày {format_date(self.before_day)} đến ngày {format_date(self.after_day)}: {', '.join(told)}."


def compared(first: Snapshot, second: Snapshot | None, *, today: date, posts: Posts) -> Compared:
    """Compare two snapshots, or one with how things stand now, the earlier day first.

    A unit sees its own obligations, whoever had them on the other day.
    """
    sides = [
        (first.day, content_of(first)),
        (second.day, content_of(second)) if second else (today, owed_now(today)),
    ]
    (before_day, before), (after_day, after) = sides
    if not posts.sees_whole_province:
        before, after = _of_units(before, posts), _of_units(after, posts)
    states = shown_states(before, before_day), shown_states(after, after_day)
    return Compared(before_day, after_day, compare(*states), *states)


def _of_units(rows: Mapping[int, Stood], posts: Posts) -> dict[int, Stood]:
    return {pk: one for pk, one in rows.items() if one.unit_id in posts.member_unit_ids}


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One obligation under a heading, with its state before and after; `obligation` None: no longer kept."""

    obligation: Obligation | None
    before: Shown | None
    after: Shown | None


def moved(found: Compared, code: str, *, most: int = SHOWN_OF_HEAP) -> tuple[MovedRow, ...]:
    """Give the obligations under a heading, by unit and due day; one query."""
    ids = found.difference.of(code)
    rows = Obligation.objects.filter(pk__in=ids[:most] if len(ids) > most else ids)
    listed = {
        one.pk: one
        for one in rows.select_related("unit", "task").only(
            "due", "period", "unit__name", "unit__sort", "task__code", "task__text"
        )
    }
    told = [
        MovedRow(listed.get(pk), _shown(found.before.get(pk)), _shown(found.after.get(pk)))
        for pk in ids[:most]
    ]
    return tuple(
        sorted(
            told,
            key=lambda row: (
                (row.obligation.unit.sort, row.obligation.due or date.max, row.obligation.pk)
                if row.obligation
                else ("", date.max, 0)
            ),
        )
    )


def _shown(code: str | None) -> Shown | None:
    return Shown(code) if code else None


def has_of(day: date) -> bool:
    """Say whether the job has taken the snapshot of the day."""
    return Snapshot.objects.filter(day=day, origin=Snapshot.Origin.JOB).exists()


def counts_of(rows: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys((shown.value for shown in Shown), 0)
    for code in rows:
        found[code] += 1
    return found
