"""The kinds of rule by which inputs become points, one file per kind; `parse_rule` builds them from a rulebook."""

from namro.core.indices.rules.base import (
    Given,
    ImpossibleValue,
    NotScored,
    Option,
    Rule,
    Value,
    Wanted,
    WantedKind,
)
from namro.core.indices.rules.changes import Change, RankBands
from namro.core.indices.rules.choices import Choice
from namro.core.indices.rules.parsing import BadRule, parse_rule
from namro.core.indices.rules.parts import Part, Sum
from namro.core.indices.rules.penalties import Deduction, Penalty
from namro.core.indices.rules.ratios import Ratio, Term, Weighted
from namro.core.indices.rules.steps import CountSteps, RateSteps, RatioSteps, Step
from namro.core.indices.rules.surveys import GivenPoints, Mean, Rate

__all__ = [
    "BadRule",
    "Change",
    "Choice",
    "CountSteps",
    "Deduction",
    "Given",
    "GivenPoints",
    "ImpossibleValue",
    "Mean",
    "NotScored",
    "Option",
    "Part",
    "Penalty",
    "RankBands",
    "Rate",
    "RateSteps",
    "Ratio",
    "RatioSteps",
    "Rule",
    "Step",
    "Sum",
    "Term",
    "Value",
    "Wanted",
    "WantedKind",
    "Weighted",
    "parse_rule",
]
