"""Invented data of rooms that do not know each other, counted and removed together.

`config/offers.py` names the rooms. `plans` removes its own and asks here for the rest, so that nothing
invented is left behind once the banner is gone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from namro.web.audit.services import Person


@dataclass(frozen=True, slots=True)
class Invented:
    """So many invented things of one kind, as "1 đợt chấm điểm"."""

    count: int
    words: str


def invented_elsewhere() -> tuple[Invented, ...]:
    """Give what the other rooms hold of invented data; empty where they hold none."""
    found = (cast(Callable[[], Sequence[Invented]], import_string(count))() for count, _ in settings.INVENTED)
    return tuple(one for room in found for one in room if one.count)


def remove_elsewhere(*, by: Person, at: datetime) -> tuple[Invented, ...]:
    """Remove it in every room and give what was removed; call it inside the transaction that removes the rest."""
    removed = invented_elsewhere()
    for _, remove in settings.INVENTED:
        cast(Callable[..., None], import_string(remove))(by=by, at=at)
    return removed
