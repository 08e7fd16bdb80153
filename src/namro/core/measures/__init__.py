"""Measures: values of units and periods rolled up by a stated rule, each with its reckoning in one sentence."""

from namro.core.measures.model import (
    Aggregation,
    Comparison,
    Direction,
    Measured,
    MeasureRule,
    RollUp,
    UnitValue,
)
from namro.core.measures.rolling import roll_up
from namro.core.measures.targets import Standing, change_words, standing

__all__ = [
    "Aggregation",
    "Comparison",
    "Direction",
    "MeasureRule",
    "Measured",
    "RollUp",
    "Standing",
    "UnitValue",
    "change_words",
    "roll_up",
    "standing",
]
