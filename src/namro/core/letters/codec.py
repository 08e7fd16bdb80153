"""A letter as JSON of schema `namro.letter/1`, and back; what does not fit is refused with the place of it."""

import base64
import binascii
from datetime import date
from decimal import Decimal
from typing import Any

from namro.core.errors import Refusal
from namro.core.letters.codec_places import Place, day_of, decimal_of, number_of, places_of, share_of
from namro.core.letters.marks import NO_SECRETS, circulation_mark, contact_line, urgency_mark
from namro.core.letters.model import (
    SCHEMA,
    Appendix,
    Block,
    Cell,
    Chart,
    Column,
    Depth,
    Kind,
    Letter,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Series,
    Signature,
    Table,
    Text,
    Value,
)

Tree = dict[str, Any]
_WIDEST_MM = 400
_SECRECY = ("secrecy", "do_mat")  # fields that people try


def to_tree(letter: Letter) -> Tree:
    """Give a letter as a tree for JSON; `from_tree` gives the same letter back."""
    return {
        "schema": SCHEMA,
        "kind": letter.kind.value,
        "superior": letter.superior,
        "issuer": letter.issuer,
        "issuer_name": letter.issuer_name,
        "number": letter.number,
        "symbol": letter.symbol,
        "place": letter.place,
        "issued_on": letter.issued_on.isoformat() if letter.issued_on else None,
        "abstract": letter.abstract,
        "addressees": list(letter.addressees),
        "grounds": list(letter.grounds),
        "blocks": [_block_to_tree(block) for block in letter.blocks],
        "signature": _signature_to_tree(letter.signature),
        "second_signature": _signature_to_tree(letter.second_signature) if letter.second_signature else None,
        "recipients": list(letter.recipients),
        "appendices": [
            {
                "label": one.label,
                "title": one.title,
                "landscape": one.landscape,
                "blocks": [_block_to_tree(block) for block in one.blocks],
            }
            for one in letter.appendices
        ],
        "urgency": letter.urgency,
        "circulation": letter.circulation,
        "drafter": letter.drafter,
        "contact": letter.contact,
        "is_draft": letter.is_draft,
    }


def from_tree(tree: Any) -> Letter:
    """Read a letter; raises `Refusal` with the place of what is missing or wrong."""
    top = Place(tree, "văn bản")
    if top.get("schema", str) != SCHEMA:
        raise Refusal(f"Nội dung không phải văn bản dạng {SCHEMA}; hãy xem lại trường “schema”.")
    try:
        kind = Kind(top.get("kind", str))
    except ValueError:
        known = ", ".join(one.value for one in Kind)
        raise Refusal(f"Loại văn bản “{top.tree['kind']}” không có; các loại: {known}.") from None
    if any(top.tree.get(name) for name in _SECRECY):
        raise Refusal(NO_SECRETS)
    second = top.tree.get("second_signature")
    return Letter(
        kind=kind,
        issuer=top.filled("issuer"),
        abstract=top.filled("abstract"),
        issuer_name=top.words("issuer_name"),
        superior=top.words("superior"),
        number=top.words("number"),
        symbol=top.words("symbol"),
        place=top.words("place"),
        issued_on=day_of(top.tree.get("issued_on"), "văn bản, issued_on"),
        addressees=top.lines("addressees"),
        grounds=top.lines("grounds"),
        blocks=_blocks(top, "blocks"),
        signature=_signature(Place(top.tree.get("signature") or {}, "chữ ký")),
        second_signature=_signature(Place(second, "chữ ký thứ hai")) if second else None,
        recipients=top.lines("recipients"),
        appendices=tuple(
            Appendix(one.words("label"), one.words("title"), _blocks(one, "blocks"), one.flag("landscape"))
            for one in top.items("appendices", "phụ lục")
        ),
        urgency=urgency_mark(top.words("urgency")),
        circulation=circulation_mark(top.words("circulation")),
        drafter=top.words("drafter"),
        contact=contact_line(top.words("contact")),
        is_draft=top.flag("is_draft"),
    )


