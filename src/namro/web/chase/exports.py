"""Reminders, deliveries and urging letters as workbooks."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from namro.core.text import format_date
from namro.web.chase.models import Delivery, UrgingLetter
from namro.web.chase.selectors.duties import DutyRow
from namro.web.chase.selectors.lists import NoticeRow
from namro.web.chase.texts import CHANNEL_NAMES
from namro.web.plans.selectors.standing import local_day
from namro.web.ui.workbooks import workbook

MOST_ROWS = 10_000
_NOTICES = (
    ("Ngày nhắc", 12), ("Đơn vị", 30), ("Mã nhiệm vụ", 14), ("Việc", 60), ("Kỳ", 14), ("Hạn", 12),
    ("Trạng thái", 18), ("Thế nào", 22), ("Vì sao nhắc", 50), ("Đã biết ngày", 12),
)  # fmt: skip
_DELIVERIES = (
    ("Ngày", 12), ("Bản nhắc", 16), ("Người nhận", 26), ("Kênh", 14), ("Nơi nhận", 30), ("Trạng thái", 22),
    ("Số lần thử", 10), ("Kết quả", 60),
)  # fmt: skip
_LETTERS = (
    ("Đơn vị", 30), ("Trạng thái", 14), ("Số, ký hiệu", 18), ("Ngày công văn", 13), ("Danh sách ngày", 13),
    ("Phần việc quá hạn", 12), ("Báo cáo chưa gửi", 12), ("Người soạn", 26),
)  # fmt: skip


def notices_workbook(
    rows: Iterable[NoticeRow], reports: Iterable[DutyRow], *, today: date, invented: bool
) -> bytes:
    """Give a person's reminders as a sheet, those about reports after those about tasks."""
    tasks = (
        (row.notice.day, row.notice.obligation.unit.name, row.notice.obligation.task.code, row.brief,
         row.notice.obligation.period, row.notice.obligation.due, str(row.shown.label), row.stands, row.why,
         local_day(row.notice.seen_at) if row.notice.seen_at else None)
        for row in rows
    )  # fmt: skip
    duties = (
        (row.notice.day, row.item.unit, "", row.item.label, row.item.period, row.item.due,
         "Đã xong" if row.is_settled else "Báo cáo", row.item.stands, row.why,
         local_day(row.notice.seen_at) if row.notice.seen_at else None)
        for row in reports
    )  # fmt: skip
    return workbook(
        name="Nhắc việc", title="Nhắc việc của tôi", note=_note(today, invented), columns=_NOTICES,
        rows=chain(tasks, duties),
    )  # fmt: skip


def deliveries_workbook(rows: Iterable[Delivery], *, today: date, invented: bool) -> bytes:
    """Give what was sent out as a sheet."""
    return workbook(
        name="Lượt gửi", title="Lượt gửi ra ngoài", note=_note(today, invented), columns=_DELIVERIES,
        rows=((
            one.bulletin.day, str(one.bulletin.get_kind_display()), one.bulletin.user.get_full_name(),
            CHANNEL_NAMES[one.channel], one.address, str(one.get_state_display()), one.attempts, one.outcome,
        ) for one in rows),
    )  # fmt: skip


def letters_workbook(rows: Iterable[UrgingLetter], *, today: date, invented: bool) -> bytes:
    """Give the register of urging letters as a sheet."""
    return workbook(
        name="Công văn đôn đốc", title="Sổ công văn đôn đốc", note=_note(today, invented), columns=_LETTERS,
        rows=((
            one.unit.name, str(one.get_state_display()), one.number, one.dated, one.day,
            len(one.content["items"]), len(one.content.get("reports", [])), one.made_by,
        ) for one in rows),
    )  # fmt: skip


def _note(today: date, invented: bool) -> str:
    note = f"Đến ngày {format_date(today)}."
    return f"{note} Số liệu minh họa, không phải số liệu thật." if invented else note
