"""Marks of time inside a text: days, months, quarters, half-years and years, each with the day it ends on.

The patterns run over folded text (`namro.core.text.fold`): lower case, no diacritics, single spaces.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from namro.core.text import format_date

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Form(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    MONTHS = "months"  # the first so many months of a year
    HALF = "half"  # the last so many months of a year
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark at `start:end` of the folded text.

    `day` is its last day, None when no such day exists (31/02); `first` its first day;
    `has_year` tells whether the text itself names the year.
    """

    start: int
    end: int
    form: Form
    first: date | None
    day: date | None
    has_year: bool
    count: int = 0  # months of a MONTHS or HALF mark

    @property
    def label(self) -> str:
        """Name the stretch of time as an official would."""
        if self.day is None:
            return ""
        match self.form:
            case Form.MONTH:
                return f"Tháng {self.day.month}/{self.day.year}"
            case Form.QUARTER:
                return f"Quý {('I', 'II', 'III', 'IV')[(self.day.month - 1) // 3]}/{self.day.year}"
            case Form.MONTHS:
                return f"{self.count} tháng đầu năm {self.day.year}"
            case Form.HALF:
                return f"{self.count} tháng cuối năm {self.day.year}"
            case Form.YEAR:
                return f"Năm {self.day.year}"
        return format_date(self.day)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Shape:
    """A mark before its year is known: months and day within the year, and the year when the text has it."""

    start: int
    end: int
    form: Form
    from_month: int
    to_month: int
    on_day: int | None
    year: int | None
    count: int = 0

    def settle(self, year: int) -> Mark:
        last: date | None
        if self.on_day is not None:
            last = _day(year, self.to_month, self.on_day)
            first = last
        else:
            last = month_end(year, self.to_month)
            first = date(year, self.from_month, 1)
        return Mark(self.start, self.end, self.form, first, last, self.year is not None, self.count)


# A citation ("Nghị định số 59/2019/NĐ-CP ngày 01/7/2019") names a document, not a time.
_CITATION = re.compile(
    r"(?:\bso )?\b\d+[a-z]?(?:/\d{4})?/[a-z][a-z0-9-]*(?:\s*,?\s*ngay \d{1,2}(?:/| thang )\d{1,2}(?:/| nam )\d{4})?"
    r"|\bso \d+(?:/\d{4})?(?:\s*,?\s*ngay \d{1,2}/\d{1,2}/\d{4})?"
    r"|\bnam hoc \d{4}\s*[-–]\s*\d{4}|\bcung ky(?: nam \d{4})?|\bso voi nam \d{4}"
)
_DIGIT = re.compile(r"\d")
_NUM = r"(?:0?[1-9]|1[0-2])(?!\d)(?!/\d{1,2}(?!\d))"
_JOIN = r"\s*(?:,|;|&|\+|va|-|–|den)\s*"
# Scanned documents print the Roman I as a small L ("Quý lV").
_QUARTER_NO = r"(?:[il]{1,3}|[il]v|[1-4])(?![a-z0-9])"
_YEAR = r"(?:20\d\d)(?!\d)"
_DATE_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_DATE_FULL = re.compile(r"(?:\bngay )?(?<![\d.,/])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d/])")
_DATE_WORDS = re.compile(
    r"(?:\bngay )?(?<![\d.,/])(\d{1,2}) ?thang (\d{1,2})(?!\d)(?! cuoi| dau)(?:,? ?(?:nam|/) ?(20\d\d)(?!\d))?"
)
_QUARTERS = re.compile(
    rf"\bqu[yi] ?({_QUARTER_NO}(?:{_JOIN}(?:qu[yi] )?{_QUARTER_NO})*)(?: ?(?:/|-|,|nam|\bnam)? ?({_YEAR}))?"
)
_MONTHS = re.compile(rf"\bthang ?({_NUM}(?:{_JOIN}(?:thang )?{_NUM})*)(?: ?(?:/|-|,|nam|\bnam)? ?({_YEAR}))?")
_SPAN = re.compile(rf"(?<!\d)(\d{{1,2}}) thang (dau|cuoi)(?: cua)? nam(?: ({_YEAR}))?")
_MONTH_YEAR = re.compile(r"(?<![\d/.,])(0?[1-9]|1[0-2]) ?/ ?(20\d\d)(?![\d/])")
_DAY_MONTH = re.compile(r"(?:\bngay )?(?<![\d/.,-])(\d{1,2}) ?/ ?(\d{1,2})(?![\d/,.]\d|\d| ?%)")
_YEAR_RANGE = re.compile(rf"(?<![\d/])({_YEAR}) ?(?:-|–|—|den(?: het)?(?: nam)?) ?({_YEAR})")
_YEAR_ALONE = re.compile(rf"(?:\b(?:trong |het |den |cuoi )?nam )?(?<![\d/.,-])({_YEAR})(?![/.,]\d)")
_YEAR_START = re.compile(rf"\bdau nam(?: {_YEAR})?")
_YEAR_THIS = re.compile(r"\b(?:cuoi nam|het nam|trong nam|ca nam)\b(?! \d)")
_RANGE_WORDS = re.compile(r"(?:-|–|—|den|toi)(?: (?:het|cuoi|ngay|thang|qu[yi]))*")
_PART = re.compile(r"\d+|(?<![a-z])[ivl]+(?![a-z])")


