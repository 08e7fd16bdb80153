"""The annex of a merged unit's report: every unit of the period with its figures, made from frozen content only."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from namro.core.letters.model import Block, Cell, Column, Paragraph, Table, plain

TITLE = "Số liệu của từng đơn vị sắp xếp trong kỳ"
NOTE = "Mỗi đơn vị có số của những ngày nó tồn tại trong kỳ, chốt vào ngày cuối."
BESIDE = "Số này tính thêm vào số của các đơn vị đã gửi báo cáo, mỗi đơn vị một lần."
APART = "không gộp"
_MOST = 10  # figures in one table: more columns are too narrow for their numbers
Figure = Mapping[str, Any]


def stretches_annex(sections: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Give the blocks of the annex; nothing where no unit was merged inside the period."""
    merged = [one for section in sections for one in section["figures"] if one.get("parts")]
    if not merged:
        return ()
    units: dict[str, Figure] = {part["name"]: part for one in merged for part in one["parts"]}
    note = f"{NOTE} {BESIDE}" if any(_is_gathered(one) for one in merged) else NOTE
    blocks: list[Block] = [Paragraph(plain(note, italic=True))]
    size = ceil(len(merged) / ceil(len(merged) / _MOST))  # tables of nearly equal width
    for first in range(0, len(merged), size):
        some = merged[first : first + size]
        numbers = range(first + 1, first + len(some) + 1)
        legend = "; ".join(f"({at}) {_labelled(one)}" for at, one in zip(numbers, some, strict=True))
        blocks += [Paragraph(plain(f"Các cột: {legend}.")), _table(some, numbers, units)]
    apart = [f"{name}: {part['why']}" for name, part in units.items() if not part["is_whole"]]
    if apart:
        said = (
            f"Không gộp vào số chung của đơn vị, báo cáo tổng hợp của tỉnh tính một lần: {'; '.join(apart)}."
        )
        blocks.append(Paragraph(plain(said)))
    return tuple(blocks)


def stretch_remark(figure: Figure) -> str:
    """Say in the table of figures of how many units one is made: "Gồm 9 đơn vị, 1 đơn vị không gộp"."""
    parts = figure.get("parts") or ()
    if not parts:
        return ""
    if _is_gathered(figure):
        return f"Tính thêm {len(parts)} đơn vị đã kết thúc"
    whole = sum(bool(part["is_whole"]) for part in parts)
    apart = len(parts) - whole
    return f"Gồm {whole} đơn vị" + (f", {apart} đơn vị {APART}" if apart else "")


def _table(figures: Sequence[Figure], numbers: Iterable[int], units: Mapping[str, Figure]) -> Table:
    width = 58 / len(figures)
    columns = (Column(6, "center"), Column(36), *(Column(width, "right") for _ in figures))
    head = (Cell("TT"), Cell("Đơn vị"), *(Cell(f"({at})") for at in numbers))
    rows = [
        (
            Cell(at),
            Cell(name if part["is_whole"] else f"{name} ({APART})"),
            *(_cell(figure, name) for figure in figures),
        )
        for at, (name, part) in enumerate(units.items(), 1)
    ]
    if any(_is_gathered(one) for one in figures):  # the total counts the reports of units too
        return Table(columns, (head,), tuple(rows), name="Đơn vị sắp xếp")
    total = [Cell(_decimal(one["value"]), places=one["places"], bold=True) for one in figures]
    rows.append((Cell(""), Cell("Số chung", bold=True), *total))
    return Table(columns, (head,), tuple(rows), name="Đơn vị sắp xếp")


def _is_gathered(figure: Figure) -> bool:
    return bool(figure["origin"] == "gathered")


def _cell(figure: Figure, name: str) -> Cell:
    part = next((one for one in figure["parts"] if one["name"] == name), None)
    # A unit that does not owe a figure has none; one that owes it and is not known has "chưa có".
    return Cell("") if part is None else Cell(_decimal(part["value"]), places=figure["places"])


def _labelled(figure: Figure) -> str:
    label, unit = str(figure["label"]), str(figure["unit"])
    said = f"{label} ({unit})" if unit and unit not in label.lower() else label
    return f"{said}, sửa tay" if figure["is_changed"] else said


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
