"""The periodic report on administrative reform in the Ministry's outline, with its statistics annex.

Outline and columns of the annex are written from memory until somebody holds them against the Ministry's text: the
document says so where they stand. It is made from frozen content only, the words of its template among it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from namro.core.letters.model import Appendix, Block, Cell, Letter
from namro.core.letters.templates import letter_from, template_called
from namro.core.reports.diff import parts_words
from namro.core.text import format_date, write_roman
from namro.web.reports.documents.periodic import closing_of_head, report_letter
from namro.web.reports.documents.stretches import stretch_remark
from namro.web.reports.documents.writing import Day, in_sentence, number, said, table

KEY = "cchc"
KIND = "cchc-bo-noi-vu"
UNVERIFIED = "Đề cương và cột của biểu này chưa đối chiếu với văn bản gốc của Bộ Nội vụ."
_HEADS = (
    ("STT", 6.0, "center"),
    ("Chỉ tiêu thống kê", 44.0, "left"),
    ("Đơn vị tính", 14.0, "center"),
    ("Kết quả", 14.0, "right"),
    ("Ghi chú", 22.0, "left"),
)


def cchc_letter(content: Mapping[str, Any], *, is_draft: bool = False) -> Letter:
    """Give the report from frozen content of schema `namro.report/1`; what is not known is "chưa có", never 0."""
    head, issuer = content["head"], content["issuer"]
    day = head["as_of"] or head["at"][:10]
    template = template_called(KEY)
    values: dict[str, str | None] = {
        "co_quan_cap_tren": issuer["superior"],
        "co_quan": issuer["issuer"],
        "ten_co_quan": issuer["name"],
        "ky_hieu_co_quan": issuer["symbol"],
        "dia_danh": issuer["place"],
        "quyen_han": issuer["authority"],
        "chuc_vu": issuer["position"],
        "ngay_so_lieu": format_date(Day.fromisoformat(day)),
        "ky": in_sentence(head["period_label"]),
        "noi_nhan_bao_cao": head["receiver"]
        if head["is_consolidated"]
        else head["gatherer"] or head["receiver"],
    }
    drawn = report_letter(content, is_draft=is_draft)
    said_of = closing_of_head(head).rstrip(".") or f"Số liệu đến ngày {values['ngay_so_lieu']}"
    note = f"{said_of}; từng số kèm nguồn và cách tính trong chương trình Năm Rõ."
    blocks: list[Block] = [*drawn.blocks[1:], said(note, italic=True)]
    if not head["outline_verified"]:
        blocks.append(said(UNVERIFIED, italic=True))
    letter = letter_from(
        template,
        content.get("wording") or template.wording,
        values,
        blocks=blocks,
        appendices=tuple(_annexes(content, drawn)),
    )
    return replace(letter, signature=drawn.signature, is_draft=is_draft)


def _annexes(content: Mapping[str, Any], drawn: Letter) -> Iterable[Appendix]:
    rows = list(_rows(content["sections"]))
    rest = [one for one in drawn.appendices if one.title != "Số liệu thống kê"]
    if rows:
        blocks = (table(_HEADS, rows, name="Biểu thống kê"), said(UNVERIFIED, italic=True))
        yield Appendix("Phụ lục I", "Biểu thống kê cải cách hành chính", blocks)
    for at, one in enumerate(rest, start=2 if rows else 1):
        yield replace(one, label=f"Phụ lục {write_roman(at)}")


def _rows(sections: Sequence[Mapping[str, Any]]) -> Iterable[Sequence[Cell | str]]:
    for at, section in enumerate((one for one in sections if one["figures"]), start=1):
        yield Cell(write_roman(at), bold=True), Cell(section["title"], bold=True), "", "", ""
        for place, figure in enumerate(section["figures"], start=1):
            value = None if figure["value"] is None else Decimal(figure["value"])
            yield (
                str(place),
                figure["label"],
                figure["unit"],
                Cell(value, places=figure["places"]),
                _remark(figure),
            )


def _remark(figure: Mapping[str, Any]) -> str:
    made_of = parts_words(figure, lambda text: number(Decimal(text)))
    parts = [made_of] if made_of else []
    if figure["is_changed"]:
        parts.append(f"sửa tay: {figure['reason']}")
    elif figure["origin"] == "typed" and figure["reason"]:
        parts.append(f"nguồn: {figure['reason']}")
    merged = stretch_remark(figure).lower()
    return "; ".join([*parts, merged] if merged else parts)
