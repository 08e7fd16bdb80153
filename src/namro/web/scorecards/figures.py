"""The figures of units that reports may use: the group "bang-diem"."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse

from namro.core.scorecards import Facts
from namro.core.text import format_date
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.asked import asked_for
from namro.web.plans.selectors.past import standing_on
from namro.web.scorecards.models import Inspection
from namro.web.scorecards.selectors.completeness import Heard, Stretch, heard_of_obligations
from namro.web.scorecards.selectors.snapshots import owed_then
from namro.web.scorecards.work_figures import work_figures, work_of_units
from namro.web.ui.figures import RATIO, SUM, Ask, Figure, Group, Named

GROUP = "bang-diem"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one unit: all it owed by the day, what fell in the stretch, what was heard, inspections."""

    owed: Sequence[Facts] = ()
    work: Sequence[Facts] = ()
    heard: Heard = field(default_factory=Heard)
    inspections: Sequence[str] = ()


def whole(ask: Ask) -> Sequence[Figure]:
    """Give how many units are late or silent as of the day, who reported in the stretch, and inspections in it."""
    return _figures(ask, tuple(_known(ask).values()))


def each(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Give the same of every unit by itself."""
    known = _known(ask)
    return {unit: _figures(ask, (known.get(unit, _Known()),)) for unit in ask.unit_ids or ()}


def _known(ask: Ask) -> dict[int, _Known]:
    """Give what is known by unit; about nine queries however many units."""
    is_part = _is_part(ask)
    stood = (
        standing_on(ask.day, Obligation.objects.filter(asked_for(replace(ask, unit_ids=None))))[ask.day]
        if is_part
        else owed_then(ask.day)
    )
    owed: dict[int, list[Facts]] = defaultdict(list)
    for one in stood.values():
        owed[one.unit_id].append(one.facts)
    heard: dict[int, Heard] = defaultdict(Heard)
    stretch = Stretch("", "", ask.start, ask.end)
    moved, units_then = dict(ask.held), None if ask.held else ask.unit_ids
    for pk, (unit, told) in heard_of_obligations(stretch, ask.day, unit_ids=units_then).items():
        if not is_part or pk in stood:
            heard[moved.get(pk, unit)] += told
    inspections: dict[int, list[str]] = defaultdict(list)
    if not is_part:
        held = Inspection.objects.filter(inspected_on__gte=ask.start, inspected_on__lte=min(ask.end, ask.day))
        for unit, kind in held.order_by("id").values_list("unit_id", "kind"):
            inspections[unit].append(kind)
    work = work_of_units(ask)
    units = owed.keys() | work.keys() | heard.keys() | inspections.keys()
    return {
        unit: _Known(
            owed.get(unit, ()), work.get(unit, ()), heard.get(unit, Heard()), inspections.get(unit, ())
        )
        for unit in units
        if ask.unit_ids is None or unit in ask.unit_ids
    }


def _figures(ask: Ask, known: Sequence[_Known]) -> Sequence[Figure]:
    units = sum(bool(one.owed) for one in known)
    late = sum(any(_is_late(facts, ask.day) for facts in one.owed) for one in known)
    heard = sum(any(facts.reported_on is not None for facts in one.owed) for one in known)
    told = sum((one.heard for one in known), Heard())
    kinds = [kind for one in known for kind in one.inspections]
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
        *work_figures(ask, [facts for one in known for facts in one.work]),
        number(
            "don-vi", "Đơn vị có phần việc", units, "Đơn vị có ít nhất một phần việc của kỳ đã bắt đầu.",
            unit="đơn vị", origin=source, address=all_units,
        ),
        number(
            "don-vi-cham", "Đơn vị có phần việc quá hạn", late,
            "Đơn vị có ít nhất một phần việc đã qua hạn mà chưa báo cáo xong.", unit="đơn vị", origin=source,
            address=all_units,
        ),
        number(
            "don-vi-im-lang", "Đơn vị chưa báo cáo lần nào", units - heard,
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
        *(
            number(name, label, count, f"{label} đã ghi trong kỳ.", unit="cuộc", origin=book, address=checks)
            for name, label, count in (
                ("kiem-tra", "Cuộc kiểm tra", len(kinds)),
                ("kiem-tra-dot-xuat", "Cuộc kiểm tra đột xuất", kinds.count("surprise")),
            )
            if not _is_part(ask)
        ),
    )  # fmt: skip


def _is_part(ask: Ask) -> bool:
    """Say whether only a plan or a task is asked about: an inspection is of a unit, not of these."""
    return ask.plan_id is not None or ask.task_id is not None


def _is_late(facts: Facts, day: date) -> bool:
    return facts.state not in ("submitted", "accepted") and facts.due is not None and facts.due < day


OFFERED = Group(
    GROUP,
    "bảng điểm",
    whole,
    each,
    (
        Named(f"{GROUP}.day-du", "Tỷ lệ báo cáo đầy đủ", RATIO),
        Named(f"{GROUP}.kip-thoi", "Tỷ lệ báo cáo kịp thời", RATIO),
        Named(f"{GROUP}.kiem-tra", "Cuộc kiểm tra", SUM, feeds=False),
        Named(f"{GROUP}.kiem-tra-dot-xuat", "Cuộc kiểm tra đột xuất", SUM, feeds=False),
    ),
)
