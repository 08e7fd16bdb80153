"""Words with named places, "{don_vi} còn {so_qua_han} phần việc quá hạn": read, checked, filled; nothing is ever run.

A place is a name in braces and nothing else: no conditions, no loops, no code. What is filled in is never read
again, so braces inside a value stay letters.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from namro.core.errors import Refusal

UNKNOWN = "…"  # stands where a value is not known, to be written by hand
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"\{[{%#]|[%#}]\}")
_SHOWN = 40  # letters of what cannot be, in the sentence that refuses it


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is filled by name."""

    name: str


Piece = str | Place


def parse(text: str, where: str = "Mẫu") -> tuple[Piece, ...]:
    """Read words into letters and places; `Refusal` shows the place that cannot be and says what to write instead."""
    code = _CODE.search(text)
    if code is not None:
        raise Refusal(
            f"{where}: chỗ “{_around(text, code.start())}” viết như lệnh; mẫu không có vòng lặp, điều kiện hay lệnh, "
            "chỉ có tên chỗ điền trong một cặp ngoặc, ví dụ {don_vi}."
        )
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        start = text.find("{", at)
        letters = text[at:] if start < 0 else text[at:start]
        stray = letters.find("}")
        if stray >= 0:
            raise Refusal(
                f"{where}: dấu }} ở chỗ “{_around(text, at + stray)}” không có dấu {{ mở trước nó; hãy bỏ đi."
            )
        if letters:
            pieces.append(letters)
        if start < 0:
            break
        end = text.find("}", start)
        if end < 0 or "{" in text[start + 1 : end]:
            raise Refusal(
                f"{where}: dấu {{ ở chỗ “{_around(text, start)}” chưa đóng; hãy viết đủ, ví dụ {{don_vi}}."
            )
        name = text[start + 1 : end]
        if not _NAME.fullmatch(name):
            raise Refusal(
                f"{where}: “{text[start : end + 1][:_SHOWN]}” không phải tên chỗ điền; tên chỉ gồm chữ thường không "
                "dấu, số và gạch dưới, ví dụ {don_vi}."
            )
        pieces.append(Place(name))
        at = end + 1
    return tuple(pieces)


def names_in(text: str, where: str = "Mẫu") -> tuple[str, ...]:
    """Give the names of the places in order, each once; raises `Refusal` as `parse`."""
    return tuple(dict.fromkeys(piece.name for piece in parse(text, where) if isinstance(piece, Place)))


def check(text: str, known: Collection[str], where: str = "Mẫu") -> None:
    """Raise `Refusal` naming the first place that is not among the known ones, or that cannot be read."""
    for name in names_in(text, where):
        if name not in known:
            raise Refusal(
                f"{where}: chỗ điền {{{name}}} không có trong mẫu này; các chỗ dùng được: "
                f"{', '.join(f'{{{one}}}' for one in known) or 'không có'}."
            )


def fill(text: str, values: Mapping[str, str | None], where: str = "Mẫu") -> str:
    """Give the words with every place filled; a value that is None or empty leaves "…" to be written by hand.

    Raises `Refusal` for a place nobody gives a value for.
    """
    check(text, tuple(values), where)
    return "".join(
        piece if isinstance(piece, str) else values[piece.name] or UNKNOWN for piece in parse(text, where)
    )


def fill_lines(lines: Iterable[str], values: Mapping[str, str | None], where: str = "Mẫu") -> tuple[str, ...]:
    """Fill lines; a line of nothing but a place without a value is left out."""
    filled = []
    for line in lines:
        pieces = parse(line, where)
        alone = pieces[0] if len(pieces) == 1 and isinstance(pieces[0], Place) else None
        if alone is not None and alone.name in values and not values[alone.name]:
            continue
        filled.append(fill(line, values, where))
    return tuple(filled)


def _around(text: str, at: int) -> str:
    return " ".join(text[at : at + _SHOWN].split())