def _signature_to_tree(signature: Signature) -> Tree:
    return {"authority": list(signature.authority), "position": signature.position, "name": signature.name}


def _signature(place: Place) -> Signature:
    return Signature(place.lines("authority"), place.words("position"), place.words("name") or None)


def _text_to_tree(text: Text) -> Any:
    if len(text) == 1 and not (text[0].bold or text[0].italic or text[0].note):
        return text[0].text
    return [
        {"text": run.text, "bold": run.bold, "italic": run.italic} | ({"note": run.note} if run.note else {})
        for run in text
    ]


def _text(value: Any, where: str) -> Text:
    if isinstance(value, str):
        return (Run(value),) if value else ()
    if isinstance(value, list):
        runs = [Place(one, where) for one in value]
        return tuple(
            Run(run.words("text"), run.flag("bold"), run.flag("italic"), run.words("note")) for run in runs
        )
    raise Refusal(f"Phần “{where}” cần có chữ.")


def _block_to_tree(block: Block) -> Tree:
    match block:
        case Paragraph():
            return {
                "is": "paragraph",
                "depth": block.depth.value,
                "number": block.number,
                "heading": block.heading,
                "align": block.align,
                "text": _text_to_tree(block.text),
            }
        case Table():
            return {
                "is": "table",
                "caption": block.caption,
                "name": block.name,
                "columns": [{"share": column.share, "align": column.align} for column in block.columns],
                "head": [[_cell_to_tree(cell) for cell in row] for row in block.head],
                "rows": [[_cell_to_tree(cell) for cell in row] for row in block.rows],
            }
        case Chart():
            return {
                "is": "chart",
                "title": block.title,
                "kind": block.kind,
                "labels": list(block.labels),
                "unit": block.unit,
                "places": block.places,
                "descending": block.descending,
                "series": [
                    {
                        "name": one.name,
                        "values": [None if v is None else str(v) for v in one.values],
                        **({"meaning": one.meaning} if one.meaning else {}),
                    }
                    for one in block.series
                ],
            }
        case Picture():
            return {
                "is": "picture",
                "words": block.words,
                "width_mm": block.width_mm,
                "content": base64.b64encode(block.content).decode("ascii"),
            }
        case PageBreak():
            return {"is": "page_break"}


def _blocks(place: Place, name: str) -> tuple[Block, ...]:
    return tuple(_block(one) for one in place.items(name, "khối"))


_ALIGNS = ("justify", "left", "center", "right", "")


def _align(place: Place, standard: str) -> str:
    align = place.words("align") or standard
    if align not in _ALIGNS:
        raise Refusal(
            f"Phần “{place.where}”: canh lề “{align}” không có; dùng justify, left, center hoặc right."
        )
    return align


def _block(place: Place) -> Block:
    match place.tree.get("is"):
        case "paragraph":
            try:
                depth = Depth(place.words("depth") or Depth.PLAIN)
            except ValueError:
                raise Refusal(f"Phần “{place.where}” có bậc “{place.tree['depth']}” không có.") from None
            return Paragraph(
                _text(place.tree.get("text", ""), place.where),
                depth,
                place.words("number"),
                place.flag("heading"),
                _align(place, "justify"),
            )
        case "table":
            return _table(place)
        case "chart":
            return _chart(place)
        case "picture":
            try:
                content = base64.b64decode(place.filled("content"), validate=True)
            except (binascii.Error, ValueError):
                raise Refusal(f"Phần “{place.where}”: ảnh không phải base64.") from None
            width = place.whole("width_mm", 160)
            if not 1 <= width <= _WIDEST_MM:
                raise Refusal(f"Phần “{place.where}”: bề rộng ảnh phải từ 1 đến {_WIDEST_MM} mm.")
            return Picture(content, place.words("words"), width)
        case "page_break":
            return PageBreak()
        case other:
            raise Refusal(
                f"Phần “{place.where}” thuộc loại “{other}” không có; các loại: paragraph, table, chart, picture, "
                "page_break."
            )


