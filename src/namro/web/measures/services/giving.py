"""Giving a value and correcting it with a reason; every version stays."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.measures import Aggregation
from namro.core.text import format_number, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.measures import permissions
from namro.web.measures.models import MeasureValue, TaskMeasure, ValueVersion
from namro.web.measures.selectors.values import expected_units, period_called
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation

_LARGEST = Decimal(10) ** 17
_FINEST = Decimal("0.000001")


class ChangedMeanwhile(Refusal):
    """Somebody else has given or corrected the value since the form was filled."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed: a number (with its weight), or the two parts of a share; `version` 0 for a first value."""

    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    source: str = ""
    reason: str = ""
    version: int = 0


@transaction.atomic
def give_value(
    *,
    measure: TaskMeasure,
    unit: Unit,
    period: str,
    given: Given,
    by: User,
    posts: Posts,
    at: datetime,
    obligation: Obligation | None = None,
) -> MeasureValue:
    """Keep what a unit gives for a period, or correct it; the same again changes nothing.

    Raises Refusal for a period that is not the measure's, a value that is not whole, a correction without a
    reason, ChangedMeanwhile when the value is no longer the version that was shown.
    """
    permissions.check_may_give(posts, unit.pk)
    TaskMeasure.objects.select_for_update().get(pk=measure.pk)
    _check(measure, given)
    stretch = period_called(measure, period, at.date())
    if stretch is None:
        raise Refusal(
            f"Thước đo này không có kỳ “{period}”, hoặc kỳ chưa bắt đầu; hãy chọn một kỳ trong danh sách."
        )
    if unit.pk not in {one.pk for one in expected_units(measure.task_id)}:
        raise Refusal(f"{unit.name} không có phần việc của nhiệm vụ này nên không ghi số liệu ở đây.")
    if obligation is not None and (obligation.task_id, obligation.unit_id) != (measure.task_id, unit.pk):
        obligation = None
    value = MeasureValue.objects.filter(measure=measure, unit=unit, period=period).first()
    if (value.version if value else 0) != given.version:
        raise ChangedMeanwhile(
            "Số liệu này vừa được người khác ghi hoặc sửa; hãy xem số đang có rồi ghi lại nếu cần."
        )
    parts = {"number": given.number, "numerator": given.numerator, "denominator": given.denominator}
    before = None
    if value is None:
        value = MeasureValue(
            measure=measure, unit=unit, period=period, period_start=stretch.start, period_end=stretch.end, version=0
        )  # fmt: skip
    else:
        held = {name: getattr(value, name) for name in parts}
        if held == parts and squeeze(given.source) == value.source:
            return value
        if not squeeze(given.reason):
            raise Refusal("Hãy ghi lý do sửa số liệu; số cũ vẫn được giữ trong lịch sử.")
        before = {name: _told(part) for name, part in held.items() if part is not None}
    for name, part in parts.items():
        setattr(value, name, part)
    value.source, value.version = squeeze(given.source)[:300], value.version + 1
    value.by, value.at = by.get_full_name() or by.get_username(), at
    value.obligation = obligation or value.obligation
    value.save()
    ValueVersion.objects.create(
        value=value, version=value.version, **parts, source=value.source, reason=squeeze(given.reason)[:300],
        by=value.by, at=at,
    )  # fmt: skip
    audit.record(
        by=by,
        at=at,
        action="Ghi số liệu" if before is None else "Sửa số liệu",
        subject=f"{measure.name} · {unit.name} · {period}",
        subject_type="measure_value",
        subject_id=value.pk,
        before=before,
        after={name: _told(part) for name, part in parts.items() if part is not None},
        unit_key=unit.key,
        reason=squeeze(given.reason),
    )
    return value


def _check(measure: TaskMeasure, given: Given) -> None:
    if measure.retired_at is not None:
        raise Refusal("Thước đo này đã thôi dùng nên không ghi thêm số liệu.")
    if measure.feed:
        raise Refusal("Thước đo này do chương trình tự tính nên không ai ghi tay.")
    rule = measure.rule
    if rule.is_share:
        if given.numerator is None or given.denominator is None:
            raise Refusal("Hãy ghi cả tử số và mẫu số; tỷ lệ phần trăm được tính từ hai số này.")
        if given.denominator < 0:
            raise Refusal("Mẫu số không nhỏ hơn 0.")
        if given.denominator == 0 and given.numerator != 0:
            raise Refusal("Mẫu số là 0 thì tử số cũng phải là 0.")
    elif given.number is None:
        raise Refusal("Hãy ghi số liệu bằng chữ số, ví dụ 3 hoặc 12,5.")
    elif rule.needs_weight and (given.denominator is None or given.denominator <= 0):
        raise Refusal(f"Hãy ghi quyền số ({measure.denominator_label}) lớn hơn 0.")
    for part in (given.number, given.numerator, given.denominator):
        if part is not None and abs(part) >= _LARGEST:
            raise Refusal("Số này lớn quá mức chương trình giữ được; hãy dùng đơn vị tính lớn hơn.")
        if part is not None and part != part.quantize(_FINEST):
            raise Refusal("Số này có hơn sáu chữ số sau dấu phẩy; hãy làm tròn rồi ghi lại.")
    if Aggregation(measure.across_units) is Aggregation.SUM and given.number is not None and given.number < 0:
        raise Refusal("Số đếm không nhỏ hơn 0.")


def _told(value: Decimal) -> str:
    return format_number(value.normalize() + 0)
