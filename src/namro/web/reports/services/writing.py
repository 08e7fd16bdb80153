"""What an officer writes into a report: the words of a part, and a number by hand with its reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import clean, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.reports import permissions
from namro.web.reports.models import Report, ReportFigure, ReportText, TextVersion
from namro.web.reports.states import WRITABLE
from namro.web.ui.figures import RATIO, WEIGHTED

MOST_LETTERS = 50_000
MOST_REASON = 500
SITTING = timedelta(minutes=10)  # a longer pause in writing begins a new version
_LARGEST = Decimal(10) ** 15
_FINEST = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of saved words; `kept_aside`: somebody was quicker, theirs stand and these are kept beside."""

    text: ReportText
    kept_aside: bool


def locked(report_id: int) -> Report:
    """Give the report for a change, inside a transaction."""
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("unit", "kind_version")
        .get(pk=report_id)
    )


def check_writable(report: Report) -> None:
    if report.state not in {state.value for state in WRITABLE}:
        raise Refusal(
            "Báo cáo đã gửi nên không sửa được; hãy chọn «Mở để đính chính», hoặc chờ đơn vị tổng hợp trả lại."
        )


@transaction.atomic
def save_text(
    *,
    report_id: int,
    section: str,
    text: str,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
    by_itself: bool = False,
) -> Saved:
    """Save the words of a part; the same words again change nothing.

    Words typed over an older version are kept beside and not used, so that neither writer loses anything.
    `by_itself`: the page saved them while the person typed; pauses of one sitting then make one version together,
    written into the record of changes when the sitting begins.
    """
    report = locked(report_id)
    permissions.check_may_write(posts, report)
    check_writable(report)
    held = ReportText.objects.filter(report=report, section=section).first()
    if held is None:
        raise Refusal("Báo cáo không có phần này; hãy tải lại trang.")
    words = clean(text).replace("\r\n", "\n").strip()
    if len(words) > MOST_LETTERS:
        raise Refusal(f"Phần “{held.title}” dài quá {MOST_LETTERS} chữ; hãy viết gọn lại.")
    if words == held.text:
        return Saved(held, False)
    name = by.get_full_name()
    if version != held.version:
        _keep_aside(held, words, name=name, at=at, by_itself=by_itself)
        return Saved(held, True)
    before = held.text
    sitting = _sitting(held, name, at) if by_itself else None
    held.text, held.version, held.by_name, held.at = words, held.version + 1, name, at
    held.save(update_fields=["text", "version", "by_name", "at"])
    report.remarks.filter(place=f"phan:{section}", answered_at=None).update(answered_at=at)
    if sitting is not None:
        sitting.text, sitting.version, sitting.at = words, held.version, at
        sitting.save(update_fields=["text", "version", "at"])
        return Saved(held, False)
    TextVersion.objects.create(report_text=held, version=held.version, text=words, by_name=name, at=at)
    audit.record(
        by=by,
        at=at,
        action="Viết báo cáo",
        subject=f"{report}: {held.title}",
        subject_type="periodic_report",
        subject_id=report.pk,
        before={"text": before},
        after={"text": words},
        unit_key=report.unit.key,
    )
    return Saved(held, False)


def _sitting(held: ReportText, name: str, at: datetime) -> TextVersion | None:
    """Give the version the person is still writing: the latest of the part, theirs, touched a short while ago."""
    last = held.versions.filter(kept_aside=False).order_by("-version", "-id").first()
    if last is None or last.by_name != name or not timedelta(0) <= at - last.at <= SITTING:
        return None
    return last


