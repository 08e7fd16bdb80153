"""Puts a task into a plan in force that its document does not have, and takes it out again while nobody worked on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import router, transaction
from django.db.models import F, Max, Model, ProtectedError
from django.db.models.deletion import Collector

from namro.core.errors import Refusal
from namro.core.text import fold, format_date, squeeze
from namro.core.time import DeadlineKind
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions
from namro.web.plans.models import Criterion, Plan, Report, Section, Task, TaskAddition
from namro.web.plans.selectors.clears import ClearRow, clears_of_words
from namro.web.plans.services import rereading
from namro.web.plans.services.obliging import add_missing
from namro.web.plans.services.tasks_of_reading import Draft, prefix_of, write_parties

MOST_LETTERS = 8_000
MUST = ("what", "responsibility", "when")


@dataclass(frozen=True, slots=True)
class Place:
    """Under which criterion: an existing one, or a new one of an axis; an axis nobody knows is added at the end."""

    section: Section
    criterion: Criterion | None = None
    criterion_name: str = ""
    axis_name: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The cells of the new row in a person's words, read as the cells of a document are."""

    text: str
    lead: str
    cooperating: str = ""
    deadline: str = ""
    result: str = ""  # what has to come of it, with figures: "ít nhất 3 sáng kiến"


@dataclass(frozen=True, slots=True)
class Ground:
    """By what the plan grew."""

    document_number: str
    document_date: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """The words as the program understands them on a day, with the five clears."""

    lead: dict[str, Any]
    cooperating: dict[str, Any]
    deadline: dict[str, Any]
    measures: list[dict[str, Any]]
    clears: tuple[ClearRow, ...]


def read_wording(wording: Wording, *, on: date) -> Read:
    """Read typed cells: agencies by the register of the day, the deadline in its year, the quantities promised."""
    lead = rereading.agencies(wording.lead, on=on)
    cooperating = rereading.agencies(wording.cooperating, on=on)
    deadline = rereading.deadline(wording.deadline, year=on.year)
    measures = rereading.measures(f"{wording.text}\n{wording.result}")
    clears = clears_of_words(wording.text, lead["units"], cooperating["units"], deadline, measures)
    return Read(lead, cooperating, deadline, measures, clears)


def add_task(
    *, plan: Plan, place: Place, wording: Wording, ground: Ground, by: User, posts: Posts, at: datetime
) -> Task:
    """Add the task with its parties and obligations; it holds from the day of `at` on.

    Raises `NotAllowed`, or `Refusal` with one sentence per thing that is missing; then nothing is written.
    """
    permissions.check_may_run_plans(posts)
    on = at.date()
    read = read_wording(wording, on=on)
    _check(plan, place, wording, ground, on=on, read=read)
    with transaction.atomic():
        list(Task.objects.select_for_update().filter(plan=plan).values_list("pk"))
        criterion, is_new = _criterion(place)
        assert ground.document_date is not None
        task = _write(plan, criterion, wording, read, on)
        write_parties([Draft(task, read.lead, read.cooperating)])
        addition = TaskAddition.objects.create(
            task=task,
            document_number=squeeze(ground.document_number)[:80],
            document_date=ground.document_date,
            reason=squeeze(ground.reason),
            made_criterion=is_new,
            by_name=by.get_full_name() or by.get_username(),
            at=at,
        )
        made = add_missing([task])
        audit.record(
            by=by,
            at=at,
            action="Bổ sung nhiệm vụ",
            subject=f"{task.code} · {plan}",
            subject_type="task",
            subject_id=task.pk,
            after={
                "text": task.text[:500],
                "criterion": criterion.name,
                "lead": task.lead_text,
                "deadline": task.deadline_text,
                "document": f"{addition.document_number}, {format_date(addition.document_date)}",
                "obligations": made.added,
            },
            reason=addition.reason,
        )
    return task


