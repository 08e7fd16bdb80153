"""To whom an obligation was handed over, as the cascade knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from namro.web.cascade.selectors.holders import standing_pieces
from namro.web.cascade.states import OPEN
from namro.web.organisations.models import Post, Role
from namro.web.plans.selectors.standing import local_day


@dataclass(frozen=True, slots=True)
class Held:
    """A piece in somebody's hands; `heard` is the day of that person's last word on it, or when it was given."""

    user_id: int
    piece_id: int
    due: date
    heard: date


Holders = Mapping[int, Sequence[Held]]


def holders_of(obligation_ids: Sequence[int]) -> Holders:
    """Give who holds open pieces of each obligation; one that nobody holds is missing.

    A piece given to a division is held by its head; of several pieces of one person the one due first counts. Two
    queries for any number of obligations in a row of numbers; whether a holder still has the post is asked by whoever
    reminds.
    """
    if not obligation_ids:
        return {}
    pieces = (
        standing_pieces()
        .filter(
            obligation_id__gte=min(obligation_ids), obligation_id__lte=max(obligation_ids), state__in=OPEN
        )
        .order_by("due", "id")
        .values_list("id", "obligation_id", "official_id", "division_id", "due", "reported_at", "given_at")
    )
    rows = list(pieces)
    divisions = {
        division for _, _, official, division, *_ in rows if official is None and division is not None
    }
    heads: dict[int, list[int]] = {}
    if divisions:
        posts = Post.objects.filter(division_id__in=divisions, role=Role.DIVISION_HEAD).order_by("id")
        for division, head in posts.values_list("division_id", "user_id"):
            heads.setdefault(division or 0, []).append(head)
    found: dict[int, dict[int, Held]] = {}
    for piece, obligation, official, division, due, reported, given in rows:
        holders = [official] if official is not None else heads.get(division or 0, [])
        for user in holders:
            held = Held(user, piece, due, local_day(reported or given))
            found.setdefault(obligation, {}).setdefault(user, held)
    return {obligation: tuple(held.values()) for obligation, held in found.items()}