def _table(place: Place) -> Table:
    columns = tuple(Column(share_of(one), _align(one, "left")) for one in place.items("columns", "cột"))
    if not columns or any(column.share <= 0 for column in columns):
        raise Refusal(f"Phần “{place.where}”: bảng cần ít nhất một cột, mỗi cột rộng hơn 0.")
    return Table(
        columns,
        _rows(place, "head"),
        _rows(place, "rows"),
        caption=place.words("caption"),
        name=place.words("name"),
    )


def _rows(place: Place, name: str) -> tuple[tuple[Cell, ...], ...]:
    found = place.tree.get(name) or []
    if not isinstance(found, list) or any(not isinstance(row, list) for row in found):
        raise Refusal(
            f"Phần “{place.where}”, trường “{name}” phải là danh sách các hàng, mỗi hàng là danh sách ô."
        )
    return tuple(
        tuple(_cell(one, f"{place.where}, hàng {at}") for one in row) for at, row in enumerate(found, start=1)
    )


def _cell_to_tree(cell: Cell) -> Any:
    look = {
        "columns": cell.columns if cell.columns != 1 else None,
        "rows": cell.rows if cell.rows != 1 else None,
        "places": cell.places,
        "bold": cell.bold or None,
        "italic": cell.italic or None,
        "align": cell.align or None,
    }
    tree = {name: value for name, value in look.items() if value is not None}
    if cell.text:
        return tree | {"text": _text_to_tree(cell.text)}
    value = cell.value
    if isinstance(value, date):
        return tree | {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return tree | {"number": str(value)}
    if isinstance(value, int):
        return tree | {"number": value}
    return value if not tree else tree | {"value": value}


def _cell(tree: Any, where: str) -> Cell:
    if tree is None or isinstance(tree, str):
        return Cell(tree)
    if isinstance(tree, int | float) and not isinstance(tree, bool):
        return Cell(number_of(tree, where))
    place = Place(tree, where)
    value: Value = ""
    if "date" in place.tree:
        value = day_of(place.tree["date"], where)
    elif "number" in place.tree:
        value = None if place.tree["number"] is None else number_of(place.tree["number"], where)
    elif place.tree.get("value") is None and "value" in place.tree:
        value = None
    elif "value" in place.tree:
        value = place.words("value")
    columns, rows = place.whole("columns", 1), place.whole("rows", 1)
    if columns < 1 or rows < 1:
        raise Refusal(f"Phần “{where}”: số cột, số hàng gộp của ô phải từ 1.")
    return Cell(
        value,
        _text(place.tree["text"], where) if "text" in place.tree else (),
        columns,
        rows,
        places_of(place, 0) if place.tree.get("places") is not None else None,
        place.flag("bold"),
        place.flag("italic"),
        _align(place, ""),
    )


def _chart(place: Place) -> Chart:
    labels = place.lines("labels")
    series = []
    for one in place.items("series", "dãy số"):
        values = one.tree.get("values")
        if not isinstance(values, list) or len(values) != len(labels):
            raise Refusal(f"Phần “{one.where}” cần {len(labels)} số, một cho mỗi nhãn; chưa có thì ghi null.")
        series.append(
            Series(
                one.words("name"),
                tuple(None if value is None else decimal_of(value, one.where) for value in values),
                one.words("meaning"),
            )
        )
    kind = place.words("kind") or "bar"
    if kind not in ("line", "bar", "stacked") or not labels or not series:
        raise Refusal(f"Phần “{place.where}”: biểu đồ cần nhãn, dãy số và loại line, bar hoặc stacked.")
    return Chart(
        place.words("title"),
        kind,
        labels,
        tuple(series),
        place.words("unit"),
        places_of(place, 2),
        place.flag("descending"),
    )
