"""What a piece of text looks like by itself: number, agency, deadline, bullet, heading, sentence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from namro.core.agencies import AgencyExpression, Register
from namro.core.plans.rows import starts_with_bullet
from namro.core.text import fold, read_roman, squeeze
from namro.core.time import Deadline, deadline_likelihood, read_deadline


class NumberStyle(StrEnum):
    ROMAN = "roman"
    UPPER = "upper"
    ARABIC = "arabic"
    DOTTED = "dotted"  # 1.1, 2.3.1
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a row or clause: `IV`, `3`, `1.2`, `a`; `value` is the last part as a count from 1."""

    style: NumberStyle
    value: int
    text: str


_LOWER = "abcdđeghiklmnopqrstuvxy"
_NUMBER = re.compile(r"^\(?([IVXLC]{1,7}|\d{1,3}(?:\.\d{1,3}){0,3}|[A-ZĐ]|[a-zđ])[.):]?\)?$")

_LONGEST_NUMBER = 20


def read_row_number(text: str) -> Number | None:
    """Read a cell that holds nothing but a number of a list; None otherwise."""
    stripped = text.strip()
    match = _NUMBER.match(stripped) if len(stripped) <= _LONGEST_NUMBER else None
    if not match:
        return None
    core = match.group(1)
    if core[0].isdigit():
        parts = core.split(".")
        style = NumberStyle.DOTTED if len(parts) > 1 else NumberStyle.ARABIC
        return Number(style, int(parts[-1]), core)
    roman = read_roman(core)
    if roman is not None and core not in ("C", "L"):
        return Number(NumberStyle.ROMAN, roman, core)
    if core.isupper() and len(core) == 1:
        return Number(NumberStyle.UPPER, _LOWER.find(core.lower()) + 1, core)
    if core.islower() and len(core) == 1:
        return Number(NumberStyle.LOWER, _LOWER.find(core) + 1, core)
    return None


_INLINE_NUMBER = re.compile(
    r"^(?P<no>(?:[IVXLC]{1,7}|\d{1,3}(?:\.\d{1,3}){0,3}|[A-ZĐ])(?=[.)\-–:]\s)|\d{1,3}(?:\.\d{1,3}){1,3}(?=\s)|[a-zđ](?=\)\s))[.)\-–:]?\s+(?P<text>\S.*)$",
    re.DOTALL,
)


def split_inline_number(text: str) -> tuple[Number, str] | None:
    """Split "II. Cải cách thể chế" or "a) Tiếp tục…" into its number and its words; None without number."""
    match = _INLINE_NUMBER.match(text)
    if not match:
        return None
    number = read_row_number(match.group("no"))
    return (number, match.group("text").strip()) if number else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Signs read off one text; `agency` and `deadline` are likelihoods in [0, 1]."""

    number: Number | None
    bullet: bool
    agency: float
    deadline: float
    words: int
    is_upper: bool
    ends_sentence: bool
    product: bool
    heading_like: bool
    reference: bool  # only points at an appendix: such a row names neither who nor when


_PRODUCT = re.compile(
    r"^(bao cao|ke hoach|quyet dinh|van ban|cong van|to trinh|de an|nghi quyet|hoi nghi|bien ban|danh muc|"
    r"chuong trinh|quy che|huong dan|so lieu|tai lieu|phan mem|ho so|lop tap huan|cac van ban|ket luan|thong bao)\b"
)


def reference_target(text: str) -> str | None:
    """Give the appendix that a text does nothing but point at ("Có giải pháp riêng tại Phụ lục III"); None otherwise."""
    if "phụ lục" not in text.lower():
        return None
    folded, squeezed = fold(text), squeeze(text)
    if len(folded.split()) > 22 or len(folded) != len(squeezed):
        return None
    at = folded.index("phu luc")
    before = folded[:at].split()
    if not before or before[-1] not in ("tai", "theo", "trong", "o", "xem"):
        return None
    return " ".join(squeezed[at:].split()[:3]).rstrip(".,;")


_OPENING_LENGTH = 80  # more than the words that open a product or a section take up
_CAPITALS = 0.85  # share of the letters from which a text is set in capitals
_SECTION = re.compile(r"^(phan|muc|linh vuc|nhom|chuong)\s+([ivxlc\d]+|[a-h]\b|thu)")


def _is_upper(text: str) -> bool:
    # Most texts show within a few words more small letters than a text in capitals may have at all.
    if sum(map(str.islower, text[: 20 + len(text) // 4])) > (1 - _CAPITALS) * len(text):
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 3 and sum(map(str.isupper, text)) > _CAPITALS * letters


@dataclass
class Judge:
    """Reads agencies and deadlines with one register, year and day, and remembers what it has read."""

    register: Register
    year: int
    on: date | None

    def __post_init__(self) -> None:
        self.evidence: Callable[[str], Evidence] = lru_cache(maxsize=20_000)(self._evidence)
        self.agencies: Callable[[str], AgencyExpression] = lru_cache(maxsize=20_000)(self._agencies)
        self.deadline: Callable[[str], Deadline] = lru_cache(maxsize=20_000)(self._deadline)

    def _evidence(self, text: str) -> Evidence:
        stripped = text.strip()
        opening = fold(stripped[:_OPENING_LENGTH])
        words = len(stripped.split())
        number = read_row_number(stripped)
        is_upper = _is_upper(stripped)
        return Evidence(
            number=number,
            bullet=starts_with_bullet(stripped),
            agency=0.0 if number or words > 60 else self.register.likelihood(stripped),
            deadline=0.0 if words > 45 else deadline_likelihood(stripped),
            words=words,
            is_upper=is_upper,
            ends_sentence=stripped.endswith((".", ";", "./.")),
            product=bool(_PRODUCT.match(opening)) and words <= 25,
            reference=reference_target(stripped) is not None,
            heading_like=bool(_SECTION.match(opening)) or is_upper or self._opens_with_outer_number(stripped),
        )

    @staticmethod
    def _opens_with_outer_number(text: str) -> bool:
        split = split_inline_number(text)
        return split is not None and split[0].style in (NumberStyle.ROMAN, NumberStyle.UPPER)

    def _agencies(self, text: str) -> AgencyExpression:
        return self.register.read(text, on=self.on)

    def _deadline(self, text: str) -> Deadline:
        return read_deadline(text, year=self.year)
