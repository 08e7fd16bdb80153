"""What the pages of the chase list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from namro.web.accounts.models import User
from namro.web.chase.models import Bulletin, Delivery, DutyNotice, Gathering, Notice, Run
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.texts import (
    BY_HAND,
    RETURNED,
    RETURNED_WORDS,
    RUNG_NAMES,
    brief,
    reckoned_due,
    rule_words,
    stands_on,
)
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.obligations import HEAVY, Slice, page_of, row_of
from namro.web.plans.selectors.ordering import BY_DUE
from namro.web.plans.selectors.standing import past_due
from namro.web.plans.selectors.work import waiting_for
from namro.web.plans.states import WAITS_FOR_UNIT, Shown

STALLED_SECONDS = 90
MOST_LINES = 60


def unseen_count(user_id: int) -> int:
    """Count what the bell shows: what is new and important; one query on small indexes.

    Important is what the rules want said the same day. New is what came on the latest day on which anything important
    came that the person has not said to know: what piled up before stands on the page, not in the bell.
    """
    new = [_new_and_important(model, user_id) for model in (Notice, Gathering, DutyNotice)]
    counted = User.objects.filter(pk=user_id).values_list(new[0] + new[1] + new[2], flat=True)
    return counted.first() or 0


def _new_and_important(model: type[Notice | Gathering | DutyNotice], user_id: int) -> Coalesce:
    waiting: QuerySet[Any] = model._default_manager.filter(user_id=user_id, urgent=True, seen_at__isnull=True)
    latest = waiting.order_by("-id").values("day")[:1]
    counted = waiting.filter(day=Subquery(latest)).order_by().values("user_id").annotate(count=Count("id"))
    return Coalesce(Subquery(counted.values("count")), 0)


def notices_of(user_id: int, *, only_unseen: bool) -> QuerySet[Notice]:
    """Give a person's reminders, the latest day first, and of a day the important first."""
    notices = Notice.objects.filter(user_id=user_id)
    if only_unseen:
        notices = notices.filter(seen_at__isnull=True)
    return (
        notices.select_related("obligation__task", "obligation__unit", "bulletin", "hand_over")
        .defer(*(f"obligation__{name}" for name in HEAVY))
        .order_by("-day", "-urgent", "-id")
    )


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A reminder with how its obligation stands now, and the rule it came from."""

    notice: Notice
    shown: Shown
    stands: str
    brief: str
    why: str
    is_settled: bool
    is_late: bool


def notice_rows(notices: list[Notice], day: date) -> list[NoticeRow]:
    """Give the reminders in words; one query for the rules."""
    rules = rules_on(day)
    rows: list[NoticeRow] = []
    for notice in notices:
        step = rules.step(notice.step)
        why = rule_words(step) if step else f"Nhắc {RUNG_NAMES[notice.rung]} theo quy tắc có hiệu lực khi đó"
        if notice.step == BY_HAND:
            why = "Người theo dõi nhắc bằng tay"
        elif notice.step == RETURNED:
            why = RETURNED_WORDS.format(who=RUNG_NAMES[notice.rung])
        settled = notice.obligation.state not in WAITS_FOR_UNIT
        shown = row_of(notice.obligation, day).shown
        stands = "" if settled else stands_on(notice.obligation, day, notice)
        due = reckoned_due(notice.obligation, notice)
        late = due is not None and due < day
        rows.append(
            NoticeRow(notice, shown, stands, brief(notice.obligation.task.text, 160), why, settled, late)
        )
    return rows


def gatherings_of(user_id: int, *, only_unseen: bool) -> list[Gathering]:
    """Give a person's lines about units that have nobody, the latest day first, without their lists."""
    found = Gathering.objects.filter(user_id=user_id).defer("units")
    if only_unseen:
        found = found.filter(seen_at__isnull=True)
    return list(found.order_by("-day", "-unit_count", "-obligation_count", "id")[:MOST_LINES])


@dataclass(frozen=True, slots=True)
class GatheredUnit:
    """A unit of such a line with how many of its obligations the reminder is about."""

    unit: Unit
    count: int


def gathered_units(gathering: Gathering) -> list[GatheredUnit]:
    """Give the units of a line, the most obligations first; one query."""
    units = Unit.objects.only("key", "name", "sort").in_bulk([unit for unit, _ in gathering.units])
    found = [GatheredUnit(units[unit], count) for unit, count in gathering.units if unit in units]
    return sorted(found, key=lambda one: (-one.count, one.unit.sort))


@dataclass(frozen=True, slots=True)
class MorningPage:
    """What a head wants to know in the morning."""

    late: Slice
    untouched: Slice
    waiting: Slice
    scope: str


def morning_page(posts: Posts, day: date) -> MorningPage:
    """Give what is late under the person, what nobody has touched, what waits for the person's decision."""
    under = Obligation.objects.all()
    scope = "toàn tỉnh"
    if not posts.sees_whole_province:
        under = under.filter(unit_id__in=posts.member_unit_ids)
        names = [unit.name for unit in posts.units if unit.pk in posts.member_unit_ids]
        scope = ", ".join(names)
    untouched = under.filter(
        state__in=[state.value for state in WAITS_FOR_UNIT],
        reported_at__isnull=True,
        period_start__lte=day,
        sort_due__gte=day,
    )
    return MorningPage(
        late=page_of(under.filter(past_due(day)), today=day, order=BY_DUE),
        untouched=page_of(untouched, today=day, order=BY_DUE),
        waiting=page_of(waiting_for(posts), today=day, order=BY_DUE),
        scope=scope,
    )


def runs() -> tuple[Run, ...]:
    """Give the last runs, the latest first."""
    return tuple(Run.objects.order_by("-id")[:30])


def is_stalled(run: Run) -> bool:
    """Say whether a run that says it is running has shown no sign of life for a while."""
    silent = (timezone.now() - run.heard_at).total_seconds()
    return run.state == Run.State.RUNNING and silent > STALLED_SECONDS


def delivery_counts() -> dict[str, int]:
    """Count the deliveries by state."""
    rows = Delivery.objects.order_by().values_list("state").annotate(count=Count("id"))
    return dict(rows)


def deliveries(state: str) -> QuerySet[Delivery]:
    """Give the deliveries, the latest first, of one state or of all."""
    found = Delivery.objects.select_related("bulletin__user").order_by("-id")
    return found.filter(state=state) if state in Delivery.State.values else found


def bulletins_of(user_id: int) -> list[Bulletin]:
    """Give a person's last bulletins with what became of each."""
    return list(Bulletin.objects.filter(user_id=user_id).prefetch_related("deliveries").order_by("-day")[:20])


def notices_about(obligation: Obligation) -> list[Notice]:
    """Give the last reminders about an obligation, to whom and whether they were seen."""
    return list(
        Notice.objects.filter(obligation=obligation)
        .select_related("user")
        .order_by("-occurrence", "-id")[:12]
    )
