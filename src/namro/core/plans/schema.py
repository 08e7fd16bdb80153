"""The tree of a reading as JSON of schema `namro.plan/1`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from namro.core.agencies import Party
from namro.core.plans.model import (
    SCHEMA,
    Agencies,
    Appendix,
    Axis,
    Clause,
    Criterion,
    Measure,
    PlanReading,
    Source,
    Task,
    TaskDeadline,
)


def to_json(reading: PlanReading) -> dict[str, Any]:
    """Give the reading in plain types: dates as ISO text, decimals as text, unknown as null."""
    head = reading.document
    return {
        "schema": SCHEMA,
        "document": {
            "number": head.number,
            "kind": head.kind,
            "issued_on": head.issued_on.isoformat() if head.issued_on else None,
            "place": head.place,
            "issuer": head.issuer,
            "title": head.title,
            "signer": {"name": head.signer_name, "role": head.signer_role},
            "legal_bases": head.legal_bases,
            "recipients": head.recipients,
            "lines": head.lines,
        },
        "targets": [
            {"index": t.index, "kind": t.kind, "value": t.value, "text": t.text} for t in reading.targets
        ],
        "baselines": [
            {
                "index": b.index,
                "year": b.year,
                "score": _text(b.score),
                "max": _text(b.max),
                "percent": _text(b.percent),
                "rank": b.rank,
                "of": b.of,
                "rank_change": b.rank_change,
                "text": b.text,
            }
            for b in reading.baselines
        ],
        "appendices": [_appendix(appendix) for appendix in reading.appendices],
        "outline": [
            {
                "no": o.no,
                "text": o.text,
                "printed": o.printed,
                "refers_to": o.refers_to,
                "source": _source(o.source),
            }
            for o in reading.outline
        ],
        "clauses": [_clause(clause) for clause in reading.clauses],
        "surroundings": [{"text": s.text, "source": _source(s.source)} for s in reading.surroundings],
        "findings": [
            {"code": f.code, "severity": f.severity, "where": f.where, "message": f.message}
            for f in reading.findings
        ],
        "unaccounted": reading.unaccounted,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _source(source: Source | None) -> dict[str, int] | None:
    return {"first_line": source.first_line, "last_line": source.last_line} if source else None


def _appendix(appendix: Appendix) -> dict[str, Any]:
    return {
        "label": appendix.label,
        "title": appendix.title,
        "index": appendix.index,
        "columns": appendix.columns,
        "notes": appendix.notes,
        "source": _source(appendix.source),
        "axes": [_axis(axis) for axis in appendix.axes],
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "no": axis.no,
        "name": axis.name,
        "printed": axis.printed,
        "source": _source(axis.source),
        "criteria": [_criterion(criterion) for criterion in axis.criteria],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "no": criterion.no,
        "name": criterion.name,
        "printed": criterion.printed,
        "shares_tasks_with": criterion.shares_tasks_with,
        "source": _source(criterion.source),
        "tasks": [_task(task) for task in criterion.tasks],
    }


def _task(task: Task) -> dict[str, Any]:
    out: dict[str, Any] = {
        "no": task.no,
        "text": task.text,
        "lead": agencies_to_json(task.lead),
        "cooperating": agencies_to_json(task.cooperating),
        "deadline": deadline_to_json(task.deadline),
        "measures": measures_to_json(task.measures),
        "source": _source(task.source),
        "confidence": task.confidence,
        "alternative": task.alternative,
        "refers_to": task.refers_to,
        "extra": task.extra,
    }
    dates = task.deadline.reading.dates
    if len(dates) > 1:
        out["dates"] = [day.isoformat() for day in dates]
    return out


def parties_to_json(parties: Iterable[Party]) -> list[dict[str, Any]]:
    """Give the units and groups that an expression names."""
    return [
        {"kind": p.kind, "key": p.key, "name": p.name, "text": p.text, "is_open": p.is_open} for p in parties
    ]


def agencies_to_json(cell: Agencies) -> dict[str, Any]:
    """Give a cell of agencies."""
    return {
        "text": cell.text,
        "units": parties_to_json(cell.units),
        "inherited": cell.inherited,
        "source": _source(cell.source),
    }


def deadline_to_json(deadline: TaskDeadline) -> dict[str, Any]:
    """Give a cell of deadline with its reading."""
    reading = deadline.reading
    return {
        "text": deadline.text,
        "kind": reading.kind.value,
        "due": reading.due.isoformat() if reading.due else None,
        "dates": [day.isoformat() for day in reading.dates],
        "inherited": deadline.inherited,
        "source": _source(deadline.source),
    }


def measures_to_json(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    """Give measures; quantities as text."""
    return [
        {"text": m.text, "quantity": _text(m.quantity), "unit": m.unit, "relation": m.relation}
        for m in measures
    ]


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "no": clause.no,
        "kind": clause.kind,
        "text": clause.text,
        "printed": clause.printed,
        "is_duty": clause.is_duty,
        "owners": agencies_to_json(clause.owners),
        "deadline": deadline_to_json(clause.deadline),
        "measures": measures_to_json(clause.measures),
        "source": _source(clause.source),
    }
