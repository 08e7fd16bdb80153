"""The steps of a report: handing in, returning with remarks at the exact place, accepting, correcting."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import clean, format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.plans.selectors.standing import local_day
from namro.web.reports import permissions
from namro.web.reports.models import Report, ReportRemark, ReportStep
from namro.web.reports.selectors.closing import closing_of
from namro.web.reports.services.filling import fill
from namro.web.reports.services.freezing import freeze
from namro.web.reports.services.writing import check_writable, locked
from namro.web.reports.states import STEPS, Action, State, Who, possible

MOST_LETTERS = 2_000


@transaction.atomic
def take_step(
    *,
    report_id: int,
    action: Action,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
    sentence: str = "",
    remarks: Mapping[str, str] | None = None,
) -> Report:
    """Take a step of the table; `remarks` are said at places "phan:<section>" and "so:<figure>" when returning.

    Handing in freezes an edition. Raises `Refusal` when somebody was quicker or something is missing.
    """
    report = locked(report_id)
    step = STEPS[action]
    if step.who is Who.WRITER:
        permissions.check_may_write(posts, report)
    else:
        permissions.check_may_receive(posts, report)
    if report.version != version or not possible(report.state, action):
        raise Refusal(
            f"Báo cáo vừa đổi, đang ở bước “{State(report.state).label}”; hãy xem lại rồi làm tiếp."
        )
    sentence = squeeze(clean(sentence))
    said = {place: squeeze(clean(text)) for place, text in (remarks or {}).items() if squeeze(clean(text))}
    _check_words(report, action, sentence, said)
    before = report.state
    name = by.get_full_name()
    if step.freezes:
        _check_closed(report, at)
        _hand_in(report, name, at)
    report.state = step.after(report.state)
    report.version += 1
    report.save()
    ReportStep.objects.create(report=report, action=action, sentence=sentence, by_name=name, at=at)
    ReportRemark.objects.bulk_create(
        ReportRemark(report=report, place=place, text=text, by_name=name, at=at)
        for place, text in said.items()
    )
    audit.record(
        by=by,
        at=at,
        action=str(action.label),
        subject=str(report),
        subject_type="periodic_report",
        subject_id=report.pk,
        before={"state": before},
        after={"state": report.state},
        unit_key=report.unit.key,
        reason=sentence,
    )
    return report


@transaction.atomic
def refresh(*, report_id: int, by: User, posts: Posts, at: datetime) -> Report:
    """Reckon the figures anew while the report is being written; numbers by hand stay beside."""
    report = locked(report_id)
    permissions.check_may_write(posts, report)
    check_writable(report)
    fill(report, at=at)
    audit.record(
        by=by,
        at=at,
        action="Tính lại số liệu báo cáo",
        subject=str(report),
        subject_type="periodic_report",
        subject_id=report.pk,
        unit_key=report.unit.key,
    )
    return report


def _check_words(report: Report, action: Action, sentence: str, said: Mapping[str, str]) -> None:
    if any(len(text) > MOST_LETTERS for text in (sentence, *said.values())):
        raise Refusal(f"Ý kiến dài quá {MOST_LETTERS} chữ; hãy viết gọn lại.")
    if action is Action.RETURN and not (sentence or said):
        raise Refusal("Hãy ghi ít nhất một ý kiến: trả lại vì sao, ở phần hoặc số nào.")
    if action is Action.CORRECT and not sentence:
        raise Refusal("Hãy ghi lý do đính chính; lý do đứng trong bản mới.")
    if action is Action.SUBMIT and not any(text.text.strip() for text in report.texts.all()):
        raise Refusal("Báo cáo chưa có lời nào; hãy viết ít nhất một phần rồi gửi.")
    places = {f"phan:{one.section}" for one in report.texts.all()}
    places |= {f"so:{one.name}" for one in report.figures.all()} if said else set()
    if set(said) - places - {""}:
        raise Refusal("Có ý kiến ở chỗ báo cáo không có; hãy tải lại trang.")


def _check_closed(report: Report, at: datetime) -> None:
    """Refuse figures that miss the last days of a period that is over: nobody could tell them from the whole."""
    closing = closing_of(report)
    if closing.is_stale(local_day(at)):
        until = f" mới tính đến ngày {format_date(closing.day)}" if closing.day else " chưa được tính"
        raise Refusal(
            f"Kỳ số liệu đã kết thúc ngày {format_date(report.end)} mà số liệu{until}; hãy bấm «Tính lại số liệu», "
            "xem lại rồi gửi."
        )


def _hand_in(report: Report, name: str, at: datetime) -> None:
    correction = report.steps.filter(action=Action.CORRECT).order_by("-id").first()
    reason = correction.sentence if correction and report.state == State.CORRECTING else ""
    report.submitted_at, report.submitted_by = at, name
    report.first_submitted_on = report.first_submitted_on or at.date()
    report.remarks.filter(answered_at=None).update(answered_at=at)
    freeze(report, author=name, at=at, reason=reason[:500])
