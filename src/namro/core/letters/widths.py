"""How wide words are in print, so that no column is narrower than its words and no word runs out of its cell."""

from collections.abc import Iterable, Sequence

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.grid import Placed, shown
from namro.core.letters.model import Table

CELL_ROOM = 3.2  # mm of a cell that words cannot use: its margins and lines
MOST_SHARE = 0.3  # of the table's width that one long word may claim
_NARROW = frozenset("ijltfrI.,;:!|()[]-'’/ \u00a0íìỉĩị")
_WIDE = frozenset("mwMW@%—…")
BREAK = "\u200b"
_CLOSER = 0.88  # measured: `word_width` gives a sixth too much over a whole line of bold words
TALLEST = 12  # lines; a row with a higher cell may break over pages, else a third of one could stay empty


def word_width(word: str, size: float, *, bold: bool = False) -> float:
    """Give the width in mm of a word at `size` points, a little too much rather than too little.

    Letters are taken in four classes after the tables of the font: a narrow one, a small one, a capital, a wide one.
    """
    ems = 0.0
    for letter in word:
        if letter in _NARROW:
            ems += 0.39
        elif letter in _WIDE:
            ems += 1.0
        elif letter.isupper() or ord(letter) > 0x2FFF:
            ems += 0.78
        else:
            ems += 0.56 if bold else 0.51
    return ems * size * layout.MM_PER_POINT


def is_tall(text: str, room: float, *, size: float = layout.SMALL_TABLE) -> bool:
    """Say whether words in a cell with `room` mm for them take more than `TALLEST` lines."""
    if len(text) < TALLEST * 5:
        return False
    return sum(_lines_of(line, room, size) for line in text.split("\n")) > TALLEST


def check_head(head: Sequence[Sequence[Placed]], widths: Sequence[float], height: float, where: str) -> None:
    """Refuse the head of a table that takes over half of a page `height` mm high: it stands on every page."""
    lines = 0
    for row in head:
        starts = [one for one in row if one.is_start]
        rooms = [sum(widths[one.column : one.column + one.cell.columns]) - CELL_ROOM for one in starts]
        lines += max(
            (
                sum(_lines_of(line, room, layout.SMALL_TABLE) for line in shown(one.cell).split("\n"))
                // one.cell.rows
                for one, room in zip(starts, rooms, strict=True)
            ),
            default=0,
        )
    if lines * layout.SMALL_TABLE * layout.LINE_EMS * layout.MM_PER_POINT > height / 2:
        raise Refusal(
            f"{where}: đầu bảng cao quá nửa trang giấy, mà đầu bảng lặp lại ở mỗi trang; hãy rút gọn tên cột."
        )


def _lines_of(line: str, room: float, size: float) -> int:
    # The mean letter, not the widest: what counts here is how high the cell will be, not whether a word fits.
    return 1 + int(len(line) * layout.LOWER_EM * size * layout.MM_PER_POINT / max(room, 1.0))


def balanced_width(text: str, width: float, size: float) -> float:
    """Give the least width in mm at which bold words take no more lines than at `width`.

    Words set in the middle then stand in lines of like length, instead of one alone under the rest.
    """
    words = [_CLOSER * word_width(f"{word} ", size, bold=True) for word in text.split()]
    wanted = _count(words, width)
    if wanted < 2:
        return width
    low, high = max(words), width
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if _count(words, middle) <= wanted else (middle, high)
    return high


def _count(words: Sequence[float], width: float) -> int:
    lines, used = 1, 0.0
    for word in words:
        if used and used + word > width:
            lines, used = lines + 1, 0.0
        used += word
    return lines


def column_widths(
    table: Table,
    width: float,
    head: Sequence[Sequence[Placed]],
    rows: Sequence[Sequence[Placed]],
    *,
    size: float = layout.SMALL_TABLE,
) -> list[float]:
    """Give the columns' widths in mm, `width` together: the shares asked for, yet none narrower than its longest word.

    A word may claim up to `MOST_SHARE` of the table; a longer one is broken. What narrow columns gain, the others give
    in proportion to what they can spare.
    """
    total = sum(column.share for column in table.columns) or 1.0
    asked = [width * column.share / total for column in table.columns]
    needed = [0.0] * len(asked)
    for laid, is_head in ((head, True), (rows, False)):
        for row in laid:
            for one in row:
                if one.is_start and one.cell.columns == 1:
                    bold = is_head or one.cell.bold
                    longest = _longest(shown(one.cell))
                    if len(longest) * size * layout.MM_PER_POINT + CELL_ROOM > needed[one.column]:
                        wide = word_width(longest, size, bold=bold) + CELL_ROOM
                        needed[one.column] = max(needed[one.column], min(wide, MOST_SHARE * width))
    lack = sum(max(0.0, need - has) for need, has in zip(needed, asked, strict=True))
    spare = sum(max(0.0, has - need) for need, has in zip(needed, asked, strict=True))
    if not lack:
        return asked
    if lack >= spare:
        scale = width / sum(max(need, CELL_ROOM) for need in needed)
        return [max(need, CELL_ROOM) * scale for need in needed]
    return [
        need if has <= need else has - lack * (has - need) / spare
        for need, has in zip(needed, asked, strict=True)
    ]


def breakable(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Give the text with places to break in words wider than `width` mm; other words are left as they are."""
    if width <= 0 or len(_longest(text)) * size * layout.MM_PER_POINT < width:
        return text
    return "".join(_broken(text, width, size, bold=bold))


def _broken(text: str, width: float, size: float, *, bold: bool) -> Iterable[str]:
    word = ""
    used = 0.0
    for letter in text:
        if letter.isspace() or letter == "-":
            word, used = "", 0.0
        else:
            wide = word_width(letter, size, bold=bold)
            if word and used + wide > width:
                yield BREAK
                word, used = "", 0.0
            word, used = word + letter, used + wide
        yield letter


def _longest(text: str) -> str:
    return max(text.replace("-", "- ").split(), key=len, default="")
