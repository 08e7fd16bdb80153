"""The statistics annex as a table: out to be filled in, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_tables
from namro.core.text import fold, read_number, squeeze
from namro.web.reports.models import ReportFigure
from namro.web.ui.figures import RATIO, WEIGHTED
from namro.web.ui.workbooks import workbook

_CODE, _VALUE, _OVER, _UNDER = "Mã", "Số liệu", "Tử số", "Mẫu số"
MOST = 2_000


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of the table with a number; `row` is its place for sentences."""

    row: int
    name: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def annex_workbook(title: str, figures: Iterable[ReportFigure]) -> bytes:
    """Give the table: code, name, unit, and cells for the number, its weight, or both parts of a share."""
    return workbook(
        name="Biểu thống kê",
        title=title,
        note="Tỷ lệ: ghi tử số và mẫu số, chương trình tự chia. Trung bình có quyền số: ghi số liệu, và quyền số ở cột "
        "Mẫu số. Ô trống là chưa có số, không phải 0.",
        columns=[
            (_CODE, 30),
            ("Số liệu thống kê", 60),
            ("Đơn vị tính", 14),
            (_VALUE, 14),
            (_OVER, 12),
            (_UNDER, 12),
        ],
        rows=(
            (
                one.name,
                one.label,
                one.unit,
                "" if one.rule == RATIO else _written(one.stands),
                "" if one.rule == WEIGHTED else _written(one.own_numerator),
                _written(one.own_denominator),
            )
            for one in figures
        ),
    )


def read_annex(name: str, data: bytes) -> list[AnnexRow]:
    """Give the rows that hold a number; raises `Refusal` naming the row that cannot be read."""
    wanted = [fold(one) for one in (_CODE, _VALUE, _OVER, _UNDER)]
    for rows in read_tables(name, data):
        for number, row in enumerate(rows[:30]):
            folded = [fold(squeeze(str(cell or ""))) for cell in row]
            if all(one in folded for one in wanted):
                places = [folded.index(one) for one in wanted]
                found = list(_rows(rows[number + 1 :], number + 2, places))
                if len(found) > MOST:
                    raise Refusal(f"Bảng có hơn {MOST} dòng; hãy dùng biểu lấy từ trang báo cáo.")
                return found
    raise Refusal(f"Không thấy dòng tiêu đề: bảng cần các cột “{_CODE}”, “{_VALUE}”, “{_OVER}”, “{_UNDER}”.")


def _rows(rows: Sequence[Sequence[object]], first: int, places: Sequence[int]) -> Iterable[AnnexRow]:
    for at, cells in enumerate(rows, first):
        code, *numbers = (cells[place] if place < len(cells) else None for place in places)
        if all(cell in (None, "") for cell in numbers):
            continue
        read = [_number(cell) for cell in numbers]
        if any(one is None and cell not in (None, "") for one, cell in zip(read, numbers, strict=True)):
            raise Refusal(
                f"Dòng {at} của bảng có ô không phải là số; hãy sửa rồi nhập lại, chưa số nào được ghi."
            )
        yield AnnexRow(at, squeeze(str(code or "")), *read)


def _number(cell: object) -> Decimal | None:
    if isinstance(cell, bool) or cell is None or cell == "":
        return None
    if isinstance(cell, int | float):
        return Decimal(repr(cell)) if isfinite(cell) else None
    return read_number(str(cell))


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")
