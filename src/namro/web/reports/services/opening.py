"""Opening the report of a unit for a period, ready filled; by the morning's job or by hand, never twice."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.reports.dues import due_of
from namro.core.reports.mergers import Stretch
from namro.core.reports.model import ReportPeriod
from namro.core.text import format_date
from namro.web.audit import services as audit
from namro.web.organisations.models import Succession, Unit
from namro.web.reports.models import KindVersion, Report, ReportStep
from namro.web.reports.selectors.kinds import gatherer, writers
from namro.web.reports.selectors.mergers import befores_of
from namro.web.reports.services.filling import fill
from namro.web.reports.states import Action
from namro.web.ui.figures import Answer


def open_report(
    *,
    kind: KindVersion,
    unit: Unit,
    period: ReportPeriod,
    is_consolidated: bool = False,
    by: audit.Person,
    at: datetime,
    answer: Answer | None = None,
) -> tuple[Report, bool]:
    """Open the report ready filled, and say whether it is new; one that stands already is given as it is.

    Raises `Refusal` for a period that has not begun and for a unit that is gone before the period ends.
    """
    known = _known(kind, unit, period, is_consolidated=is_consolidated)
    if known is not None:
        return known, False
    check_time(unit, period, at.date())
    start, note = _stretch(unit, period)
    due, due_source = due_of(kind.kind, period, unit.level, is_consolidated=is_consolidated)
    with transaction.atomic():
        if kind.pk is None:
            kind, _ = KindVersion.objects.get_or_create(
                key=kind.key,
                version=kind.version,
                defaults={
                    "tree": kind.tree,
                    "is_carried": True,
                    "reason": kind.reason,
                    "by_name": kind.by_name,
                    "at": at,
                },
            )
        report, is_new = Report.objects.get_or_create(
            kind_key=kind.key,
            unit=unit,
            period=period.key,
            is_consolidated=is_consolidated,
            defaults={
                "kind_version": kind,
                "period_label": period.label,
                "start": start,
                "end": period.end,
                "due": due,
                "due_source": due_source,
                "note": note,
                "opened_at": at,
                "opened_by": by.get_full_name() or by.get_username(),
            },
        )
        if not is_new:
            return report, False
        fill(report, at=at, answer=answer)
        ReportStep.objects.create(
            report=report, action=Action.OPEN, sentence=note, by_name=report.opened_by, at=at
        )
        audit.record(
            by=by,
            at=at,
            action="Mở báo cáo",
            subject=str(report),
            subject_type="periodic_report",
            subject_id=report.pk,
            after={"period": period.key, "due": due.isoformat() if due else None},
            unit_key=unit.key,
        )
    return report, True


def check_owes(
    kind: KindVersion, unit: Unit, period: ReportPeriod, *, day: date, is_consolidated: bool = False
) -> None:
    """Raise `Refusal` for a report that cannot be: of another time than the unit's or today's, or not asked of it.

    One that stands already may be opened whatever has become of its unit.
    """
    if _known(kind, unit, period, is_consolidated=is_consolidated) is not None:
        return
    check_time(unit, period, day)
    last = min(day, period.end)
    owing = (gatherer(kind.kind, last),) if is_consolidated else writers(kind.kind, last)
    if unit not in owing:
        what = "bản tổng hợp" if is_consolidated else "báo cáo"
        raise Refusal(f"{unit.name} không phải lập {what} “{kind}”; hãy chọn đơn vị hoặc loại khác.")


def _known(kind: KindVersion, unit: Unit, period: ReportPeriod, *, is_consolidated: bool) -> Report | None:
    return Report.objects.filter(
        kind_key=kind.key, unit=unit, period=period.key, is_consolidated=is_consolidated
    ).first()


def check_time(unit: Unit, period: ReportPeriod, day: date) -> None:
    """Raise `Refusal` for a period that has not begun, and for a unit that does not exist at its end."""
    if period.start > day:
        raise Refusal(
            f"Kỳ {period.label} bắt đầu ngày {format_date(period.start)}, chưa đến nên chưa mở được báo cáo."
        )
    if unit.valid_to is not None and unit.valid_to < period.end:
        heirs = ", ".join(
            Succession.objects.filter(predecessor=unit, on__lte=period.end)
            .order_by("on", "successor__sort")
            .values_list("successor__name", flat=True)
        )
        who = f"; báo cáo kỳ này do {heirs} lập" if heirs else ", không lập báo cáo của kỳ này"
        raise Refusal(f"{unit.name} chỉ tồn tại đến ngày {format_date(unit.valid_to)}{who}.")
    if unit.valid_from is not None and unit.valid_from > min(day, period.end):
        when = f"sau kỳ {period.label}" if unit.valid_from > period.end else "chưa đến"
        raise Refusal(f"{unit.name} có từ ngày {format_date(unit.valid_from)}, {when}; hãy chọn kỳ khác.")


def _stretch(unit: Unit, period: ReportPeriod) -> tuple[date, str]:
    """Give from which day the unit's data count, and a note naming predecessors."""
    start = period.start
    said: list[str] = []
    if unit.valid_from is not None and unit.valid_from > start:
        start = unit.valid_from
        said.append(f"Số liệu của {unit.name} từ ngày {format_date(start)}, ngày đơn vị được thành lập.")
    inside = Succession.objects.filter(successor=unit, on__gt=period.start, on__lte=period.end)
    links = list(inside.select_related("predecessor").order_by("on", "predecessor__sort"))
    befores = befores_of(unit.pk, period.start, period.end) if links else ()
    gone = {one.unit.pk: one.stretch for one in befores}
    merged: dict[tuple[date, str], list[str]] = {}
    for one in links:
        merged.setdefault((one.on, _how(one, gone)), []).append(one.predecessor.name)
    said += [
        f"{', '.join(names)} nhập vào {unit.name} từ ngày {format_date(on)}{how}."
        for (on, how), names in merged.items()
    ]
    note = " ".join(said)
    return start, note if len(note) <= 500 else note[:499] + "…"


def _how(link: Succession, gone: Mapping[int, Stretch]) -> str:
    """Say what becomes of the figures from before; nothing of one that lives on and reports by itself."""
    stretch = gone.get(link.predecessor_id)
    if stretch is None:
        return " (một phần)" if link.partial else ""
    if stretch.is_whole:
        return "; số trước ngày đó gộp vào số chung"
    return " (một phần hoặc chưa kiểm chứng); số trước ngày đó chỉ nêu riêng"
