"""A frozen briefing as a letter of exactly two pages: what moved and who is late, then what is to be decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from namro.core.letters.model import (
    Block,
    Cell,
    Depth,
    Kind,
    Letter,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    plain,
)
from namro.core.letters.pdf import pdf
from namro.core.scorecards import FEWEST
from namro.core.text import format_date
from namro.web.reports.briefing.fitting import Fullness, fitted, page_count, shortened
from namro.web.reports.documents.writing import (
    NOT_KNOWN,
    bare,
    dash,
    number,
    said,
    section,
    share,
    source_note,
    table,
)

PAGES = 2
_LETTERS = (700, 600, 500, 420, 360, 320, 280, 240, 200, 160, 130, 110, 90, 70, 40)
_ROWS = tuple(range(20, -1, -1))
_ALWAYS_TOLD = {"xong", "cham", "moi"}


def briefing_pdf(content: Mapping[str, Any]) -> bytes:
    """Draw the briefing on exactly two pages; lists that do not fit say how many more there are.

    Texts are cut only as far as they must be with no list at all; then the list is as long as the room allows.
    """
    whole = [Fullness(0, letters) for letters in _LETTERS]
    _, kept = fitted(lambda full: briefing_letter(content, full), PAGES, whole)
    rows = [Fullness(number, kept.letters) for number in _ROWS]
    made, full = fitted(lambda full: briefing_letter(content, full), PAGES, rows)
    if page_count(made) < PAGES:
        made = pdf(briefing_letter(content, full, is_apart=True))
    return made


def briefing_letter(content: Mapping[str, Any], full: Fullness, *, is_apart: bool = False) -> Letter:
    """Give the briefing as a letter with lists and texts as long as `full` says.

    `is_apart`: what is to be decided begins a page of its own, where everything would fit on one.
    """
    head, issuer = content["head"], content["issuer"]
    day = date.fromisoformat(head["day"])
    return Letter(
        kind=Kind.REPORT,
        superior=issuer["superior"],
        issuer=issuer["issuer"],
        issuer_name=issuer["name"],
        symbol="-".join(part for part in ("BC", issuer["symbol"]) if part),
        place=issuer["place"],
        abstract=shortened(head["title"], min(160, full.letters + 40)),
        blocks=(
            section(0, "Chuyển biến"),
            *_moved(content, full),
            section(1, "Đơn vị chậm"),
            *_late(content, full),
            *((PageBreak(),) if is_apart else ()),
            section(2, "Việc cần quyết định"),
            *_decisions(content, full),
            *source_note(day, head["source"], invented=head["invented"]),
        ),
        signature=Signature((), issuer["position"], None),
        recipients=("Chủ tịch UBND tỉnh", "Lưu: VT"),
        is_draft=True,
    )


def place_words(one: Mapping[str, Any]) -> str:
    """Write a rank with its whole: "16/63"."""
    if one["rank"] is None:
        return NOT_KNOWN
    return f"{one['rank']}/{one['of']}" if one["of"] else str(one["rank"])


def change_words(change: int | None) -> str:
    """Write a change of rank: "tăng 11 bậc"."""
    if change is None:
        return NOT_KNOWN
    return "giữ nguyên" if not change else f"{'tăng' if change > 0 else 'giảm'} {abs(change)} bậc"


def score_words(one: Mapping[str, Any]) -> str:
    """Write what an index reached: its score, or its share where no score is known."""
    if one["score"] is not None:
        return bare(Decimal(one["score"]))
    return NOT_KNOWN if one["percent"] is None else f"{bare(Decimal(one['percent']))}%"


def loss_words(one: Mapping[str, Any]) -> str:
    """Write what an index lost and what came back; what is not known is said."""
    if one["lost_count"] is None:
        return f"{one['index']} {one['year']}: chưa có điểm từng tiêu chí nên chưa tính được điểm mất."
    words = (
        f"{one['index']} {one['year']}: {one['lost_count']} tiêu chí mất {number(Decimal(one['lost_sum']), 3)} điểm, "
        f"{share(one['answered_count'], one['lost_count'])} đã có nhiệm vụ"
    )
    back = ", ".join(f"{count} {what}" for what, count in one["returns"])
    return f"{words}; {'năm sau: ' + back if back else 'chưa biết năm sau lấy lại bao nhiêu'}."


def work_words(content: Mapping[str, Any]) -> str:
    """Write how the obligations stand, every share with its denominator."""
    work = content["work"]
    if not work["total"]:
        return "Chưa có phần việc nào đến kỳ thực hiện."
    return (
        f"{number(work['total'])} phần việc: hoàn thành {share(work['done'], work['total'])}, "
        f"chờ duyệt {share(work['waiting'], work['total'])}, quá hạn {share(work['late'], work['total'])}; "
        f"đúng hạn {share(work['on_time'], work['judged'])} phần việc xét được."
    )


def moved_words(content: Mapping[str, Any]) -> str:
    """Write what changed since the day compared with."""
    head = content["head"]
    told = [
        f"{number(row['count'])} {row['label']}"
        for row in content["moved"]
        if row["code"] != "giu-nguyen" and (row["count"] or row["code"] in _ALWAYS_TOLD)
    ]
    since = format_date(date.fromisoformat(head["since"]))
    return f"Từ ngày {since} ({head['since_words']}): {', '.join(told)}."


def late_words(content: Mapping[str, Any]) -> str:
    """Write how many units are late, of all that owe something."""
    late = content["late"]
    if not late["units_late"]:
        return "Không đơn vị nào có phần việc quá hạn."
    return f"{share(late['units_late'], late['units'])} đơn vị có phần việc quá hạn. {late['rule']}"


def head_words(row: Mapping[str, Any]) -> str:
    """Name the head of a unit; one that is not known is said."""
    return row["head"] or NOT_KNOWN


def _moved(content: Mapping[str, Any], full: Fullness) -> Iterable[Block]:
    if not content["indices"]:
        yield said("Chưa có kết quả công bố của chỉ số nào.")
    else:
        heads = (
            ("Chỉ số", 22.0, "left"),
            ("Năm", 10.0, "center"),
            ("Kết quả", 14.0, "center"),
            ("Hạng", 14.0, "center"),
            ("Tăng, giảm", 18.0, "center"),
            ("Mất điểm", 22.0, "center"),
        )
        rows = (
            (
                one["index"] + ("" if one["verified"] else " (chưa kiểm chứng)"),
                str(one["year"]),
                score_words(one),
                place_words(one),
                change_words(one["rank_change"]),
                NOT_KNOWN if one["lost_sum"] is None else number(Decimal(one["lost_sum"]), 3),
            )
            for one in content["indices"]
        )
        yield table(heads, rows, name="Chỉ số")
        for one in content["indices"]:
            yield dash(loss_words(one))
    yield dash(work_words(content))
    yield dash(moved_words(content))


def _late(content: Mapping[str, Any], full: Fullness) -> Iterable[Block]:
    late = content["late"]
    yield said(late_words(content))
    rows: Sequence[Mapping[str, Any]] = late["rows"][: full.rows]
    if rows:
        yield late_table(rows, limit=full.letters)
    left = late["units_late"] - len(rows)
    if left > 0:
        yield said(f"Còn {number(left)} đơn vị nữa, xem ở trang Bảng điểm.", italic=True)
    if any(row["is_small"] for row in rows):
        yield said(f"(*) Đơn vị có dưới {FEWEST} phần việc.", italic=True)


def late_table(rows: Sequence[Mapping[str, Any]], *, limit: int = 80) -> Any:
    """Give the table of late units; what is small is marked."""
    heads = (
        ("TT", 6.0, "center"),
        ("Đơn vị", 36.0, "left"),
        ("Người đứng đầu", 22.0, "left"),
        ("Quá hạn", 22.0, "right"),
        ("Không báo cáo", 14.0, "right"),
    )
    return table(
        heads,
        (
            (
                at,
                shortened(row["unit"], min(80, limit)) + (" (*)" if row["is_small"] else ""),
                shortened(head_words(row), 40),
                Cell(share(row["late"], row["total"])),
                row["silent"],
            )
            for at, row in enumerate(rows, start=1)
        ),
        name="Đơn vị chậm",
    )


def _decisions(content: Mapping[str, Any], full: Fullness) -> Iterable[Block]:
    chosen = content["decisions"]["chosen"]
    if not chosen:
        yield said("Không có việc nào chờ quyết định theo cách chọn của chương trình.")
    for at, one in enumerate(chosen, start=1):
        yield Paragraph(
            (Run(shortened(one["title"], full.letters), bold=True),), Depth.CLAUSE, f"{at}.", heading=False
        )
        yield said(f"{one['kind']}. {shortened(one['reason'], full.letters)}")
        if one["sentence"]:
            yield Paragraph(plain(f"Đề nghị: {shortened(one['sentence'], full.letters)}"))
    left = content["decisions"]["candidates"] - len(chosen)
    if left > 0:
        yield said(
            f"Còn {number(left)} việc nữa cũng có thể cần quyết định, xem trên chương trình.", italic=True
        )
