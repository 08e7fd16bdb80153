"""The figures that the program itself has: how much of the work was handed in on time and accepted."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse

from namro.core.measures import Measured
from namro.web.measures.feeds import Asked, Fed
from namro.web.plans.models import Obligation
from namro.web.plans.states import State


def accepted_on_time(asked: Asked) -> Mapping[int, Fed]:
    """Give, of the obligations due in the period, those accepted and handed in by their day; one query.

    A unit with nothing due in the period has no figure.
    """
    due = Obligation.objects.filter(
        unit__in=asked.unit_ids, due__gte=asked.period.start, due__lte=asked.period.end
    )
    if asked.task_id is not None:
        due = due.filter(task=asked.task_id)
    rows = (
        due.order_by()
        .annotate(handed_in=TruncDate("reported_at"))
        .values("unit_id")
        .annotate(
            whole=Count("id"),
            good=Count("id", filter=Q(state=State.ACCEPTED, handed_in__lte=F("due"))),
        )
    )
    here = reverse("plans:task", args=[asked.task_id]) if asked.task_id else reverse("plans:obligations")
    return {
        row["unit_id"]: Fed(
            Measured(None, Decimal(row["good"]), Decimal(row["whole"])),
            "Phần việc đến hạn trong kỳ, theo trạng thái và ngày nộp trong chương trình",
            here,
        )
        for row in rows
    }
