"""A PDF opened for measuring: lines, rules and frames in millimetres from the upper left corner of a page."""

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber

from namro.core.letters.model import Letter
from namro.core.letters.pdf import pdf

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of letters on a page, lengths in mm from the upper left corner."""

    words: str
    left: float
    right: float
    top: float
    base: float
    size: float
    fonts: frozenset[str]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Pages:
    """A PDF opened for measuring."""

    def __init__(self, made: Letter | bytes) -> None:
        content = made if isinstance(made, bytes) else pdf(made)
        self.open = pdfplumber.open(io.BytesIO(content))
        self.pages: list[Any] = self.open.pages

    def lines(self, page: int, *, left: float = 0, right: float = 400) -> list[Line]:
        """Give the lines of a page, or of a strip of it."""
        whole = self.pages[page]
        part = whole.crop((left * MM, 0, min(right * MM, float(whole.width)), float(whole.height)))
        found = []
        for line in part.extract_text_lines(return_chars=True, use_text_flow=False):
            chars = [char for char in line["chars"] if char["text"].strip()]
            found.append(
                Line(
                    line["text"],
                    min(char["x0"] for char in chars) / MM,
                    max(char["x1"] for char in chars) / MM,
                    line["top"] / MM,
                    line["bottom"] / MM,
                    round(max(char["size"] for char in chars), 1),
                    frozenset(char["fontname"].split("+")[-1] for char in chars),
                )
            )
        return found

    def line(self, start: str, page: int = 0, *, left: float = 0, right: float = 400) -> Line:
        """Give the first line that begins so."""
        found = [one for one in self.lines(page, left=left, right=right) if one.words.startswith(start)]
        assert found, f"no line begins “{start}”"
        return found[0]

    def rules(self, page: int = 0) -> list[tuple[float, float, float]]:
        """Give the horizontal lines as left, right and distance from the top."""
        found = [(one["x0"] / MM, one["x1"] / MM, one["top"] / MM) for one in self.pages[page].lines]
        return sorted((one for one in found if one[1] - one[0] > 5), key=lambda one: one[2])
