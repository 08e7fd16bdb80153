"""The five clears of a piece of work that a unit hands on: to a division, or to one named official.

Clause III.1 of Plan 359: clear work, person, responsibility, time and effect, down to the official.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.errors import Refusal
from namro.core.plans.clears import NAMES, Clear
from namro.core.text import format_date, format_number

WHOLE = Decimal(100)
FEWEST_WORDS = 3
MOST_WORDS = 250


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What the check needs to know of one piece of work before it is handed on.

    `person` is who answers: the official, or the head of the `division`; None while nobody is.
    `limit` is the day on which the giver owes the result (None: no day); `reason_later` says why `due` may lie
    after it. The effect is a `product`, or a `quantity` with its unit `counted_in`.
    """

    work: str
    person: str | None
    responsibility: str
    given_on: date
    due: date | None
    limit: date | None = None
    reason_later: str = ""
    product: str = ""
    quantity: Decimal | None = None
    counted_in: str = ""
    division: str = ""


def clears_of_hand_over(piece: HandedOn) -> tuple[Clear, ...]:
    """Check the five in the order of the clause; each answer carries one Vietnamese sentence."""
    return (_what(piece), _who(piece), _responsibility(piece), _when(piece), _effect(piece))


def check_clear(piece: HandedOn, name: str = "") -> None:
    """Raise `Refusal` with every sentence that says what is missing; `name` tells one piece from the others."""
    missing = [clear for clear in clears_of_hand_over(piece) if not clear.is_clear]
    if missing:
        said = " ".join(f"{NAMES[clear.name]}: {clear.sentence}" for clear in missing)
        raise Refusal(f"{name}: {said}" if name else said)


def check_shares(shares: Iterable[Decimal | None]) -> None:
    """Refuse shares (in hundredths of the whole) that are not above 0 or together exceed 100; None is unknown."""
    known = [share for share in shares if share is not None]
    if any(not 0 < share <= WHOLE for share in known):
        raise Refusal("Tỷ trọng của một phần giao phải lớn hơn 0 và không quá 100%.")
    total = sum(known, Decimal(0))
    if total > WHOLE:
        raise Refusal(f"Tổng tỷ trọng các phần giao là {_written(total)}%, không được quá 100%.")


def share_known(shares: Sequence[Decimal | None]) -> Decimal | None:
    """Give how much of the whole the shares make, in hundredths; None when any is unknown or there are none."""
    if not shares or any(share is None for share in shares):
        return None
    return sum((share for share in shares if share is not None), Decimal(0))


def _what(piece: HandedOn) -> Clear:
    words = len(piece.work.split())
    if words < FEWEST_WORDS:
        return Clear("what", False, "cần ghi nội dung công việc phải làm.")
    if words > MOST_WORDS:
        return Clear("what", False, f"gộp quá nhiều việc ({words} chữ); nên tách thành từng phần giao.")
    return Clear("what", True, "Nội dung công việc đã được nêu.")


def _who(piece: HandedOn) -> Clear:
    if piece.person:
        return Clear("who", True, f"Người chịu trách nhiệm: {piece.person}.")
    if piece.division:
        return Clear(
            "who",
            False,
            f"{piece.division} chưa có trưởng phòng; cần giao vai trò trưởng phòng, hoặc giao cho một công chức.",
        )
    return Clear("who", False, "cần chọn phòng hoặc một công chức cụ thể.")


def _responsibility(piece: HandedOn) -> Clear:
    if len(piece.responsibility.split()) < FEWEST_WORDS:
        return Clear("responsibility", False, "cần ghi người nhận chịu trách nhiệm về điều gì.")
    return Clear("responsibility", True, "Đã nêu người nhận chịu trách nhiệm về điều gì.")


def _when(piece: HandedOn) -> Clear:
    if piece.due is None:
        return Clear("when", False, "cần ghi ngày phải xong.")
    if piece.due < piece.given_on:
        return Clear(
            "when",
            False,
            f"ngày phải xong {format_date(piece.due)} trước ngày giao {format_date(piece.given_on)}.",
        )
    if piece.limit is not None and piece.due > piece.limit and not piece.reason_later.strip():
        return Clear(
            "when",
            False,
            f"ngày phải xong {format_date(piece.due)} sau hạn {format_date(piece.limit)}; "
            "cần chọn ngày sớm hơn hoặc ghi lý do.",
        )
    return Clear("when", True, f"Phải xong ngày {format_date(piece.due)}.")


def _effect(piece: HandedOn) -> Clear:
    if piece.quantity is not None:
        if piece.quantity <= 0:
            return Clear("effect", False, "số lượng phải đạt phải lớn hơn 0.")
        if not piece.counted_in.strip():
            return Clear("effect", False, "cần ghi đơn vị tính của số lượng phải đạt.")
    elif not piece.product.strip():
        return Clear("effect", False, "cần ghi sản phẩm, hoặc con số phải đạt kèm đơn vị tính.")
    if piece.quantity is None:
        return Clear("effect", True, f"Sản phẩm: {piece.product.strip()}.")
    return Clear("effect", True, f"Phải đạt {_written(piece.quantity)} {piece.counted_in.strip()}.")


def _written(number: Decimal) -> str:
    """Write without the zeros that a database appends."""
    whole = number.to_integral_value()
    return format_number(whole if number == whole else number.normalize())
