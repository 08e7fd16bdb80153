"""Taking the typed figures of a report over from a table, all or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import clean, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.reports import permissions
from namro.web.reports.annex_files import AnnexRow
from namro.web.reports.models import ReportFigure
from namro.web.reports.services.writing import MOST_REASON, Number, check_writable, checked, locked


@transaction.atomic
def take_annex(
    *, report_id: int, rows: Sequence[AnnexRow], source: str, by: User, posts: Posts, at: datetime
) -> int:
    """Write every row; gives how many. One row that does not fit refuses the whole table and names it."""
    report = locked(report_id)
    permissions.check_may_write(posts, report)
    check_writable(report)
    source = squeeze(clean(source))
    if not source or len(source) > MOST_REASON:
        raise Refusal(f"Hãy ghi nguồn của biểu số liệu, không quá {MOST_REASON} chữ.")
    if not rows:
        raise Refusal("Bảng không có số liệu nào; hãy điền rồi nhập lại.")
    known = {one.name: one for one in report.figures.filter(origin=ReportFigure.Origin.TYPED)}
    seen: set[str] = set()
    after: dict[str, str] = {}
    for row in rows:
        figure = known.get(row.name)
        if figure is None or row.name in seen:
            what = "mã lặp lại" if row.name in seen else "mã không có trong báo cáo này"
            raise Refusal(f"Dòng {row.row}: {what} (“{row.name[:80]}”); chưa số nào được ghi.")
        seen.add(row.name)
        try:
            number = checked(figure, Number(row.value, row.numerator, row.denominator))
        except Refusal as refusal:
            raise Refusal(f"Dòng {row.row}: {refusal.sentence}") from None
        figure.own_value, figure.own_numerator, figure.own_denominator = (
            number.value,
            number.numerator,
            number.denominator,
        )
        figure.reason, figure.changed_by, figure.changed_at = source, by.get_full_name(), at
        figure.version += 1
        figure.save()
        after[figure.label] = str(number.value)
    audit.record(
        by=by,
        at=at,
        action="Nhập biểu thống kê",
        subject=str(report),
        subject_type="periodic_report",
        subject_id=report.pk,
        after=after,
        unit_key=report.unit.key,
        reason=source,
    )
    return len(rows)
