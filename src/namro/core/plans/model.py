"""A plan as read from its document: the tree of schema `namro.plan/1`.

Texts are the document's own words. Line numbers are those of `documents.Line`.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from namro.core.agencies.model import Party
from namro.core.time.deadlines import Deadline, DeadlineKind

SCHEMA = "namro.plan/1"


@dataclass(slots=True)
class Source:
    """The first and the last line of the document that a value was read from."""

    first_line: int
    last_line: int


@dataclass(slots=True)
class Agencies:
    """A cell of agencies; `inherited` when the cell is merged or missing and the value comes from above."""

    text: str = ""
    units: list[Party] = field(default_factory=list)
    inherited: bool = False
    source: Source | None = None


@dataclass(slots=True)
class TaskDeadline:
    """A cell of deadline with its reading."""

    text: str = ""
    reading: Deadline = field(default_factory=lambda: Deadline("", DeadlineKind.NONE))
    inherited: bool = False
    source: Source | None = None


@dataclass(slots=True)
class Measure:
    """A quantity the text itself promises: "ít nhất 03 sáng kiến" is at_least 3 sáng kiến."""

    text: str
    quantity: Decimal
    unit: str
    relation: str  # at_least, at_most, equal, more_than, less_than


@dataclass(slots=True)
class Task:
    """One row: what is to be done, who leads, who co-operates, until when."""

    text: str
    lead: Agencies
    cooperating: Agencies
    deadline: TaskDeadline
    measures: list[Measure]
    source: Source
    confidence: float = 1.0
    alternative: dict[str, Any] | None = (
        None  # {"text", "lead", "cooperating", "deadline", "confidence", "reason"}
    )
    extra: dict[str, str] = field(default_factory=dict)
    refers_to: str | None = None  # label of the appendix a cross-reference row points at
    no: str | None = None  # number of the row itself, where rows are numbered and criteria are not


@dataclass(slots=True)
class Criterion:
    """A criterion; `shares_tasks_with` is the `no` of the criterion that carries the shared tasks."""

    no: str | None
    name: str | None
    tasks: list[Task]
    shares_tasks_with: str | None = None
    source: Source | None = None
    printed: str = ""  # number and name as the document prints them, where they stand in one cell


@dataclass(slots=True)
class Axis:
    """A field, axis or section with its criteria."""

    no: str | None
    name: str | None
    criteria: list[Criterion]
    source: Source | None = None
    printed: str = ""  # number and name as the document prints them, where they stand in one cell


@dataclass(slots=True)
class Appendix:
    """One table of tasks with its heading."""

    label: str
    title: str
    index: str | None
    axes: list[Axis]
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # lines between and after the tables
    source: Source | None = None


@dataclass(slots=True)
class OutlineEntry:
    """A heading of the body, or a clause that only points at the appendices."""

    no: str | None
    text: str
    source: Source
    refers_to: list[str] = field(default_factory=list)
    printed: str = ""  # with its number, as the document prints it


@dataclass(slots=True)
class Clause:
    """A duty, goal or requirement in the body of the plan."""

    no: str
    kind: str  # goal, requirement, task, organisation, closing, footnote
    text: str
    owners: Agencies
    deadline: TaskDeadline
    source: Source
    is_duty: bool = False  # becomes a task of the plan
    printed: str = ""  # with its number, as the document prints it
    measures: list[Measure] = field(default_factory=list)


@dataclass(slots=True)
class Target:
    index: str
    kind: str  # rank_band, share_above, rank_at_most, not_below_last_year
    value: Any
    text: str


@dataclass(slots=True)
class Baseline:
    index: str
    year: int
    score: Decimal | None
    max: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    rank_change: int | None
    text: str = ""


@dataclass(slots=True)
class Finding:
    """Something a person should look at; `where` holds `line` and, for tasks, `appendix`, `axis`, `criterion`."""

    code: str
    severity: str  # error, warning, note
    where: dict[str, Any]
    message: str


@dataclass(slots=True)
class Surrounding:
    """Text a web page or an editor put around the document."""

    text: str
    source: Source


@dataclass(slots=True)
class Heading:
    """Who issued which document, when, where, under which number, signed by whom."""

    number: str | None = None
    kind: str | None = None  # KẾ HOẠCH, QUYẾT ĐỊNH …
    issued_on: Any = None  # date
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    signer_name: str | None = None
    signer_role: str | None = None
    legal_bases: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(
        default_factory=list
    )  # {"text", "source", "role"} printed around these


@dataclass(slots=True)
class PlanReading:
    """The whole document as read; every non-blank line stands in exactly one field or in `unaccounted`."""

    document: Heading
    targets: list[Target] = field(default_factory=list)
    baselines: list[Baseline] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    surroundings: list[Surrounding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unaccounted: list[dict[str, Any]] = field(default_factory=list)  # {"line", "text"}
