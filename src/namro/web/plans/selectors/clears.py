"""The five clears of a task as it stands in the program."""

from dataclasses import dataclass
from decimal import Decimal

from namro.core.agencies import Party
from namro.core.plans.clears import NAMES, TaskFacts, five_clears
from namro.core.plans.model import Measure
from namro.core.time import DeadlineKind
from namro.web.plans.selectors.tasks import PartyRow, TaskPage


@dataclass(frozen=True, slots=True)
class ClearRow:
    """One of the five, with its Vietnamese name and the sentence that explains the answer."""

    name: str
    is_clear: bool
    sentence: str


def clears_of(page: TaskPage) -> tuple[ClearRow, ...]:
    """Check the five for a task in force; a group somebody filled in counts as known."""
    task = page.task
    facts = TaskFacts(
        text=task.text,
        leads=[_party(row) for row in page.leads],
        cooperating=[_party(row) for row in page.cooperating],
        deadline_kind=DeadlineKind(task.deadline_kind),
        has_due_date=task.due is not None,
        measures=[
            Measure(
                str(measure.get("text") or ""),
                Decimal(str(measure.get("quantity") or 0)),
                str(measure.get("unit") or ""),
                str(measure.get("relation") or ""),
            )
            for measure in task.measures
        ],
        lead_inherited=task.lead_inherited,
        deadline_text=task.deadline_text,
    )
    return tuple(ClearRow(NAMES[clear.name], clear.is_clear, clear.sentence) for clear in five_clears(facts))


def _party(row: PartyRow) -> Party:
    kind, thing = ("unit", row.party.unit) if row.party.unit is not None else ("group", row.party.group)
    assert thing is not None
    return Party(kind=kind, key=thing.key, name=row.name, text=row.party.text, is_open=row.needs_filling)
