"""How numbers stand in a reckoning: points with two places, shares that never hide on which side of a limit they are."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, localcontext
from functools import lru_cache

from namro.core.text import format_number

_POINT_PLACES = 2
_LONGEST_PLACES = 12
HUNDRED = Decimal(100)
EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN)


@lru_cache(maxsize=8192)  # a sheet says the same few points thousands of times
def write_points(value: Decimal) -> str:
    """Write points with at least two places: 1,50; 0,125; more than six are cut to four with a mark: 1,4333…"""
    short = value.quantize(Decimal("0.01"))
    if short == value:
        return format_number(short)
    if value == value.quantize(Decimal("0.000001")):
        return format_number(value.normalize())
    return f"{format_number(value.quantize(Decimal('0.0001'), rounding='ROUND_DOWN'))}…"


@lru_cache(maxsize=8192)
def write_plain(value: Decimal) -> str:
    """Write a number as it was given, without zeros at its end."""
    return format_number(
        value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    )


def exact_percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Give the share in per cent if two places hold it exactly; `whole` is not 0."""
    with localcontext(EXACT):
        percent = part * HUNDRED / whole
        short = percent.quantize(Decimal("0.01"))
        return short if short * whole == part * HUNDRED else None


def write_percent(part: Decimal, whole: Decimal, limits: Sequence[Decimal] = ()) -> str:
    """Write a share in per cent, with as many places as show on which side of the limits (0.95) it lies."""
    with localcontext(EXACT) as context:
        context.clear_flags()
        percent = part * HUNDRED / whole
        is_cut = bool(context.flags[Inexact])
        for places in range(_POINT_PLACES, _LONGEST_PLACES + 1):
            short = percent.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
            if all(_side(short, limit * HUNDRED) == _side(percent, limit * HUNDRED) for limit in limits):
                break
        text = write_plain(short)
        return f"≈ {text}%" if is_cut or short != percent else f"{text}%"


def _side(value: Decimal, limit: Decimal) -> int:
    return (value > limit) - (value < limit)
