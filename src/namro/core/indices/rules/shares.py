"""What rules over a share b/a say alike: the share, its limit, and the refusal of a part larger than the whole."""

from decimal import Decimal

from namro.core.indices.rules.base import Value, Wanted
from namro.core.indices.rules.writing import HUNDRED, exact_percent, write_plain, write_points

ZERO = Decimal(0)
SILENT_ON_NO_CASES = "{a} = 0: quy tắc đã in không nói tính thế nào khi không có trường hợp nào."


def too_many(part: Wanted, whole: Wanted, b: Value, a: Value) -> str:
    """Say that a part is larger than its whole."""
    return (
        f"{part.name} = {write_plain(Decimal(b))} ({part.label}) lớn hơn "
        f"{whole.name} = {write_plain(Decimal(a))} ({whole.label}); hãy xem lại hai con số này."
    )


def write_share(b: Decimal, a: Decimal, unit: str) -> str:
    """Write 43/45 nhiệm vụ."""
    return f"{write_plain(b)}/{write_plain(a)}{' ' if unit else ''}{unit}"


def equals(percent: str) -> str:
    """Put the right sign before a share: "=" or, where it is rounded, "≈"."""
    return percent if percent.startswith("≈") else f"= {percent}"


def write_limit(share: Decimal) -> str:
    """Write a limit of 0.95 as 95%."""
    return f"{write_plain(share * HUNDRED)}%"


def write_product(most: Decimal, b: Decimal, a: Decimal) -> str:
    """Write most × b/a; in per cent only where that is exact, so that the product comes out by hand."""
    percent = exact_percent(b, a)
    factor = f"{write_plain(b)}/{write_plain(a)}" if percent is None else f"{write_plain(percent)}%"
    return f"{write_points(most)} × {factor} = {write_points(b * most / a)}"
