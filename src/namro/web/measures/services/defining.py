"""Defining a measure of a task, correcting it, and retiring it; a measure with values is never deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.core.measures import Aggregation, MeasureRule
from namro.core.text import format_date, format_number, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.measures import permissions
from namro.web.measures.models import MeasureRevision, MeasureValue, TaskMeasure
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.ui.figures import RATIO, feed_called


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure as a person wants it."""

    name: str
    unit_of_measure: str
    across_periods: str
    across_units: str
    since: date
    source: str
    numerator_label: str = ""
    denominator_label: str = ""
    direction: str = "up"
    baseline: Decimal | None = None
    baseline_source: str = ""
    target: Decimal | None = None
    comparison: str = "at_least"
    months: int = 3
    feed: str = ""


@transaction.atomic
def define_measure(*, task: Task, wanted: Definition, by: User, posts: Posts, at: datetime) -> TaskMeasure:
    """Put a measure on a task; raises Refusal for a rule that cannot be, or a name the task already has."""
    permissions.check_may_define(posts, task)
    _check(task, wanted)
    if not Obligation.objects.filter(task=task).exists():
        raise Refusal(
            "Nhiệm vụ này chưa có đơn vị nào phải thực hiện nên không ai ghi số được; "
            "hãy điền đơn vị chủ trì và lập phần việc trước khi đặt thước đo."
        )
    fields = _fields(wanted)
    try:
        with transaction.atomic():
            measure = TaskMeasure.objects.create(
                task=task, **fields, defined_by=by.get_full_name() or by.get_username(), defined_at=at
            )
    except IntegrityError:
        raise Refusal("Nhiệm vụ này đã có thước đo cùng tên; hãy đặt tên khác.") from None
    audit.record(
        by=by,
        at=at,
        action="Đặt thước đo",
        subject=f"{task.code} · {measure.name}",
        subject_type="measure",
        subject_id=measure.pk,
        after={name: str(value) for name, value in fields.items() if value not in (None, "")},
    )
    return measure


@transaction.atomic
def retire_measure(*, measure_id: int, reason: str, by: User, posts: Posts, at: datetime) -> None:
    """Stop asking for a measure; its values stay readable."""
    measure = TaskMeasure.objects.select_for_update(of=("self",)).select_related("task").get(pk=measure_id)
    permissions.check_may_define(posts, measure.task)
    if measure.retired_at is not None:
        raise Refusal("Thước đo này đã thôi dùng.")
    if not squeeze(reason):
        raise Refusal("Hãy ghi lý do thôi dùng thước đo.")
    measure.retired_at, measure.retired_by = at, by.get_full_name() or by.get_username()
    measure.save(update_fields=["retired_at", "retired_by"])
    audit.record(
        by=by,
        at=at,
        action="Thôi dùng thước đo",
        subject=f"{measure.task.code} · {measure.name}",
        subject_type="measure",
        subject_id=measure.pk,
        reason=squeeze(reason),
    )


# Numbers that units have given were given for these; another rule would give them another meaning.
FIXED_BY_VALUES = frozenset({
    "unit_of_measure", "across_periods", "across_units", "numerator_label", "denominator_label", "months", "since",
    "feed",
})  # fmt: skip


@transaction.atomic
def correct_measure(
    *,
    measure_id: int,
    wanted: Definition,
    reason: str,
    labels: Mapping[str, str],
    by: User,
    posts: Posts,
    at: datetime,
) -> bool:
    """Correct a measure with a reason, keeping what stood before; gives whether anything changed.

    Unit, rule and rhythm only while nobody has given a value. `labels` names the fields in the history. Raises
    Refusal with a sentence; then nothing is written.
    """
    measure = TaskMeasure.objects.select_for_update(of=("self",)).select_related("task").get(pk=measure_id)
    permissions.check_may_define(posts, measure.task)
    if measure.retired_at is not None:
        raise Refusal("Thước đo này đã thôi dùng nên không sửa được.")
    _check(measure.task, wanted)
    before = _told(measure)
    changed = [name for name, value in _fields(wanted).items() if getattr(measure, name) != value]
    if not changed:
        return False
    if not squeeze(reason):
        raise Refusal("Hãy ghi lý do sửa thước đo.")
    fixed = [labels.get(name, name) for name in changed if name in FIXED_BY_VALUES]
    if fixed and MeasureValue.objects.filter(measure=measure).exists():
        raise Refusal(
            f"Đã có đơn vị ghi số nên không đổi được: {', '.join(fixed)}. Hãy thôi dùng thước đo này và đặt "
            "thước đo mới; số đã ghi vẫn xem được."
        )
    for name in changed:
        setattr(measure, name, _fields(wanted)[name])
    try:
        with transaction.atomic():
            measure.save(update_fields=changed)
    except IntegrityError:
        raise Refusal("Nhiệm vụ này đã có thước đo cùng tên; hãy đặt tên khác.") from None
    after = _told(measure)
    MeasureRevision.objects.create(
        measure=measure,
        changes=[[labels.get(name, name), before[name], after[name]] for name in changed],
        reason=squeeze(reason)[:300],
        by=by.get_full_name() or by.get_username(),
        at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="Sửa thước đo",
        subject=f"{measure.task.code} · {measure.name}",
        subject_type="measure",
        subject_id=measure.pk,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        reason=squeeze(reason),
    )
    return True


