"""The chase: how an obligation stands on a day, and which reminders are due by the rules."""

from namro.core.chase.calling import Caller, Owed, Reminder, Standing, standing
from namro.core.chase.rules import (
    Channel,
    Condition,
    Rules,
    Rung,
    Step,
    When,
    rules_data,
    rules_of,
    shipped_rules,
)

__all__ = [
    "Caller",
    "Channel",
    "Condition",
    "Owed",
    "Reminder",
    "Rules",
    "Rung",
    "Standing",
    "Step",
    "When",
    "rules_data",
    "rules_of",
    "shipped_rules",
    "standing",
]
