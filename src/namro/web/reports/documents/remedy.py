"""The remedy plan for the next year, proposed from the book of points in the form of Plan 359.

One appendix per index: every lost criterion with its loss and rank of loss, its cause, and the tasks that worked
last time. What `namro read` reads back are the tasks that an officer edits; this is how the next plan begins.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from namro.core.errors import Refusal
from namro.core.letters.model import Appendix, Block, Cell, Depth, Letter, Paragraph, Table, plain
from namro.core.letters.templates import Wording, letter_from, template_called
from namro.web.reports.documents.facts import Loss, LossBook, PastTask
from namro.web.reports.documents.issuers import PROVINCE_NAME, interior_department
from namro.web.reports.documents.writing import (
    ROMAN,
    bare,
    number,
    section,
    source_note,
    table,
    without_marks,
)

KEY = "khac-phuc"
NO_TASK = "Cần xây dựng nhiệm vụ, giải pháp khắc phục (chưa có nhiệm vụ nào đã làm đúng hạn và lấy lại điểm)."
_COLUMNS = (
    ("STT", 4.0, "center"),
    ("Tiêu chí bị trừ điểm", 15.0, "left"),
    ("Nhiệm vụ/giải pháp", 29.0, "justify"),
    ("Đơn vị chủ trì thực hiện", 12.0, "left"),
    ("Đơn vị phối hợp", 10.0, "left"),
    ("Thời hạn hoàn thành", 8.0, "center"),
    ("Điểm mất", 9.0, "left"),
    ("Nguyên nhân", 13.0, "left"),
)


def remedy_letter(
    books: Sequence[LossBook], year: int, wording: Wording, *, day: date, invented: bool = False
) -> Letter:
    """Give the draft of the plan of `year`; raises `Refusal` when no index has a lost criterion."""
    without = [book for book in books if not book.losses]
    books = [book for book in books if book.losses]
    if not books:
        raise Refusal(
            "Chưa có tiêu chí mất điểm nào trong sổ điểm đến ngày làm việc nên chưa lập được kế hoạch khắc phục; "
            "hãy nhập kết quả công bố ở trang Kết quả."
        )
    issuer = interior_department()
    values = issuer.values(day) | {
        "cac_chi_so": ", ".join(book.index for book in books),
        "ket_qua": "; ".join(_result(book) for book in books),
        "nam_ke_hoach": str(year),
        "ten_co_quan": f"Ủy ban nhân dân tỉnh {PROVINCE_NAME}",
        "ky_hieu_co_quan": "UBND",
        "dia_danh": PROVINCE_NAME,
    }
    blocks = [*_body(books, without, year)]
    sources = "; ".join(
        dict.fromkeys(f"sổ điểm {book.index} năm {book.year} ({book.basis})" for book in books)
    )
    blocks += source_note(day, sources, invented=invented)
    appendices = [_appendix(at, book) for at, book in enumerate(books)]
    return letter_from(template_called(KEY), wording, values, blocks=blocks, appendices=appendices)


def _result(book: LossBook) -> str:
    parts = []
    if book.score is not None:
        parts.append(f"đạt {bare(book.score)}" + (f"/{bare(book.maximum)}" if book.maximum else "") + " điểm")
    if book.percent is not None:
        parts.append(f"tỷ lệ {bare(book.percent)}%")
    if book.rank is not None:
        parts.append(f"xếp thứ {book.rank}" + (f"/{book.of}" if book.of else ""))
    return f"{book.index} năm {book.year} " + (", ".join(parts) or "chưa có tổng điểm")


def _body(books: Sequence[LossBook], without: Sequence[LossBook], year: int) -> Iterable[Block]:
    yield section(0, "MỤC TIÊU")
    for at, book in enumerate(books, start=1):
        words = f"Chỉ số {_result(book)}; mục tiêu năm {year}: …"
        yield Paragraph(plain(words), Depth.CLAUSE, f"{at}.")
    yield section(1, "NHIỆM VỤ, GIẢI PHÁP KHẮC PHỤC")
    for at, book in enumerate(books, start=1):
        known = [one for one in book.losses if one.lost is not None]
        lost = sum((one.lost for one in known if one.lost is not None), start=Decimal(0))
        words = f"Chỉ số {book.index}: {len(book.losses)} tiêu chí bị trừ điểm"
        if known:
            words += f", cộng {number(lost, 3)} điểm {book.basis}"
        yield Paragraph(plain(f"{words} (có {_label(at - 1)} kèm theo)."), Depth.CLAUSE, f"{at}.")
    for at, book in enumerate(without, start=len(books) + 1):
        words = f"Chỉ số {book.index} năm {book.year}: chưa có điểm từng tiêu chí nên chưa lập được phụ lục."
        yield Paragraph(plain(words), Depth.CLAUSE, f"{at}.")
    yield section(2, "TỔ CHỨC THỰC HIỆN")
    yield Paragraph(
        plain(
            "Các đơn vị được giao chủ trì ban hành kế hoạch thực hiện, báo cáo định kỳ hàng quý, 6 tháng, năm gửi Sở Nội vụ."
        ),
        Depth.CLAUSE,
        "1.",
    )
    yield Paragraph(
        plain("Sở Nội vụ theo dõi, đôn đốc, tổng hợp báo cáo Ủy ban nhân dân tỉnh."), Depth.CLAUSE, "2."
    )


def _label(at: int) -> str:
    return f"Phụ lục {ROMAN[at]}"


def _appendix(at: int, book: LossBook) -> Appendix:
    title = (
        f"Các tiêu chí bị trừ điểm của Chỉ số {book.index} năm {book.year} và nhiệm vụ, giải pháp khắc phục"
    )
    return Appendix(_label(at), title, (_table(at, book),), landscape=True)


def _table(at: int, book: LossBook) -> Table:
    rows: list[Sequence[Cell | str]] = []
    axis, axes, place = "", 0, 0
    for loss in book.losses:
        if loss.axis and loss.axis != axis:
            axis, axes, place = loss.axis, axes + 1, 0
            axes = max(axes, int(loss.axis_no)) if loss.axis_no.isdigit() else axes
            heads = (Cell(_roman(axes), bold=True), Cell(axis, bold=True))
            rows.append((*heads, *(Cell("") for _ in _COLUMNS[2:])))
        place += 1
        rows += _loss(str(place), loss)
    return table(_COLUMNS, rows, name=_label(at))


def _loss(place: str, loss: Loss) -> Iterable[Sequence[Cell | str]]:
    worked = [task for task in loss.past if task.has_worked]
    tasks: Sequence[PastTask | None] = worked or [None]
    height = len(tasks)
    for at, task in enumerate(tasks):
        own = (without_marks(task.text), task.lead, task.cooperating, "") if task else (NO_TASK, "", "", "")
        if at:
            yield own
            continue
        yield (
            Cell(place, rows=height),
            Cell(loss.name, rows=height),
            *own,
            Cell(_lost(loss), rows=height),
            Cell(_cause(loss), rows=height),
        )


def _lost(loss: Loss) -> str:
    if loss.lost is None:
        return "chưa có số"
    place = f" (mất nhiều thứ {loss.place})" if loss.place else ""
    return f"{number(loss.lost, 3)}{place}"


def _cause(loss: Loss) -> str:
    words = [loss.cause.strip().rstrip(".")] if loss.cause.strip() else ["Chưa ghi nguyên nhân"]
    if loss.past:
        done = sum(task.has_worked for task in loss.past)
        words.append(f"nhiệm vụ trước đây: {number(len(loss.past))}, đã có tác dụng: {number(done)}")
    else:
        words.append("trước đây chưa có nhiệm vụ")
    return "; ".join(words) + "."


def _roman(position: int) -> str:
    return ROMAN[position - 1] if 0 < position <= len(ROMAN) else str(position)
