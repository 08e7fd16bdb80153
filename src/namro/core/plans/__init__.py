"""Paragraphs and tables to a plan: axes, criteria, tasks, clauses, and how clear each task is."""

from namro.core.plans.clears import CLEARS, Clear, TaskFacts, five_clears
from namro.core.plans.figures import find_measures
from namro.core.plans.model import SCHEMA, PlanReading
from namro.core.plans.reading import read_plan
from namro.core.plans.schema import to_json

__all__ = [
    "CLEARS",
    "SCHEMA",
    "Clear",
    "PlanReading",
    "TaskFacts",
    "find_measures",
    "five_clears",
    "read_plan",
    "to_json",
]