def withdraw_task(*, task_id: int, reason: str, by: User, posts: Posts, at: datetime) -> Plan:
    """Take an added task out again with its obligations; a criterion that came with it and is empty goes too.

    Refused for a task of the document, and once a unit has reported or other work hangs on it.
    """
    permissions.check_may_run_plans(posts)
    said = squeeze(reason)
    if not said:
        raise Refusal("Hãy ghi lý do rút nhiệm vụ bổ sung.")
    with transaction.atomic():
        task = (
            Task.objects.select_for_update(of=("self",)).select_related("plan", "criterion").get(pk=task_id)
        )
        list(task.obligations.select_for_update().values_list("pk"))
        addition = TaskAddition.objects.filter(task=task).first()
        if addition is None:
            raise Refusal("Nhiệm vụ này có trong văn bản của kế hoạch nên không rút được.")
        if Report.objects.filter(obligation__task=task).exists():
            raise Refusal(f"Đã có đơn vị báo cáo nhiệm vụ {task.code} nên không rút được nữa.")
        plan, criterion, before = task.plan, task.criterion, _said(task)
        _check_nothing_hangs(task, task.obligations.all())
        task.obligations.all().delete()
        _check_nothing_hangs(task, [task])
        task.delete()
        if addition.made_criterion and criterion is not None and not criterion.tasks.exists():
            criterion.delete()
        audit.record(
            by=by,
            at=at,
            action="Rút nhiệm vụ bổ sung",
            subject=f"{before['code']} · {plan}",
            subject_type="task",
            subject_id=task_id,
            before=before,
            reason=said,
        )
    return plan


def _said(task: Task) -> dict[str, Any]:
    return {
        "code": task.code,
        "text": task.text[:500],
        "lead": task.lead_text,
        "obligations": task.obligation_count,
    }


def _check(plan: Plan, place: Place, wording: Wording, ground: Ground, *, read: Read, on: date) -> None:
    wrong: list[str] = []
    if place.section.plan_id != plan.pk or place.section.kind != "appendix":
        wrong.append("Hãy chọn một phụ lục của kế hoạch này.")
    if place.criterion is None and not squeeze(place.criterion_name):
        wrong.append("Hãy chọn tiêu chí có sẵn hoặc ghi tên tiêu chí mới.")
    if len(wording.text) > MOST_LETTERS:
        wrong.append(f"Nội dung nhiệm vụ dài quá {MOST_LETTERS} chữ; hãy tách thành từng nhiệm vụ.")
    wrong += [f"{row.name}: {row.sentence}" for row in read.clears if row.code in MUST and not row.is_clear]
    if not squeeze(ground.document_number):
        wrong.append("Hãy ghi số văn bản bổ sung nhiệm vụ.")
    if ground.document_date is None:
        wrong.append("Hãy ghi ngày của văn bản bổ sung.")
    elif ground.document_date > on:
        wrong.append(
            f"Ngày văn bản {format_date(ground.document_date)} sau ngày làm việc {format_date(on)}; hãy xem lại."
        )
    if not squeeze(ground.reason):
        wrong.append("Hãy ghi lý do bổ sung.")
    days = [date.fromisoformat(day) for day in read.deadline["dates"]]
    if read.deadline["kind"] == DeadlineKind.BY_DATE and days and max(days) < on:
        wrong.append(
            f"Thời hạn {format_date(max(days))} đã qua; hãy ghi thời hạn từ {format_date(on)} trở đi."
        )
    if wrong:
        raise Refusal(" ".join(wrong))


def _criterion(place: Place) -> tuple[Criterion, bool]:
    """Give the criterion that carries the task, and whether it was made for it."""
    if place.criterion is not None:
        return place.criterion.shared_with or place.criterion, False
    name, axis_name = squeeze(place.criterion_name), squeeze(place.axis_name)
    listed = list(place.section.criteria.order_by("position"))
    twin = next((one for one in listed if fold(one.name) == fold(name)), None)
    if twin is not None:
        return twin.shared_with or twin, False
    axis = [one for one in listed if fold(one.axis_name) == fold(axis_name)]
    position = (axis or listed)[-1].position + 1 if listed else 1
    place.section.criteria.filter(position__gte=position).update(position=F("position") + 1)
    made = Criterion.objects.create(
        section=place.section,
        position=position,
        axis_no=axis[-1].axis_no if axis else "",
        axis_name=axis[-1].axis_name if axis else axis_name,
        no=_next_no(axis),
        name=name,
    )
    return made, True