def scan(folded: str, *, year: int) -> list[Mark]:
    """Find the marks of time in folded text, in reading order.

    A mark without a year takes the year of the next mark that names one, else of the last before it,
    else `year`. Of a range ("từ tháng 10 đến tháng 12") only the end is given.
    """
    shapes = sorted(_shapes(folded), key=lambda s: s.start)
    years = [s.year for s in shapes]
    marks: list[Mark] = []
    for place, shape in enumerate(shapes):
        after = next((y for y in years[place:] if y is not None), None)
        before = next((y for y in reversed(years[:place]) if y is not None), None)
        mark = shape.settle(shape.year or after or before or year)
        if marks and mark.day is not None:
            between = folded[marks[-1].end : mark.start].strip()
            if _RANGE_WORDS.fullmatch(between):
                mark = replace(mark, first=marks[-1].first or mark.first, start=marks[-1].start)
                marks.pop()
        marks.append(mark)
    return marks


def without_citations(folded: str) -> str:
    """Give the text with each cited document number blanked out, places unchanged."""
    if "cung ky" not in folded and _DIGIT.search(folded) is None:
        return folded
    return _CITATION.sub(lambda m: " " * len(m.group()), folded)


def _shapes(folded: str) -> Iterator[_Shape]:
    rest = without_citations(folded)

    def take(pattern: re.Pattern[str], make: Callable[[re.Match[str]], list[_Shape]]) -> list[_Shape]:
        nonlocal rest
        found: list[_Shape] = []
        for match in pattern.finditer(rest):
            found += make(match)
        # A mark once read is blanked, so that "30/6" is not found again inside "30/6/2026".
        rest = pattern.sub(lambda m: "\x00" * len(m.group()), rest)
        return found

    yield from take(_DATE_ISO, lambda m: [_on(m, int(m[3]), int(m[2]), int(m[1]))])
    yield from take(
        _DATE_FULL, lambda m: [_on(m, int(m[1]), int(m[3]), int(m[4]) + (2000 if len(m[4]) == 2 else 0))]
    )
    yield from take(_SPAN, _months_of_year)
    yield from take(_DATE_WORDS, lambda m: [_on(m, int(m[1]), int(m[2]), int(m[3]) if m[3] else None)])
    yield from take(_QUARTERS, lambda m: list(_listed(m, Form.QUARTER)))
    yield from take(_MONTHS, lambda m: list(_listed(m, Form.MONTH)))
    yield from take(
        _MONTH_YEAR, lambda m: [_Shape(*m.span(), Form.MONTH, int(m[1]), int(m[1]), None, int(m[2]))]
    )
    yield from take(_DAY_MONTH, lambda m: [_on(m, int(m[1]), int(m[2]), None)])
    yield from take(_YEAR_RANGE, lambda m: [_Shape(*m.span(), Form.YEAR, 1, 12, None, int(m[2]))])
    take(_YEAR_START, lambda m: [])
    yield from take(_YEAR_ALONE, lambda m: [_Shape(*m.span(), Form.YEAR, 1, 12, None, int(m[1]))])
    yield from take(_YEAR_THIS, lambda m: [_Shape(*m.span(), Form.YEAR, 1, 12, None, None)])


def _on(match: re.Match[str], day: int, month: int, year: int | None) -> _Shape:
    """Make a day; a day or month that cannot be (31/02, 15/13) settles to no date at all."""
    if not 1 <= month <= 12:
        day, month = 99, 1
    return _Shape(*match.span(), Form.DAY, month, month, day, year)


def _months_of_year(match: re.Match[str]) -> list[_Shape]:
    count, year = int(match[1]), int(match[3]) if match[3] else None
    if not 1 <= count <= 12:
        return []
    if match[2] == "dau":
        return [_Shape(*match.span(), Form.MONTHS, 1, count, None, year, count)]
    return [_Shape(*match.span(), Form.HALF, 13 - count, 12, None, year, count)]


def _listed(match: re.Match[str], form: Form) -> Iterator[_Shape]:
    """Split "III, IV/2021" or "9 - 12/2021" into its parts; the year stands for all of them."""
    year = int(match[2]) if match[2] else None
    base = match.start(1)
    parts = list(_PART.finditer(match[1]))
    for place, part in enumerate(parts):
        start = match.start() if place == 0 else base + part.start()
        end = match.end() if place == len(parts) - 1 else base + part.end()
        if form is Form.QUARTER:
            quarter = _ROMAN.get(part.group().replace("l", "i"))
            if quarter is None:
                continue
            yield _Shape(start, end, form, 3 * quarter - 2, 3 * quarter, None, year)
        else:
            yield _Shape(start, end, form, int(part.group()), int(part.group()), None, year)
