"""What is kept of a report when it is handed in: everything its document is made from, and nothing else is needed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from namro.core.letters.templates import template_called
from namro.core.reports.freezing import SCHEMA, canonical, digest
from namro.web.organisations.models import Unit
from namro.web.reports.documents.cchc import KEY as CCHC
from namro.web.reports.documents.cchc import KIND
from namro.web.reports.documents.issuers import issuer_of
from namro.web.reports.documents.selectors import wording_of
from namro.web.reports.models import FigurePart, Report, ReportEdition, ReportFigure
from namro.web.reports.selectors.closing import closing_of
from namro.web.reports.selectors.gathering import COUNTED, reports_below, unopened
from namro.web.reports.selectors.mergers import mergers_below
from namro.web.reports.selectors.signers import signer_of
from namro.web.reports.services.gathering import ALONE


def content_of(
    report: Report, *, author: str, at: datetime, edition: int, reason: str = ""
) -> dict[str, Any]:
    """Give the content of schema `namro.report/1`: values as text, definitions, outline, words, author."""
    kind, closing = report.kind_version.kind, closing_of(report)
    figures: dict[str, list[ReportFigure]] = {}
    for figure in report.figures.prefetch_related("parts__of_unit"):
        figures.setdefault(figure.section, []).append(figure)
    return {
        "schema": SCHEMA,
        "head": {
            "kind": report.kind_key,
            "kind_version": report.kind_version.version,
            "kind_name": kind.name,
            "kind_source": kind.source,
            "symbol": kind.symbol,
            "outline": kind.outline.name,
            "outline_verified": kind.outline.verified,
            "receiver": kind.receiver,
            "gatherer": Unit.objects.filter(key=kind.consolidated_by).values_list("name", flat=True).first()
            or "",
            "unit": report.unit.name,
            "unit_key": report.unit.key,
            "period": report.period,
            "period_label": report.period_label,
            "start": report.start.isoformat(),
            "end": report.end.isoformat(),
            "due": report.due.isoformat() if report.due else None,
            "note": report.note,
            "is_consolidated": report.is_consolidated,
            "edition": edition,
            "reason": reason,
            "author": author,
            "at": at.isoformat(),
            "as_of": closing.day.isoformat() if closing.day else None,
            "made_on": closing.made_on.isoformat() if closing.made_on else None,
        },
        "issuer": _issuer(report.unit, at),
        "wording": dict(wording_of(template_called(CCHC))) if report.kind_key == KIND else None,
        "sections": [
            {
                "key": text.section,
                "title": text.title,
                "text": text.text,
                "figures": [_figure(one) for one in figures.get(text.section, ())],
            }
            for text in report.texts.all()
        ],
        "gathered_from": _gathered_from(report) if report.is_consolidated else [],
    }


def _gathered_from(report: Report) -> list[dict[str, Any]]:
    """Name every unit that owes a report of the period, and whether its figures count; the merged ones too."""
    below = reports_below(report)
    never = unopened(report, below)
    mergers = mergers_below(report, below, never)
    counted = {one.unit_id for one in below if one.state in COUNTED}
    covered = {
        before.unit.pk
        for unit, befores in mergers.by_successor.items()
        if unit in counted
        for before in befores
    } | {one.unit.pk for one in mergers.alone}
    found = []
    for one in below:
        if one.unit_id in counted or one.unit_id not in covered:
            found.append({"unit": one.unit.name, "state": one.state, "counted": one.unit_id in counted})
    found += [{"unit": unit.name, "state": "", "counted": False} for unit in never]
    told: set[int] = set(counted)
    names = {one.unit_id: one.unit.name for one in below} | {unit.pk: unit.name for unit in never}
    for unit, befores in mergers.by_successor.items():
        for before in befores:
            if before.unit.pk in told or (before.unit.pk in covered and unit not in counted):
                continue
            told.add(before.unit.pk)
            how = f"trong báo cáo của {names[unit]}"
            found.append({"unit": before.name, "state": "", "counted": unit in counted, "how": how})
    alone = [one for one in mergers.alone if one.unit.pk not in told]
    return [*found, *({"unit": one.name, "state": "", "counted": True, "how": ALONE} for one in alone)]


def freeze(report: Report, *, author: str, at: datetime, reason: str = "") -> ReportEdition:
    """Keep the next edition of the report; call it inside the transaction that hands the report in."""
    number = report.editions.count() + 1
    content = canonical(content_of(report, author=author, at=at, edition=number, reason=reason))
    return ReportEdition.objects.create(
        report=report,
        number=number,
        content=content,
        sha256=digest(content),
        reason=reason,
        by_name=author,
        at=at,
    )


def _issuer(unit: Unit, at: datetime) -> dict[str, Any]:
    issuer = issuer_of(unit)
    return {
        "superior": issuer.superior,
        "issuer": issuer.issuer,
        "name": issuer.name,
        "symbol": issuer.symbol,
        "place": issuer.place,
        "authority": issuer.authority,
        "position": issuer.position,
        "signer": signer_of(unit, at.date()),
    }


def _figure(figure: ReportFigure) -> dict[str, Any]:
    over, under = figure.stands_as_share
    found: dict[str, Any] = {
        "name": figure.name,
        "label": figure.label,
        "unit": figure.unit,
        "value": _text(figure.stands),
        "numerator": _text(over),
        "denominator": _text(under),
        "places": figure.places,
        "rule": figure.rule,
        "origin": figure.origin,
        "definition": figure.definition,
        "source": figure.source,
        "as_of": figure.as_of.isoformat(),
        "reckoning": figure.reckoning,
        "reckoned": _text(figure.reckoned),
        "is_changed": figure.is_changed,
        "reason": figure.reason,
        "changed_by": figure.changed_by,
        "last_value": _text(figure.before),
        "last_label": figure.last_label,
    }
    # Only where units were merged inside the period, so that every other edition keeps its bytes.
    parts = [_part(one) for one in figure.parts.all()]
    return {**found, "parts": parts} if parts else found


def _part(part: FigurePart) -> dict[str, Any]:
    over, under = part.stands_as_share
    return {
        "name": part.name,
        "unit_key": part.of_unit.key,
        "start": part.start.isoformat(),
        "end": part.end.isoformat(),
        "as_of": part.as_of.isoformat(),
        "is_whole": part.is_whole,
        "why": part.why,
        "value": _text(part.stands),
        "numerator": _text(over),
        "denominator": _text(under),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
