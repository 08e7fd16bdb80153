"""Scores, wanted inputs and checks as trees for JSON; points are numbers, exact figures are text."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from namro.core.indices.inputs import wanted_of
from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rulebook_checking import RulebookFinding, count_lines, sum_of_survey
from namro.core.indices.rules import NotScored, Sum, Wanted
from namro.core.indices.rules.describing import describe
from namro.core.indices.rules.penalties import Penalty
from namro.core.indices.scoring import ScoredIndex, ScoredLine

SCORE_FORMAT = "namro.score/1"
INPUTS_FORMAT = "namro.inputs/1"
HOW = (
    "Tệp số liệu là JSON {“mã tiêu chí”: {“tên số liệu”: giá trị}}, hoặc CSV/XLSX có ba cột code, input, value "
    "(Mã tiêu chí, Số liệu, Giá trị). Lựa chọn ghi bằng mã (key). Bỏ trống là chưa có số liệu."
)


def score_to_json(scored: ScoredIndex) -> dict[str, Any]:
    """Give every line with points, maximum and reckoning, and the total with its range."""
    rulebook = scored.rulebook
    is_scored = not isinstance(scored.total, NotScored)
    return {
        "format": SCORE_FORMAT,
        "rulebook": rulebook.key,
        "index": rulebook.index,
        "years": list(rulebook.years),
        "legal_source": rulebook.legal_source,
        "rounding": {"places": rulebook.rounding.places, "source": rulebook.rounding.source},
        "total": {
            "points": plain(scored.total) if is_scored else None,
            "maximum": plain(rulebook.total),
            "status": "scored" if is_scored else "not_scored",
            "low": plain(scored.low),
            "high": plain(scored.high),
            "class": scored.result_class,
            "reckoning": scored.total_sentence,
            "missing": [] if not isinstance(scored.total, NotScored) else list(scored.total.missing),
        },
        "blocks": [
            {
                "name": one.name,
                "points": plain(one.points),
                "source": one.source,
                "is_derived": one.is_derived,
            }
            for one in rulebook.blocks
        ],
        "notes": list(rulebook.notes),
        "lines": [_scored_line(scored, line) for line in scored.lines],
    }


def _scored_line(scored: ScoredIndex, one: ScoredLine) -> dict[str, Any]:
    line, points = one.line, one.points
    told: dict[str, Any] = {
        "code": line.code,
        "name": line.name,
        "parent": line.parent or None,
        "depth": line.depth,
        "point": line.point.value if line.point else None,
        "maximum": plain(line.maximum),
        "points": None if isinstance(points, NotScored) else plain(points),
        "status": "not_scored" if isinstance(points, NotScored) else "scored",
        "low": plain(one.low),
        "high": plain(one.high),
        "reason": points.reason if isinstance(points, NotScored) else None,
        "missing": list(points.missing) if isinstance(points, NotScored) else [],
        "reckoning": scored.sentence(line.code),
    }
    if line.rule is not None:
        told["rule"] = line.rule.kind
        told["clause"] = line.clause
        told["official_rule"] = line.official
    if one.reckoning is not None:
        told["inputs"] = {name: plain(value) for name, value in one.reckoning.given.items()}
        told["exact"] = f"{one.reckoning.exact:f}"
    return told | _open_ends(line)


def inputs_to_json(rulebook: Rulebook) -> dict[str, Any]:
    """List for every component what it wants: names as in the official rule, kinds, units, choices, parts."""
    return {
        "format": INPUTS_FORMAT,
        "rulebook": rulebook.key,
        "years": list(rulebook.years),
        "legal_source": rulebook.legal_source,
        "how": HOW,
        "example": _example(rulebook),
        "components": [_component(line) for line in rulebook.components],
    }


def _example(rulebook: Rulebook) -> dict[str, Any]:
    line = next((line for line in rulebook.components if line.rule), None)
    return {line.code: {wanted.name: None for wanted in wanted_of(line)}} if line else {}


def _component(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "maximum": plain(line.maximum),
        "point": line.point.value if line.point else None,
        "clause": line.clause,
        "official_rule": line.official,
        "rule": plain(describe(line.rule)) if line.rule else None,
        "no_rule": line.no_rule,
        "inputs": [_wanted(one, line) for one in wanted_of(line)],
    } | _open_ends(line)


def _open_ends(line: Line) -> dict[str, Any]:
    found = {"discrepancy": line.discrepancy, "unsaid": line.unsaid}
    told: dict[str, Any] = {word: text for word, text in found.items() if text}
    return told if line.name_verified else told | {"name_verified": False}


def _wanted(one: Wanted, line: Line) -> dict[str, Any]:
    part = one.name.rsplit(".", 1)[0] if "." in one.name else None
    told: dict[str, Any] = {
        "name": one.name,
        "label": one.label,
        "kind": one.kind.value,
        "unit": one.unit,
        "part": part,
        "part_name": part_name(line, one),
        "least": plain(one.least),
        "most": plain(one.most),
    }
    if one.options:
        told["options"] = [
            {"key": option.key, "label": option.label, "points": plain(option.points)}
            for option in one.options
        ]
    return told


def part_name(line: Line, wanted: Wanted) -> str | None:
    """Give the printed words of the part that an input belongs to; None for a component without parts."""
    rule = line.rule.of if isinstance(line.rule, Penalty) else line.rule
    if not isinstance(rule, Sum):
        return None
    return next((part.name for part in rule.parts if wanted in part.rule.wanted), None)


def check_to_json(rulebook: Rulebook, findings: Sequence[RulebookFinding]) -> dict[str, Any]:
    """Give the counts, the sums and the findings of a check."""
    return {
        "rulebook": rulebook.key,
        "index": rulebook.index,
        "years": list(rulebook.years),
        "legal_source": rulebook.legal_source,
        "is_sound": not any(finding.is_error for finding in findings),
        "total": plain(rulebook.total),
        "survey_points": plain(sum_of_survey(rulebook)),
        "counts": count_lines(rulebook),
        "findings": [
            {
                "severity": "error" if finding.is_error else "note",
                "code": finding.code,
                "message": finding.sentence,
            }
            for finding in findings
        ],
    }


def plain(value: Any) -> Any:
    """Turn Decimals into JSON numbers, whole ones into whole numbers, at any depth."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {word: plain(one) for word, one in value.items()}
        case list():
            return [plain(one) for one in value]
    return value
