"""A periodic report as an official document, made from frozen content only: the same content, the same document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from namro.core.letters.model import (
    Appendix,
    Block,
    Cell,
    Chart,
    Column,
    Depth,
    Kind,
    Letter,
    Paragraph,
    Series,
    Signature,
    Table,
    plain,
)
from namro.core.reports.closing import closing_words
from namro.core.reports.diff import UNKNOWN, parts_words
from namro.core.text import format_date, format_number, write_roman
from namro.core.text.numbers import THIN_SPACE
from namro.web.reports.documents.stretches import TITLE as STRETCHES
from namro.web.reports.documents.stretches import stretch_remark, stretches_annex

Figure = Mapping[str, Any]
_COLUMNS = (Column(6, "center"), Column(44), Column(14, "right"), Column(14, "right"), Column(22))
_HEAD = ("TT", "Số liệu", "Kỳ này", "Kỳ trước", "Ghi chú")
_MOST_BARS = 12
_MANY_UNITS = 40


def report_letter(content: Mapping[str, Any], *, is_draft: bool = False) -> Letter:
    """Give the report as a letter: parts by the outline with their figures and words, and the statistics annex.

    Number, day of issue and an unknown signer are left open to be filled by hand.
    """
    head, issuer = content["head"], content["issuer"]
    kind = next((one for one in Kind if one.value == head["symbol"]), Kind.REPORT)
    symbol = "-".join(part for part in (kind.value, issuer["symbol"]) if part)
    return Letter(
        kind=kind,
        superior=issuer["superior"],
        issuer=issuer["issuer"],
        issuer_name=issuer["name"],
        symbol=symbol,
        place=issuer["place"],
        abstract=_abstract(head),
        blocks=tuple(_body(content)),
        signature=Signature(
            (issuer["authority"],) if issuer["authority"] else (), issuer["position"], issuer["signer"]
        ),
        recipients=tuple(_recipients(head)),
        appendices=tuple(_annexes(content)),
        is_draft=is_draft,
    )


def _abstract(head: Mapping[str, Any]) -> str:
    name = re.sub(r"^Báo cáo\s+", "", head["kind_name"])
    return f"{name[:1].upper()}{name[1:]} {_in_prose(head['period_label'])}"


def _in_prose(label: str) -> str:
    """Write the name of a period inside a sentence: "Quý III/2021" → "quý III/2021"."""
    return label[:1].lower() + label[1:]


def _recipients(head: Mapping[str, Any]) -> Iterable[str]:
    if not head["is_consolidated"] and head["gatherer"] and head["gatherer"] != head["unit"]:
        yield head["gatherer"]
    elif head["receiver"]:
        yield head["receiver"]
    yield "Lưu: VT"


def _body(content: Mapping[str, Any]) -> Iterable[Block]:
    head = content["head"]
    yield Paragraph(plain(_opening(head)))
    if head["note"]:
        yield Paragraph(plain(head["note"]))
    for position, section in enumerate(content["sections"], 1):
        yield Paragraph(
            plain(section["title"]), Depth.SECTION, f"{write_roman(position)}.", heading=True, align="justify"
        )
        said = _sentence(section["figures"])
        if said:
            yield Paragraph(plain(said))
        yield from (Paragraph(plain(line)) for line in _lines(section["text"]))
        chart = _chart(section)
        if chart is not None:
            yield chart
        if not said and not section["text"].strip():
            yield Paragraph(plain("Trong kỳ không có nội dung báo cáo ở phần này.", italic=True))


def _opening(head: Mapping[str, Any]) -> str:
    start, end = (format_date(date.fromisoformat(head[name])) for name in ("start", "end"))
    said = (
        f"Thực hiện chế độ báo cáo định kỳ, {head['unit']} báo cáo kết quả {_in_prose(head['period_label'])}"
    )
    said += f"; số liệu tính từ ngày {start} đến ngày {end}."
    closing = closing_of_head(head)
    said += f" {closing}" if closing else ""
    if head["reason"]:
        said += f" Bản này đính chính bản đã gửi trước, vì: {head['reason'].rstrip('.')}."
    return said


def closing_of_head(head: Mapping[str, Any]) -> str:
    """Say until when the figures count and when they were reckoned; nothing in an edition that does not know both."""
    made_on = head.get("made_on")
    return closing_words(date.fromisoformat(head["end"]), date.fromisoformat(made_on)) if made_on else ""


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def _sentence(figures: Sequence[Figure]) -> str:
    """Say the known figures of a part in one sentence; what is not known stands in the annex as not known."""
    known = [one for one in figures if one["value"] is not None]
    if not known:
        return ""
    said = "; ".join(f"{_small(one['label'])}: {value_words(one)}" for one in known)
    return f"{said[:1].upper()}{said[1:]}."


def _small(label: str) -> str:
    first = label.split(" ", 1)[0]
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]


def value_words(figure: Figure, key: str = "value") -> str:
    """Write a figure as official documents do: "1.234,5 phần việc", "85,29% (29/34)"; "chưa có" when not known."""
    if figure[key] is None:
        return UNKNOWN
    said = _number(figure[key], figure["places"])
    unit = figure["unit"]
    said += "%" if unit == "%" else f" {unit}" if unit else ""
    parts = parts_words(figure, _number) if key == "value" else ""
    return f"{said} ({parts})" if parts else said


def _number(text: str, places: int | None = None) -> str:
    return format_number(Decimal(text), places).replace(THIN_SPACE, ".")


def _chart(section: Mapping[str, Any]) -> Chart | None:
    """Draw the counts of one unit of measure beside those of the last period, where there are several to compare."""
    units = [one["unit"] for one in section["figures"] if one["rule"] == "sum" and one["value"] is not None]
    unit = max(set(units), key=lambda one: (units.count(one), one), default="")
    bars = [
        one
        for one in section["figures"]
        if one["rule"] == "sum" and one["value"] is not None and one["unit"] == unit
    ][:_MOST_BARS]
    if len(bars) < 3:
        return None
    series = [Series("Kỳ này", tuple(Decimal(one["value"]) for one in bars))]
    if any(one["last_value"] is not None for one in bars):
        last = tuple(None if one["last_value"] is None else Decimal(one["last_value"]) for one in bars)
        series.append(Series("Kỳ trước", last))
    return Chart(section["title"], "bar", tuple(one["label"] for one in bars), tuple(series), unit, 0)


def _annexes(content: Mapping[str, Any]) -> Iterable[Appendix]:
    tables: list[Block] = []
    for section in content["sections"]:
        if section["figures"]:
            tables += [
                Paragraph(plain(section["title"], bold=True), align="left"),
                _table(section["figures"], name=section["title"][:31]),
            ]
    number = 0
    if tables:
        number += 1
        yield Appendix(f"Phụ lục {write_roman(number)}", "Số liệu thống kê", tuple(tables))
    merged = stretches_annex(content["sections"])
    if merged:
        number += 1
        yield Appendix(f"Phụ lục {write_roman(number)}", STRETCHES, merged)
    if content["gathered_from"]:
        number += 1
        units = content["gathered_from"]
        said: tuple[Block, ...] = ()
        # Over many pages nobody finds who is missing: they stand first. Editions from before this order have no
        # "made_on" and are made again as they were.
        if len(units) > _MANY_UNITS and content["head"].get("made_on"):
            units = sorted(units, key=lambda one: bool(one["counted"]))
            missing = sum(not one["counted"] for one in units)
            said = (
                Paragraph(
                    plain(
                        f"{len(units) - missing}/{len(units)} đơn vị có báo cáo trong số liệu; {missing} đơn vị chưa gửi "
                        "đứng đầu bảng."
                    )
                ),
            )
        rows = tuple((Cell(at), Cell(one["unit"]), Cell(_counted(one))) for at, one in enumerate(units, 1))
        table = Table(
            (Column(8, "center"), Column(62), Column(30)),
            (tuple(Cell(title) for title in ("TT", "Đơn vị", "Báo cáo của kỳ")),),
            rows,
            name="Đơn vị",
        )
        yield Appendix(
            f"Phụ lục {write_roman(number)}", "Đơn vị có báo cáo trong số liệu tổng hợp", (*said, table)
        )


def _counted(unit: Mapping[str, Any]) -> str:
    said = "đã tính" if unit["counted"] else "chưa gửi, không tính"
    return f"{said}; {unit['how']}" if unit.get("how") else said


def _table(figures: Sequence[Figure], *, name: str) -> Table:
    rows = tuple(
        (
            Cell(at),
            Cell(_labelled(one)),
            Cell(_decimal(one["value"]), places=one["places"]),
            Cell(_decimal(one["last_value"]), places=one["places"]),
            Cell(_remark(one)),
        )
        for at, one in enumerate(figures, 1)
    )
    return Table(_COLUMNS, (tuple(Cell(title) for title in _HEAD),), rows, name=name)


def _labelled(figure: Figure) -> str:
    label, unit = str(figure["label"]), str(figure["unit"])
    return f"{label} ({unit})" if unit and unit not in label.lower() else label


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _remark(figure: Figure) -> str:
    made_of = parts_words(figure, _number)
    parts = [made_of] if made_of else []
    if figure["is_changed"]:
        reckoned = UNKNOWN if figure["reckoned"] is None else _number(figure["reckoned"], figure["places"])
        parts.append(f"Sửa tay, chương trình tính: {reckoned}. Lý do: {figure['reason']}")
    elif figure["origin"] == "typed" and figure["reason"]:
        parts.append(f"Nguồn: {figure['reason']}")
    merged = stretch_remark(figure)
    return "; ".join([*parts, merged] if merged else parts)
