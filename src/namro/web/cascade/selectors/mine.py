"""What was handed to a person, or to a division the person heads, in the order of what needs doing first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from namro.web.cascade.models import HandOver, HandOverStep
from namro.web.cascade.selectors.holders import PieceRow, rows_of
from namro.web.cascade.states import OPEN, Action, State
from namro.web.organisations.selectors import Posts

MOST_CLOSED = 20


@dataclass(frozen=True, slots=True)
class Heap:
    """One heading of "what was given to me"."""

    code: str
    title: str
    rows: tuple[PieceRow, ...]


def of_person(posts: Posts) -> QuerySet[HandOver]:
    """Limit to what the person holds in units the person belongs to."""
    return HandOver.objects.filter(
        Q(official_id=posts.user_id, unit_id__in=posts.member_unit_ids)
        | Q(division_id__in=posts.headed_division_ids)
    )


def standing_count(posts: Posts) -> int:
    """Count what the person holds and has not finished; one query."""
    return of_person(posts).filter(state__in=[*OPEN, State.DONE], obligation__unit=F("unit")).count()


def my_pieces(posts: Posts, today: date) -> tuple[Heap, ...]:
    """Give late, returned, new, in hand, waiting for acceptance and the last closed; three queries."""
    pieces = of_person(posts).select_related("obligation__task", "official", "division")
    standing = pieces.filter(state__in=[*OPEN, State.DONE], obligation__unit=F("unit")).order_by("due", "id")
    closed = pieces.filter(state__in=[State.ACCEPTED, State.WITHDRAWN]).order_by(
        F("closed_at").desc(nulls_last=True), "-id"
    )[:MOST_CLOSED]
    heaps: dict[str, list[PieceRow]] = {code: [] for code, _ in _TITLES}
    for row in rows_of([*standing, *closed], today):
        heaps[_heap(row)].append(row)
    return tuple(Heap(code, title, tuple(heaps[code])) for code, title in _TITLES if heaps[code])


_TITLES = (
    ("cham", "Quá ngày phải xong"),
    ("tra-lai", "Bị trả lại"),
    ("moi", "Mới giao, chưa nhận"),
    ("dang-lam", "Đang làm"),
    ("cho", "Đã báo xong, chờ nghiệm thu"),
    ("xong", "Đã nghiệm thu hoặc đã rút"),
)


def _heap(row: PieceRow) -> str:
    state = row.piece.state
    if state in (State.ACCEPTED, State.WITHDRAWN):
        return "xong"
    if state == State.DONE:
        return "cho"
    if row.is_late:
        return "cham"
    if state == State.RETURNED:
        return "tra-lai"
    return "moi" if state == State.GIVEN else "dang-lam"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of the history, with its proof."""

    step: HandOverStep
    label: str


def history_of(piece: HandOver) -> tuple[StepTaken, ...]:
    """Give the steps, the latest first; two queries."""
    steps = piece.steps.prefetch_related("evidence").order_by("-at", "-id")
    return tuple(StepTaken(step, str(Action(step.action).label)) for step in steps)
