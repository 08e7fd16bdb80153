"""What a preview of milestones carries in the page until it is confirmed: signed, so that nobody alters it."""

from collections.abc import Sequence
from datetime import date

from django.core import signing

from namro.web.recurrences.milestone_files import ReadStep
from namro.web.recurrences.services.milestones import Step

_SALT = "namro.recurrences.milestones"
_SECONDS = 8 * 60 * 60


def steps_to_keep(task_id: int, source: str, steps: Sequence[ReadStep]) -> str:
    """Pack the readable rows of a table for one task."""
    rows = [[one.name, one.due.isoformat()] for one in steps if one.due is not None]
    return signing.dumps([task_id, source, rows], salt=_SALT, compress=True)


def kept_steps(text: str, task_id: int) -> tuple[str, list[Step]]:
    """Unpack them; raises BadSignature when altered, older than a working day, or of another task."""
    of_task, source, rows = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    if of_task != task_id:
        raise signing.BadSignature("another task")
    return source, [Step(name, date.fromisoformat(day)) for name, day in rows]
