"""What was returned after the day's run: told the same day, each once, in one message more at the end of the day.

Called every few minutes; it may be killed anywhere and called again, and two may run at once.
docs/calculations/chase.md, section 8, tells the rule.
"""

from collections import Counter
from datetime import date, datetime, time

from namro.core.chase import Caller
from namro.core.time import load_calendar
from namro.web.audit import services as audit
from namro.web.chase.models import Run
from namro.web.chase.selectors.owed import returned_chunks
from namro.web.chase.selectors.people import people_on
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.services.bulletins import make_bulletins, make_extra
from namro.web.chase.services.daily import end_run, start_run, write_chunk, write_gathered
from namro.web.chase.services.duties import write_returned
from namro.web.chase.services.gathering import Gatherer
from namro.web.ui.dues import open_duties

EXTRA_FROM = time(16)  # one message at the end of the day, not one for every return
SAID = "Bổ sung những gì bị trả lại sau lần chạy trước."


def tell_returns(*, day: date, at: datetime) -> Run | None:
    """Write what was returned since the day's last run, and from four o'clock send it; None when there was nothing.

    Before the day's run, on a day off and on a working date set back it does nothing: the run itself will say it.
    """
    caller = Caller(rules_on(day), load_calendar(), day)
    done = Run.objects.filter(state=Run.State.DONE).order_by("-day", "-started_at", "-id").first()
    if not caller.works or done is None or done.day != day:
        return None
    run = _write_since(done, caller, day=day, at=at)
    is_end_of_day = at.timetz().replace(tzinfo=None) >= EXTRA_FROM
    if is_end_of_day:
        made = make_extra(people_on(day), day=day, at=at)
        if run is not None and made:
            run.bulletin_count += made
            run.save(update_fields=["bulletin_count"])
    return run


def _write_since(done: Run, caller: Caller, *, day: date, at: datetime) -> Run | None:
    since = done.started_at
    rows = [
        row
        for chunk in returned_chunks(since)
        for row in chunk
        if row.returned_at is not None and since < row.returned_at <= at
    ]
    if not rows and not open_duties(returned_after=since):
        return None
    people = people_on(day)
    run = start_run(day=day, by=audit.PROGRAM, at=at)
    run.total, run.counts = done.total, done.counts  # as the morning found them
    try:
        gatherer = Gatherer(people, day, at=at)
        run.notice_count += write_chunk(rows, caller, people, Counter(), gatherer)
        run.done = len(rows)
        run.notice_count += write_gathered(gatherer, day)
        run.notice_count += write_returned(caller, people, since=since, at=at)
        # For those who had no message yet today.
        run.bulletin_count = make_bulletins(caller, people, at=at)
    except Exception:
        end_run(run, Run.State.FAILED, "Việc nhắc bổ sung bị lỗi giữa chừng; lần sau làm tiếp.")
        raise
    return end_run(run, Run.State.DONE, SAID)
