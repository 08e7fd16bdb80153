"""The geometry of the small chart of a measure: one point per period, broken where no value is known.

The picture is drawn by a template from these numbers; the same numbers stand in a table under it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.core.measures import RollUp
from namro.core.text import format_number
from namro.core.time import Period

WIDTH, HEIGHT = 560, 200
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 26, 28
EDGE = 34  # between the frame and the first and last period, so that labels have room


@dataclass(frozen=True, slots=True)
class Point:
    """A period with a value in the picture; `is_whole` when every unit has given."""

    x: str
    y: str
    label_y: str
    label: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Points joined by lines; a line ends where a period has no value, and a new one starts after it."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    periods: tuple[tuple[str, str], ...]  # place and short name of every period, known or not
    target_y: str | None
    target_label_y: str
    target: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def trend_chart(
    trend: Sequence[tuple[Period, RollUp]], *, target: Decimal | None = None, unit: str = ""
) -> Chart | None:
    """Draw the values of the periods, oldest first; None while fewer than two are known.

    The lowest line is 0, or the least value when one is below 0; the target is drawn when there is one.
    """
    known = [whole.value for _, whole in trend if whole.value is not None]
    if len(known) < 2:
        return None
    reach = [*known, *([target] if target is not None else [])]
    low, high = min(Decimal(0), *reach), max(Decimal(0), *reach)
    span = high - low or Decimal(1)

    def x(place: int) -> str:
        return f"{LEFT + EDGE + (WIDTH - LEFT - RIGHT - 2 * EDGE) * place / max(len(trend) - 1, 1):.1f}"

    def y(value: Decimal) -> float:
        return float(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / span)

    points: list[Point] = []
    lines: list[list[str]] = [[]]
    for place, (_, whole) in enumerate(trend):
        if whole.value is None:
            lines.append([])
            continue
        at = y(whole.value)
        lines[-1].append(f"{x(place)},{at:.1f}")
        points.append(
            Point(x(place), f"{at:.1f}", f"{at - 9:.1f}", _told(whole.value, unit), whole.is_complete)
        )
    goal = y(target) if target is not None else None
    return Chart(
        points=tuple(points),
        lines=tuple(" ".join(line) for line in lines if len(line) > 1),
        periods=tuple((x(place), _short(period.label)) for place, (period, _) in enumerate(trend)),
        target_y=f"{goal:.1f}" if goal is not None else None,
        target_label_y=f"{goal - 4:.1f}" if goal is not None else "",
        target=_told(target, unit) if target is not None else "",
        words="; ".join(
            f"{period.label}: {_told(whole.value, unit) if whole.value is not None else 'chưa có'}"
            for period, whole in trend
        ),
    )


def _told(value: Decimal, unit: str) -> str:
    number = format_number(value.quantize(Decimal("0.1")).normalize() + 0)
    return f"{number}%" if unit == "%" else number


def _short(label: str) -> str:
    """Give a name of a period that fits under a point: "Quý IV/2021" as "IV/21"."""
    for word in ("Quý ", "Tháng ", "Năm "):
        label = label.removeprefix(word)
    head, slash, year = label.rpartition("/")
    return f"{head}/{year[2:]}" if slash and len(year) == 4 else label
