"""The numbers of a briefing on a day, each from the selector that its page uses, as a tree that can be frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from namro.core.scorecards import FEWEST, NO_COUNTS, compare
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.briefing.models import Briefing
from namro.web.reports.briefing.selectors.decisions import RULE, Decision
from namro.web.reports.documents.facts import IndexFact
from namro.web.reports.documents.issuers import interior_department
from namro.web.scorecards.models import Snapshot
from namro.web.scorecards.selectors.counting import Everybody, everybody
from namro.web.scorecards.selectors.snapshots import (
    Compared,
    compared,
    owed_now,
    owed_then,
    shown_states,
    snapshots,
)
from namro.web.scorecards.selectors.table import BY_ON_TIME, UnitRow, rows_of

SCHEMA = "namro.briefing/1"
MOST_LATE = 40  # kept in an edition; more are counted
LATE_RULE = f"Xếp theo tỷ lệ quá hạn giảm dần; đơn vị có dưới {FEWEST} phần việc đứng sau, vì một phần việc sẽ quyết định cả tỷ lệ."


@dataclass(frozen=True, slots=True)
class Since:
    """The day against which a briefing compares, and what day it is."""

    day: date
    words: str
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A matter that was chosen, with the sentence of whoever prepares the meeting."""

    decision: Decision
    sentence: str = ""


def since_of(day: date, asked: date | None) -> Since:
    """Give the day to compare with: the one asked for, else that of the last briefing, of the last snapshot, or the first of the month.

    A day of which there is a snapshot is compared with the snapshot; another is rebuilt from the reports.
    """
    if asked is not None and asked < day:
        return Since(asked, "ngày chọn", _snapshot_of(asked))
    last = Briefing.objects.filter(day__lt=day).order_by("-day", "-number").first()
    if last is not None:
        return Since(last.day, f"tài liệu họp bản {last.number}", _snapshot_of(last.day))
    snapshot = snapshots().filter(day__lt=day).first()
    if snapshot is not None:
        return Since(snapshot.day, "bản chụp gần nhất", snapshot)
    first = day.replace(day=1)
    if first == day:
        first = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
    return Since(first, "đầu tháng" if first.month == day.month else "đầu tháng trước")


def _snapshot_of(day: date) -> Snapshot | None:
    return snapshots().filter(day=day).first()


def difference_since(since: Since, day: date, posts: Posts) -> Compared:
    """Give what changed between the days, as the page of differences between snapshots does."""
    if since.snapshot is not None:
        return compared(since.snapshot, None, today=day, posts=posts)
    states = shown_states(owed_then(since.day), since.day), shown_states(owed_now(day), day)
    return Compared(since.day, day, compare(*states), *states)


def late_rows(known: Everybody) -> tuple[UnitRow, ...]:
    """Give the units of all levels that are late, the worst first by `LATE_RULE`."""
    rows = [row for level, _ in Unit.LEVELS for row in rows_of(known, str(level), BY_ON_TIME)]
    return tuple(
        sorted(
            (row for row in rows if row.counts.late),
            key=lambda row: (
                row.counts.total < FEWEST,
                -Decimal(row.counts.late) / row.counts.total,
                -row.counts.late,
                row.unit.sort,
            ),
        )
    )


def heads_of(unit_ids: Iterable[int], day: date) -> Mapping[int, str]:
    """Give the heads of units on the day by name; one query. A unit without one is left out."""
    posts = Post.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gte=day),
        unit__in=list(unit_ids),
        role=Role.UNIT_HEAD,
        user__is_active=True,
    ).select_related("user")
    return {
        post.unit_id: post.user.get_full_name() or post.user.get_username() for post in posts.order_by("id")
    }


def content_of(
    *,
    title: str,
    since: Since,
    day: date,
    posts: Posts,
    indices: Sequence[IndexFact],
    chosen: Sequence[Choice],
    candidate_count: int,
    invented: bool,
) -> dict[str, Any]:
    """Give the content of schema `namro.briefing/1`: nothing else is needed to draw the briefing again."""
    known = everybody(day)
    counts = sum((one.counts for one in known.counted.values()), NO_COUNTS)
    found = difference_since(since, day, posts)
    late = late_rows(known)
    heads = heads_of((row.unit.pk for row in late[:MOST_LATE]), day)
    issuer = interior_department()
    return {
        "schema": SCHEMA,
        "head": {
            "title": title,
            "day": day.isoformat(),
            "since": since.day.isoformat(),
            "since_words": since.words,
            "since_address": reverse("scorecards:difference", args=[since.snapshot.pk])
            if since.snapshot
            else "",
            "invented": invented,
            "source": "chương trình Năm Rõ: báo cáo của các đơn vị, kết quả chỉ số đã công bố",
        },
        "issuer": {
            "superior": issuer.superior,
            "issuer": issuer.issuer,
            "name": issuer.name,
            "symbol": issuer.symbol,
            "place": issuer.place,
            "position": issuer.position,
        },
        "indices": [_index(one) for one in indices],
        "work": {
            "total": counts.total,
            "done": counts.done,
            "waiting": counts.waiting,
            "late": counts.late,
            "on_time": counts.on_time,
            "judged": counts.judged,
        },
        "moved": [
            {"code": row.change.code, "label": row.change.label, "count": row.count} for row in found.rows
        ],
        "net": [{"label": row.label, "before": row.before, "after": row.after} for row in found.net],
        "late": {
            "units": len(known.counted),
            "units_late": len(late),
            "rule": LATE_RULE,
            "rows": [_late(row, heads) for row in late[:MOST_LATE]],
        },
        "decisions": {
            "rule": RULE,
            "candidates": candidate_count,
            "chosen": [one.decision.tree() | {"sentence": one.sentence} for one in chosen],
        },
    }


def _index(one: IndexFact) -> dict[str, Any]:
    return {
        "index": one.index,
        "full_name": one.full_name,
        "year": one.year,
        "score": _text(one.score),
        "percent": _text(one.percent),
        "rank": one.rank,
        "of": one.of,
        "rank_change": one.rank_change,
        "target": one.target,
        "distance": one.distance,
        "verified": one.verified,
        "source": one.source,
        "basis": one.basis,
        "lost_count": one.lost_count,
        "lost_sum": _text(one.lost_sum),
        "answered_count": one.answered_count,
        "returns": [[what, count] for what, count in one.returns],
        "address": one.address,
    }


def _late(row: UnitRow, heads: Mapping[int, str]) -> dict[str, Any]:
    return {
        "unit": row.unit.name,
        "key": row.unit.key,
        "level": str(row.unit.get_level_display()),
        "head": heads.get(row.unit.pk),
        "total": row.counts.total,
        "late": row.counts.late,
        "silent": row.silent,
        "is_small": row.counts.total < FEWEST,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
