"""What a bulk step would do, before it does anything; and what it did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from namro.core.text import sort_key
from namro.web.accounts.models import User
from namro.web.cascade import permissions as cascade
from namro.web.chase.services.by_hand import whom_to_remind
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions as plans
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.work import waiting_for
from namro.web.plans.states import SETTLED, State
from namro.web.ui.refusals import NotAllowed
from namro.web.worklist.models import Batch

SILENT_AFTER = timedelta(seconds=60)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """How many would go through and whom it touches, and how many would not, by reason."""

    total: int
    can: int
    touched: tuple[tuple[str, int], ...]  # a unit or a person, with how many obligations
    refused: tuple[tuple[str, int], ...]
    unit: Unit | None = None  # whose people can be given work

    @property
    def skipped(self) -> int:
        return self.total - self.can


def preview_of(batch: Batch, *, posts: Posts, day: date) -> Preview:
    """Look at every chosen obligation as the step will, without writing anything."""
    ids = [pk for pk, _ in batch.marks]
    seen = dict(batch.marks)
    rows = list(
        Obligation.objects.filter(pk__in=ids)
        .select_related("unit")
        .only("state", "version", "due", "task_id", "unit__name", "unit__level", "unit__key")
    )
    refused: dict[int, str] = dict.fromkeys(
        set(ids) - {row.pk for row in rows}, "Phần việc không còn trong chương trình."
    )
    if batch.step == Batch.Step.REMIND:
        found = whom_to_remind(rows, posts=posts, day=day)
        names = {
            user.pk: user.get_full_name() or user.username
            for user in User.objects.filter(pk__in=found.people)
        }
        touched = Counter({names[user]: len(owed) for user, owed in found.people.items()})
        refused |= found.refused
        return _preview(len(ids), touched, refused)
    if batch.step == Batch.Step.ASSIGN:
        refused |= _not_given(rows, posts)
    else:
        refused |= _not_decided(rows, posts)
    for row in rows:
        if row.version != seen[row.pk] and row.pk not in refused:
            refused[row.pk] = "Có người vừa thay đổi phần việc sau khi bạn mở danh sách."
    left = [row for row in rows if row.pk not in refused]
    units = {row.unit_id: row.unit for row in left}
    if batch.step == Batch.Step.ASSIGN and len(units) > 1:
        refused |= dict.fromkeys(
            (row.pk for row in left), "Mỗi lần chỉ giao được việc của một đơn vị; hãy lọc theo đơn vị."
        )
        left, units = [], {}
    unit = next(iter(units.values()), None) if batch.step == Batch.Step.ASSIGN else None
    return _preview(len(ids), Counter(row.unit.name for row in left), refused, unit)


def _preview(total: int, touched: Counter[str], refused: dict[int, str], unit: Unit | None = None) -> Preview:
    listed = tuple(sorted(touched.items(), key=lambda pair: sort_key(pair[0])))
    return Preview(total, total - len(refused), listed, counted(refused.values()), unit)


def _not_given(rows: Sequence[Obligation], posts: Posts) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in rows:
        try:
            cascade.check_may_hand_over(posts, row)
        except NotAllowed as refusal:
            found[row.pk] = refusal.sentence
        else:
            if row.state in SETTLED:
                found[row.pk] = f"Phần việc đang ở trạng thái «{State(row.state).label}» nên không giao nữa."
    return found


def _not_decided(rows: Sequence[Obligation], posts: Posts) -> dict[int, str]:
    may = set(waiting_for(posts).filter(pk__in=[row.pk for row in rows]).values_list("id", flat=True))
    found: dict[int, str] = {}
    said: dict[tuple[int, int], str] = {}
    for row in rows:
        if row.pk in may:
            continue
        if row.state != State.SUBMITTED:
            found[row.pk] = f"Phần việc đang ở trạng thái «{State(row.state).label}», không chờ duyệt."
            continue
        key = (row.unit_id, row.task_id)
        if key not in said:
            said[key] = _why_not(posts, row)
        found[row.pk] = said[key]
    return found


def _why_not(posts: Posts, row: Obligation) -> str:
    try:
        plans.check_may_decide(posts, row)
    except NotAllowed as refusal:
        return refusal.sentence
    return "Phần việc không thuộc quyền duyệt của bạn."


def counted(sentences: Any) -> tuple[tuple[str, int], ...]:
    """Give each sentence with how often it was said, the most frequent first."""
    return tuple(Counter(sentences).most_common())


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a step is and what came of it; `rows` are the first of those that were refused."""

    batch: Batch
    total: int
    done: int
    refused: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Obligation, str], ...]
    is_silent: bool

    @property
    def percent(self) -> int:
        return 100 * self.batch.next // self.total if self.total else 100


def outcome_of(batch: Batch) -> Outcome:
    """Gather what the page of a step that began shows; one query beside the step itself."""
    why = dict(batch.refused)
    found = Obligation.objects.filter(pk__in=list(why)[:SHOWN]).select_related("unit", "task")
    rows = tuple(
        (row, why[row.pk]) for row in found.only("unit__name", "task__code").order_by("sort_due", "id")
    )
    running = batch.state == Batch.State.RUNNING
    silent = running and batch.heard_at is not None and batch.heard_at < timezone.now() - SILENT_AFTER
    return Outcome(batch, len(batch.marks), len(batch.done), counted(why.values()), rows, silent)
