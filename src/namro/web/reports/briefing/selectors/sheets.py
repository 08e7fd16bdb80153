"""What the one-page sheet of a unit says on a day, from the selectors of its scorecard and its work."""

from dataclasses import dataclass
from datetime import date

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.standing import Tally, past_due, tally, tally_columns
from namro.web.plans.states import State
from namro.web.reports.briefing.selectors.figures import heads_of
from namro.web.scorecards.selectors.cards import (
    CriterionRow,
    Numbers,
    Place,
    criteria_of,
    numbers_of,
    open_inspections,
    place_of,
)
from namro.web.talks.models import Obstacle
from namro.web.talks.states import LIVE


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the unit itself to act; `count` of how many."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet: every number is that of the scorecard or of the lists of obligations on the day."""

    unit: Unit
    day: date
    head: str | None
    tally: Tally
    numbers: Numbers
    place: Place | None
    late: tuple[Obligation, ...]
    criteria: tuple[CriterionRow, ...]
    waiting: tuple[Waiting, ...]

    @property
    def late_rows(self) -> tuple[tuple[Obligation, int], ...]:
        """The late obligations, each with the days past its due date."""
        return tuple((one, (self.day - one.due).days) for one in self.late if one.due is not None)


def sheet_of(unit: Unit, day: date) -> Sheet:
    """Gather the sheet; a fixed number of queries, however much the unit owes."""
    owed = Obligation.objects.filter(unit=unit)
    late = (
        owed.filter(past_due(day))
        .select_related("task")
        .defer("task__search", "task__dates", "task__measures", "task__extra")
        .order_by("due", "id")
    )
    return Sheet(
        unit=unit,
        day=day,
        head=heads_of([unit.pk], day).get(unit.pk),
        tally=tally(owed.order_by().aggregate(**tally_columns(day))),
        numbers=numbers_of(owed, day),
        place=place_of(unit, day),
        late=tuple(late),
        criteria=criteria_of(owed, day),
        waiting=_waiting(unit),
    )


def points_words(row: CriterionRow) -> str:
    """Write the points a criterion lost as its page does; "chưa có số" when they are not known."""
    if row.part is None:
        return "chưa có số"
    return str(row.part.fall.signed) + ("" if row.part.verified else " (chưa kiểm chứng)")


def _waiting(unit: Unit) -> tuple[Waiting, ...]:
    returned = Obligation.objects.filter(unit=unit, state=State.RETURNED).count()
    asked = Obstacle.objects.filter(asked_unit=unit, state__in=[one.value for one in LIVE]).count()
    follow_ups = len(open_inspections(unit))
    rows = (
        Waiting("Phần việc bị trả lại, chờ làm lại", returned),
        Waiting("Vướng mắc của đơn vị khác chờ đơn vị cho ý kiến", asked),
        Waiting("Kiểm tra chưa đóng", follow_ups),
    )
    return tuple(one for one in rows if one.count)
