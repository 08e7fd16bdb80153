"""Reading deadlines: whole cells, phrases inside sentences, and how much a text looks like one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp

from namro.core.text import clean, fold, fold_with_places, squeeze
from namro.core.time.deadlines import Deadline, DeadlineKind
from namro.core.time.marks import Form, Mark, scan, without_citations


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and words one of which stands in all that it matches: most sentences are told by these alone."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def search(self, folded: str) -> re.Match[str] | None:
        for word in self.words:
            if word in folded:
                return self.pattern.search(folded)
        return None


_MONTHLY = re.compile(
    r"\b(?:dinh ky )?(?:vao )?(?:(?:truoc )?ngay \d{1,2} )?(?:hang|moi|tung) thang\b|\bdinh ky thang\b|\btheo thang\b"
)
_QUARTERLY = re.compile(
    r"\b(?:dinh ky )?(?:hang|moi|tung) quy\b(?:, ?(?:0?6 thang|(?:hang )?nam\b))*"
    r"|\bdinh ky (?:theo )?quy\b(?! [iv1-4]+\b)|\btheo quy\b(?! [iv1-4]+\b| dinh| che| hoach| trinh)|\bquy, ?(?:0?6 thang|nam\b)"
    r"|\bthang cuoi (?:hang |moi |cua )?quy\b|\b0?3 thang(?:/| ?)(?:mot |01 |1 )?lan\b"
)
_HALF_YEARLY = re.compile(
    r"\b(?:dinh ky )?(?:hang |moi )?(?:0?6|sau) thang(?:/| ?)(?:mot |01 |1 )?lan\b"
    r"|\b(?:dinh ky )?(?:hang |moi )?(?:0?6|sau) thang,? ?(?:va )?(?:hang |mot |ca )?nam\b(?! \d)"
    r"|\bdinh ky (?:0?6|sau) thang\b|\b(?:hang|moi) (?:0?6|sau) thang\b|\b(?:0?2|hai) lan(?:/| ?)(?:mot |trong |1 )?nam\b"
)
_YEARLY = re.compile(
    r"\b(?:dinh ky )?(?:hang|moi|tung) nam\b|\bthuong nien\b|\bdinh ky nam\b|\b(?:0?1|mot) (?:lan|nam)/(?:lan|nam)\b"
    r"|\b(?:(?:trong )?nam \d{4},? )?(?:va )?(?:cac|nhung) nam (?:tiep theo|sau|ke tiep|tiep sau)\b"
)
_CONTINUOUS = re.compile(
    r"(?<!\bchi )(?<!kinh phi )(?<!nguon )(?<!ngan sach )\bthuong xuyen(?:, ?(?:lien tuc|dot xuat))?\b(?! rut)"
    r"|\blien tuc\b|\b(?:hang|moi) (?:tuan|ngay)\b|\btrong suot\b"
)
_ON_EVENT = re.compile(
    r"\b(?:ngay (?:sau )?khi|khi co|khi duoc|khi phat sinh|sau khi|theo yeu cau|khi can|neu (?:co )?phat sinh"
    r"|theo chi dao|dot xuat|trong (?:vong|thoi han) \d+ (?:ngay|gio|thang)|(?:sau|\d+ ngay) (?:ke )?tu (?:ngay|khi)"
    r"|ke tu (?:ngay|khi)|ngay sau hoi nghi|sau hoi nghi)\b"
)
_ROADMAP = re.compile(
    r"\b(?:theo |dung )?(?:lo trinh|tien do)\b(?: (?:tai |cua )?(?:de an|du an|ke hoach|chuong trinh)\b)?"
    r"|\btheo (?:de an|ke hoach|chuong trinh|du an)\b"
)
RHYTHMS = (
    (
        Cue(("hang thang", "moi thang", "tung thang", "ky thang", "theo thang"), _MONTHLY),
        DeadlineKind.MONTHLY,
    ),
    (
        Cue(
            ("hang quy", "moi quy", "tung quy", "ky quy", "theo quy", "quy,", "thang cuoi", "3 thang"),
            _QUARTERLY,
        ),
        DeadlineKind.QUARTERLY,
    ),
    (Cue(("6 thang", "sau thang", "2 lan", "hai lan"), _HALF_YEARLY), DeadlineKind.YEARLY),
    (
        Cue(
            (
                "hang nam",
                "moi nam",
                "tung nam",
                "ky nam",
                "thuong nien",
                "lan/",
                "nam/",
                "nam tiep",
                "nam sau",
                "nam ke",
            ),
            _YEARLY,
        ),
        DeadlineKind.YEARLY,
    ),
)
LOOSE_RHYTHMS = (
    (
        Cue(
            ("thuong xuyen", "lien tuc", "hang tuan", "moi tuan", "hang ngay", "moi ngay", "trong suot"),
            _CONTINUOUS,
        ),
        DeadlineKind.CONTINUOUS,
    ),
    (
        Cue(
            (
                "khi",
                "theo yeu cau",
                "phat sinh",
                "theo chi dao",
                "dot xuat",
                "trong vong",
                "thoi han",
                "ke tu",
                "tu ngay",
                "hoi nghi",
            ),
            _ON_EVENT,
        ),
        DeadlineKind.ON_EVENT,
    ),
)
_REPEATED = re.compile(r"[-\s]*(?:nt|nhu tren|\"|″|”)[-\s.]*")
_FILLER_WORDS = (
    "truoc sau trong den het tu ngay va cac nam thang quy dinh ky hang hoan thanh cham nhat thoi han thoi gian "
    "thuc hien bao cao ket qua co duoc vao cuoi dau giai doan tiep theo nhung lo trinh tai de an du an ke hoach "
    "ve thoi diem muon nhat khong qua cua lan bat khi nop gui tong hop 1 so dot moi tien do"
)
_FILLER = frozenset(_FILLER_WORDS.split())
_WORD = re.compile(r"[a-z0-9&/%]+")
_EDGE = " \t\n.;,:()-–—*•+"


def read_deadline(text: str, *, year: int) -> Deadline:
    """Read a cell of deadline as officials write it; `none` when it names neither a date nor a rhythm.

    `year` stands where the text names no year. `dates` are sorted, `due` is the last of them. Days that
    cannot be (31/02) are left out. The rules stand in docs/calculations/deadlines.md.
    """
    own = squeeze(clean(text))
    folded = fold(own)
    marks = scan(folded, year=year)
    kind, dates = _decide(folded, marks, year)
    return _deadline(own, kind, dates)


def _deadline(text: str, kind: DeadlineKind, dates: Iterable[date]) -> Deadline:
    ordered = tuple(sorted(set(dates)))
    return Deadline(text, kind, ordered[-1] if ordered else None, ordered)


def _decide(folded: str, marks: list[Mark], year: int) -> tuple[DeadlineKind, list[date]]:
    """Choose the kind: a rhythm before a date, a date before an event or a road map, a plain "always" last."""
    precise = [m.day for m in marks if m.day is not None and m.form is not Form.YEAR]
    whole_years = [m.day for m in marks if m.day is not None and m.form is Form.YEAR]
    if _MONTHLY.search(folded):
        return DeadlineKind.MONTHLY, []
    if _QUARTERLY.search(folded):
        return DeadlineKind.QUARTERLY, []
    if _HALF_YEARLY.search(folded):
        return DeadlineKind.YEARLY, precise or [date(year, 6, 30), date(year, 12, 31)]
    if _YEARLY.search(folded):
        return DeadlineKind.YEARLY, precise
    if precise:
        return DeadlineKind.BY_DATE, precise + (whole_years if not _CONTINUOUS.search(folded) else [])
    if _ON_EVENT.search(folded):
        return DeadlineKind.ON_EVENT, []
    if _ROADMAP.search(folded) and not whole_years:
        return DeadlineKind.ROADMAP, []
    if _CONTINUOUS.search(folded):
        return DeadlineKind.CONTINUOUS, []
    if whole_years:
        return DeadlineKind.BY_DATE, whole_years
    return DeadlineKind.NONE, []


@lru_cache(maxsize=20_000)
def deadline_likelihood(text: str) -> float:
    """Say in [0, 1] how much the whole text reads like a cell of deadline; a sentence that only names one is low."""
    if not text or len(text) > 400:
        return 0.0
    folded = fold(clean(text)).strip(_EDGE)
    if not folded:
        return 0.0
    if _REPEATED.fullmatch(folded):
        return 0.3
    marks = scan(folded, year=2000)
    spans = [(m.start, m.end) for m in marks]
    kind, _ = _decide(folded, marks, 2000)
    for pattern in (_MONTHLY, _QUARTERLY, _HALF_YEARLY, _YEARLY, _CONTINUOUS, _ON_EVENT, _ROADMAP):
        spans += [m.span() for m in pattern.finditer(folded)]
    if kind is DeadlineKind.NONE or not spans:
        return 0.02
    rest, first = list(folded), min(start for start, _ in spans)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    leading = [w for w in _WORD.findall(left[:first]) if w not in _FILLER]
    foreign = [w for w in _WORD.findall(left) if w not in _FILLER]
    # The words after an event or a road map describe it; after a rhythm or date they speak against a cell.
    weight = 0.04 if kind in (DeadlineKind.ON_EVENT, DeadlineKind.ROADMAP) else 0.18
    score = 0.98 * exp(-weight * len(foreign) - 0.35 * len(leading))
    if without_citations(folded) != folded:
        score *= 0.3
    if re.fullmatch(r"\d{4}|\d{1,2} ?/ ?\d{1,2}", folded):
        score = min(score, 0.7)
    return max(0.01, score)


_CUE = r"(?:\b(?:hoan thanh |bao cao |thuc hien |gui |xong )?(?:truoc|cham nhat|muon nhat|den het|den|trong|vao|trong thang|truoc thang) )"
_DATED = re.compile(
    rf"{_CUE}(?:ngay )?(?:la )?(?:ngay )?(?:\d{{1,2}} ?[/.-] ?\d{{1,2}}(?: ?[/.-] ?20\d\d)?|\d{{1,2}} thang \d{{1,2}}(?: nam 20\d\d)?)(?![\d/])"
    rf"|{_CUE}?(?:\bcuoi |\bhet )?\bqu[yi] (?:i{{1,3}}|iv|[1-4])\b(?: ?(?:/|nam) ?20\d\d)?"
    rf"|{_CUE}(?:cuoi |het )?thang \d{{1,2}}(?!\d)(?: ?(?:/|nam) ?20\d\d)?"
    r"|\b(?:ngay )?trong (?:nhung thang con lai cua )?nam 20\d\d(?!\d)|\btruoc (?:het )?nam 20\d\d|\bhet nam 20\d\d"
)
_NUMBERED = re.compile(r"\d|qu[yi] i")  # what every date or quarter has
_OWN_ROADMAP = re.compile(r"\btheo (?:dung )?(?:lo trinh|tien do)\b(?: (?:tai |cua )?(?:de an|du an)\b)?")


def find_rhythm(text: str, *, year: int) -> Deadline:
    """Find the rhythm or date that a sentence of the body names; `text` of the answer is the phrase found.

    The most frequent rhythm named wins; numbers of cited documents and their dates are not deadlines.
    """
    own = clean(text)
    plain = without_citations(fold(own))
    for cue, kind in RHYTHMS:
        if match := cue.search(plain):
            dates = [date(year, 6, 30), date(year, 12, 31)] if cue.pattern is _HALF_YEARLY else []
            return _deadline(_words(own, match), kind, dates)
    if _NUMBERED.search(plain):
        for match in _DATED.finditer(plain):
            found = [m.day for m in scan(match.group(), year=year) if m.day is not None]
            if found:
                return _deadline(_words(own, match), DeadlineKind.BY_DATE, found)
    for cue, kind in LOOSE_RHYTHMS:
        if match := cue.search(plain):
            return _deadline(_words(own, match), kind, [])
    if match := _OWN_ROADMAP.search(plain):
        return _deadline(_words(own, match), DeadlineKind.ROADMAP, [])
    return Deadline("", DeadlineKind.NONE)


def _words(own: str, match: re.Match[str]) -> str:
    """Give the document's own words for a match in its folded form."""
    _, places = fold_with_places(own)
    return squeeze(own[places[match.start()] : places[match.end()]]).strip(" ,;")
