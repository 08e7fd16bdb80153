"""Units merged inside a period: which stretches stand in the report of the successor, and how each is counted once.

The rule, with a worked example that a test runs, stands in docs/calculations/reports.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from namro.core.reports.aggregation import Given

SPLIT = "một phần: đơn vị này chia cho nhiều đơn vị, chưa có căn cứ để chia số"
PARTLY = "một phần: chỉ một phần của đơn vị này nhập vào, chưa có căn cứ để chia số"
UNVERIFIED = "việc kế tục chưa được kiểm chứng"


@dataclass(frozen=True, slots=True)
class Life:
    """The first and the last day of a unit; None: not known, or not over."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """`successor` takes over from `predecessor` on the day; `partial`: only a part of it."""

    predecessor: int
    successor: int
    on: date
    partial: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a period in which a unit existed that became part of another by its end.

    `is_whole`: all of it is the successor's; else `why` says what nobody can divide.
    """

    unit: int
    start: date
    end: date
    is_whole: bool = True
    why: str = ""


def stretches_before(
    unit: int, start: date, end: date, links: Iterable[Link], lives: Mapping[int, Life]
) -> tuple[Stretch, ...]:
    """Give the stretches of all that became part of the unit inside the period, through any number of mergers.

    Each unit once, in the order in which they ended. One that still exists on the last day hands in by itself and is
    not among them; one that ended before the first day has no stretch.
    """
    into: dict[int, list[Link]] = defaultdict(list)
    out_of: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        last = lives[link.predecessor].end
        # What a unit gives away while it lives on is no succession of the unit.
        if last is not None and last < link.on:
            into[link.successor].append(link)
            out_of[link.predecessor].append(link)
    found: dict[int, Stretch] = {}
    waiting = [(unit, "")]
    while waiting:
        current, why = waiting.pop(0)
        for link in into[current]:
            one, life = link.predecessor, lives[link.predecessor]
            assert life.end is not None
            if one == unit or one in found or not start < link.on <= end or not start <= life.end < end:
                continue
            said = _unclear(link, out_of[one]) or why
            first = max(start, life.start) if life.start else start
            found[one] = Stretch(one, first, life.end, not said, said)
            waiting.append((one, said))
    return tuple(sorted(found.values(), key=lambda stretch: (stretch.end, stretch.start)))


def _unclear(link: Link, links: Sequence[Link]) -> str:
    if len(links) > 1:
        return SPLIT
    if link.partial:
        return PARTLY
    return "" if link.verified else UNVERIFIED


@dataclass(frozen=True, slots=True)
class Piece:
    """What one unit gave in its own stretch, as a part of a figure of the unit it became part of."""

    unit: int
    given: Given
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure in the report of a unit that counts: as it stands, and its pieces where units were merged into it.

    The unit's own stretch is among the pieces. `by_hand`: a person put the figure, for all that is whole in it.
    """

    unit: int
    given: Given
    pieces: tuple[Piece, ...] = ()
    by_hand: bool = False


def counted_once(reports: Sequence[Reported]) -> dict[int, Given]:
    """Give what is gathered of the reports by unit: every unit and stretch once, whoever shows it.

    A unit with its own report that counts speaks for itself; of a stretch that several successors show the first
    report counts; a figure put by hand stands for its unit and all that is whole in it.
    """
    inside = {
        piece.unit
        for one in reports
        if one.by_hand
        for piece in one.pieces
        if piece.is_whole and piece.unit != one.unit
    }
    own = {one.unit for one in reports} - inside
    found: dict[int, Given] = {}
    for one in reports:
        if one.unit in own and (one.by_hand or not one.pieces):
            found[one.unit] = one.given
    for one in reports:
        for piece in one.pieces:
            is_mine = piece.unit == one.unit
            if piece.unit in inside or (one.by_hand and is_mine) or (piece.unit in own and not is_mine):
                continue
            found.setdefault(piece.unit, piece.given)
    return found


def names(units: Collection[str], most: int = 12) -> str:
    """Write names, the last of a long list as their number: "A; B và 7 đơn vị khác"."""
    shown = list(units)
    if len(shown) <= most:
        return "; ".join(shown)
    return f"{'; '.join(shown[:most])} và {len(shown) - most} đơn vị khác"
