"""Defining a measure of a task, and retiring one; a measure with values is never deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.core.measures import Aggregation, MeasureRule
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.measures import permissions
from namro.web.measures.feeds import feed
from namro.web.measures.models import TaskMeasure
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Task


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
    fields = {name: getattr(wanted, name) for name in wanted.__slots__}
    fields["name"], fields["source"] = squeeze(wanted.name)[:300], squeeze(wanted.source)[:300]
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
    if wanted.feed and feed(wanted.feed) is None:
        raise Refusal("Chương trình không có nguồn số liệu này; hãy chọn nguồn khác hoặc để đơn vị tự ghi.")
