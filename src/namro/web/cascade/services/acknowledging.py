"""A unit says that it has received its obligations."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade import permissions
from namro.web.cascade.models import Acknowledgement
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation

MOST = 500


@transaction.atomic
def acknowledge(*, obligation_ids: Sequence[int], by: User, posts: Posts, at: datetime) -> int:
    """Record that the unit has received the obligations; give how many were not acknowledged before.

    Raises `NotAllowed` when one is of another unit, and `Refusal` for none or too many; then nothing is written.
    """
    if not obligation_ids:
        raise Refusal("Chưa chọn phần việc nào để nhận.")
    if len(obligation_ids) > MOST:
        raise Refusal(f"Mỗi lần nhận không quá {MOST} phần việc; hãy nhận từng trang.")
    obligations = list(
        Obligation.objects.filter(pk__in=obligation_ids).select_related("unit", "task").order_by("id")
    )
    for obligation in obligations:
        permissions.check_may_acknowledge(posts, obligation)
    known = set(
        Acknowledgement.objects.filter(obligation__in=obligations).values_list("obligation_id", "unit_id")
    )
    fresh = [one for one in obligations if (one.pk, one.unit_id) not in known]
    Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(obligation=one, unit=one.unit, by=by, by_name=by.get_full_name(), at=at)
            for one in fresh
        ],
        # Two people of the unit press the same button: the first one stays.
        ignore_conflicts=True,
    )
    if fresh:
        one = fresh[0]
        audit.record(
            by=by,
            at=at,
            action="Nhận phần việc",
            subject=f"{one.task.code} · {one.unit.name} · {one.period}"
            if len(fresh) == 1
            else f"{len(fresh)} phần việc của {one.unit.name}",
            subject_type="obligation",
            subject_id=one.pk,
            unit_key=one.unit.key,
            after={"obligations": [each.pk for each in fresh]},
        )
    return len(fresh)