def _next_no(axis: Sequence[Criterion]) -> str:
    """Number it after the last of its axis; where these have no plain numbers, it has none."""
    numbers = [int(one.no) for one in axis if one.no.isdecimal()]
    return str(max(numbers) + 1) if numbers else ""


def _write(plan: Plan, criterion: Criterion, wording: Wording, read: Read, on: date) -> Task:
    section = criterion.section
    position = _position(plan, criterion)
    Task.objects.filter(plan=plan, position__gte=position).update(position=F("position") + 1)
    text = wording.text.strip()
    if squeeze(wording.result):
        text = f"{text}\nKết quả phải đạt: {squeeze(wording.result)}"
    task = Task(
        plan=plan,
        criterion=criterion,
        position=position,
        code=_code(plan, criterion),
        index=section.index,
        text=text,
        lead_text=read.lead["text"],
        cooperating_text=read.cooperating["text"],
        deadline_text=read.deadline["text"][:300],
        deadline_kind=read.deadline["kind"],
        due=date.fromisoformat(read.deadline["due"]) if read.deadline["due"] else None,
        dates=read.deadline["dates"] or ([read.deadline["due"]] if read.deadline["due"] else []),
        measures=read.measures,
        first_line=0,
        last_line=0,
        added_on=on,
    )
    names = " ".join(unit["name"] for unit in (*read.lead["units"], *read.cooperating["units"]))
    context = f"{section.label} {criterion.axis_name} {criterion.name}"
    task.search = fold(" ".join((task.code, text, task.lead_text, task.cooperating_text, names, context)))
    task.save(force_insert=True)
    return task


def _position(plan: Plan, criterion: Criterion) -> int:
    """Give the place after the last task of the criterion, or of what stands before it in the plan."""
    own = criterion.tasks.aggregate(last=Max("position"))["last"]
    if own is None:
        before = Task.objects.filter(
            plan=plan, criterion__section=criterion.section, criterion__position__lt=criterion.position
        )
        earlier = Task.objects.filter(
            plan=plan, criterion__section__position__lt=criterion.section.position
        ) | Task.objects.filter(plan=plan, clause__isnull=False)
        own = (
            before.aggregate(last=Max("position"))["last"] or earlier.aggregate(last=Max("position"))["last"]
        )
    return (own or 0) + 1


def _code(plan: Plan, criterion: Criterion) -> str:
    """Give the next free code of added rows: "PL1.V.3-BS1"."""
    section = criterion.section
    places = [prefix_of(section.label, section.position), *filter(None, (criterion.axis_no, criterion.no))]
    base = ".".join(places)[:30]
    taken = set(Task.objects.filter(plan=plan, code__startswith=f"{base}-BS").values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{base}-BS{n}") not in taken)


def _check_nothing_hangs(task: Task, rows: Iterable[Model]) -> None:
    """Refuse while another room keeps something about the rows that would be lost with them."""
    collector = Collector(using=router.db_for_write(Task), origin=task)
    try:
        collector.collect(list(rows))
    except ProtectedError:
        raise _Hangs(task) from None
    kept = {model for model, rows in collector.data.items() if rows}
    kept |= {rows.model for rows in collector.fast_deletes if rows.exists()}
    foreign = {model._meta.label_lower for model in kept if model._meta.app_label != "plans"}
    if foreign - set(settings.FALLS_WITH_A_TASK):
        raise _Hangs(task)


class _Hangs(Refusal):
    def __init__(self, task: Task) -> None:
        super().__init__(
            f"Nhiệm vụ {task.code} đã có việc giao trong đơn vị, trao đổi, thước đo hoặc văn bản gắn với nó "
            "nên không rút được nữa."
        )
