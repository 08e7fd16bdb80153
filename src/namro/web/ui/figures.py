"""The one interface through which a room offers its figures to reports, measures and briefings.

A report names figures ("phan-viec.hoan-thanh"), never rooms. `config/figures.py` says which function answers a
name; the function stands in the room that owns the numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from namro.core.measures import Aggregation

SUM, RATIO = Aggregation.SUM.value, Aggregation.RATIO_OF_SUMS.value
LATEST, MAXIMUM, WEIGHTED = (
    Aggregation.LATEST.value,
    Aggregation.MAXIMUM.value,
    Aggregation.WEIGHTED_MEAN.value,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a figure is asked for: of which units (None: the whole province), in which stretch, as seen on which day.

    `held` names obligations that another unit owed on their due day than holds them now, each with that unit: after a
    merger they count for the unit that was to do them, and for nobody else.
    """

    start: date
    end: date
    day: date
    unit_ids: frozenset[int] | None = None
    plan_id: int | None = None
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with everything a reader may ask about it.

    `value` None: not known, never 0. A share keeps `numerator` and `denominator`, and its value is their ratio in
    percent. `rule` says how figures of units become one (`SUM`, `RATIO`, `LATEST`, `MAXIMUM`). `definition` is one
    sentence; `address` leads to the list behind the figure.
    """

    name: str
    label: str
    value: Decimal | None
    unit: str
    definition: str
    source: str
    rule: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    places: int = 0
    address: str = ""


Answer = Callable[[Ask], Sequence[Figure]]


def figures_of(group: str, ask: Ask) -> tuple[Figure, ...]:
    """Give the figures of a group ("phan-viec") for what is asked; raises `KeyError` for a group nobody offers."""
    return tuple(_answer(group)(ask))


def known_groups() -> tuple[str, ...]:
    """Give the groups of figures that rooms offer, in the order `config/figures.py` names them."""
    return tuple(settings.FIGURES)


def named(groups: Sequence[str], ask: Ask) -> dict[str, Figure]:
    """Give the figures of several groups by their name."""
    return {figure.name: figure for group in groups for figure in figures_of(group, ask)}


@lru_cache(maxsize=64)
def _answer(group: str) -> Answer:
    found: Answer = import_string(settings.FIGURES[group])
    return found
