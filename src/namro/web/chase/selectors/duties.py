"""Reminders about what units hand in beside their tasks, with how each stands now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from namro.web.chase.duty_texts import WAITING, DutyItem, duty_stands, own_words, waiting_stands
from namro.web.chase.models import Bulletin, DutyNotice
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.texts import RUNG_NAMES, rule_words
from namro.web.organisations.selectors import Posts
from namro.web.ui.dues import Duty, DutyState, Waiting, duties_named, open_duties, waiting_lines

MOST = 60
MOST_LINES = 10
LATE = "Quá hạn"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A reminder with how its duty stands now, the rule it came from, and where it is done."""

    notice: DutyNotice
    item: DutyItem
    why: str
    is_settled: bool


def duty_notices_of(user_id: int, *, only_unseen: bool) -> QuerySet[DutyNotice]:
    """Give a person's reminders about duties, the latest first."""
    found = DutyNotice.objects.filter(user_id=user_id).select_related("unit", "bulletin")
    if only_unseen:
        found = found.filter(seen_at__isnull=True)
    return found.order_by("-day", "-urgent", "-id")


def latest_rows(notices: Iterable[DutyNotice], day: date, posts: Posts) -> list[DutyRow]:
    """Give one row for each duty, that of its latest reminder, with a link where the person may open it."""
    latest: dict[str, DutyNotice] = {}
    for notice in notices:
        latest.setdefault(notice.duty, notice)
    return rows_of(list(latest.values()), day, posts)


def rows_of(notices: Sequence[DutyNotice], day: date, posts: Posts | None = None) -> list[DutyRow]:
    """Give the reminders in words, what is late first; three queries, none without any."""
    if not notices:
        return []
    rules = rules_on(day)
    duties = duties_named(notice.duty for notice in notices if notice.step != WAITING)
    waits = any(notice.step == WAITING for notice in notices)
    lines = {line.key: line for line in waiting_lines()} if waits else {}
    rows: list[DutyRow] = []
    for notice in notices:
        step = rules.step(notice.step)
        why = own_words(notice.step, notice.rung)
        if not why and step is not None:
            why = rule_words(step)
        duty, line = duties.get(notice.duty), lines.get(notice.duty)
        item = _item(notice, duty, line, day)
        if duty is not None and posts is not None and not _may_open(posts, duty):
            item = replace(item, address="")
        settled = not item.stands
        rows.append(
            DutyRow(notice, item, why or f"Nhắc {RUNG_NAMES[notice.rung]} theo quy tắc khi đó", settled)
        )
    return sorted(rows, key=_urgency)


def _urgency(row: DutyRow) -> tuple[bool, bool, bool, date]:
    waits = row.notice.step == WAITING
    return row.is_settled, not waits, not row.item.is_late, row.item.due or date.max


def items_of(bulletin: Bulletin, day: date) -> list[DutyItem]:
    """Give what of a bulletin still waits, for a message that goes out."""
    notices = list(bulletin.duty_notices.select_related("unit").order_by("id"))
    return [row.item for row in rows_of(notices, day) if not row.is_settled]


def _may_open(posts: Posts, duty: Duty) -> bool:
    return (
        posts.is_province_leader or duty.unit_id in posts.member_unit_ids or duty.receiver in posts.unit_keys
    )


def _item(notice: DutyNotice, duty: Duty | None, line: Waiting | None, day: date) -> DutyItem:
    if notice.step == WAITING:
        stands = waiting_stands(line) if line else ""
        address = line.address if line else ""
        return DutyItem(notice.unit.name, notice.label, notice.period, None, stands, False, address)
    if duty is None:
        return DutyItem(notice.unit.name, notice.label, notice.period, notice.due, "", False, "")
    return _of_duty(duty, day)


def _of_duty(duty: Duty, day: date) -> DutyItem:
    late = duty.days_late(day) > 0
    return DutyItem(duty.unit, duty.label, duty.period, duty.due, duty_stands(duty, day), late, duty.address)


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """Duties of one kind of urgency with all there are of it; `items` are the first of them."""

    title: str
    items: tuple[DutyItem, ...]
    count: int


@dataclass(frozen=True, slots=True)
class MorningDuties:
    """What of duties a person wants to know in the morning: the own ones, who else is late, what waits for a decision."""

    own: tuple[DutyGroup, ...]
    late_elsewhere: DutyGroup
    waiting: tuple[DutyItem, ...]
    waiting_count: int

    @property
    def late_count(self) -> int:
        return self.late_elsewhere.count + sum(group.count for group in self.own if group.title == LATE)

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.late_elsewhere.count or self.waiting)


def morning_duties(posts: Posts, day: date) -> MorningDuties:
    """Give the duties of the person's units, of those that hand in to them, and what waits; three queries at most."""
    own_ids = posts.member_unit_ids
    follows = posts.is_province_leader or bool(posts.unit_keys)
    found = open_duties(unit_ids=None if follows else own_ids)
    own = [duty for duty in found if duty.unit_id in own_ids]
    elsewhere = [
        duty
        for duty in found
        if duty.unit_id not in own_ids and duty.days_late(day) and _may_open(posts, duty)
    ]
    elsewhere.sort(key=lambda duty: -duty.days_late(day))
    soon_days = rules_on(day).soon_days
    waiting = [line for line in waiting_lines() if line.receiver in posts.unit_keys]
    return MorningDuties(
        own=_groups(own, day, soon_days),
        late_elsewhere=_group("Đơn vị khác gửi chậm", elsewhere, day),
        waiting=tuple(
            DutyItem("", line.label, line.period, None, waiting_stands(line), False, line.address)
            for line in waiting
        ),
        waiting_count=sum(line.count for line in waiting),
    )


def _groups(duties: Collection[Duty], day: date, soon_days: int) -> tuple[DutyGroup, ...]:
    sorted_out: dict[str, list[Duty]] = {
        title: [] for title in (LATE, "Bị trả lại", "Đến hạn hôm nay", "Sắp đến hạn", "Chưa đặt hạn")
    }
    for duty in duties:
        title = _title(duty, day, soon_days)
        if title:
            sorted_out[title].append(duty)
    return tuple(_group(title, rows, day) for title, rows in sorted_out.items() if rows)


def _title(duty: Duty, day: date, soon_days: int) -> str:
    if duty.days_late(day):
        return LATE
    if duty.state is DutyState.RETURNED:
        return "Bị trả lại"
    if duty.due is None:
        return "Chưa đặt hạn"
    left = (duty.due - day).days
    if left == 0:
        return "Đến hạn hôm nay"
    return "Sắp đến hạn" if left <= soon_days else ""


def _group(title: str, duties: Sequence[Duty], day: date) -> DutyGroup:
    return DutyGroup(title, tuple(_of_duty(duty, day) for duty in duties[:MOST_LINES]), len(duties))
