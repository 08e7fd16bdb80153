"""The daily job: what every obligation calls for on the day, written down once, and one message per person.

It may be killed anywhere and started again, and two may run at once: every notice and every message can
exist only once, and each step asks what is already there. docs/calculations/chase.md tells the reckoning.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from namro.core.chase import Caller, Owed, Reminder, Rung, When, standing
from namro.core.text import format_date
from namro.core.time import load_calendar
from namro.web.audit import services as audit
from namro.web.chase.models import Notice, Run
from namro.web.chase.selectors.holders import Held, Holders, holders_of
from namro.web.chase.selectors.owed import OwedRow, open_chunks, open_count
from namro.web.chase.selectors.people import People, people_on
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.services.bulletins import make_bulletins
from namro.web.chase.services.duties import RETURNED_STEP, order_of, write_duties
from namro.web.chase.services.gathering import UPPER, Gatherer, Key, Wanted
from namro.web.plans.selectors.standing import local_day

_WEEKEND = "cuối tuần"
RETURNS_TOLD_FOR = timedelta(days=7)  # beyond that the steps of the province have spoken
_COLUMNS = (
    "user_id", "obligation_id", "step", "occurrence", "day", "rung", "when", "days", "urgent", "channels", "hand_over_id",
)  # fmt: skip
# The rungs that hear by the piece in hand, not by the obligation of the unit.
_OF_PIECES = frozenset({Rung.OFFICIAL, Rung.DIVISION_HEAD})


@dataclass(frozen=True, slots=True)
class _Call:
    """A reminder for some people, with the piece whose day called for it."""

    reminder: Reminder
    users: Sequence[int]
    days: int
    piece: int | None


def start_run(*, day: date, by: audit.Person, at: datetime) -> Run:
    """Note that a run was asked for, before anybody works at it."""
    return Run.objects.create(
        day=day,
        by_name=by.get_full_name() or by.get_username(),
        started_at=at,
        heard_at=timezone.now(),
    )


def run_day(*, day: date, by: audit.Person, at: datetime, run: Run | None = None) -> Run:
    """Write the notices and messages of the day; a second run on the same day changes nothing."""
    run = run or start_run(day=day, by=by, at=at)
    caller = Caller(rules_on(day), load_calendar(), day)
    reason = _why_not(caller, day)
    if reason:
        return end_run(run, Run.State.SKIPPED, reason)
    try:
        people = people_on(day)
        run.total = open_count()
        counts: Counter[str] = Counter()
        gatherer = Gatherer(people, day, at=at)
        for chunk in open_chunks():
            # As it was when the run began: what was returned since is told by `services.returns`.
            known = [row for row in chunk if row.returned_at is None or row.returned_at <= at]
            run.notice_count += write_chunk(known, caller, people, counts, gatherer)
            run.done += len(chunk)
            run.heard_at = timezone.now()
            run.save(update_fields=["total", "done", "notice_count", "heard_at"])
        run.counts = dict(counts)
        run.notice_count += write_gathered(gatherer, day)
        run.notice_count += write_duties(caller, people, at=at)
        run.bulletin_count = make_bulletins(caller, people, at=at)
    except Exception:
        end_run(run, Run.State.FAILED, "Việc nhắc bị lỗi giữa chừng; những gì đã ghi vẫn giữ, hãy chạy lại.")
        raise
    return end_run(run, Run.State.DONE, "")


def _why_not(caller: Caller, day: date) -> str:
    if not caller.works:
        off = load_calendar().day_off(day)
        return f"Ngày {format_date(day)} là ngày nghỉ ({off.name if off else _WEEKEND}) nên không nhắc ai."
    last = Run.objects.filter(state=Run.State.DONE).order_by("-day").values_list("day", flat=True).first()
    if last is not None and day < last:
        return f"Đã nhắc đến ngày {format_date(last)}; ngày làm việc lùi về {format_date(day)} nên không nhắc lại."
    return ""


def write_chunk(
    chunk: Sequence[OwedRow], caller: Caller, people: People, counts: Counter[str], gatherer: Gatherer
) -> int:
    """Write what is new in a chunk, in one transaction; give how many notices."""
    if not chunk:
        return 0
    wanted: dict[Key, Wanted] = {}
    rows = {row.id: row for row in chunk}
    holders: Holders = holders_of([row.id for row in chunk])
    for row in chunk:
        counts[standing(row.owed, caller.day, caller.rules).condition.value] += 1
        inside = [held for held in holders.get(row.id, ()) if (held.user_id, row.unit_id) in people.members]
        found = _by_person(_calls(row, inside, caller, people))
        if people.is_unmanned(row.unit_id, [held.user_id for held in inside]):
            reminders = {user: call.reminder for user, call in found.items()}
            gatherer.add(row.unit_id, reminders, returned_at=row.returned_at)
            continue
        for user, call in found.items():
            step = call.reminder.step
            wanted[row.id, step.key, call.reminder.occurrence, user] = Wanted(step, call.days, call.piece)
    if not wanted:
        return 0
    known = Notice.objects.filter(
        obligation_id__gte=chunk[0].id,
        obligation_id__lte=chunk[-1].id,
        occurrence__gte=min(occurrence for _, _, occurrence, _ in wanted),
    ).values_list("obligation_id", "step", "occurrence", "user_id")
    for key in known:
        wanted.pop(key, None)
    for key in [key for key, one in wanted.items() if one.step.to in UPPER]:
        row = rows[key[0]]
        gatherer.hold(key, wanted.pop(key), row.unit_id, returned_at=row.returned_at)
    if wanted:
        _insert(wanted, caller.day)
    return len(wanted)


@transaction.atomic
def write_gathered(gatherer: Gatherer, day: date) -> int:
    """Write the lines and what was too little for one; give how many of both."""
    few = gatherer.few()
    if few:
        _insert(few, day)
    return gatherer.write() + len(few)


@transaction.atomic
def _insert(wanted: Mapping[Key, Wanted], day: date) -> None:
    """Write the notices; what another run wrote since we asked stays as it is.

    By hand, because `bulk_create` takes six times as long for a hundred thousand rows.
    """
    adapt = connection.ops.adapt_datefield_value
    today = adapt(day)
    rows = [
        (user, obligation, one.step.key, adapt(occurrence), today, one.step.to.value, one.step.when.value, one.days,
         one.step.urgent, ",".join(one.step.channels), one.piece)
        for (obligation, _, occurrence, user), one in wanted.items()
    ]  # fmt: skip
    columns = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    places = ", ".join(["%s"] * len(_COLUMNS))
    table = connection.ops.quote_name(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", rows)


def _calls(row: OwedRow, inside: Sequence[Held], caller: Caller, people: People) -> Iterator[_Call]:
    """Give what the obligation calls for; those who hold a piece of it, and their heads, hear by the piece's own day."""
    came_back = None if row.returned_at is None else local_day(row.returned_at)
    if came_back is not None and caller.day - came_back <= RETURNS_TOLD_FOR:
        own = people.hearers(Rung.OFFICIAL, row.unit_id, ())
        users = tuple(dict.fromkeys((*own, *(held.user_id for held in inside))))
        reminder = Reminder(RETURNED_STEP, caller.worked(came_back))
        yield _Call(reminder, users, _days(reminder, row.owed, caller), None)
    for reminder in caller.reminders(row.owed):
        to = reminder.step.to
        if inside and to in _OF_PIECES:
            continue
        if to is Rung.PROVINCE_LEADER:
            users = people.in_charge(row.unit_id, row.plan_id, row.index)
        else:
            users = people.hearers(to, row.unit_id, ())
        yield _Call(reminder, users, _days(reminder, row.owed, caller), None)
    for held in inside:
        owed = row.owed.of_piece(held.due, held.heard)
        for reminder in caller.reminders(owed):
            to = reminder.step.to
            if to in _OF_PIECES:
                users = people.hearers(to, row.unit_id, (held.user_id,))
                yield _Call(reminder, users, _days(reminder, owed, caller), held.piece_id)


def _by_person(calls: Iterator[_Call]) -> dict[int, _Call]:
    """Give each person one reminder about the obligation: of several steps the one that fell last."""
    found: dict[int, _Call] = {}
    for call in sorted(calls, key=lambda one: order_of(one.reminder)):
        for user in call.users:
            found[user] = call
    return found


def _days(reminder: Reminder, owed: Owed, caller: Caller) -> int:
    stands = standing(owed, caller.day, caller.rules)
    return stands.silent if reminder.step.when is When.SILENT or stands.days is None else stands.days


def end_run(run: Run, state: Run.State, said: str) -> Run:
    """Keep how a run ended."""
    run.state, run.said, run.heard_at = state, said, timezone.now()
    run.save()
    return run
