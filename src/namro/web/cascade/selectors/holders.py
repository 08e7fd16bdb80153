"""Who holds what: the pieces of an obligation, and whether somebody is there to do them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from namro.web.cascade.models import HandOver
from namro.web.cascade.states import OPEN, SETTLED, State
from namro.web.organisations.models import Post, Role
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.standing import local_day


def held_on(day: date) -> Q:
    """Give the condition under which a post is held on the day by somebody who may sign in."""
    return (
        Q(user__is_active=True)
        & (Q(since__isnull=True) | Q(since__lte=day))
        & (Q(until__isnull=True) | Q(until__gte=day))
    )


def manned(day: date) -> Q:
    """Give the condition under which somebody is there for a hand-over: what is reported done needs nobody."""
    held = Post.objects.filter(held_on(day))
    return (
        Q(state__in=SETTLED)
        | Exists(held.filter(user=OuterRef("official"), unit=OuterRef("unit")))
        | Exists(held.filter(division=OuterRef("division"), role=Role.DIVISION_HEAD))
    )


def standing_pieces() -> QuerySet[HandOver]:
    """Give the pieces given by units that still owe their obligations, withdrawn ones left out."""
    return HandOver.objects.filter(obligation__unit=F("unit")).exclude(state=State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class PieceRow:
    """One hand-over as lists show it; `head` is the head of the division that holds it, "" when there is none.

    `silent` counts the days since its holder's last word, or since it was given; None when nothing is awaited.
    """

    piece: HandOver
    is_late: bool
    is_manned: bool
    head: str = ""
    depth: int = 0
    silent: int | None = None

    @property
    def receiver(self) -> str:
        piece = self.piece
        if piece.official is not None:
            return piece.official.get_full_name()
        return piece.division.name if piece.division is not None else ""

    @property
    def code(self) -> str:
        """Give the state under which the mark of the program draws it."""
        return {
            State.GIVEN: "not_started",
            State.ACKNOWLEDGED: "not_started",
            State.IN_PROGRESS: "in_progress",
            State.PASSED_ON: "in_progress",
            State.DONE: "submitted",
            State.RETURNED: "returned",
            State.ACCEPTED: "accepted",
            State.WITHDRAWN: "not_started",
        }[State(self.piece.state)]


def is_late(piece: HandOver, today: date) -> bool:
    """Say whether the day of an open piece has passed."""
    return piece.state in OPEN and piece.due < today


def silent_days(piece: HandOver, today: date) -> int | None:
    """Count the days since the holder of an open piece last said anything about it, or since it was given."""
    if piece.state not in OPEN:
        return None
    return max(0, (today - local_day(piece.reported_at or piece.given_at)).days)


def rows_of(pieces: Iterable[HandOver], today: date) -> list[PieceRow]:
    """Give the pieces with whether somebody is there; one query for the posts of all of them.

    The pieces come with their `official` and `division`.
    """
    found = list(pieces)
    officials = {piece.official_id for piece in found if piece.official_id}
    divisions = {piece.division_id for piece in found if piece.division_id}
    there: set[tuple[int, int]] = set()
    heads: dict[int, str] = {}
    if officials or divisions:
        posts = Post.objects.filter(
            held_on(today), Q(user__in=officials) | Q(division__in=divisions, role=Role.DIVISION_HEAD)
        )
        for post in posts.select_related("user"):
            there.add((post.user_id, post.unit_id))
            if post.role == Role.DIVISION_HEAD and post.division_id in divisions:
                heads[post.division_id or 0] = post.user.get_full_name()
    return [
        PieceRow(
            piece,
            is_late(piece, today),
            piece.state in SETTLED
            or (
                (piece.official_id, piece.unit_id) in there
                if piece.official_id
                else piece.division_id in heads
            ),
            heads.get(piece.division_id or 0, ""),
            silent=silent_days(piece, today),
        )
        for piece in found
    ]


def tree_of(obligation: Obligation, today: date) -> tuple[PieceRow, ...]:
    """Give every piece of the obligation, withdrawn ones too, each under the one it was passed on from."""
    pieces = (
        HandOver.objects.filter(obligation=obligation)
        .select_related("official", "division", "unit", "passed_from")
        .order_by("id")
    )
    under: dict[int | None, list[PieceRow]] = defaultdict(list)
    for row in rows_of(pieces, today):
        under[row.piece.passed_from_id].append(row)
    return tuple(_walk(under, None, 0))


def _walk(under: dict[int | None, list[PieceRow]], top: int | None, depth: int) -> Iterable[PieceRow]:
    for row in under.get(top, ()):
        yield replace(row, depth=depth)
        yield from _walk(under, row.piece.pk, depth + 1)


def top_pieces(obligation_ids: Collection[int], today: date) -> dict[int, list[PieceRow]]:
    """Give the standing pieces that the units themselves gave, by obligation; two queries."""
    pieces = (
        standing_pieces()
        .filter(obligation__in=obligation_ids, passed_from__isnull=True)
        .select_related("official", "division")
        .order_by("due", "id")
    )
    found: dict[int, list[PieceRow]] = defaultdict(list)
    for row in rows_of(pieces, today):
        found[row.piece.obligation_id].append(row)
    return found


def last_piece(obligation_id: int) -> int:
    """Give the number of the last piece given of the obligation, 0 when none: what a form was filled against."""
    last = (
        HandOver.objects.filter(obligation=obligation_id).order_by("-id").values_list("id", flat=True).first()
    )
    return last or 0
