"""A rule as a plain tree, so that its thresholds can be read without reading code."""

from decimal import Decimal
from typing import Any

from namro.core.indices.rules.base import Rule
from namro.core.indices.rules.changes import Change, RankBands
from namro.core.indices.rules.choices import Choice
from namro.core.indices.rules.parts import Sum
from namro.core.indices.rules.penalties import Deduction, Penalty
from namro.core.indices.rules.ratios import Ratio, Weighted
from namro.core.indices.rules.steps import CountSteps, RateSteps, RatioSteps
from namro.core.indices.rules.surveys import GivenPoints, Mean, Rate


def describe(rule: Rule) -> dict[str, Any]:
    """Give the kind of a rule, the least and the most points, its inputs and its thresholds; numbers are Decimal."""
    about: dict[str, Any] = {"kind": rule.kind, "least": rule.least, "most": rule.most}
    if not isinstance(rule, Sum | Penalty):
        about["inputs"] = [wanted.name for wanted in rule.wanted]
    return about | _particulars(rule)


def _particulars(rule: Rule) -> dict[str, Any]:
    match rule:
        case Sum():
            return {
                "parts": [
                    {"key": part.key, "name": part.name, "rule": describe(part.rule)} for part in rule.parts
                ]
            }
        case Penalty():
            return {
                "percent": rule.percent,
                "condition": rule.condition,
                "input": rule.name,
                "of": describe(rule.of),
            }
        case Choice():
            return {"formula": "điểm của lựa chọn"}
        case Ratio():
            a, b = rule.whole.name, rule.part.name
            return {
                "formula": f"({b}/{a}) × {rule.most}",
                "floor": rule.floor,
                "full_from": rule.full_from,
                "no_cases": rule.no_cases,
            }
        case Weighted():
            terms = [f"({term.part.name}/{rule.whole.name}) × {term.weight}" for term in rule.terms]
            return {"formula": " + ".join(terms), "floor": rule.floor, "no_cases": rule.no_cases}
        case RatioSteps():
            return {
                "formula": f"bậc của {rule.part.name}/{rule.whole.name}",
                "steps": [{"at_least": step.at_least, "points": step.points} for step in rule.steps],
                "below": rule.below,
                "no_cases": rule.no_cases,
            }
        case RateSteps():
            return {
                "formula": f"bậc của {rule.value.name}",
                "steps": [{"at_least": step.at_least, "points": step.points} for step in rule.steps],
                "below": rule.below,
            }
        case CountSteps():
            return {"at_most": rule.at_most, "within": rule.within, "above": rule.above}
        case Change():
            return {"up": rule.up, "equal": rule.equal, "down": rule.down}
        case RankBands():
            return {"of": rule.of, "bands": [{"last": last, "points": points} for last, points in rule.bands]}
        case Deduction():
            return {"formula": f"{rule.most} − {rule.cases.name} × {rule.each}", "each": rule.each}
        case Rate():
            return {"formula": f"{rule.rate.name} × {rule.most} / 100", "floor": rule.floor}
        case Mean():
            return {"low": Decimal(rule.low), "high": Decimal(rule.high)}
        case GivenPoints():
            return {"by": rule.by}
    raise AssertionError(f"no description of {rule.kind}")
