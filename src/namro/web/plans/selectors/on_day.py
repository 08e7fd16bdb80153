"""The list behind a figure of a report: obligations due in a stretch, as they stood at the end of a day."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from namro.core.scorecards import Facts, shown_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.obligations import HEAVY, Row, row_of
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.selectors.past import Stood, held_up_on, standing_on
from namro.web.plans.states import SETTLED, Shown, State

PER_PAGE = 50
ALL = "den-han"
KINDS = (
    (ALL, "Đến hạn trong kỳ"),
    ("hoan-thanh", "Đã hoàn thành"),
    ("cho-duyet", "Chờ duyệt"),
    ("qua-han", "Quá hạn"),
    ("khong-bao-cao", "Chưa báo cáo lần nào"),
    ("vuong-mac", "Có vướng mắc"),
    ("dung-han", "Nộp đúng hạn"),
    ("cong-nhan-dung-han", "Công nhận, nộp đúng hạn"),
)
_SETTLED = frozenset(one.value for one in SETTLED)
_LEVELS = {str(level): place for place, (level, _) in enumerate(Unit.LEVELS)}


def kinds_of(one: Stood, day: date, held_up: Collection[int]) -> Iterator[str]:
    """Give the headings of `KINDS` under which an obligation counted at the end of the day."""
    facts = one.facts
    yield ALL
    shown = shown_of(facts, day)
    if shown == Shown.ACCEPTED:
        yield "hoan-thanh"
    elif shown == Shown.SUBMITTED:
        yield "cho-duyet"
    elif shown in (Shown.OVERDUE, Shown.SILENT):
        yield "qua-han"
        if shown == Shown.SILENT:
            yield "khong-bao-cao"
    if one.obligation_id in held_up and facts.state != State.ACCEPTED:
        yield "vuong-mac"
    if _is_in_time(facts):
        yield "dung-han"
        if facts.state == State.ACCEPTED:
            yield "cong-nhan-dung-han"


def counts_of(stood: Iterable[Stood], day: date, held_up: Collection[int]) -> Mapping[str, int]:
    """Count obligations under every heading of `KINDS`; one that nothing stands under is 0."""
    return Counter(kind for one in stood for kind in kinds_of(one, day, held_up))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: due from `start` to `end`, as of the end of `day`, of one unit or all, under one heading."""

    start: date
    end: date
    day: date
    kind: str = ALL
    unit: Unit | None = None
    plan_id: int | None = None
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """One heading with its number."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ThenRow:
    """One obligation as it showed at the end of the day, beside how it shows now."""

    now: Row
    shown: Shown
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class OnDay:
    """All that is wanted: the numbers under every heading, and the chosen ones in the order of units and due days."""

    wish: Wish
    tabs: tuple[Tab, ...]
    chosen: tuple[Stood, ...]

    @property
    def label(self) -> str:
        return dict(KINDS)[self.wish.kind]


def on_day(posts: Posts, wish: Wish) -> OnDay:
    """Rebuild what the person may see of what is wanted; six queries and a pass over what is due in the stretch."""
    limits = Q(due__gte=wish.start, due__lte=wish.end)
    for name, value in (("unit", wish.unit), ("task__plan", wish.plan_id), ("task", wish.task_id)):
        if value is not None:
            limits &= Q(**{name: value})
    due = visible_obligations(posts).filter(limits)
    stood, held_up = standing_on(wish.day, due)[wish.day], held_up_on(wish.day, due)
    counts = counts_of(stood.values(), wish.day, held_up)
    chosen = [one for one in stood.values() if wish.kind in kinds_of(one, wish.day, held_up)]
    places = {
        pk: (_LEVELS.get(level, len(_LEVELS)), sort)
        for pk, level, sort in Unit.objects.values_list("id", "level", "sort")
    }
    chosen.sort(key=lambda one: (places[one.unit_id], one.facts.due or date.max, one.obligation_id))
    tabs = tuple(Tab(code, label, counts.get(code, 0)) for code, label in KINDS)
    return OnDay(wish, tabs, tuple(chosen))


def page_on_day(found: OnDay, page: str | None, today: date) -> tuple["Page[Stood]", tuple[ThenRow, ...]]:
    """Give a page of the chosen ones with their rows; one query."""
    slice_ = Paginator(found.chosen, PER_PAGE).get_page(page)
    return slice_, rows_on_day(list(slice_.object_list), found.wish.day, today)


def rows_on_day(chosen: Sequence[Stood], day: date, today: date) -> tuple[ThenRow, ...]:
    """Give the rows of obligations in their order; one query per thousand."""
    rows: list[ThenRow] = []
    for start in range(0, len(chosen), 1_000):
        batch = chosen[start : start + 1_000]
        known = (
            Obligation.objects.select_related("unit", "task")
            .defer(*HEAVY)
            .in_bulk([one.obligation_id for one in batch])
        )
        rows += (
            ThenRow(
                row_of(known[one.obligation_id], today),
                Shown(shown_of(one.facts, day)),
                one.facts.reported_on,
            )
            for one in batch
            if one.obligation_id in known
        )
    return tuple(rows)


def _is_in_time(facts: Facts) -> bool:
    return (
        facts.state in _SETTLED
        and facts.due is not None
        and facts.reported_on is not None
        and facts.reported_on <= facts.due
    )
