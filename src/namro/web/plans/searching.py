"""What can be found of plans: tasks, obligations, plans."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.permissions import may_see_plans
from namro.web.plans.selectors.obligations import row_of
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.ui.search import COUNT_UP_TO, Found, Hit, Question, among

_NOTHING = Found((), 0)


def tasks(question: Question) -> Found:
    """Find tasks by their words, agencies, criterion and code."""
    if not may_see_plans(question.posts):
        return _NOTHING
    found = _tasks(question.words)
    ids = list(found.order_by().values_list("id", flat=True)[: COUNT_UP_TO + 1])
    shown = (
        Task.objects.filter(pk__in=sorted(ids)[: question.most])
        .select_related("plan")
        .only("code", "text", "lead_text", "deadline_text", "plan__number")
        .order_by("id")
    )
    hits = tuple(
        Hit(
            reverse("plans:task", args=[task.pk]),
            task.code,
            task.text.lstrip("-–*+• "),
            " · ".join(part for part in (str(task.plan), task.lead_text[:120], task.deadline_text) if part),
        )
        for task in shown
    )
    return Found(hits, len(ids))


def obligations(question: Question) -> Found:
    """Find obligations by the words of their task and of their unit together; what is due first comes first."""
    found = visible_obligations(question.posts).filter(_about(question.words))
    light = list(found.order_by().values_list("id", "sort_due")[: COUNT_UP_TO + 1])
    ids = [pk for pk, _ in sorted(light, key=lambda row: (row[1], row[0]))[: question.most]]
    rows = (
        Obligation.objects.select_related("unit", "task")
        .only(
            "period", "due", "state", "reported_at", "unit__name", "unit__level", "task__code", "task__text"
        )
        .in_bulk(ids)
    )
    hits = []
    for pk in ids:
        if pk in rows:
            row = row_of(rows[pk], question.today)
            due = f" · hạn {format_date(day)}" if (day := rows[pk].due) else ""
            hits.append(
                Hit(
                    reverse("plans:obligation", args=[pk]),
                    f"{rows[pk].unit.name} · {rows[pk].task.code}",
                    row.brief,
                    f"{rows[pk].period} · {row.shown.label}{due}",
                )
            )
    return Found(tuple(hits), len(light))


def plans(question: Question) -> Found:
    """Find plans by number, title and issuer; there are few, so they are folded here."""
    if not may_see_plans(question.posts):
        return _NOTHING
    listed = Plan.objects.order_by("-issued_on", "-id").only("number", "title", "issuer", "issued_on")
    return among(
        [
            (
                Hit(reverse("plans:detail", args=[plan.pk]), str(plan), plan.title, plan.issuer),
                f"{plan} {plan.title} {plan.issuer}",
            )
            for plan in listed
        ],
        question,
    )


def _tasks(words: tuple[str, ...]) -> QuerySet[Task]:
    found = Task.objects.all()
    for word in words:
        found = found.filter(search__contains=word)
    return found


def _about(words: tuple[str, ...]) -> Q:
    """Give the condition that every word stands in the task or in the name of the unit.

    Units are few: they are grouped by which of the words they hold, and for each group the tasks are asked for
    the words that are left. So the long table is only entered by its indexes.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for pk, search in Unit.objects.values_list("id", "search"):
        held = frozenset(word for word in words if word in search)
        if held:
            groups.setdefault(held, []).append(pk)
    about = Q(task_id__in=_tasks(words).order_by().values("id"))
    for held, units in groups.items():
        left = tuple(word for word in words if word not in held)
        here = Q(unit_id__in=units)
        about |= here & Q(task_id__in=_tasks(left).order_by().values("id")) if left else here
    return about
