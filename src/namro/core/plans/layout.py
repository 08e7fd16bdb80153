"""The columns of one flattened table, and the places and states a paragraph of it can stand in.

Places and states are small whole numbers, so that the tables of the decoder are looked up by position.
"""

from collections.abc import Sequence
from typing import NamedTuple

from namro.core.plans.evidence import NumberStyle
from namro.core.plans.rows import Column, Role, RowKind

FULL_WIDTH = -1  # "column" of a heading that spans the table
KINDS = tuple(RowKind)
STEPS = ("row", "cell", "more")  # opens a row, opens a cell of the same row, continues the cell
_STATES_OF_A_PLACE = 2 * len(STEPS)
_FIRST_OF_STEP = {step: 2 * number for number, step in enumerate(STEPS)}
_KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


class State(NamedTuple):
    """Where a paragraph stands: row kind, column, how it was reached, and whether the section has a lead yet."""

    kind: RowKind
    column: int
    step: str
    lead_seen: bool


class Layout:
    """The columns of a table, what numbers its sections (`outer`) and whether its empty cells are printed.

    A *place* is a kind of row and a column; a state is a place, a step and whether a lead was seen.
    """

    def __init__(self, columns: Sequence[Column], outer: frozenset[NumberStyle], prints_blanks: bool) -> None:
        self.columns = columns
        self.outer = outer
        self.prints_blanks = prints_blanks
        roles = [column.role for column in columns]
        self.roles = roles
        self.has_criterion = Role.CRITERION in roles
        self.number_column = roles.index(Role.NUMBER) if Role.NUMBER in roles else None
        self.criterion_column = roles.index(Role.CRITERION) if self.has_criterion else None
        self.task_column = roles.index(Role.TASK)
        self.name_column = self.criterion_column if self.criterion_column is not None else self.task_column
        self.lead_column = roles.index(Role.LEAD) if Role.LEAD in roles else None
        self.cooperating_column = roles.index(Role.COOPERATING) if Role.COOPERATING in roles else None
        self.places = [(kind, column) for kind in KINDS for column in range(FULL_WIDTH, len(columns))]
        self.states = [
            State(kind, column, step, lead_seen)
            for kind, column in self.places
            for step in STEPS
            for lead_seen in (False, True)
        ]

    def place(self, kind: RowKind, column: int) -> int:
        """Give the number of a place; `self.places` has it at that position."""
        return _KIND_NUMBER[kind] * (len(self.columns) + 1) + column + 1

    @staticmethod
    def code(place: int, step: str, lead_seen: bool) -> int:
        """Give the number of a state; `self.states` has it at that position."""
        return place * _STATES_OF_A_PLACE + _FIRST_OF_STEP[step] + lead_seen

    @staticmethod
    def place_of(code: int) -> int:
        """Give the place of a state."""
        return code // _STATES_OF_A_PLACE

    @staticmethod
    def seat(code: int) -> int:
        """Give the place and step of a state, whether or not a lead was seen."""
        return code // 2
