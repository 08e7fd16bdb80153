"""An urging letter as an official document, from the tree that is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from namro.core.letters.model import Cell, Column, Depth, Kind, Letter, Paragraph, Run, Signature, Table
from namro.core.text import format_date
from namro.web.chase.models import UrgingLetter

_COLUMNS = (Column(6, "center"), Column(48), Column(16), Column(15, "center"), Column(15, "center"))
_HEAD = ("TT", "Nhiệm vụ", "Kỳ", "Hạn", "Quá hạn (ngày)")


def document_of(letter: UrgingLetter, head: Mapping[str, str]) -> Letter:
    """Give the letter as a document with the head of an issuer; what is not known (signer) is left open."""
    content = letter.content
    number, _, symbol = letter.number.partition("/")
    day = format_date(date.fromisoformat(content["day"]))
    blocks: list[Paragraph | Table] = [
        _said(
            f"Qua theo dõi, đến ngày {day}, {content['unit']} còn {len(content['items'])} phần việc quá hạn "
            "chưa báo cáo hoàn thành (danh sách dưới đây)."
        )
    ]
    blocks += [_said(line) for line in since_lines(content)]
    blocks.append(
        _said(
            f"Đề nghị {content['unit']} chỉ đạo thực hiện, cập nhật kết quả và minh chứng trên chương trình Năm Rõ, "
            "nêu rõ vướng mắc (nếu có) để được hướng dẫn, xử lý."
        )
    )
    blocks.append(_table(content["items"]))
    return Letter(
        kind=Kind.LETTER,
        issuer=head["issuer"],
        superior=head["superior"],
        abstract="đôn đốc thực hiện nhiệm vụ quá hạn",
        number=number,
        symbol=symbol,
        place=head["place"],
        issued_on=letter.dated,
        addressees=(content["unit"],),
        blocks=tuple(blocks),
        signature=Signature(position=head["position"], name=head["signer"] or None),
        recipients=("Như trên", "Lưu: VT"),
        is_draft=letter.state == UrgingLetter.State.DRAFT,
    )


def since_lines(content: dict[str, Any]) -> list[str]:
    """Say what changed since the letter before; nothing in a first letter."""
    since = content["since"]
    if since is None:
        return []
    lines = [
        f"So với {since['words']} ({since['days']} ngày trước): {len(since['done'])} phần việc đã báo cáo xong, "
        f"{len(since['still'])} vẫn quá hạn, {len(since['new'])} mới quá hạn"
        + (f", {len(since['moved'])} đã đổi hạn hoặc chuyển đơn vị." if since["moved"] else ".")
    ]
    if since["done"]:
        lines.append("Đã báo cáo xong: " + ", ".join(item["code"] for item in since["done"]) + ".")
    return lines


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),), depth=Depth.PLAIN)


def _table(items: list[dict[str, Any]]) -> Table:
    rows = tuple(
        tuple(
            Cell(value)
            for value in (
                str(number),
                f"{item['code']}: {item['text']}",
                item["period"],
                format_date(date.fromisoformat(item["due"])),
                str(item["days"]),
            )
        )
        for number, item in enumerate(items, 1)
    )
    return Table(_COLUMNS, (tuple(Cell(title, bold=True) for title in _HEAD),), rows)


def dated_items(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the list of the letter with the due dates as days."""
    return [item | {"due_day": date.fromisoformat(item["due"])} for item in content["items"]]
