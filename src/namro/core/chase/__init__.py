"""The chase: how an obligation stands on a day, and which reminders are due by the rules."""

from namro.core.chase.calling import Caller, Owed, Reminder, Standing, standing
from namro.core.chase.comparing import WEEKS, StepChange, heard, step_changes
from namro.core.chase.rules import (
    Channel,
    Condition,
    Rules,
    Rung,
    Step,
    When,
    rules_data,
    rules_of,
    rules_of_toml,
    rules_toml,
    shipped_rules,
)

__all__ = [
    "WEEKS",
    "Caller",
    "Channel",
    "Condition",
    "Owed",
    "Reminder",
    "Rules",
    "Rung",
    "Standing",
    "Step",
    "StepChange",
    "When",
    "heard",
    "rules_data",
    "rules_of",
    "rules_of_toml",
    "rules_toml",
    "shipped_rules",
    "standing",
    "step_changes",
]
