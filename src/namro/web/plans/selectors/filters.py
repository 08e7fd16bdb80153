"""What people narrow lists by; the same words in every list of tasks and obligations."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from namro.core.text import fold
from namro.web.organisations.models import Unit
from namro.web.plans.models import NO_DUE, Obligation, Task
from namro.web.plans.selectors.standing import SOON_DAYS, in_state, past_due
from namro.web.plans.states import Shown, State

DUE_CHOICES = [
    ("", "Mọi thời hạn"),
    ("late", "Đã quá hạn"),
    ("soon", f"Đến hạn trong {SOON_DAYS} ngày"),
    ("later", "Hạn xa hơn"),
    ("none", "Không có ngày cụ thể"),
]
STATE_CHOICES = [
    ("", "Mọi trạng thái"),
    *Shown.choices,
    ("todo", "Chưa bắt đầu hoặc đang làm"),
    ("late", "Quá hạn, kể cả không báo cáo"),
    ("unreported", "Chưa báo cáo lần nào"),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of one list; an empty value does not filter."""

    text: str = ""
    unit: str = ""
    level: str = ""
    state: str = ""
    due: str = ""
    index: str = ""
    plan: int | None = None
    criterion: int | None = None  # that tasks hang on themselves; one that shares another's tasks has none

    @property
    def is_narrow(self) -> bool:
        return any(getattr(self, column.name) for column in fields(self))

    @property
    def asks_about_obligations(self) -> bool:
        return bool(self.unit or self.level or self.state or self.due)


def narrowed_obligations(
    obligations: QuerySet[Obligation], wanted: Wanted, today: date
) -> QuerySet[Obligation]:
    """Limit obligations to what is wanted, except the wishes about their tasks."""
    if wanted.unit:
        obligations = obligations.filter(unit__in=units_called(wanted.unit))
    if wanted.level:
        # Written as a sum so that no index of units is used: a level is most of the register, and walking along
        # the due dates until a page is full is a hundred times quicker than sorting all of it.
        obligations = obligations.alias(any_unit=F("unit_id") + 0).filter(
            any_unit__in=Unit.objects.filter(level=wanted.level).values("id")
        )
    if wanted.state == "todo":
        obligations = obligations.filter(state__in=[State.NOT_STARTED.value, State.IN_PROGRESS.value])
    elif wanted.state == "late":
        obligations = obligations.filter(past_due(today))
    elif wanted.state == "unreported":
        obligations = obligations.filter(reported_at__isnull=True)
    elif wanted.state:
        obligations = obligations.filter(in_state(wanted.state, today))
    return obligations.filter(_due(wanted.due, today))


def narrowed_tasks(tasks: QuerySet[Task], wanted: Wanted, today: date) -> QuerySet[Task]:
    """Limit tasks to those wanted, and to those that have a wanted obligation when the wish is about these."""
    for word in fold(wanted.text).split()[:8]:
        tasks = tasks.filter(search__contains=word)
    if wanted.index:
        tasks = tasks.filter(index=wanted.index)
    if wanted.plan:
        tasks = tasks.filter(plan_id=wanted.plan)
    if wanted.criterion:
        tasks = tasks.filter(criterion_id=wanted.criterion)
    if wanted.asks_about_obligations:
        having = narrowed_obligations(Obligation.objects.filter(task_id=OuterRef("pk")), wanted, today)
        tasks = tasks.filter(Exists(having))
    return tasks


def about_tasks(wanted: Wanted) -> bool:
    """Say whether the wish limits the tasks themselves."""
    return bool(fold(wanted.text) or wanted.index or wanted.plan or wanted.criterion)


def units_called(text: str) -> list[int]:
    """Give the units whose name, short name or alias holds the words, whatever their diacritics."""
    units = Unit.objects.all()
    for word in fold(text).split()[:8]:
        units = units.filter(search__contains=word)
    return list(units.values_list("id", flat=True))


def _due(due: str, today: date) -> Q:
    soon = today + timedelta(days=SOON_DAYS)
    match due:
        case "late":
            return past_due(today)
        case "soon":
            return Q(sort_due__gte=today, sort_due__lte=soon)
        case "later":
            return Q(sort_due__gt=soon, sort_due__lt=NO_DUE)
        case "none":
            return Q(due__isnull=True)
    return Q()
