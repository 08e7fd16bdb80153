"""Scorecards, completeness, differences and inspections as workbooks."""

from collections.abc import Iterable
from datetime import date

from namro.core.scorecards import Kind
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.scorecards.models import Inspection
from namro.web.scorecards.selectors.completeness import HeardRow, Stretch
from namro.web.scorecards.selectors.snapshots import Compared, MovedRow
from namro.web.scorecards.selectors.table import LevelTable, Measure, note
from namro.web.ui.workbooks import Value, workbook

_UNITS = (
    ("Cấp", 12), ("Đơn vị", 34), ("Hạng", 8), ("Trong số", 8), ("Tổng", 8), ("Hoàn thành đúng hạn", 11),
    ("Hoàn thành trễ hạn", 11), ("Hoàn thành, không hạn", 11), ("Chờ duyệt", 9), ("Đang mở", 9), ("Quá hạn", 9),
    ("Không báo cáo", 10), ("Tỷ lệ đúng hạn", 18), ("Tỷ lệ hoàn thành", 18), ("Lần bị trả lại", 10),
    ("Lâu nhất chưa cập nhật (ngày)", 14), ("Chưa báo cáo lần nào", 12),
)  # fmt: skip
_HEARD = (
    ("Cấp", 12), ("Đơn vị", 34), ("Đến hạn trong kỳ", 10), ("Phải báo cáo đến nay", 11), ("Đã báo cáo", 10),
    ("Đầy đủ", 18), ("Đúng hạn", 10), ("Kịp thời", 18), ("Trễ hạn", 9), ("Chưa báo cáo", 10),
    ("Chưa đến hạn", 10), ("Gửi xong đúng hạn", 11),
)  # fmt: skip
_MOVED = (
    ("Đơn vị", 34), ("Cấp", 12), ("Mã", 14), ("Nhiệm vụ", 70), ("Kỳ", 14), ("Hạn", 12), ("Trước", 16), ("Sau", 16),
)  # fmt: skip
_INSPECTIONS = (
    ("Ngày", 12), ("Loại", 13), ("Đơn vị kiểm tra", 28), ("Người kiểm tra", 28), ("Đơn vị được kiểm tra", 30),
    ("Số biên bản, kết luận", 18), ("Nhiệm vụ", 20), ("Kết quả, phát hiện", 60), ("Phải khắc phục", 50),
    ("Hạn khắc phục", 12), ("Trạng thái", 16), ("Ngày đóng", 12),
)  # fmt: skip


def units_workbook(
    tables: Iterable[LevelTable], *, measure: Measure, day: date, is_illustration: bool
) -> bytes:
    """Give all units as a sheet, the denominators with the shares."""

    def rows() -> Iterable[list[Value]]:
        for table in tables:
            for row in table.rows:
                counts = row.counts
                yield [
                    table.label, row.unit.name, row.rank, row.of if row.rank else None, counts.total,
                    counts.of(Kind.DONE_ON_TIME), counts.of(Kind.DONE_LATE), counts.of(Kind.DONE_UNDATED),
                    counts.waiting, row.open, counts.of(Kind.OVERDUE), row.silent, row.on_time, row.done,
                    row.counted.returns, row.oldest_days, row.counted.never,
                ]  # fmt: skip

    words = f"{note(day)} Xếp hạng theo {measure.label.lower()}: {measure.why} Mẫu số dưới 5 không xếp hạng."
    return workbook(
        name="Bảng điểm",
        title=f"Bảng điểm các đơn vị đến ngày {format_date(day)}",
        note=_marked(words, is_illustration),
        columns=_UNITS,
        rows=rows(),
    )


def heard_workbook(rows: Iterable[HeardRow], *, stretch: Stretch, day: date, is_illustration: bool) -> bytes:
    """Give who reported and who did not."""
    return workbook(
        name="Đầy đủ, kịp thời",
        title=f"Báo cáo đầy đủ, kịp thời: {stretch.label}",
        note=_marked(note(day), is_illustration),
        columns=_HEARD,
        rows=(
            [
                row.unit.get_level_display(), row.unit.name, row.heard.due, row.heard.expected, row.heard.reported,
                row.heard.complete, row.heard.in_time, row.heard.timely, row.heard.late, row.heard.missing,
                row.heard.coming, row.heard.handed_in_time,
            ]
            for row in rows
        ),
    )  # fmt: skip


def moved_workbook(found: Compared, label: str, rows: Iterable[MovedRow], *, is_illustration: bool) -> bytes:
    """Give the obligations under a heading of a difference."""

    def values(row: MovedRow) -> list[Value]:
        one = row.obligation
        before, after = (str(shown.label) if shown else "chưa có" for shown in (row.before, row.after))
        if one is None:
            return ["không còn lưu", "", "", "", "", None, before, after]
        return [
            one.unit.name, _level(one.unit), one.task.code, one.task.text, one.period, one.due, before, after,
        ]  # fmt: skip

    return workbook(
        name="Thay đổi",
        title=f"{label}: {found.words}",
        note=_marked("Trạng thái xét tại cuối mỗi ngày.", is_illustration),
        columns=_MOVED,
        rows=(values(row) for row in rows),
    )


def inspections_workbook(rows: Iterable[Inspection], *, day: date) -> bytes:
    """Give inspections with what has to follow."""
    return workbook(
        name="Kiểm tra",
        title="Các cuộc kiểm tra việc thực hiện nhiệm vụ",
        note=f"Tình hình đến ngày {format_date(day)}.",
        columns=_INSPECTIONS,
        rows=(
            [
                one.inspected_on, one.get_kind_display(), one.inspector.name, one.people, one.unit.name, one.reference,
                ", ".join(task.code for task in one.tasks.all()), one.findings, one.follow_up, one.follow_up_due,
                one.get_state_display(), one.closed_on,
            ]
            for one in rows
        ),
    )  # fmt: skip


def _level(unit: Unit) -> str:
    return str(unit.get_level_display())


def _marked(words: str, is_illustration: bool) -> str:
    return f"{words} Số liệu minh họa, không phải số liệu thật." if is_illustration else words
