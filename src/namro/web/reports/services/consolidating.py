"""Copying the words of a unit into the consolidated report, with the unit's name before them."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts
from namro.web.reports.models import Report, ReportText
from namro.web.reports.selectors.gathering import COUNTED
from namro.web.reports.selectors.side_by_side import block_of
from namro.web.reports.services.writing import save_text


@transaction.atomic
def copy_words(*, report_id: int, text_id: int, version: int, by: User, posts: Posts, at: datetime) -> str:
    """Put a unit's words at the end of the same part; gives the part. The same words are not put there twice."""
    report = Report.objects.get(pk=report_id)
    words = (
        ReportText.objects.filter(
            pk=text_id,
            report__kind_key=report.kind_key,
            report__period=report.period,
            report__is_consolidated=False,
            report__state__in=COUNTED,
        )
        .select_related("report__unit")
        .first()
    )
    own = words and ReportText.objects.filter(report=report, section=words.section).first()
    if not report.is_consolidated or words is None or own is None:
        raise Refusal("Không có lời này trong báo cáo của các đơn vị đã gửi; hãy tải lại trang.")
    block = block_of(words)
    if block in own.text:
        raise Refusal(f"Lời của {words.report.unit.name} đã có trong phần này.")
    saved = save_text(
        report_id=report_id,
        section=words.section,
        text=f"{own.text}\n{block}".strip(),
        version=version,
        by=by,
        posts=posts,
        at=at,
    )
    if saved.kept_aside:
        raise Refusal("Phần này vừa có người sửa; hãy tải lại trang rồi chép lại.")
    return words.section
