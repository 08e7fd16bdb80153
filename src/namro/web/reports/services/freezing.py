"""What is kept of a report when it is handed in: everything its document is made from, and nothing else is needed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from namro.core.letters.templates import template_called
from namro.core.reports.freezing import SCHEMA, canonical, digest
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.selectors import people_of
from namro.web.reports.documents.cchc import KEY as CCHC
from namro.web.reports.documents.cchc import KIND
from namro.web.reports.documents.issuers import issuer_of
from namro.web.reports.documents.selectors import wording_of
from namro.web.reports.models import Report, ReportEdition, ReportFigure
from namro.web.reports.selectors.closing import closing_of
from namro.web.reports.selectors.gathering import COUNTED, reports_below, unopened


def content_of(
    report: Report, *, author: str, at: datetime, edition: int, reason: str = ""
) -> dict[str, Any]:
    """Give the content of schema `namro.report/1`: values as text, definitions, outline, words, author."""
    kind, closing = report.kind_version.kind, closing_of(report)
    figures: dict[str, list[ReportFigure]] = {}
    for figure in report.figures.all():
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
    """Name every unit that owes a report of the period, and whether its figures count."""
    below = reports_below(report)
    found = [{"unit": one.unit.name, "state": one.state, "counted": one.state in COUNTED} for one in below]
    never = unopened(report, below)
    return [*found, *({"unit": unit.name, "state": "", "counted": False} for unit in never)]


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
    head = people_of(unit, on=at.date()).filter(role=Role.UNIT_HEAD).first()
    return {
        "superior": issuer.superior,
        "issuer": issuer.issuer,
        "name": issuer.name,
        "symbol": issuer.symbol,
        "place": issuer.place,
        "authority": issuer.authority,
        "position": issuer.position,
        "signer": head.user.get_full_name() if head else None,
    }


def _figure(figure: ReportFigure) -> dict[str, Any]:
    over, under = figure.stands_as_share
    return {
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


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