def _keep_aside(held: ReportText, words: str, *, name: str, at: datetime, by_itself: bool) -> None:
    last = held.versions.filter(kept_aside=True, by_name=name).order_by("-id").first()
    if last is not None and last.text == words:
        return
    if by_itself and last is not None and timedelta(0) <= at - last.at <= SITTING:
        last.text, last.at = words, at
        last.save(update_fields=["text", "at"])
        return
    TextVersion.objects.create(
        report_text=held, version=held.version + 1, text=words, by_name=name, at=at, kept_aside=True
    )


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed, the two parts of a share, or a number with its weight as denominator."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@transaction.atomic
def set_figure(
    *,
    report_id: int,
    figure_id: int,
    number: Number,
    reason: str,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
) -> ReportFigure:
    """Put a number by hand: a reckoned one needs a reason and stays marked, a typed one needs its source."""
    report = locked(report_id)
    permissions.check_may_write(posts, report)
    check_writable(report)
    figure = _figure(report, figure_id, version)
    number = checked(figure, number)
    reason = squeeze(clean(reason))
    if not reason:
        raise Refusal(
            "Hãy ghi nguồn của số liệu: văn bản, sổ hoặc hệ thống nào."
            if figure.is_typed
            else "Hãy ghi lý do sửa số; số chương trình tính vẫn được giữ bên cạnh."
        )
    if len(reason) > MOST_REASON:
        raise Refusal(f"Lý do hoặc nguồn dài quá {MOST_REASON} chữ; hãy viết gọn lại.")
    before = _kept(figure)
    figure.own_value, figure.own_numerator, figure.own_denominator = (
        number.value,
        number.numerator,
        number.denominator,
    )
    figure.is_changed = not figure.is_typed
    return _save(report, figure, reason=reason, before=before, by=by, at=at, action="Sửa số trong báo cáo")


@transaction.atomic
def restore_figure(
    *, report_id: int, figure_id: int, version: int, by: User, posts: Posts, at: datetime
) -> ReportFigure:
    """Take the number by hand away: the reckoned one stands again, a typed one is not known any more."""
    report = locked(report_id)
    permissions.check_may_write(posts, report)
    check_writable(report)
    figure = _figure(report, figure_id, version)
    before = _kept(figure)
    figure.own_value = figure.own_numerator = figure.own_denominator = None
    figure.is_changed = False
    return _save(report, figure, reason="", before=before, by=by, at=at, action="Bỏ số sửa tay trong báo cáo")


def checked(figure: ReportFigure, number: Number) -> Number:
    """Give the number with the value a share makes, or value × weight; raises `Refusal` for what cannot be."""
    if figure.rule == RATIO:
        over, under = number.numerator, number.denominator
        if over is None or under is None:
            raise Refusal(f"“{figure.label}” là tỷ lệ: hãy ghi cả tử số và mẫu số, chương trình tự chia.")
        if under <= 0 or over < 0:
            raise Refusal(f"“{figure.label}”: mẫu số phải lớn hơn 0 và tử số không âm.")
        _check_size(figure, over)
        _check_size(figure, under)
        return Number((over / under * 100).quantize(_FINEST), over, under)
    if number.value is None:
        raise Refusal(f"“{figure.label}” chưa có số; hãy ghi một số, ví dụ 85,31.")
    _check_size(figure, number.value)
    if figure.rule == WEIGHTED:
        weight = number.denominator
        if weight is None or weight <= 0:
            raise Refusal(f"“{figure.label}” là trung bình có quyền số: hãy ghi cả quyền số, lớn hơn 0.")
        _check_size(figure, weight)
        weighed = (number.value * weight).quantize(_FINEST)
        _check_size(figure, weighed)
        return Number(number.value, weighed, weight)
    return Number(number.value)


def _check_size(figure: ReportFigure, value: Decimal) -> None:
    if abs(value) >= _LARGEST or value != value.quantize(_FINEST):
        raise Refusal(f"“{figure.label}”: số quá lớn hoặc có hơn 6 chữ số lẻ; hãy kiểm tra lại.")


def _figure(report: Report, figure_id: int, version: int) -> ReportFigure:
    figure = ReportFigure.objects.filter(report=report, pk=figure_id).first()
    if figure is None:
        raise Refusal("Báo cáo không có số liệu này; hãy tải lại trang.")
    if figure.version != version:
        raise Refusal(f"{figure.changed_by} vừa sửa số này; hãy xem lại số mới rồi sửa tiếp.")
    return figure


def _kept(figure: ReportFigure) -> dict[str, str | None]:
    stands = figure.stands
    return {"value": None if stands is None else str(stands), "reason": figure.reason}


def _save(
    report: Report,
    figure: ReportFigure,
    *,
    reason: str,
    before: dict[str, str | None],
    by: User,
    at: datetime,
    action: str,
) -> ReportFigure:
    figure.reason, figure.changed_by, figure.changed_at = reason, by.get_full_name(), at
    figure.version += 1
    figure.save()
    report.remarks.filter(place=f"so:{figure.name}", answered_at=None).update(answered_at=at)
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{report}: {figure.label}",
        subject_type="periodic_report",
        subject_id=report.pk,
        before=before,
        after=_kept(figure),
        unit_key=report.unit.key,
        reason=reason,
    )
    return figure
