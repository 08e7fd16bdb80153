"""What changed between two days: every obligation moves from one state to one other, so that all adds up."""

from collections.abc import Mapping
from dataclasses import dataclass

ABSENT = "absent"  # not there on that day
LATE = frozenset({"overdue", "silent"})


@dataclass(frozen=True, slots=True)
class Change:
    """A heading under which moves are told; every move stands under exactly one."""

    code: str
    label: str


CHANGES = (
    Change("xong", "xong"),
    Change("cham", "chậm"),
    Change("moi", "mới"),
    Change("tra-lai", "trả lại"),
    Change("mo-lai", "mở lại"),
    Change("het-cham", "hết chậm"),
    Change("chuyen-khac", "chuyển trạng thái khác"),
    Change("thoi", "thôi theo dõi"),
    Change("giu-nguyen", "giữ nguyên"),
)


def change_of(before: str, after: str) -> str:
    """Give the code of the heading for a move from one shown state to another."""
    if before == after:
        return "giu-nguyen"
    if before == ABSENT:
        return "moi"
    if after == ABSENT:
        return "thoi"
    if after == "accepted":
        return "xong"
    if before == "accepted":
        return "mo-lai"
    if before in LATE and after in LATE:
        return "chuyen-khac"
    if after in LATE:
        return "cham"
    if after == "returned":
        return "tra-lai"
    return "het-cham" if before in LATE else "chuyen-khac"


@dataclass(frozen=True, slots=True)
class Difference:
    """Obligations by the move they made, from (state before, state after)."""

    moves: Mapping[tuple[str, str], tuple[int, ...]]

    def of(self, code: str) -> tuple[int, ...]:
        """Give the obligations under a heading of `CHANGES`, in the order of their numbers."""
        found = (ids for move, ids in self.moves.items() if change_of(*move) == code)
        return tuple(sorted(pk for ids in found for pk in ids))

    def net(self, state: str) -> int:
        """Give by how many the count of a state grew."""
        came = sum(len(ids) for (_, after), ids in self.moves.items() if after == state)
        went = sum(len(ids) for (before, _), ids in self.moves.items() if before == state)
        return came - went

    @property
    def total(self) -> int:
        """All obligations that were there on either day."""
        return sum(len(ids) for ids in self.moves.values())


def compare(before: Mapping[int, str], after: Mapping[int, str]) -> Difference:
    """Compare the shown states of two days, by obligation; one that is missing on a day was not there."""
    moves: dict[tuple[str, str], list[int]] = {}
    for pk in sorted(before.keys() | after.keys()):
        moves.setdefault((before.get(pk, ABSENT), after.get(pk, ABSENT)), []).append(pk)
    return Difference({move: tuple(ids) for move, ids in moves.items()})
