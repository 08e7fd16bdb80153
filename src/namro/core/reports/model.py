"""What a periodic report is: its kind, its outline, and one period of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure that no room of the program knows: units type it, `rule` says how those of units become one.

    `parts` are keys of figures of the same part of the outline whose sum it is; empty: nobody declared any.
    """

    key: str
    label: str
    unit: str = ""
    rule: str = "sum"  # a name of core.measures.Aggregation
    places: int = 0
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A part of the outline: its title, the groups of figures that stand in it ready filled, those to be typed."""

    key: str
    title: str
    figures: tuple[str, ...] = ()
    typed: tuple[TypedFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a report in order; `verified` False: not held against its official text yet."""

    key: str
    name: str
    sections: tuple[OutlineSection, ...]
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day and month, with the shift of the year ("15/12 of the year before" is -1)."""

    day: int
    month: int
    year_shift: int = 0

    def in_year(self, year: int) -> date:
        """Give the day; the 29th of February of a common year is the 28th."""
        try:
            return date(year + self.year_shift, self.month, self.day)
        except ValueError:
            return date(year + self.year_shift, self.month, 28)


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One period of the year: the stretch its data cover, and the last day of handing in where one is known."""

    key: str  # "Q1", "H1", "Q3", "Y", "M7", "M01"
    label: str  # "Quý I/{year}"
    start: DayRule
    end: DayRule
    due: DayRule | None = None


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of periodic report: who writes, who gathers, who receives, over which periods."""

    key: str
    name: str
    symbol: str
    source: str
    verified: bool
    levels: tuple[str, ...]  # of the units that write
    units: tuple[str, ...]  # keys of units that write by name
    consolidated_by: str  # key of a unit
    receiver: str
    figures: tuple[str, ...]  # groups of figures, see web/ui/figures.py
    outline: Outline
    periods: tuple[PeriodRule, ...]
    note: str = ""
    # By level of the unit: days after the data are closed within which units hand in. No source names them: a province
    # sets them, and a level that is not here has no due day.
    due_days: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A period of one year; `due` None: no source names a day and nobody has set one."""

    key: str  # "2021-Q3"
    label: str
    year: int
    start: date
    end: date
    due: date | None
