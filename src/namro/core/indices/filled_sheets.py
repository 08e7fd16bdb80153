"""Workbooks of a campaign as they come back: a filled sheet with its words, a table of assignments.

No web room is needed here, because strangers' files are read in a child process that has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_input_file, read_tables
from namro.core.indices.inputs import RawInput
from namro.core.text import fold, squeeze

# What a unit says in words at a line: field ─▶ heading of its column in the official sheet.
WORDS = {
    "self_text": "Căn cứ tự chấm",
    "first_explanation": "Giải trình lần 1",
    "explanation": "Giải trình",
    "note": "Ghi chú",
}
ASSIGNED = ("Mã tiêu chí", "Lĩnh vực, tiêu chí", "Đơn vị nhập số liệu", "Đơn vị thẩm định")
_CODE = {"ma", "ma tieu chi"}


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """Inputs as they came, and by code the words of each field that has any."""

    raws: tuple[RawInput, ...]
    words: dict[str, dict[str, str]]


def read_filled(name: str, data: bytes) -> FilledSheet:
    """Read a file that came back; a file without the columns of words has none. Raises `Refusal`."""
    raws = tuple(_tidy(raw) for raw in read_input_file(name, data))
    for rows in read_tables(name, data):
        for start, row in enumerate(rows[:50]):
            folded = [fold(str(cell)) for cell in row]
            code = next((place for place, cell in enumerate(folded) if cell in _CODE), -1)
            if code < 0:
                continue
            places = {
                field: folded.index(fold(head)) for field, head in WORDS.items() if fold(head) in folded
            }
            return FilledSheet(raws, _words(rows[start + 1 :], code, places, start + 2))
    return FilledSheet(raws, {})


def read_assignments(name: str, data: bytes) -> dict[str, tuple[str, str]]:
    """Read the sheet of assignments; the names of the two units by code; raises `Refusal`."""
    wanted = [fold(heading) for heading in ASSIGNED]
    for rows in read_tables(name, data):
        for start, row in enumerate(rows[:50]):
            folded = [fold(str(cell)) for cell in row]
            if not {wanted[0], wanted[2], wanted[3]} <= set(folded):
                continue
            places = [folded.index(wanted[n]) for n in (0, 2, 3)]
            found: dict[str, tuple[str, str]] = {}
            for number, cells in enumerate(rows[start + 1 :], start + 2):
                code, responsible, appraiser = (
                    squeeze(_text(cells[place])) if place < len(cells) else "" for place in places
                )
                if not code:
                    continue
                if code in found:
                    raise Refusal(f"Dòng {number}: mã {code} có hai lần trong bảng; hãy bỏ một dòng.")
                found[code] = (responsible, appraiser)
            return found
    raise Refusal(
        f"Không thấy dòng tiêu đề có các cột {', '.join(ASSIGNED)}; hãy dùng bảng xuất từ trang này."
    )


def _words(
    rows: Sequence[Sequence[object]], code: int, places: dict[str, int], first: int
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, first):
        key = _text(row[code]) if code < len(row) else ""
        if not key:
            continue
        for field, place in places.items():
            said = squeeze(_text(row[place])) if place < len(row) else ""
            if not said:
                continue
            if found.setdefault(key, {}).setdefault(field, said) != said:
                raise Refusal(
                    f"Dòng {number}, tiêu chí {key}: cột {WORDS[field]} có hai lời khác nhau cho cùng một tiêu "
                    "chí; hãy để một lời ở dòng đầu của tiêu chí."
                )
    return found


def _tidy(raw: RawInput) -> RawInput:
    if isinstance(raw.value, str) and raw.value.startswith("'"):
        return RawInput(raw.code, raw.name, raw.value[1:], raw.place)
    return raw


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell).strip()
