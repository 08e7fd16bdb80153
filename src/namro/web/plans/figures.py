"""Figures about the work of units, offered to reports under "phan-viec"."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.asked import of_units
from namro.web.plans.selectors.standing import past_due
from namro.web.plans.states import SETTLED, State
from namro.web.ui.figures import RATIO, SUM, Ask, Figure

GROUP = "phan-viec"
_SOURCE = "Phần việc trong chương trình Năm Rõ, theo trạng thái tại ngày lập số liệu"
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("den-han", "Phần việc đến hạn trong kỳ", "Phần việc có hạn nằm trong kỳ số liệu.", ""),
    ("hoan-thanh", "Đã hoàn thành", "Phần việc đến hạn trong kỳ đã được công nhận.", "accepted"),
    ("cho-duyet", "Đã báo cáo, chờ duyệt", "Phần việc đến hạn trong kỳ đã nộp, chưa duyệt.", "submitted"),
    ("qua-han", "Quá hạn", "Phần việc đến hạn trong kỳ, qua hạn mà chưa nộp hoặc bị trả lại.", "late"),
    (
        "khong-bao-cao",
        "Quá hạn, chưa báo cáo lần nào",
        "Phần việc quá hạn mà đơn vị chưa báo cáo.",
        "silent",
    ),
    ("vuong-mac", "Có vướng mắc chưa giải quyết", "Phần việc mà báo cáo cuối cùng nêu vướng mắc.", ""),
)


def figures(ask: Ask) -> Sequence[Figure]:
    """Give counts of the obligations due in the stretch and two shares of them; two queries at most."""
    due = Obligation.objects.filter(due__gte=ask.start, due__lte=ask.end)
    due = due.filter(of_units(ask))
    if ask.plan_id is not None:
        due = due.filter(task__plan=ask.plan_id)
    late = past_due(ask.day)
    counts = due.annotate(handed_in=TruncDate("reported_at")).aggregate(
        **{
            "den-han": Count("id"),
            "hoan-thanh": Count("id", filter=Q(state=State.ACCEPTED)),
            "cho-duyet": Count("id", filter=Q(state=State.SUBMITTED)),
            "qua-han": Count("id", filter=late),
            "khong-bao-cao": Count("id", filter=late & Q(reported_at__isnull=True)),
            "vuong-mac": Count("id", filter=Q(obstacle=True) & ~Q(state=State.ACCEPTED)),
            "dung-han": Count(
                "id", filter=Q(state__in=[one.value for one in SETTLED], handed_in__lte=F("due"))
            ),
        }
    )
    found = [
        Figure(
            f"{GROUP}.{key}",
            label,
            Decimal(counts[key]),
            "phần việc",
            definition,
            _SOURCE,
            SUM,
            address=_address(ask, state),
        )
        for key, label, definition, state in _ROWS
    ]
    for key, label, count, definition in (
        ("ty-le-hoan-thanh", "Tỷ lệ hoàn thành", "hoan-thanh", "Số đã công nhận trên số đến hạn trong kỳ."),
        ("ty-le-dung-han", "Tỷ lệ nộp đúng hạn", "dung-han", "Số nộp không muộn hơn hạn trên số đến hạn."),
    ):
        over, under = Decimal(counts[count]), Decimal(counts["den-han"])
        value = over / under * 100 if under else None
        found.append(
            Figure(
                f"{GROUP}.{key}",
                label,
                value,
                "%",
                definition,
                _SOURCE,
                RATIO,
                over,
                under,
                2,
                _address(ask, ""),
            )
        )
    return found


def _address(ask: Ask, state: str) -> str:
    query: dict[str, str] = {}
    if state:
        query["trang_thai"] = state
    if ask.unit_ids is not None and len(ask.unit_ids) == 1:
        name = Unit.objects.filter(pk__in=ask.unit_ids).values_list("name", flat=True).first()
        query["don_vi"] = name or ""
    return reverse("plans:obligations") + (f"?{urlencode(query)}" if query else "")
