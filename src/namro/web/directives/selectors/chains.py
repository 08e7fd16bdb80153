"""What a document stands on, upwards to the last ground, and what stands on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from namro.web.directives.models import Directive, DirectiveLink, DirectiveSubject
from namro.web.directives.selectors.register import visible_directives
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan, Task


@dataclass(frozen=True, slots=True)
class Rung:
    """A document on the way up; `height` 0 is where one began, 1 what it names itself, and so on."""

    directive: Directive
    height: int

    @property
    def is_start(self) -> bool:
        return self.height == 0


def links() -> list[tuple[int, int]]:
    """Give every link that holds as (base, document); one query over two columns."""
    return list(
        DirectiveLink.objects.filter(
            removed_at__isnull=True, base__withdrawn_at__isnull=True, document__withdrawn_at__isnull=True
        ).values_list("base_id", "document_id")
    )


def heights(starts: Collection[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give every document reached upwards from the starts with the length of the shortest way; starts are 0."""
    bases: dict[int, list[int]] = defaultdict(list)
    for base, document in pairs:
        bases[document].append(base)
    reached = dict.fromkeys(starts, 0)
    row, height = list(starts), 0
    while row:
        height += 1
        row = [base for document in row for base in bases[document] if base not in reached]
        reached.update(dict.fromkeys(row, height))
    return reached


def would_loop(*, base: int, document: int, pairs: Iterable[tuple[int, int]]) -> bool:
    """Say whether a link would make the document stand on itself: it is already among the grounds of its base."""
    return base == document or document in heights([base], pairs)


def ladder(starts: Collection[int], posts: Posts) -> tuple[Rung, ...]:
    """Give the grounds of the documents, the highest first and the starts last; two queries."""
    if not starts:
        return ()
    reached = heights(starts, links())
    found = visible_directives(posts).filter(withdrawn_at__isnull=True).in_bulk(reached)
    rungs = [Rung(found[pk], height) for pk, height in reached.items() if pk in found]
    # What stands highest was as a rule issued first; among equals by day.
    return tuple(
        sorted(rungs, key=lambda one: (-one.height, str(one.directive.issued_on or ""), one.directive.pk))
    )


def directives_of_plan(plan_id: int) -> list[int]:
    """Give the document that the plan itself is."""
    return list(
        Directive.objects.filter(plan_id=plan_id, withdrawn_at__isnull=True).values_list("pk", flat=True)
    )


def following(posts: Posts, *, plan: Plan | None = None, task: Task | None = None) -> list[Directive]:
    """Give units' own documents about the plan (or about the task or its plan), the earliest first; one query."""
    plan_id = task.plan_id if task is not None else plan.pk if plan is not None else 0
    about = Q(plan_id=plan_id) | (Q(task=task) if task is not None else Q(task__plan_id=plan_id))
    return list(
        visible_directives(posts)
        .filter(pk__in=DirectiveSubject.objects.filter(about).values("directive_id"))
        .filter(withdrawn_at__isnull=True, unit__isnull=False)
        .exclude(plan_id=plan_id)
        .order_by("issued_on", "id")
    )
