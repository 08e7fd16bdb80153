"""The daily job: what every obligation calls for on the day, written down once, and one message per person.

It may be killed anywhere and started again, and two may run at once: every notice and every message can
exist only once, and each step asks what is already there. docs/calculations/chase.md tells the reckoning.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from namro.core.chase import Caller, Reminder, Rung, Standing, Step, When, standing
from namro.core.text import format_date
from namro.core.time import load_calendar
from namro.web.audit import services as audit
from namro.web.chase.models import Notice, Run
from namro.web.chase.selectors.holders import Holders, holders_of
from namro.web.chase.selectors.owed import OwedRow, open_chunks, open_count
from namro.web.chase.selectors.people import People, people_on
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.services.bulletins import make_bulletins
from namro.web.chase.services.gathering import Gatherer

_WEEKEND = "cuối tuần"
_COLUMNS = (
    "user_id", "obligation_id", "step", "occurrence", "day", "rung", "when", "days", "urgent", "channels",
)  # fmt: skip
Key = tuple[int, str, date, int]  # obligation, step, occurrence, person


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
        return _end(run, Run.State.SKIPPED, reason)
    try:
        people = people_on(day)
        run.total = open_count()
        counts: Counter[str] = Counter()
        gatherer = Gatherer(people, day)
        for chunk in open_chunks():
            run.notice_count += _write(chunk, caller, people, counts, gatherer)
            run.done += len(chunk)
            run.heard_at = timezone.now()
            run.save(update_fields=["total", "done", "notice_count", "heard_at"])
        run.counts = dict(counts)
        run.notice_count += gatherer.write()
        run.bulletin_count = make_bulletins(caller, people, at=at)
    except Exception:
        _end(run, Run.State.FAILED, "Việc nhắc bị lỗi giữa chừng; những gì đã ghi vẫn giữ, hãy chạy lại.")
        raise
    return _end(run, Run.State.DONE, "")


def _why_not(caller: Caller, day: date) -> str:
    if not caller.works:
        off = load_calendar().day_off(day)
        return f"Ngày {format_date(day)} là ngày nghỉ ({off.name if off else _WEEKEND}) nên không nhắc ai."
    last = Run.objects.filter(state=Run.State.DONE).order_by("-day").values_list("day", flat=True).first()
    if last is not None and day < last:
        return f"Đã nhắc đến ngày {format_date(last)}; ngày làm việc lùi về {format_date(day)} nên không nhắc lại."
    return ""


def _write(
    chunk: Sequence[OwedRow], caller: Caller, people: People, counts: Counter[str], gatherer: Gatherer
) -> int:
    """Write what is new in a chunk, in one transaction; give how many notices."""
    wanted: dict[Key, tuple[Step, int]] = {}
    holders: Holders = holders_of([row.id for row in chunk])
    for row in chunk:
        stands = standing(row.owed, caller.day, caller.rules)
        counts[stands.condition.value] += 1
        reminders = caller.reminders(row.owed)
        if not reminders:
            continue
        held_by = holders.get(row.id, ())
        found = _by_person(reminders, row, held_by, people)
        if people.is_unmanned(row.unit_id, held_by):
            gatherer.add(row.unit_id, found)
            continue
        for user, reminder in found.items():
            step = reminder.step
            wanted[row.id, step.key, reminder.occurrence, user] = step, _days(step.when, stands)
    if not wanted:
        return 0
    known = Notice.objects.filter(
        obligation_id__gte=chunk[0].id,
        obligation_id__lte=chunk[-1].id,
        occurrence__gte=min(occurrence for _, _, occurrence, _ in wanted),
    ).values_list("obligation_id", "step", "occurrence", "user_id")
    for key in known:
        wanted.pop(key, None)
    if wanted:
        _insert(wanted, caller.day)
    return len(wanted)


@transaction.atomic
def _insert(wanted: Mapping[Key, tuple[Step, int]], day: date) -> None:
    """Write the notices; what another run wrote since we asked stays as it is.

    By hand, because `bulk_create` takes six times as long for a hundred thousand rows.
    """
    adapt = connection.ops.adapt_datefield_value
    today = adapt(day)
    rows = [
        (user, obligation, step.key, adapt(occurrence), today, step.to.value, step.when.value, days,
         step.urgent, ",".join(step.channels))
        for (obligation, _, occurrence, user), (step, days) in wanted.items()
    ]  # fmt: skip
    columns = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    places = ", ".join(["%s"] * len(_COLUMNS))
    table = connection.ops.quote_name(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", rows)


def _by_person(
    reminders: Sequence[Reminder], row: OwedRow, holders: Sequence[int], people: People
) -> dict[int, Reminder]:
    """Give each person one reminder about the obligation: of several steps the one that fell last."""
    found: dict[int, Reminder] = {}
    if len(reminders) > 1:
        reminders = sorted(reminders, key=lambda r: (r.occurrence, r.step.urgent, r.step.key))
    for reminder in reminders:
        to = reminder.step.to
        if to is Rung.PROVINCE_LEADER:
            users = people.in_charge(row.unit_id, row.plan_id, row.index)
        else:
            users = people.hearers(to, row.unit_id, holders)
        for user in users:
            found[user] = reminder
    return found


def _days(when: When, stands: Standing) -> int:
    return stands.silent if when is When.SILENT or stands.days is None else stands.days


def _end(run: Run, state: Run.State, said: str) -> Run:
    run.state, run.said, run.heard_at = state, said, timezone.now()
    run.save()
    return run
