"""How far a target of a plan is from the latest known result."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.core.text import format_number


@dataclass(frozen=True, slots=True)
class Distance:
    """The target and what is missing, in words; `is_reached` None: it cannot be told.

    `rank_limit` is the last rank with which a target of ranks is reached.
    """

    target: str
    words: str
    is_reached: bool | None
    reckoning: str
    rank_limit: int | None = None


_UNKNOWN = "chưa đủ số liệu để so"


def distance(
    kind: str,
    value: object,
    *,
    rank: int | None,
    percent: Decimal | None,
    last_rank: int | None = None,
) -> Distance | None:
    """Compare a target of one of the kinds of `namro.plan/1` with the result; None for a kind not known.

    A rank is better the smaller it is; `rank_band` [10, 15] is reached at rank 15. `share_above` 90 wants
    more than 90 per cent. `last_rank` is the rank of the year before, for `not_below_last_year`.
    """
    match kind:
        case "rank_band":
            band = _numbers(value)
            return _rank(f"nhóm {band[0]}–{band[-1]}", int(band[-1]), rank) if band else None
        case "rank_at_most":
            best = _numbers(value)
            return _rank(f"nhóm {best[0]} tỉnh đầu", int(best[0]), rank) if best else None
        case "share_above":
            share = _numbers(value)
            return _share(share[0], percent) if share else None
        case "not_below_last_year":
            return _rank("không thấp hơn năm trước", last_rank, rank)
    return None


def _rank(target: str, limit: int | None, rank: int | None) -> Distance:
    if limit is None or rank is None:
        unknown = "Chưa biết thứ hạng nên chưa so được với mục tiêu."
        return Distance(target, _UNKNOWN, None, unknown, limit)
    left = rank - limit
    reckoning = f"Khoảng cách = hạng hiện nay − hạng cần đạt = {rank} − {limit} = {_minus(left)}"
    if left <= 0:
        words = f"đã đạt, hơn {-left} bậc" if left else "vừa đạt"
        return Distance(target, words, True, f"{reckoning} bậc; không lớn hơn 0 là đạt.", limit)
    return Distance(target, f"còn {left} bậc", False, f"{reckoning} bậc.", limit)


def _share(limit: Decimal, percent: Decimal | None) -> Distance:
    target = f"trên {_plain(limit)}%"
    if percent is None:
        return Distance(target, _UNKNOWN, None, "Chưa biết tỷ lệ nên chưa so được với mục tiêu.")
    left = limit - percent
    reckoning = (
        f"Khoảng cách = tỷ lệ cần vượt − tỷ lệ hiện nay = {_plain(limit)}% − {_plain(percent)}% = "
        f"{'−' if left < 0 else ''}{_plain(abs(left))} điểm phần trăm."
    )
    if left < 0:
        return Distance(target, f"đã đạt, hơn {_plain(-left)} điểm phần trăm", True, reckoning)
    if left == 0:
        return Distance(target, "vừa bằng, cần cao hơn", False, reckoning)
    return Distance(target, f"còn {_plain(left)} điểm phần trăm", False, reckoning)


def _plain(value: Decimal) -> str:
    """Write a number without the zeros that a database column adds."""
    whole = value == value.to_integral_value()
    return format_number(value.quantize(Decimal(1)) if whole else value.normalize())


def _minus(value: int) -> str:
    return f"−{-value}" if value < 0 else str(value)


def _numbers(value: object) -> list[Decimal]:
    found = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    try:
        return [Decimal(str(one)) for one in found if one is not None]
    except ArithmeticError:
        return []
