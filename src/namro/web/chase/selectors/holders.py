"""To whom an obligation was handed over, as the cascade knows it."""

from collections.abc import Mapping, Sequence

from namro.web.cascade.selectors.holders import standing_pieces
from namro.web.cascade.states import OPEN
from namro.web.organisations.models import Post, Role

Holders = Mapping[int, Sequence[int]]


def holders_of(obligation_ids: Sequence[int]) -> Holders:
    """Give the user ids that hold open pieces of each obligation; one that nobody holds is missing.

    A piece given to a division is held by its head. Two queries for any number of obligations in a row of numbers;
    whether a holder still has the post is asked by whoever reminds.
    """
    if not obligation_ids:
        return {}
    pieces = (
        standing_pieces()
        .filter(
            obligation_id__gte=min(obligation_ids), obligation_id__lte=max(obligation_ids), state__in=OPEN
        )
        .order_by("id")
        .values_list("obligation_id", "official_id", "division_id")
    )
    found: dict[int, list[int]] = {}
    divisions: dict[int, list[int]] = {}
    for obligation, official, division in pieces:
        if official is not None:
            found.setdefault(obligation, []).append(official)
        elif division is not None:
            divisions.setdefault(division, []).append(obligation)
    if divisions:
        heads = Post.objects.filter(division_id__in=divisions, role=Role.DIVISION_HEAD)
        for division, head in heads.order_by("id").values_list("division_id", "user_id"):
            for obligation in divisions[division or 0]:
                found.setdefault(obligation, []).append(head)
    return {obligation: tuple(dict.fromkeys(users)) for obligation, users in found.items()}
