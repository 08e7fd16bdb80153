"""What units must hand in beside their tasks, in the daily job: the same ladder, the same message, told once.

Rooms offer it through `web.ui.dues`; docs/calculations/chase.md, section 7, tells the reckoning.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from namro.core.chase import Caller, Channel, Owed, Reminder, Rung, Step, When
from namro.web.chase.duty_texts import OPENED, WAITING
from namro.web.chase.models import DutyNotice
from namro.web.chase.selectors.people import People, UserIds
from namro.web.chase.services.gathering import OF_DUTIES, UPPER, Gatherer, Key, Wanted
from namro.web.chase.texts import RETURNED
from namro.web.organisations.models import Unit
from namro.web.ui.dues import Duty, Waiting, open_duties, waiting_lines

_KEYS_AT_ONCE = _ROWS_AT_ONCE = 500
_EVERYWHERE = (Channel.PROGRAM, Channel.EMAIL, Channel.HOOK)
OPENED_STEP = Step(OPENED, When.BEFORE, 0, 0, Rung.OFFICIAL, (Channel.PROGRAM, Channel.EMAIL), True)
RETURNED_STEP = Step(RETURNED, When.BEFORE, 0, 0, Rung.OFFICIAL, _EVERYWHERE, True)
WAITING_STEP = Step(WAITING, When.BEFORE, 0, 1, Rung.OFFICIAL, (Channel.PROGRAM, Channel.EMAIL), True)


def write_duties(caller: Caller, people: People, *, at: datetime) -> int:
    """Write the day's reminders about duties and what waits for receivers; give how many are new.

    Raises nothing of its own; a second call on the same day changes nothing.
    """
    duties, waiting = open_duties(), waiting_lines()
    receivers = _receivers([*(duty.receiver for duty in duties), *(line.receiver for line in waiting)])
    settle({duty.key for duty in duties} | {line.key for line in waiting}, day=caller.day, at=at)
    written = _write(duties, receivers, caller, people, at=at)
    return written + _write_waiting(waiting, receivers, caller, people)


def write_returned(caller: Caller, people: People, *, since: datetime, at: datetime) -> int:
    """Write the reminders about duties returned after a moment, as the job would tomorrow; give how many are new."""
    duties = open_duties(returned_after=since)
    return _write(duties, _receivers([duty.receiver for duty in duties]), caller, people, at=at)


def settle(open_keys: set[str], *, day: date, at: datetime) -> None:
    """Let reminders rest whose duty was handed in, and yesterday's lines of what waits."""
    unseen = DutyNotice.objects.filter(seen_at__isnull=True)
    known = list(unseen.values_list("duty", "step", "day").distinct())
    done = sorted({duty for duty, _, _ in known} - open_keys)
    for part in batched_keys(done):
        unseen.filter(duty__in=part).update(seen_at=at)
    if any(step == WAITING and written < day for _, step, written in known):
        unseen.filter(step=WAITING, day__lt=day).update(seen_at=at)


