"""Ranks the way they are published: ties share the better rank, who has no result is left out, quartiles as groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

GROUPS = ("cao nhất", "trung bình cao", "trung bình thấp", "thấp nhất")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranks in the order of the values given; None where there is no value. `of` counts those ranked."""

    values: tuple[Decimal | None, ...]
    ranks: tuple[int | None, ...]
    of: int

    def group(self, place: int) -> int | None:
        """Give the quartile group (1 best … 4) of the value at the place; None without a rank."""
        rank = self.ranks[place]
        return None if rank is None else quartile_group(rank, self.of)

    @property
    def groups(self) -> tuple[int | None, ...]:
        """The quartile groups of all, in the order of the values; None without a rank."""
        first, second, third = _last_ranks(self.of)
        return tuple(
            None
            if rank is None
            else 1
            if rank <= first
            else 2
            if rank <= second
            else 3
            if rank <= third
            else 4
            for rank in self.ranks
        )

    def tied(self, place: int) -> int:
        """Count the others that share the rank of the value at the place."""
        rank = self.ranks[place]
        return 0 if rank is None else self.ranks.count(rank) - 1

    @property
    def median(self) -> Decimal | None:
        """The middle of the values that are known, or the mean of the two middle ones; None without any."""
        known = sorted(value for value in self.values if value is not None)
        if not known:
            return None
        low, high = known[(len(known) - 1) // 2], known[len(known) // 2]
        return (low + high) / 2

    @property
    def top_quarter(self) -> Decimal | None:
        """The lowest value that still stands in the best quartile group; None without any value."""
        best = [
            value
            for value, group in zip(self.values, self.groups, strict=True)
            if value is not None and group == 1
        ]
        return min(best, default=None)


def why_rank(ranking: Ranking, place: int) -> str:
    """Say how the rank of the value at the place comes about; empty without a rank."""
    own = ranking.ranks[place]
    if own is None:
        return ""
    tied = ranking.tied(place)
    beside = f", {tied} tỉnh bằng điểm cùng nhận hạng này" if tied else ""
    return (
        f"{own - 1} tỉnh có điểm cao hơn{beside}: hạng = 1 + {own - 1} = {own}, "
        f"trong {ranking.of} tỉnh có kết quả."
    )


def why_group(ranking: Ranking, place: int) -> str:
    """Say how the group of the value at the place comes about; empty without a rank."""
    own, group = ranking.ranks[place], ranking.group(place)
    if own is None or group is None:
        return ""
    ends = (*_last_ranks(ranking.of), ranking.of)
    first = 1 if group == 1 else ends[group - 2] + 1
    return (
        f"Chia {ranking.of} tỉnh theo tứ phân vị: hạng {first} đến {ends[group - 1]} là nhóm {GROUPS[group - 1]}; "
        f"hạng {own} thuộc nhóm này."
    )


def rank(values: Sequence[Decimal | None]) -> Ranking:
    """Rank values, the greatest first (competition ranking: 1, 2, 2, 4)."""
    ranks: list[int | None] = [None] * len(values)
    known = [(value, place) for place, value in enumerate(values) if value is not None]
    known.sort(reverse=True)
    current, last = 0, None
    for position, (value, place) in enumerate(known, 1):
        if value != last:
            current, last = position, value
        ranks[place] = current
    return Ranking(tuple(values), tuple(ranks), len(known))


def quartile_group(rank: int, of: int) -> int:
    """Give the quartile group of a rank among `of`: 1 for the best quarter, 4 for the last.

    A group begins at the quartiles of the ranked list (63: 16, 16, 15 and 16; 61: 16, 15, 15 and 15), as the
    sizes published for 2019; those who tie stand in one group. Raises ValueError for a rank outside 1 … `of`.
    """
    if not 1 <= rank <= of:
        raise ValueError(f"no rank {rank} among {of}")
    return 1 + sum(rank > last for last in _last_ranks(of))


def _last_ranks(of: int) -> tuple[int, int, int]:
    """Give the last rank of groups 1, 2 and 3: the ranks at or above the quartiles of the list."""
    steps = of - 1
    return steps // 4 + 1, 2 * steps // 4 + 1, 3 * steps // 4 + 1