def _fields(wanted: Definition) -> dict[str, Any]:
    fields = {name: getattr(wanted, name) for name in wanted.__slots__}
    for name in ("name", "source", "baseline_source"):
        fields[name] = squeeze(fields[name])[:300]
    return fields


def _told(measure: TaskMeasure) -> dict[str, str]:
    """Give what every field says, in the words of the page."""
    found: dict[str, str] = {}
    for name in Definition.__slots__:
        value = getattr(measure, name)
        named = getattr(measure, f"get_{name}_display", None)  # Django's own, for a field with choices
        if isinstance(value, Decimal):
            found[name] = format_number(value.normalize() + 0)
        elif isinstance(value, date):
            found[name] = format_date(value)
        elif named is not None:
            found[name] = str(named())
        else:
            found[name] = "" if value is None else str(value)
    return found


def _check(task: Task, wanted: Definition) -> None:
    if task.is_reference:
        raise Refusal("Dòng này chỉ dẫn sang phụ lục khác; hãy đặt thước đo ở nhiệm vụ của phụ lục đó.")
    if not squeeze(wanted.name) or not squeeze(wanted.source):
        raise Refusal("Hãy ghi tên thước đo và câu chữ hoặc căn cứ của nó.")
    try:
        rule = MeasureRule(Aggregation(wanted.across_periods), Aggregation(wanted.across_units))
    except ValueError:
        raise Refusal(
            "Cách gộp chưa hợp nhau: tỷ lệ gộp giữa các đơn vị bằng tổng tử trên tổng mẫu thì giữa các kỳ phải là "
            "tổng tử trên tổng mẫu hoặc số mới nhất, và ngược lại; không lấy trung bình các tỷ lệ phần trăm."
        ) from None
    if (rule.is_share or rule.needs_weight) and not squeeze(wanted.denominator_label):
        raise Refusal("Hãy ghi mẫu số (hoặc quyền số) là gì, ví dụ “tổng số hộ”.")
    if rule.is_share and not squeeze(wanted.numerator_label):
        raise Refusal("Hãy ghi tử số là gì, ví dụ “số hộ nghèo”.")
    if wanted.unit_of_measure.strip() == "%" and not rule.is_share:
        raise Refusal(
            "Đơn vị tính là % thì phải giữ tử số và mẫu số: hãy chọn “Tỷ lệ: tổng tử trên tổng mẫu”, "
            "hoặc ghi rõ hơn, ví dụ “% so với cùng kỳ”."
        )
    if wanted.feed:
        _check_feed(wanted, rule)


def _check_feed(wanted: Definition, rule: MeasureRule) -> None:
    found = feed_called(wanted.feed)
    if found is None:
        raise Refusal("Chương trình không có nguồn số liệu này; hãy chọn nguồn khác hoặc để đơn vị tự ghi.")
    if rule.is_share != (found.rule == RATIO) or rule.needs_weight:
        raise Refusal(
            f"“{found.label}” là tỷ lệ: hãy chọn cách gộp “Tỷ lệ: tổng tử trên tổng mẫu”."
            if found.rule == RATIO
            else f"“{found.label}” là số đếm nên không gộp được bằng tỷ lệ hay trung bình; hãy chọn cách gộp khác."
        )
