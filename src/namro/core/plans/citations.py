"""How an official document names another: "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về …"."""

import re
from dataclasses import dataclass
from datetime import date

from namro.core.text import squeeze

# Longest first: "Nghị quyết liên tịch" is not a "Nghị quyết".
KINDS = (
    "Nghị quyết liên tịch",
    "Thông tư liên tịch",
    "Chương trình hành động",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Kế hoạch",
    "Chương trình",
    "Công văn",
    "Công điện",
    "Thông báo",
    "Thông tư",
    "Hướng dẫn",
    "Kết luận",
    "Luật",
)
# The letters of a symbol are capitals, so that a date printed without a blank before it is not taken along.
_SYMBOL = r"\d+(?:/\d{4})?/[A-ZĐƯÔÊ][A-ZĐƯÔÊ0-9]*(?:[-/.&][A-ZĐƯÔÊ][A-ZĐƯÔÊ0-9]*)*"
_CITED = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})\s+(?:số\s*:?\s*)?(?P<number>{_SYMBOL})"
    r"(?:\s*,?\s*ngày\s+(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:/|\s+năm\s+)(?P<year>\d{4}))?"
    r"(?:\s*,?\s*của\s+(?P<issuer>[^;,.]{2,120}?)(?=\s+(?:về|ban hành|quy định|phê duyệt|hướng dẫn)\s|[;,.]|$))?"
    r"(?:\s*,?\s*(?:về\s+(?:việc\s+)?)(?P<about>[^;]{3,600}?)(?=;|\.\s|\.$|\s+và các\s|$))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as another one names it; what the text does not say is empty or None."""

    kind: str
    number: str
    issued_on: date | None
    issuer: str
    about: str


def citations_in(text: str) -> tuple[Citation, ...]:
    """Give the documents a text names by kind and number, in order, each once; a day that is none is None."""
    found: dict[tuple[str, str], Citation] = {}
    for match in _CITED.finditer(squeeze(text)):
        one = Citation(
            kind=match["kind"],
            number=match["number"],
            issued_on=_day(match["year"], match["month"], match["day"]),
            issuer=squeeze(match["issuer"] or ""),
            about=squeeze(match["about"] or ""),
        )
        found.setdefault((one.kind, one.number), one)
    return tuple(found.values())


def _day(year: str | None, month: str | None, day: str | None) -> date | None:
    if not (year and month and day):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
