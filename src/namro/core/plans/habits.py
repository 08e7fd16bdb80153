"""What one table does: which words lead, which co-operate, how often a cell is not printed."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from namro.core.plans.evidence import Judge
from namro.core.plans.layout import Layout
from namro.core.plans.rows import CellState, Role, RowKind, RowReading
from namro.core.text import fold

# What plans usually do, as a handful of rows: one named unit leads, broad and open groups co-operate.
_USUAL_SHAPES = {
    ("one-only", Role.LEAD): 3,
    ("one-only", Role.COOPERATING): 1,
    ("several-only", Role.LEAD): 2,
    ("several-only", Role.COOPERATING): 2,
    ("no-groups", Role.LEAD): 1,
    ("no-groups", Role.COOPERATING): 2,
    ("one-groups", Role.COOPERATING): 2,
    ("several-groups", Role.COOPERATING): 2,
    ("open", Role.COOPERATING): 2,
}


@dataclass
class Habits:
    """What is known of a table: at first what plans usually do, after a first reading what its rows do."""

    exact: Counter[tuple[str, Role]] = field(default_factory=Counter)
    shape: Counter[tuple[str, Role]] = field(default_factory=lambda: Counter(_USUAL_SHAPES))
    skip: dict[Role, float] = field(
        default_factory=lambda: {Role.LEAD: -2.4, Role.COOPERATING: -1.6, Role.DEADLINE: -2.0}
    )

    def preference(self, text: str, shape: str) -> float:
        """Give the log-odds of lead against co-operating that the rest of the table speaks for."""

        def odds(counts: Counter[tuple[str, Role]], key: str) -> float:
            return math.log((counts[key, Role.LEAD] + 0.5) / (counts[key, Role.COOPERATING] + 0.5))

        return 0.5 * (0.9 * odds(self.exact, fold(text)) + odds(self.shape, shape))


def shape_of(text: str, judge: Judge) -> str:
    """Say whether an expression names one unit, several, groups, or units and groups."""
    parties = judge.agencies(text).parties
    if parties and all(p.is_open for p in parties):
        return "open"
    units = sum(p.kind == "unit" for p in parties)
    groups = len(parties) - units
    if not parties:
        return "none"
    return f"{'one' if units == 1 else 'several' if units else 'no'}-{'groups' if groups else 'only'}"


def learn(rows: Sequence[RowReading], layout: Layout, judge: Judge) -> Habits:
    """Count, over rows that print both, which words lead and which co-operate, and how often cells are skipped."""
    habits = Habits()
    lead, other = layout.lead_column, layout.cooperating_column
    task_rows = [row for row in rows if row.kind is RowKind.TASK]
    if lead is not None and other is not None:
        for row in task_rows:
            if row.text(lead) and row.text(other):
                for column, role in ((lead, Role.LEAD), (other, Role.COOPERATING)):
                    text = row.text(column)
                    habits.exact[fold(text), role] += 1
                    habits.shape[shape_of(text, judge), role] += 1
    for role, start in list(habits.skip.items()):
        if role in layout.roles and task_rows:
            column = layout.roles.index(role)
            missing = sum(row.cells[column].state is CellState.MISSING for row in task_rows)
            share = (missing + 6 * math.exp(start)) / (len(task_rows) + 6)
            habits.skip[role] = max(-4.0, min(-0.25, math.log(share)))
    return habits
