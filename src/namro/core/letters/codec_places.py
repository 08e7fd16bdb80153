"""Fields of a letter's JSON, each with the words that say where it stands; what does not fit is refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from namro.core.errors import Refusal

_MOST_LARGE, _MOST_SMALL, _MOST_DIGITS = 17, -12, 24  # powers of ten, and digits, of a number in a document
_MOST_PLACES = 12
_LARGEST_SHARE = 1_000_000


class Place:
    """A part of the tree with the words that say where it is; what is asked for and not there is refused by them."""

    def __init__(self, tree: Any, where: str) -> None:
        if not isinstance(tree, Mapping):
            raise Refusal(f"Phần “{where}” phải là một đối tượng JSON.")
        self.tree: Mapping[str, Any] = tree
        self.where = where

    def get(self, name: str, kind: type) -> Any:
        """Give a field that must be there."""
        value = self.tree.get(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Refusal(f"Phần “{self.where}” thiếu hoặc sai trường “{name}”.")
        return value

    def words(self, name: str) -> str:
        """Give words, empty where there are none."""
        return str(self.get(name, str)) if self.tree.get(name) not in (None, "") else ""

    def filled(self, name: str) -> str:
        """Give words that must not be empty."""
        words = self.words(name)
        if not words.strip():
            raise Refusal(f"Phần “{self.where}” chưa ghi “{name}”.")
        return words

    def flag(self, name: str) -> bool:
        """Give yes or no; no where nothing is said."""
        return bool(self.get(name, bool)) if self.tree.get(name) is not None else False

    def whole(self, name: str, standard: int) -> int:
        """Give a whole number, the standard one where nothing is said."""
        return int(self.get(name, int)) if self.tree.get(name) is not None else standard

    def lines(self, name: str) -> tuple[str, ...]:
        """Give a list of lines."""
        found = self.tree.get(name) or []
        if (
            not isinstance(found, Sequence)
            or isinstance(found, str)
            or any(not isinstance(x, str) for x in found)
        ):
            raise Refusal(f"Phần “{self.where}”, trường “{name}” phải là danh sách các dòng chữ.")
        return tuple(found)

    def items(self, name: str, called: str) -> "tuple[Place, ...]":
        """Give the parts of a list, each with its own place."""
        found = self.tree.get(name) or []
        if not isinstance(found, list):
            raise Refusal(f"Phần “{self.where}”, trường “{name}” phải là một danh sách.")
        return tuple(Place(one, f"{self.where}, {called} {at}") for at, one in enumerate(found, start=1))


def places_of(place: Place, standard: int) -> int:
    """Give how many decimals a number is printed with."""
    places = place.whole("places", standard)
    if not 0 <= places <= _MOST_PLACES:
        raise Refusal(f"Phần “{place.where}”: số chữ số thập phân phải từ 0 đến {_MOST_PLACES}.")
    return places


def share_of(place: Place) -> float:
    """Give a column's share of the width, above 0."""
    share = place.tree.get("share", 1)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share <= _LARGEST_SHARE:
        raise Refusal(f"Phần “{place.where}”: phần bề rộng của cột phải là một số lớn hơn 0.")
    return float(share)


def number_of(value: Any, where: str) -> int | Decimal:
    """Give a number that a document can print, whole numbers as they are."""
    number = decimal_of(value, where)
    return value if isinstance(value, int) else number


def decimal_of(value: Any, where: str) -> Decimal:
    """Give a number that a document can print."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise Refusal(f"Phần “{where}”: “{str(value)[:40]}” không phải một số.")
    if number and not (_MOST_SMALL <= number.adjusted() <= _MOST_LARGE):
        raise Refusal(f"Phần “{where}”: “{str(value)[:40]}” lớn hoặc nhỏ quá mức một văn bản ghi được.")
    if int(number.as_tuple().exponent) < _MOST_SMALL or len(number.as_tuple().digits) > _MOST_DIGITS:
        raise Refusal(f"Phần “{where}”: “{str(value)[:40]}” có quá nhiều chữ số.")
    return number


def day_of(value: Any, where: str) -> date | None:
    """Give a day written 2021-09-27; None where nothing is said."""
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Refusal(f"Phần “{where}”: ngày “{value}” không đúng; ghi dạng 2021-09-27.") from None
