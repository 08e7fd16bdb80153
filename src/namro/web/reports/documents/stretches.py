"""The annex of a merged unit's report: under each figure the stretches it is made of, from frozen content only."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from namro.core.letters.model import Block, Cell, Column, Paragraph, Table, plain
from namro.core.reports.diff import parts_words
from namro.core.text import format_number
from namro.core.text.numbers import THIN_SPACE

TITLE = "Số liệu của từng đơn vị sắp xếp trong kỳ"
NOTE = (
    "Mỗi đơn vị có số của những ngày nó tồn tại trong kỳ, chốt vào ngày cuối. Đoạn ghi “không gộp” không tính vào số "
    "chung vì chưa có căn cứ để chia; báo cáo tổng hợp của tỉnh tính một lần."
)
_COLUMNS = (Column(6, "center"), Column(52), Column(14, "right"), Column(28))
_HEAD = ("TT", "Số liệu, đơn vị", "Kỳ này", "Ghi chú")


def stretches_annex(sections: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Give the blocks of the annex; nothing where no unit was merged inside the period."""
    merged = [one for section in sections for one in section["figures"] if one.get("parts")]
    if not merged:
        return ()
    rows = [row for at, figure in enumerate(merged, 1) for row in _rows(at, figure)]
    head = (tuple(Cell(title) for title in _HEAD),)
    return (
        Paragraph(plain(NOTE, italic=True)),
        Table(_COLUMNS, head, tuple(rows), name="Đơn vị sắp xếp"),
    )


def stretch_remark(figure: Mapping[str, Any]) -> str:
    """Say in the table of figures that a figure is made of several stretches: "Gộp 9 đoạn, 1 đoạn không gộp"."""
    parts = figure.get("parts") or ()
    if not parts:
        return ""
    whole = sum(bool(part["is_whole"]) for part in parts)
    apart = len(parts) - whole
    return f"Gộp {whole} đoạn" + (f", {apart} đoạn không gộp" if apart else "")


def _rows(at: int, figure: Mapping[str, Any]) -> Iterable[tuple[Cell, ...]]:
    unit = f" ({figure['unit']})" if figure["unit"] and figure["unit"] not in figure["label"].lower() else ""
    yield (
        Cell(at, bold=True),
        Cell(f"{figure['label']}{unit}", bold=True),
        Cell(_decimal(figure["value"]), places=figure["places"], bold=True),
        Cell("Sửa tay" if figure["is_changed"] else ""),
    )
    for part in figure["parts"]:
        said = [parts_words({**figure, **part}, _number)]
        if not part["is_whole"]:
            said.append(f"không gộp: {part['why']}")
        yield (
            Cell(""),
            Cell(part["name"]),
            Cell(_decimal(part["value"]), places=figure["places"]),
            Cell("; ".join(one for one in said if one)),
        )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _number(text: str) -> str:
    return format_number(Decimal(text)).replace(THIN_SPACE, ".")
