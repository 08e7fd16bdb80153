"""A filled workbook as it came back: the inputs, and the words in the columns that a unit may write."""

from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_input_file, read_tables
from namro.core.indices.inputs import RawInput
from namro.core.text import fold, squeeze
from namro.web.campaigns.selectors.boxes import WORDS

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
