"""Reading a road map from a table of CSV or XLSX: one milestone per row, with every row that cannot be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_tables
from namro.core.text import fold, squeeze
from namro.core.time import DeadlineKind, read_deadline

_NAMES = ("moc", "ten moc", "noi dung", "noi dung cong viec", "cong viec", "nhiem vu")
_DUES = ("han", "ngay", "thoi han", "ngay hoan thanh", "thoi gian", "thoi gian hoan thanh", "hoan thanh")
MOST = 200


@dataclass(frozen=True, slots=True)
class ReadStep:
    """A row of the table: its milestone, or the sentence that says what is wrong."""

    row: int
    name: str
    due: date | None
    due_text: str
    problem: str = ""


def read_steps(name: str, data: bytes, *, year: int) -> list[ReadStep]:
    """Give the rows under the heading; `year` stands where a day names none. Raises Refusal without a heading."""
    for rows in read_tables(name, data):
        for number, row in enumerate(rows[:30]):
            folded = [fold(squeeze(str(cell))) for cell in row]
            columns = (_place(folded, _NAMES), _place(folded, _DUES))
            if None not in columns:
                found = list(_steps(rows[number + 1 :], number + 2, columns, year))
                if len(found) > MOST:
                    raise Refusal(f"Bảng có hơn {MOST} mốc; hãy kiểm tra lại tệp.")
                if found:
                    return found
    raise Refusal("Không thấy dòng tiêu đề: bảng cần một cột “Mốc” (hoặc “Nội dung”) và một cột “Hạn”.")


def _place(folded: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, cell in enumerate(folded) if cell in names), None)


def _steps(
    rows: Iterable[Sequence[object]], first: int, columns: tuple[int | None, int | None], year: int
) -> Iterable[ReadStep]:
    for number, row in enumerate(rows, first):
        name, due = (_cell(row, column) for column in columns)
        text = squeeze(str(name or ""))
        words = f"{due.day}/{due.month}/{due.year}" if isinstance(due, date) else squeeze(str(due or ""))
        if not text and not words:
            continue
        day = due.date() if isinstance(due, datetime) else due if isinstance(due, date) else None
        if day is None and words:
            read = read_deadline(words, year=year)
            day = read.due if read.kind is DeadlineKind.BY_DATE else None
        problem = "" if text and day else "chưa có tên mốc" if not text else "không đọc được hạn"
        yield ReadStep(number, text[:300], day, words, problem)


def _cell(row: Sequence[object], place: int | None) -> object:
    return row[place] if place is not None and place < len(row) else None
