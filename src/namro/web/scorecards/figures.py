"""The figures of units that reports may use: the group "bang-diem"."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse

from namro.core.text import format_date
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.past import standing_on
from namro.web.scorecards.models import Inspection
from namro.web.scorecards.selectors.completeness import Stretch, completeness, total
from namro.web.scorecards.selectors.snapshots import owed_then
from namro.web.scorecards.work_figures import work_figures
from namro.web.ui.figures import RATIO, SUM, Ask, Figure

GROUP = "bang-diem"


def figures(ask: Ask) -> Sequence[Figure]:
    """Give how many units are late or silent as of the day, who reported in the stretch, and inspections in it."""
    owed = Obligation.objects.all()
    if ask.plan_id is not None:
        owed = owed.filter(task__plan_id=ask.plan_id)
    stood = standing_on(ask.day, owed)[ask.day] if ask.plan_id is not None else owed_then(ask.day)
    units: set[int] = set()
    late: set[int] = set()
    heard: set[int] = set()
    for one in stood.values():
        if ask.unit_ids is not None and one.unit_id not in ask.unit_ids:
            continue
        units.add(one.unit_id)
        facts = one.facts
        if facts.reported_on is not None:
            heard.add(one.unit_id)
        if facts.state not in ("submitted", "accepted") and facts.due is not None and facts.due < ask.day:
            late.add(one.unit_id)
    stretch = Stretch("", "", ask.start, ask.end)
    told = total(completeness(stretch, ask.day, unit_ids=ask.unit_ids))
    inspections = Inspection.objects.filter(
        inspected_on__gte=ask.start, inspected_on__lte=min(ask.end, ask.day)
    )
    if ask.unit_ids is not None:
        inspections = inspections.filter(unit_id__in=ask.unit_ids)
    kinds = list(inspections.values_list("kind", flat=True))
    source = f"Báo cáo của các đơn vị trong chương trình đến hết ngày {format_date(ask.day)}."
    book = "Sổ kiểm tra trong chương trình, các cuộc từ " + (
        f"{format_date(ask.start)} đến {format_date(min(ask.end, ask.day))}."
    )
    all_units, reports = reverse("scorecards:all"), reverse("scorecards:completeness")
    checks = reverse("scorecards:inspections")

    def number(
        name: str, label: str, value: int, definition: str, *, unit: str, origin: str, address: str
    ) -> Figure:
        return Figure(
            f"{GROUP}.{name}", label, Decimal(value), unit, definition, origin, SUM, address=address
        )

    def ratio(name: str, label: str, part: int, whole: int, definition: str) -> Figure:
        share = Decimal(100 * part) / whole if whole else None
        return Figure(
            f"{GROUP}.{name}",
            label,
            share,
            "%",
            definition,
            source,
            RATIO,
            Decimal(part),
            Decimal(whole),
            1,
            reports,
        )

    return (
        *work_figures(ask),
        number(
            "don-vi", "Đơn vị có phần việc", len(units), "Đơn vị có ít nhất một phần việc của kỳ đã bắt đầu.",
            unit="đơn vị", origin=source, address=all_units,
        ),
        number(
            "don-vi-cham", "Đơn vị có phần việc quá hạn", len(late),
            "Đơn vị có ít nhất một phần việc đã qua hạn mà chưa báo cáo xong.", unit="đơn vị", origin=source,
            address=all_units,
        ),
        number(
            "don-vi-im-lang", "Đơn vị chưa báo cáo lần nào", len(units - heard),
            "Đơn vị có phần việc mà chưa gửi một báo cáo nào.", unit="đơn vị", origin=source, address=all_units,
        ),
        ratio(
            "day-du", "Tỷ lệ báo cáo đầy đủ", told.reported, told.expected,
            "Phần việc đến hạn trong kỳ đã có báo cáo, trên số đến hạn phải báo cáo đến ngày xét.",
        ),
        ratio(
            "kip-thoi", "Tỷ lệ báo cáo kịp thời", told.in_time, told.expected,
            "Phần việc đến hạn trong kỳ có báo cáo không muộn hơn ngày hạn, trên số phải báo cáo đến ngày xét.",
        ),
        number(
            "kiem-tra", "Cuộc kiểm tra", len(kinds), f"Cuộc kiểm tra đã ghi; thường xuyên {kinds.count('regular')}, "
            f"đột xuất {kinds.count('surprise')}.", unit="cuộc", origin=book, address=checks,
        ),
        number(
            "kiem-tra-dot-xuat", "Cuộc kiểm tra đột xuất", kinds.count("surprise"), "Cuộc kiểm tra đột xuất đã ghi.",
            unit="cuộc", origin=book, address=checks,
        ),
    )  # fmt: skip
