"""What the reader asked people to look at, as the page of a plan lists it."""

from dataclasses import dataclass

from namro.web.plans.models import Plan

_SEVERITIES = {"error": "Cần sửa", "warning": "Cần xem lại", "note": "Ghi chú"}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with where it is."""

    severity: str
    label: str
    message: str
    line: int | None
    place: str


def findings_of(plan: Plan) -> tuple[FindingRow, ...]:
    """Give the findings, the gravest first, in the order of the document."""
    order = list(_SEVERITIES)
    rows = [
        FindingRow(
            severity=str(finding.get("severity") or "note"),
            label=_SEVERITIES.get(str(finding.get("severity")), "Ghi chú"),
            message=str(finding.get("message") or ""),
            line=(finding.get("where") or {}).get("line"),
            place=_place(finding.get("where") or {}),
        )
        for finding in plan.findings
    ]
    return tuple(
        sorted(rows, key=lambda row: order.index(row.severity) if row.severity in order else len(order))
    )


def _place(where: dict[str, object]) -> str:
    return " · ".join(
        str(where[key]) for key in ("appendix", "axis", "criterion", "clause") if where.get(key)
    )
