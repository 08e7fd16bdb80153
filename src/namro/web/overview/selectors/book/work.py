"""The work that answers the lines: criteria of plans by the names they bear, their tasks, progress and proof."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Count, QuerySet

from namro.core.indices.matching import match_name
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.counting import tallies_by
from namro.web.overview.selectors.ledger import add, quiet_label
from namro.web.plans.models import Baseline, Criterion, Obligation, Plan, Report, Task
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.selectors.standing import EMPTY, Tally
from namro.web.plans.states import State


@dataclass(frozen=True, slots=True)
class Work:
    """What is done about one line. `proofs` counts the accepted proof the person may see."""

    criteria: tuple[Criterion, ...] = ()
    task_count: int = 0
    tally: Tally = EMPTY
    proofs: int = 0
    is_mine: bool = False

    @property
    def is_answered(self) -> bool:
        return bool(self.criteria)

    @property
    def carrier(self) -> Criterion | None:
        """The criterion that the tasks hang on: the first one, or the one whose tasks it shares."""
        if not self.criteria:
            return None
        return self.criteria[0].shared_with or self.criteria[0]

    @property
    def mark(self) -> str:
        """Where the criterion stands in the plan: "Phụ lục 1, VI.1"."""
        if not self.criteria:
            return ""
        first = self.criteria[0]
        number = ".".join(part for part in (first.axis_no, first.no) if part)
        return ", ".join(part for part in (quiet_label(first.section.label), number) if part)


def plans_answering(index: str, year: int) -> tuple[Plan, ...]:
    """Give the plans that answer the results of the year, the latest first; two queries.

    A plan says which year it starts from; one that does not is taken to answer the year before its own.
    """
    stated: dict[int, set[int]] = {}
    for plan_id, stated_year in Baseline.objects.filter(index=index).values_list("plan_id", "year"):
        stated.setdefault(plan_id, set()).add(stated_year)
    plans = Plan.objects.filter(sections__index=index).distinct().defer("heading", "findings")
    return tuple(
        plan for plan in plans.order_by("-issued_on", "-id") if year in stated.get(plan.pk, {plan.year - 1})
    )


def criteria_of(plans: Iterable[Plan], index: str) -> tuple[Criterion, ...]:
    """Give the criteria of the plans for the index in the order of the documents; one query."""
    return tuple(
        Criterion.objects.filter(section__plan__in=[plan.pk for plan in plans], section__index=index)
        .select_related("section", "shared_with")
        .order_by("section__plan_id", "section__position", "position")
    )


def by_line(
    criteria: Iterable[Criterion], names: Mapping[str, str]
) -> tuple[dict[str, tuple[Criterion, ...]], tuple[Criterion, ...]]:
    """Put each named criterion to the line whose name it bears; the second are those that bear none.

    Names meet as in `namro ledger`: capitals and the place of a tone mark do not matter, similar is not the same.
    """
    found: dict[str, tuple[Criterion, ...]] = {}
    strangers: list[Criterion] = []
    for criterion in criteria:
        if not criterion.name:
            continue
        key = match_name(criterion.name, names).key
        if key is None:
            strangers.append(criterion)
        else:
            found[key] = (*found.get(key, ()), criterion)
    return found, tuple(strangers)


class Desk:
    """All that is counted about the criteria of a page, asked once: tasks, obligations, proof, whose they are."""

    def __init__(self, criteria: Iterable[Criterion], posts: Posts, day: date) -> None:
        ids = {criterion.shared_with_id or criterion.pk for criterion in criteria}
        self._counts: dict[int, int] = dict(
            Task.objects.filter(criterion__in=ids, is_reference=False)
            .order_by()
            .values_list("criterion_id")
            .annotate(count=Count("id"))
        )
        owed = Obligation.objects.filter(task__criterion__in=ids)
        self._tallies = tallies_by("task__criterion_id", owed, day) if ids else {}
        self._proofs = proof_counts(ids, posts)
        mine = (
            owed.filter(unit_id__in=posts.member_unit_ids).order_by()
            if posts.member_unit_ids and ids
            else owed.none()
        )
        self._mine = set(mine.values_list("task__criterion_id", flat=True).distinct())

    def work(self, criteria: Collection[Criterion]) -> Work:
        """Add up what belongs to some criteria; tasks that two share are counted once."""
        carriers = {criterion.shared_with_id or criterion.pk for criterion in criteria}
        return Work(
            criteria=tuple(criteria),
            task_count=sum(self._counts.get(pk, 0) for pk in carriers),
            tally=add(self._tallies.get(pk, EMPTY) for pk in carriers),
            proofs=sum(self._proofs.get(pk, 0) for pk in carriers),
            is_mine=bool(carriers & self._mine),
        )


def accepted_proof(criterion_ids: Iterable[int], posts: Posts) -> "QuerySet[Any]":
    """Limit the pairs of report and proof to accepted obligations of the criteria that the person may open."""
    owed = visible_obligations(posts).filter(task__criterion__in=list(criterion_ids), state=State.ACCEPTED)
    pairs = Report.evidence.through.objects.filter(report__obligation__in=owed.values("id"))
    return cast("QuerySet[Any]", pairs)


def proof_counts(criterion_ids: Collection[int], posts: Posts) -> dict[int, int]:
    """Count the accepted proof by criterion, each piece once; one query, none without criteria."""
    if not criterion_ids:
        return {}
    return dict(
        accepted_proof(criterion_ids, posts)
        .order_by()
        .values_list("report__obligation__task__criterion_id")
        .annotate(count=Count("evidence_id", distinct=True))
    )


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with the tally of all its obligations."""

    task: Task
    tally: Tally

    @property
    def brief(self) -> str:
        """The beginning of the task's words, without the bullet of its first item."""
        return self.task.text[:220].lstrip("-–*+• ")


def stray_tasks(
    plans: Iterable[Plan], index: str, answering: Collection[int], day: date
) -> tuple[TaskLine, ...]:
    """Give the tasks of the plans for the index whose criterion is none of `answering`, with tallies; two queries.

    `answering`: ids of the criteria that stand at a line that lost points, or of which that is not known.
    """
    tasks = list(
        Task.objects.filter(plan__in=[plan.pk for plan in plans], index=index, is_reference=False)
        .exclude(criterion__in=list(answering))
        .select_related("criterion")
        .defer("search", "dates", "measures", "extra")
        .order_by("plan_id", "position")
    )
    owed = Obligation.objects.filter(task__in=[task.pk for task in tasks])
    tallies = tallies_by("task_id", owed, day) if tasks else {}
    return tuple(TaskLine(task, tallies.get(task.pk, EMPTY)) for task in tasks)
