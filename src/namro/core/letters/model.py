"""An official document as a tree of content, before anybody decides how it is drawn.

One tree gives DOCX, PDF and, for its tables, XLSX. Layout (paper, fonts, sizes, positions) is not here: it follows
from Decree 30/2020/NĐ-CP, annex I, and stands in `layout.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

SCHEMA = "namro.letter/1"


class Kind(StrEnum):
    """Kinds of official documents by the abbreviation of their number (Decree 30, annex III)."""

    PLAN = "KH"
    REPORT = "BC"
    LETTER = "CV"  # has no printed kind; its abstract starts "V/v" and stands under the number
    NOTICE = "TB"
    MINUTES = "BB"
    SUBMISSION = "TTr"
    DECISION = "QĐ"
    APOLOGY = "XL"  # thư xin lỗi và hẹn lại ngày trả kết quả


KIND_NAMES = {
    Kind.PLAN: "KẾ HOẠCH",
    Kind.REPORT: "BÁO CÁO",
    Kind.LETTER: "",
    Kind.NOTICE: "THÔNG BÁO",
    Kind.MINUTES: "BIÊN BẢN",
    Kind.SUBMISSION: "TỜ TRÌNH",
    Kind.DECISION: "QUYẾT ĐỊNH",
    Kind.APOLOGY: "THƯ XIN LỖI",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look; `note` is the footnote whose mark stands after them, empty for none."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str = ""


Text = tuple[Run, ...]


class Depth(StrEnum):
    """How deep a heading or point stands; the printed number comes with it ("I.", "1.", "a)", "-")."""

    PART = "part"  # Phần I
    SECTION = "section"  # I. II.
    CLAUSE = "clause"  # 1. 2.
    POINT = "point"  # a) b) c) d) đ) e)
    DASH = "dash"  # -
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `number` is what is printed before it, empty for none. `heading`: it is a title of its depth."""

    text: Text
    depth: Depth = Depth.PLAIN
    number: str = ""
    heading: bool = False
    align: str = "justify"  # justify, left, center, right


Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; None is "chưa có", never 0. `places` are decimals of a number; spans count columns and rows."""

    value: Value = ""
    text: Text = ()  # instead of `value`, where parts of the words look different or lines are broken
    columns: int = 1
    rows: int = 1
    places: int | None = None
    bold: bool = False
    italic: bool = False
    align: str = ""  # empty: as its column


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its share of the width and how its cells stand."""

    share: float
    align: str = "left"  # left, center, right, justify


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the head rows repeat on every page. A cell covered by a span is left out of its row."""

    columns: tuple[Column, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    name: str = ""  # of its sheet in a spreadsheet


@dataclass(frozen=True, slots=True)
class Series:
    """One line or row of bars of a chart; None is a gap, never 0.

    `meaning` colours it: "good" (accepted), "bad" (late), "doubtful" (returned), "running", "waiting", "quiet" (not
    begun), "silent"; without one, or with another word, it takes the next neutral colour.
    """

    name: str
    values: tuple[Decimal | None, ...]
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart described by its numbers; the same numbers stand in `table_of` for those who cannot see it."""

    title: str
    kind: str  # line, bar, stacked
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    places: int = 2
    descending: bool = False  # ranks: the best on top


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture given by its bytes (PNG or JPEG), with words that stand for it."""

    content: bytes
    words: str
    width_mm: int = 160


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Table | Chart | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH" in `authority`, then position and name (None: not yet known)."""

    authority: tuple[str, ...] = ()
    position: str = ""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix with page numbers of its own."""

    label: str  # "Phụ lục I"
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """An official document. Empty number, day or signer are left open to be filled by hand, never invented."""

    kind: Kind
    issuer: str
    abstract: str
    issuer_name: str = ""  # as running text writes it: "Ủy ban nhân dân tỉnh Hà Tĩnh"
    superior: str = ""
    number: str = ""  # "359"
    symbol: str = ""  # "KH-UBND"
    place: str = ""
    issued_on: date | None = None
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signature: Signature = field(default_factory=Signature)
    second_signature: Signature | None = None  # minutes carry two
    recipients: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    urgency: str = ""  # KHẨN, THƯỢNG KHẨN, HỎA TỐC
    circulation: str = ""  # XEM XONG TRẢ LẠI, LƯU HÀNH NỘI BỘ
    drafter: str = ""  # initials and number of copies, "PL.(300)"
    contact: str = ""  # address, mail, site, telephone: at the foot of page 1
    is_draft: bool = False  # says "DỰ THẢO" on top


POINTS = "abcdđeghiklmnopqrstuvxy"


def point(position: int) -> str:
    """Give the letter of a point by its position from 0: a, b, c, d, đ, e, g …; after y comes aa, ab …"""
    letters = ""
    position += 1
    while position > 0:
        position, rest = divmod(position - 1, len(POINTS))
        letters = POINTS[rest] + letters
    return letters


def plain(text: str, *, bold: bool = False, italic: bool = False) -> Text:
    """Give words of one look as the text of a paragraph or a cell."""
    return (Run(text, bold, italic),)


def words_of(text: Text) -> str:
    """Give the letters of a text without their looks."""
    return "".join(run.text for run in text)
