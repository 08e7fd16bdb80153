"""The geometry of the small chart of ranks: where each point, label and the target stand in the picture.

Rank 1 is at the top. The picture is drawn by a template from these numbers; the same numbers stand in a
table under it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WIDTH, HEIGHT = 420, 200
MANY, WIDE = 8, 680  # more years than this want a wider picture and shorter labels
LEFT, RIGHT, TOP, BOTTOM = 30, 6, 28, 30
EDGE = 30  # between the frame and the first and last year, so that labels have room


class Ranked(Protocol):
    """A year with its rank, of whatever source."""

    @property
    def year(self) -> int: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def of(self) -> int | None: ...
    @property
    def new_method(self) -> str: ...
    @property
    def verified(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Point:
    """A year in the picture; `label` is the rank as published."""

    x: str
    y: str
    label_y: str
    year: int
    label: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Tick:
    y: str
    text_y: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Points joined by lines; a new line starts where the way of measuring changed."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]  # each the `points` of an SVG polyline
    ticks: tuple[Tick, ...]
    band_y: str | None  # the ranks of the target, from the top down to `limit`
    band_height: str | None
    limit: int | None
    words: str

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = HEIGHT - BOTTOM
    top: int = TOP

    @property
    def is_wide(self) -> bool:
        return self.width > WIDTH

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def band_width(self) -> int:
        return self.width - RIGHT - LEFT


def rank_chart(results: Sequence[Ranked], *, limit: int | None = None) -> Chart | None:
    """Draw the ranks over the years, oldest first; None while fewer than two are known.

    `limit` is the last rank with which the target is reached.
    """
    known = [(result, rank) for result in results if (rank := result.rank) is not None]
    if len(known) < 2:
        return None
    first, last = known[0][0].year, known[-1][0].year
    worst = max(*(rank for _, rank in known), limit or 1)
    step = 5 if worst <= 20 else 10
    lowest = -(-worst // step) * step
    is_long = len(known) > MANY
    width = WIDE if is_long else WIDTH

    def x(year: int) -> float:
        return LEFT + EDGE + (width - LEFT - RIGHT - 2 * EDGE) * (year - first) / (last - first)

    def y(rank: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (rank - 1) / (lowest - 1)

    points, lines = [], list[list[str]]()
    ranks = [rank for _, rank in known]
    for place, (result, rank) in enumerate(known):
        spot = f"{x(result.year):.1f},{y(rank):.1f}"
        if not lines or result.new_method:
            lines.append([])
        lines[-1].append(spot)
        points.append(
            Point(
                f"{x(result.year):.1f}",
                f"{y(rank):.1f}",
                f"{y(rank) + (17 if _is_valley(ranks, place) else -9):.1f}",
                result.year,
                f"{rank}/{result.of}" if result.of and not is_long else str(rank),
                result.verified,
            )
        )
    marks = [1, *range(step, lowest + 1, step)]
    return Chart(
        points=tuple(points),
        lines=tuple(" ".join(line) for line in lines if len(line) > 1),
        ticks=tuple(Tick(f"{y(mark):.1f}", f"{y(mark) + 4:.1f}", str(mark)) for mark in marks),
        band_y=f"{y(1):.1f}" if limit else None,
        band_height=f"{y(limit) - y(1):.1f}" if limit else None,
        limit=limit,
        words=", ".join(f"năm {point.year} hạng {point.label}" for point in points),
        width=width,
    )


def _is_valley(ranks: Sequence[int], place: int) -> bool:
    """Say whether the line comes down to this point and goes up again: its label then stands below."""
    sides = [ranks[near] for near in (place - 1, place + 1) if 0 <= near < len(ranks)]
    return len(sides) == 2 and all(rank < ranks[place] for rank in sides)
