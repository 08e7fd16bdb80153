"""Numbers that the words of a part say otherwise than the figure beside them: "12/15 phần việc" where it stands 10/15.

Only what can be defended is told: "n/m" or a percentage in a clause that holds the words of a figure's label and no
others but those of form. Whatever narrows, hedges or compares ("cấp xã", "khoảng", "so với cùng kỳ") is another number.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.core.reports.contradictions import Finding
from namro.core.text import fold, format_number, read_number

_CLAUSE = re.compile(r"[;:()\n]|(?<!\d),|,(?!\d)|(?<=[^\W\d])\.|\.(?!\d)|(?<!\d)\.")
_SHARE = re.compile(
    r"(?<![\w/.,-])([\d.]*\d)\s*(?:/|trên(?:\s+tổng(?:\s+số)?)?)\s*([\d.]*\d)(?![\w/]|[.,-]\d)(?!\s*%)"
)
_PERCENT = re.compile(r"(?<![\w/.,-])(\d+(?:[.,]\d+)?)\s*%")
_WORD = re.compile(r"\w+")
# What a label says of its own form, and what a sentence may say around the words of a label without meaning another
# number. "tăng", "hơn", "chỉ tiêu", "năm" stand here on purpose not: they make it another one.
_OF_LABELS = frozenset(["ty", "le", "so", "phan", "tram", "muc"])
_OF_SENTENCES = frozenset(
    [
        "da",
        "duoc",
        "dat",
        "la",
        "co",
        "ky",
        "quy",
        "trong",
        "tong",
        "so",
        "ty",
        "le",
        "voi",
        "nay",
        "toan",
        "don",
        "vi",
        "den",
        "ngay",
        "bao",
        "cao",
        "uy",
        "ban",
        "xa",
        "huyen",
        "chung",
        "toi",
        "ket",
        "qua",
        "va",
        "thi",
        "tinh",
        "ra",
        "tuc",
        "bang",
        "i",
        "ii",
        "iii",
        "iv",
    ]
)
_FEW = 3  # a label of fewer words of its own must be borne out by what is counted


@dataclass(frozen=True, slots=True)
class FigureBeside:
    """A figure that stands beside the words; a share has its parts."""

    name: str
    label: str
    unit: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    figure: FigureBeside
    needed: frozenset[str]
    allowed: frozenset[str]


def said_otherwise(section: str, text: str, figures: Sequence[FigureBeside]) -> tuple[Finding, ...]:
    """Find shares in the words of a part that its figures contradict; what fits any of them is never told."""
    wanted = [one for figure in figures if (one := _wanted(figure, figures)) is not None]
    if not wanted:
        return ()
    found: dict[str, Finding] = {}
    for clause in (part.strip() for part in _CLAUSE.split(text)):
        for match, is_percent in _numbers(clause):
            others = set(_WORD.findall(fold(clause[: match.start()] + " " + clause[match.end() :])))
            held = [one for one in wanted if one.needed <= others <= one.allowed]
            most = max((len(one.needed) for one in held), default=0)
            nearest = [one.figure for one in held if len(one.needed) == most]
            if len(nearest) != 1 or not _differs(match, is_percent, [one.figure for one in held]):
                continue
            figure = nearest[0]
            found.setdefault(figure.name, _finding(section, clause, figure))
    return tuple(found.values())


def _numbers(clause: str) -> Iterable[tuple[re.Match[str], bool]]:
    """Give the number of a clause that says one; where it says several, whose words are whose is not known."""
    shares, percents = list(_SHARE.finditer(clause)), list(_PERCENT.finditer(clause))
    spoken = len(re.findall(r"\d+(?:[.,/]\d+)*", clause))
    if len(shares) + len(percents) == 1 and spoken <= (1 if percents else 2):
        yield from ((match, False) for match in shares)
        yield from ((match, True) for match in percents)


def _wanted(figure: FigureBeside, figures: Sequence[FigureBeside]) -> _Wanted | None:
    over, under = figure.numerator, figure.denominator
    if figure.value is None or over is None or under is None or not under:
        return None
    label = frozenset(_WORD.findall(fold(figure.label)))
    needed = label - _OF_LABELS - {"dat", "duoc"}
    allowed = label | _OF_SENTENCES
    if len(needed) < _FEW:
        base = next(
            (one for one in figures if one.value == under and one.denominator is None and one.unit), None
        )
        if base is None:
            return None
        needed |= frozenset(_WORD.findall(fold(base.unit)))
        allowed |= frozenset(_WORD.findall(fold(base.label)))
    return _Wanted(figure, needed, allowed | needed) if needed else None


def _differs(match: re.Match[str], is_percent: bool, held: Sequence[FigureBeside]) -> bool:
    """Say whether the number is that of none of the figures whose words stand in the clause."""
    said = [read_number(part) for part in match.groups()]
    if any(number is None for number in said):
        return False
    if is_percent:
        written = said[0]
        assert written is not None
        # A written number may be rounded or cut: only a whole unit of its last place is another number.
        _, _, places = match[1].replace(",", ".").partition(".")
        unit = Decimal(1).scaleb(-len(places))
        return all(abs(written - _percent(one)) >= unit for one in held)
    over, under = said
    return all(under == one.denominator and over != one.numerator for one in held)


def _percent(figure: FigureBeside) -> Decimal:
    assert figure.numerator is not None
    assert figure.denominator is not None
    return figure.numerator / figure.denominator * 100


def _finding(section: str, clause: str, figure: FigureBeside) -> Finding:
    assert figure.value is not None
    assert figure.numerator is not None
    assert figure.denominator is not None
    stands = f"{format_number(figure.numerator)}/{format_number(figure.denominator)}"
    share = format_number(figure.numerator / figure.denominator * 100, 2)
    said = (
        f"Lời ghi “{clause}”, còn số liệu “{figure.label}” là {stands} ({share}%); nếu nói về cùng một việc thì hãy sửa lời "
        "hoặc số."
    )
    return Finding(section, (), said, (clause,), figure=figure.name)