def batched_keys(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give keys in parts that fit into one question to the database."""
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        yield keys[first : first + _KEYS_AT_ONCE]


def _write(
    duties: Sequence[Duty], receivers: dict[str, int], caller: Caller, people: People, *, at: datetime
) -> int:
    if not duties:
        return 0
    gatherer = Gatherer(people, caller.day, at=at, reasons=OF_DUTIES)
    wanted: dict[Key, Wanted] = {}
    for place, duty in enumerate(duties):
        found = _by_person(_calls(duty, receivers.get(duty.receiver), caller, people))
        if people.is_unmanned(duty.unit_id, ()):
            gatherer.add(duty.unit_id, found)
            continue
        for user, reminder in found.items():
            key = place, reminder.step.key, reminder.occurrence, user
            wanted[key] = Wanted(reminder.step, 0, None)
    for key in _known(wanted, duties):
        del wanted[key]
    for key in [key for key, one in wanted.items() if one.step.to in UPPER]:
        gatherer.hold(key, wanted.pop(key), duties[key[0]].unit_id)
    wanted |= gatherer.few()
    notices = [_notice(duties[key[0]], key, one.step, caller.day) for key, one in wanted.items()]
    # Each part by itself, so that whoever writes meanwhile does not wait for thousands of rows.
    for first in range(0, len(notices), _ROWS_AT_ONCE):
        DutyNotice.objects.bulk_create(notices[first : first + _ROWS_AT_ONCE], ignore_conflicts=True)
    return gatherer.write() + len(notices)


def _known(wanted: dict[Key, Wanted], duties: Sequence[Duty]) -> list[Key]:
    """Give which of these were written before."""
    if not wanted:
        return []
    rows = DutyNotice.objects.filter(occurrence__gte=min(key[2] for key in wanted)).values_list(
        "duty", "step", "occurrence", "user_id"
    )
    known = set(rows)
    return [key for key in wanted if (duties[key[0]].key, *key[1:]) in known]


def _calls(
    duty: Duty, receiver: int | None, caller: Caller, people: People
) -> Iterator[tuple[Reminder, UserIds]]:
    """Give what a duty calls for and who hears it: the ladder by its day, or once that it came without one."""
    own = people.hearers(Rung.OFFICIAL, duty.unit_id, ())
    if duty.returned_on is not None:
        yield Reminder(RETURNED_STEP, caller.worked(duty.returned_on)), own
    if duty.counts_to is None:
        if duty.returned_on is None and caller.worked(duty.opened_on) <= caller.day:
            yield Reminder(OPENED_STEP, caller.worked(duty.opened_on)), own
        return
    for reminder in caller.reminders(Owed(duty.counts_to, duty.opened_on, duty.waits)):
        to = reminder.step.to
        if reminder.step.when is When.SILENT:
            continue
        if to is Rung.PLAN_OFFICER and receiver is not None:
            users = people.hearers(Rung.OFFICIAL, receiver, ())
        elif to is Rung.PROVINCE_LEADER:
            users = people.in_charge(duty.unit_id, 0, "")
        else:
            users = people.hearers(to, duty.unit_id, ())
        yield reminder, users


def _by_person(calls: Iterator[tuple[Reminder, UserIds]]) -> dict[int, Reminder]:
    """Give each person one reminder about the duty: of several steps the one that fell last."""
    found: dict[int, Reminder] = {}
    for reminder, users in sorted(calls, key=lambda call: order_of(call[0])):
        found |= dict.fromkeys(users, reminder)
    return found


def order_of(reminder: Reminder) -> tuple[date, bool, bool, str]:
    """Order reminders of one person: what fell last, then what is urgent, then that it was returned, comes last."""
    key = reminder.step.key
    return reminder.occurrence, reminder.step.urgent, key == RETURNED, key


def _notice(duty: Duty, key: Key, step: Step, day: date) -> DutyNotice:
    _, name, occurrence, user = key
    return DutyNotice(
        user_id=user,
        duty=duty.key,
        unit_id=duty.unit_id,
        label=duty.label[:300],
        period=duty.period[:100],
        due=duty.due,
        step=name,
        occurrence=occurrence,
        day=day,
        rung=step.to.value,
        urgent=step.urgent,
        channels=",".join(step.channels),
    )


def _write_waiting(
    lines: Sequence[Waiting], receivers: dict[str, int], caller: Caller, people: People
) -> int:
    """Write one line a day for each kind and period that waits to be accepted, to those who decide."""
    if not lines:
        return 0
    fresh = [
        DutyNotice(
            user_id=user,
            duty=line.key,
            unit_id=receivers[line.receiver],
            label=line.label[:300],
            period=line.period[:100],
            step=WAITING,
            occurrence=caller.day,
            day=caller.day,
            rung=WAITING_STEP.to.value,
            urgent=WAITING_STEP.urgent,
            channels=",".join(WAITING_STEP.channels),
        )
        for line in lines
        if line.receiver in receivers
        for user in people.hearers(Rung.OFFICIAL, receivers[line.receiver], ())
    ]
    known = set(DutyNotice.objects.filter(step=WAITING, occurrence=caller.day).values_list("duty", "user_id"))
    fresh = [one for one in fresh if (one.duty, one.user_id) not in known]
    DutyNotice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _receivers(keys: Sequence[str]) -> dict[str, int]:
    wanted = {key for key in keys if key}
    return dict(Unit.objects.filter(key__in=wanted).values_list("key", "id")) if wanted else {}
