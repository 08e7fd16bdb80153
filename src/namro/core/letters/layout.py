"""The look of official documents: Decree 30/2020/NĐ-CP, annex I, parts I and II, as numbers.

Where the decree gives a range ("cỡ chữ từ 13 đến 14") one value of it is chosen here; `DECREE` keeps the ranges, and
a test holds every chosen value against its range. Lengths are in millimetres, sizes and spaces in points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

PAGE_WIDTH, PAGE_HEIGHT = 210, 297  # A4
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20, 20, 30, 15
NUMBER_FROM_TOP = 10  # of the page number, inside the upper margin
FONT = "Times New Roman"
STAND_IN = "Tinos"  # same widths, all Vietnamese letters, free
BODY, SMALL_TABLE = 14, 12
NATION, MOTTO, SUPERIOR, ISSUER = 13, 14, 13, 13
NUMBER, PLACE, LETTER_ABSTRACT = 13, 14, 12
KIND, ABSTRACT, GROUND, HEADING = 14, 14, 14, 14
AUTHORITY, SIGNER, ADDRESSEE = 14, 14, 14
RECIPIENTS_WORD, RECIPIENT = 12, 11
RECIPIENTS_TOGETHER = 40  # a longer list goes on over pages
ANNEX_LABEL, ANNEX_NAME, ANNEX_REFERENCE = 14, 14, 14
PAGE_NUMBER = 13
INDENT = 12.7
SPACE_AFTER = 6
LINE_SPACING = Decimal("1.15")
LEFT_HALF, RIGHT_HALF = 66, 99  # of the head; together the width of the text
RULE = 0.5

NATION_WORDS = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_WORDS = "Độc lập - Tự do - Hạnh phúc"
END = "./."
DRAFT_WORD = "DỰ THẢO"
# Width of the motto in bold per point of size, measured in the font's own tables; its rule is as long as the words.
MOTTO_EMS = 12.224
# Mean width of an upper-case bold letter and of a lower-case one, in ems: rules under names are a share of the words.
UPPER_EM, LOWER_EM = 0.60, 0.44
RULE_SHARE = 0.4  # between a third and a half of the line

MM_PER_POINT = 25.4 / 72
LINE_EMS = 1.149  # height of a line of the font at single spacing
ADDRESSEE_LEFT, ADDRESSEE_DASH = 36, 54  # the dashes stand straight under the colon of "Kính gửi:"
URGENCY_HEIGHT = 8
URGENCY_WIDTHS = {"HỎA TỐC": 30, "THƯỢNG KHẨN": 40, "KHẨN": 20}  # of the frame, III.2b
DRAFTER = 11
URGENCY, CIRCULATION, CONTACT = 13, 13, 11
CIRCULATION_WORDS = ("XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ")
FRAME_ROOM = 3  # mm between the words of a mark of circulation and the ends of its frame
CONTACT_FROM_FOOT = 7  # mm from the lower edge of the page to the foot of the address
CONTACT_LINES = 2  # that stand in the lower margin
NOTE = 11  # of footnotes, which the decree does not name
ROOM_OF_TITLE = 18  # mm that a picture leaves to its title on the same page
BRIGHT_RED = "E60000"  # "mực màu đỏ tươi"
TABLES_APART = 12  # points between a table and what follows


@dataclass(frozen=True, slots=True)
class Range:
    """What the decree allows, both ends included."""

    low: Decimal
    high: Decimal
    where: str  # the place in annex I


def _range(low: str, high: str, where: str) -> Range:
    return Range(Decimal(low), Decimal(high), f"NĐ 30/2020/NĐ-CP, Phụ lục I, {where}")


DECREE: Mapping[str, Range] = {
    "MARGIN_TOP": _range("20", "25", "I.3"),
    "MARGIN_BOTTOM": _range("20", "25", "I.3"),
    "MARGIN_LEFT": _range("30", "35", "I.3"),
    "MARGIN_RIGHT": _range("15", "20", "I.3"),
    "BODY": _range("13", "14", "II.6"),
    "NATION": _range("12", "13", "II.1"),
    "MOTTO": _range("13", "14", "II.1"),
    "SUPERIOR": _range("12", "13", "II.2"),
    "ISSUER": _range("12", "13", "II.2"),
    "NUMBER": _range("13", "13", "II.3"),
    "PLACE": _range("13", "14", "II.4"),
    "LETTER_ABSTRACT": _range("12", "13", "II.5"),
    "KIND": _range("13", "14", "II.5"),
    "ABSTRACT": _range("13", "14", "II.5"),
    "GROUND": _range("13", "14", "II.6"),
    "HEADING": _range("13", "14", "II.6"),
    "AUTHORITY": _range("13", "14", "II.7"),
    "SIGNER": _range("13", "14", "II.7"),
    "ADDRESSEE": _range("13", "14", "II.9"),
    "RECIPIENTS_WORD": _range("12", "12", "II.9"),
    "RECIPIENT": _range("11", "11", "II.9"),
    "ANNEX_LABEL": _range("14", "14", "III.1"),
    "ANNEX_NAME": _range("13", "14", "III.1"),
    "ANNEX_REFERENCE": _range("13", "14", "III.1"),
    "DRAFTER": _range("11", "11", "III.3"),
    "URGENCY": _range("13", "14", "III.2b"),
    "CIRCULATION": _range("13", "14", "III.2c"),
    "CONTACT": _range("11", "12", "III.4"),
    "PAGE_NUMBER": _range("13", "14", "I.7"),
    "INDENT": _range("10", "12.7", "II.6"),
    "SPACE_AFTER": _range("6", "999", "II.6"),
    "LINE_SPACING": _range("1", "1.5", "II.6"),
}


def rule_length(words: str, size: float, *, upper: bool) -> float:
    """Give the length in mm of the rule under centred words of one line: between a third and a half of them."""
    em = UPPER_EM if upper else LOWER_EM
    return max(12.0, min(60.0, len(words) * em * size * RULE_SHARE * MM_PER_POINT))


def motto_length(size: float) -> float:
    """Give the length in mm of the motto, and so of the rule under it."""
    return MOTTO_EMS * size * MM_PER_POINT


def text_height(*, landscape: bool = False) -> float:
    """Give the height in mm between the margins."""
    height = PAGE_WIDTH if landscape else PAGE_HEIGHT
    return height - MARGIN_TOP - MARGIN_BOTTOM


def text_width(*, landscape: bool = False) -> float:
    """Give the width in mm between the margins."""
    width = PAGE_HEIGHT if landscape else PAGE_WIDTH
    return width - MARGIN_LEFT - MARGIN_RIGHT
