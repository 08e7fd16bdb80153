"""Agency expressions to units and groups of units; the register of a province and who took over from whom."""

from namro.core.agencies.loading import load_register
from namro.core.agencies.model import (
    AgencyExpression,
    Group,
    Level,
    Party,
    Succession,
    Unit,
)
from namro.core.agencies.register import Register

__all__ = [
    "AgencyExpression",
    "Group",
    "Level",
    "Party",
    "Register",
    "Succession",
    "Unit",
    "load_register",
]
