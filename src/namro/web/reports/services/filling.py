"""Filling a report: its figures asked by name, its parts with the words of the report before beside them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.reports.calendar import before
from namro.core.reports.calendar import period_called as core_period
from namro.core.reports.closing import closing_day
from namro.core.reports.model import OutlineSection, ReportKind
from namro.web.reports.models import Report, ReportFigure, ReportText
from namro.web.reports.services.gathering import gathered_figures
from namro.web.ui.figures import Ask, Figure, figures_of, known_groups

_PLACES = Decimal("0.000001")
_FIELDS = (
    "section", "position", "label", "unit", "definition", "source", "rule", "places", "address", "origin", "as_of",
    "reckoning", "value", "numerator", "denominator", "last_value", "last_label",
)  # fmt: skip


@transaction.atomic
def fill(report: Report, *, at: datetime) -> None:
    """Reckon every figure of the report anew, as of its closing day; what a person typed or changed stays beside it."""
    kind = report.kind_version.kind
    last = last_report(report)
    _texts(report, kind, last)
    before_by_name = {one.name: one for one in last.figures.all()} if last else {}
    known = {one.name: one for one in report.figures.all()}
    wanted = list(_figures(report, kind, at, before_by_name, last))
    for position, figure in enumerate(wanted, 1):
        figure.position = position
        held = known.pop(figure.name, None)
        if held is not None:
            for field in _FIELDS:
                setattr(held, field, getattr(figure, field))
            held.save(update_fields=_FIELDS)
        else:
            figure.save()
    # What no room offers any more stays only where a person put something there.
    ReportFigure.objects.filter(
        pk__in=[one.pk for one in known.values() if not (one.is_changed or one.own_value is not None)]
    ).delete()
    report.filled_at = at
    report.save(update_fields=["filled_at"])


def last_report(report: Report) -> Report | None:
    """Give the unit's report of the kind for the period before, with its figures; None where there is none."""
    kind = report.kind_version.kind
    try:
        period = before(kind, core_period(kind, report.period))
    except (Refusal, ValueError):
        return None
    return (
        Report.objects.filter(
            kind_key=report.kind_key,
            unit=report.unit_id,
            period=period.key,
            is_consolidated=report.is_consolidated,
        )
        .prefetch_related("figures", "texts")
        .first()
    )


def _texts(report: Report, kind: ReportKind, last: Report | None) -> None:
    words = {one.section: one.text for one in last.texts.all()} if last else {}
    known = set(report.texts.values_list("section", flat=True))
    ReportText.objects.bulk_create(
        ReportText(
            report=report,
            section=section.key,
            position=position,
            title=section.title,
            last_text=words.get(section.key, ""),
            last_label=last.period_label if last else "",
        )
        for position, section in enumerate(kind.outline.sections, 1)
        if section.key not in known
    )


def _figures(
    report: Report,
    kind: ReportKind,
    at: datetime,
    last: Mapping[str, ReportFigure],
    last_one: Report | None,
) -> Iterable[ReportFigure]:
    day = closing_day(report.end, at.date())
    unit_ids = None if report.is_consolidated else frozenset({report.unit_id})
    ask = Ask(start=report.start, end=report.end, day=day, unit_ids=unit_ids)
    gathered = gathered_figures(report, day) if report.is_consolidated else {}
    seen: set[str] = set()
    for section, groups in _sections(kind):
        made: list[ReportFigure] = [one for one in gathered.values() if one.section == section.key]
        names = {one.name for one in made}
        for group in groups:
            offered = figures_of(group, ask) if group in known_groups() else ()
            made += [_offered(section, one, day) for one in offered if one.name not in gathered]
        for typed in section.typed:
            name = f"nhap.{section.key}.{typed.key}"
            if name not in names:
                made.append(
                    ReportFigure(
                        section=section.key,
                        name=name,
                        label=typed.label,
                        unit=typed.unit,
                        definition="Đơn vị nhập theo biểu thống kê của đề cương.",
                        rule=typed.rule,
                        places=typed.places,
                        origin=ReportFigure.Origin.TYPED,
                        as_of=day,
                    )
                )
        for figure in made:
            if figure.name in seen:
                continue
            seen.add(figure.name)
            figure.report = report
            earlier = last.get(figure.name)
            if earlier is not None and last_one is not None:
                figure.last_value, figure.last_label = earlier.stands, last_one.period_label
            yield figure


def _sections(kind: ReportKind) -> Iterable[tuple[OutlineSection, tuple[str, ...]]]:
    """Give the parts with their groups; groups of the kind that no part names stand in the first."""
    named = {group for section in kind.outline.sections for group in section.figures}
    loose = tuple(group for group in kind.figures if group not in named)
    for at, section in enumerate(kind.outline.sections):
        yield section, (*section.figures, *(loose if at == 0 else ()))


def _offered(section: OutlineSection, figure: Figure, day: date) -> ReportFigure:
    return ReportFigure(
        section=section.key,
        name=figure.name[:160],
        label=figure.label[:400],
        unit=figure.unit[:60],
        definition=figure.definition[:1000],
        source=figure.source[:500],
        rule=figure.rule,
        places=figure.places,
        address=figure.address if len(figure.address) <= 300 else "",
        origin=ReportFigure.Origin.OFFERED,
        as_of=day,
        value=rounded(figure.value),
        numerator=rounded(figure.numerator),
        denominator=rounded(figure.denominator),
    )


def rounded(value: Decimal | None) -> Decimal | None:
    """Give the value as the database keeps it: six decimals."""
    return None if value is None else value.quantize(_PLACES)
