"""How another room feeds a measure: a named function of units and a period; `config/feeds.py` lists them.

A fed measure is not typed by anybody: its values are asked for whenever a page is opened.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from namro.core.measures import Measured
from namro.core.time import Period


@dataclass(frozen=True, slots=True)
class Fed:
    """A figure of one unit: numerator and denominator of a share or a number, its source, and the list behind it."""

    measured: Measured
    source: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are wanted: of these units, for the period, for a task (None: for all their work)."""

    unit_ids: Collection[int]
    period: Period
    task_id: int | None = None


# Units at once, so that 229 of them cost one query; a unit that is not in the answer has no figure, which is not 0.
Feed = Callable[[Asked], Mapping[int, Fed]]


def known_feeds() -> tuple[tuple[str, str], ...]:
    """Give name and label of every feed."""
    return tuple((name, label) for name, (label, _) in settings.FEEDS.items())


def feed_label(name: str) -> str:
    """Give the label of a feed; its name when nobody offers it any more."""
    label: str = settings.FEEDS[name][0] if name in settings.FEEDS else name
    return label


@lru_cache(maxsize=32)
def feed(name: str) -> Feed | None:
    """Give the function behind a name; None when nobody offers it any more."""
    if name not in settings.FEEDS:
        return None
    return cast(Feed, import_string(settings.FEEDS[name][1]))
