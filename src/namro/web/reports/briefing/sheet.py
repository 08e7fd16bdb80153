"""The one-page sheet of a unit as a letter of exactly one page."""

from collections.abc import Iterable

from namro.core.letters.model import Block, Kind, Letter, Signature
from namro.core.text import format_date
from namro.web.plans.states import Shown
from namro.web.reports.briefing.fitting import Fullness, fitted, shortened
from namro.web.reports.briefing.selectors.sheets import Sheet, points_words
from namro.web.reports.documents.issuers import interior_department
from namro.web.reports.documents.writing import number, said, section, share, source_note, table

VERSIONS = tuple(
    Fullness(rows, letters)
    for rows, letters in (
        (12, 140), (10, 120), (8, 110), (7, 100), (6, 90), (5, 80), (4, 75), (3, 70), (2, 60), (1, 50), (0, 40),
    )
)  # fmt: skip
_STATES = (
    Shown.ACCEPTED,
    Shown.SUBMITTED,
    Shown.IN_PROGRESS,
    Shown.RETURNED,
    Shown.NOT_STARTED,
    Shown.OVERDUE,
    Shown.SILENT,
)


def sheet_pdf(sheet: Sheet, *, invented: bool = False) -> bytes:
    """Draw the sheet on exactly one page; lists that do not fit say how many more there are."""
    return fitted(lambda full: sheet_letter(sheet, full, invented=invented), 1, VERSIONS)[0]


def sheet_letter(sheet: Sheet, full: Fullness, *, invented: bool = False) -> Letter:
    """Give the sheet as a letter with lists and texts as long as `full` says."""
    issuer = interior_department()
    head = sheet.head or "chưa có trong danh sách"
    return Letter(
        kind=Kind.REPORT,
        superior=issuer.superior,
        issuer=issuer.issuer,
        issuer_name=issuer.name,
        symbol="-".join(part for part in ("BC", issuer.symbol) if part),
        place=issuer.place,
        abstract=f"Tình hình của {shortened(sheet.unit.name, 80)}",
        blocks=(
            said(f"Người đứng đầu: {shortened(head, 60)}. {_standing(sheet)}"),
            _states(sheet),
            section(0, "Quá hạn"),
            *_late(sheet, full),
            section(1, "Tiêu chí phụ trách"),
            *_criteria(sheet, full),
            said("Chờ đơn vị: " + waiting_words(sheet)),
            *source_note(sheet.day, "chương trình Năm Rõ, báo cáo của đơn vị", invented=invented),
        ),
        signature=Signature((), issuer.position, None),
        recipients=("Lưu: VT",),
        is_draft=True,
    )


def _standing(sheet: Sheet) -> str:
    counts = sheet.numbers.counts
    place = sheet.place.row.rank_words if sheet.place else "chưa có phần việc để xếp hạng"
    ranked = sheet.place is not None and sheet.place.row.rank is not None
    level = sheet.unit.get_level_display().lower()
    return (
        f"Hoàn thành {share(counts.done, counts.total)}, đúng hạn {share(counts.on_time, counts.judged)}; "
        f"{f'hạng {place} trong {level}' if ranked else place}."
    )


def waiting_words(sheet: Sheet) -> str:
    """Write what waits for the unit."""
    return (
        "; ".join(f"{one.label.lower()}: {number(one.count)}" for one in sheet.waiting) + "."
        if sheet.waiting
        else "không có việc nào."
    )


def _states(sheet: Sheet) -> Block:
    heads = [(str(state.label), 100 / 8, "center") for state in _STATES] + [("Cộng", 100 / 8, "center")]
    row = [sheet.tally.counts[state] for state in _STATES] + [sheet.tally.total]
    return table(heads, [row], name="Trạng thái")


def _late(sheet: Sheet, full: Fullness) -> Iterable[Block]:
    if not sheet.late:
        yield said("Không có phần việc quá hạn.")
        return
    shown = sheet.late_rows[: full.rows]
    if shown:
        heads = (
            ("Mã", 14.0, "left"),
            ("Nhiệm vụ", 50.0, "left"),
            ("Hạn", 18.0, "center"),
            ("Quá hạn", 18.0, "right"),
        )
        rows = (
            (
                one.task.code,
                shortened(one.task.text, full.letters),
                format_date(one.due),
                f"{number(days)} ngày",
            )
            for one, days in shown
            if one.due is not None
        )
        yield table(heads, rows, name="Quá hạn")
    if len(sheet.late) > len(shown):
        yield said(f"Còn {number(len(sheet.late) - len(shown))} phần việc quá hạn nữa.", italic=True)


def _criteria(sheet: Sheet, full: Fullness) -> Iterable[Block]:
    if not sheet.criteria:
        yield said("Chưa có tiêu chí nào gắn với nhiệm vụ của đơn vị.")
        return
    shown = sheet.criteria[: full.rows]
    if shown:
        heads = (
            ("Tiêu chí", 48.0, "left"),
            ("Chỉ số", 16.0, "left"),
            ("Điểm mất", 16.0, "right"),
            ("Hoàn thành", 20.0, "right"),
        )
        rows = (
            (
                shortened(row.criterion.name, full.letters),
                row.index,
                points_words(row),
                share(row.counts.done, row.counts.total),
            )
            for row in shown
        )
        yield table(heads, rows, name="Tiêu chí")
    if len(sheet.criteria) > len(shown):
        yield said(f"Còn {number(len(sheet.criteria) - len(shown))} tiêu chí nữa.", italic=True)
