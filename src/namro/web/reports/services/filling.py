"""Filling a report: its figures asked by name, its parts with the words of the report before beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.reports.calendar import before
from namro.core.reports.calendar import period_called as core_period
from namro.core.reports.closing import closing_day
from namro.core.reports.mergers import names as merged_names
from namro.core.reports.model import OutlineSection, ReportKind, TypedFigure
from namro.web.reports.models import FigurePart, Report, ReportFigure, ReportText
from namro.web.reports.selectors.mergers import Before, befores_of, first_day, held_then
from namro.web.reports.services.gathering import gathered_figures
from namro.web.reports.services.offering import Filled, offered_figures, sections
from namro.web.ui.figures import Answer, Ask, OneAsking

_FIELDS = (
    "section", "position", "label", "unit", "definition", "source", "rule", "places", "address", "origin", "as_of",
    "reckoning", "value", "numerator", "denominator", "last_value", "last_label",
)  # fmt: skip


@transaction.atomic
def fill(report: Report, *, at: datetime, answer: Answer | None = None) -> None:
    """Reckon every figure of the report anew, as of its closing day; what a person typed or changed stays beside it.

    `answer` gives the figures, where many reports are filled in turn.
    """
    kind = report.kind_version.kind
    last = last_report(report)
    _texts(report, kind, last)
    before_by_name = {one.name: one for one in last.figures.all()} if last else {}
    known = {one.name: one for one in report.figures.all()}
    wanted = list(_figures(report, kind, at, before_by_name, last, answer=answer or OneAsking()))
    FigurePart.objects.filter(figure__in=[one.pk for one in known.values()]).delete()
    parts: list[FigurePart] = []
    added: list[ReportFigure] = []
    for position, made in enumerate(wanted, 1):
        figure = made.figure
        figure.position = position
        held = known.pop(figure.name, None)
        if held is not None:
            for field in _FIELDS:
                setattr(held, field, getattr(figure, field))
            held.save(update_fields=_FIELDS)
        else:
            added.append(figure)
        for part in made.parts:
            part.figure = held or figure
            parts.append(part)
    ReportFigure.objects.bulk_create(added)
    FigurePart.objects.bulk_create(parts)
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
    *,
    answer: Answer,
) -> Iterable[Filled]:
    day = closing_day(report.end, at.date())
    ask = Ask(start=report.start, end=report.end, day=day)
    gathered: dict[str, Filled] = {}
    befores: tuple[Before, ...] = ()
    if report.is_consolidated:
        gathered = gathered_figures(report, day)
    else:
        first = first_day(report)
        befores = befores_of(report.unit_id, first, report.end)
        line = frozenset({report.unit_id, *(one.unit.pk for one in befores)})
        held = held_then(line, first, report.end, ended=line - {report.unit_id})
        ask = replace(ask, unit_ids=frozenset({report.unit_id}), held=held)
    seen: set[str] = set()
    for section, groups in sections(kind):
        made = [one for one in gathered.values() if one.figure.section == section.key]
        names = {one.figure.name for one in made}
        for group in groups:
            offered = offered_figures(section, group, ask, unit=report.unit, befores=befores, answer=answer)
            made += [one for one in offered if one.figure.name not in gathered]
        for typed in section.typed:
            name = f"nhap.{section.key}.{typed.key}"
            if name not in names:
                made.append(Filled(_typed(section, typed, name, befores, day)))
        for one in made:
            figure = one.figure
            if figure.name in seen:
                continue
            seen.add(figure.name)
            figure.report = report
            earlier = last.get(figure.name)
            if earlier is not None and last_one is not None:
                figure.last_value, figure.last_label = earlier.stands, last_one.period_label
            yield one


def _typed(
    section: OutlineSection, typed: TypedFigure, name: str, befores: Sequence[Before], day: date
) -> ReportFigure:
    said = "Đơn vị nhập theo biểu thống kê của đề cương."
    whole = [one.name for one in befores if one.stretch.is_whole]
    if whole:
        said += f" Một số cho cả đơn vị, gồm phần trước ngày nhập của: {merged_names(whole)}."
    return ReportFigure(
        section=section.key,
        name=name,
        label=typed.label,
        unit=typed.unit,
        definition=said[:1000],
        rule=typed.rule,
        places=typed.places,
        origin=ReportFigure.Origin.TYPED,
        as_of=day,
    )
