"""Wrapped lines back to whole ones: a break the width of the page made is a blank, one a person made stays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A line that begins so is a new item, wherever the one before ended.
ITEM = re.compile(r"([-–+•*·]\s|\(?[a-zđ]\)|\(?\d{1,3}(\.\d{1,3})*[.)]\s|[IVX]{1,6}\.\s|\[\d{1,3}\])")
_DASH_INSIDE = re.compile(r"[-–]\s[a-zà-ỹđ]")
_TIGHT = 1.0  # points of doubt when asking whether a word would have fitted


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line with its place on the page in points, measured from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    page: int
    first_word: float = 0.0  # width of its first word
    size: float = 10.0


def breaks_on_purpose(before: TextLine, after: TextLine, width: float) -> bool:
    """Tell whether a person, not the width, ended `before`: an item begins, or its first word had room."""
    if ITEM.match(after.text):
        # "khoa học / - công nghệ": a dash that only fell to the start of the line opens no item.
        return not (_DASH_INSIDE.match(after.text) and before.text[-1:].isalnum())
    room = width - (before.x1 - before.x0)
    blank = before.size * 0.3
    fits = after.first_word + blank + _TIGHT < room
    first = after.text[:1]
    return (
        fits and (first.isupper() or not first.isalnum()) and not before.text.endswith((",", "-", "–", "/"))
    )


def unwrap(lines: Sequence[TextLine], width: float) -> str:
    """Give the text of a cell or paragraph; `width` is the room a line had, in points."""
    out = ""
    for at, line in enumerate(lines):
        if at == 0:
            out = line.text
        elif breaks_on_purpose(lines[at - 1], line, width):
            out += "\n" + line.text
        else:
            out += " " + line.text
    return out
