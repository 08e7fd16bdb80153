"""The one interface through which a room offers its figures to reports, measures and briefings.

A report or a measure names figures ("phan-viec.hoan-thanh"), never rooms. A room keeps one `Group` in its `figures.py`
and `config/figures.py` names it; the names of its figures begin with the key of the group.

What a room promises with a group:
- `whole` gives the figures of all units asked taken together, `each` those of every unit by itself: for each unit what
  `whole` gives for that unit alone, in about as many queries as one `whole`. A unit that is not there has no figures.
- Figures stand as of the end of `Ask.day`; of a plan or a task, when the question is about one. A room that cannot
  limit itself so gives none.
- What is not known is None, never 0, and nothing is given that not everybody who reads reports may see.
A test holds every group against these.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    task_id: int | None = None
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with everything a reader may ask about it.

    `value` None: not known, never 0. A share keeps `numerator` and `denominator`, and its value is their ratio in
    percent. `rule` says how figures of units become one, by its name in
    `core.measures.Aggregation`; a weighted mean keeps Σ(value × weight) and Σ weight as its two parts. `definition` is one
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


@dataclass(frozen=True, slots=True)
class Feed:
    """A figure by whose name a measure may be fed, because every unit has it in every period."""

    name: str
    label: str
    rule: str


Whole = Callable[[Ask], Sequence[Figure]]
Each = Callable[[Ask], Mapping[int, Sequence[Figure]]]


def none_of_units(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Be the `each` of a group whose figures are of the province and of no unit."""
    return {}


@dataclass(frozen=True, slots=True)
class Group:
    """What a room offers, see above; `label` is what people call it, `feeds` what measures may be fed by."""

    key: str
    label: str
    whole: Whole
    each: Each
    feeds: tuple[Feed, ...] = ()


# What answers a question about one whole: `figures_of`, or `OneAsking` for many units in turn.
Answer = Callable[[str, Ask], Sequence[Figure]]


def figures_of(group: str, ask: Ask) -> tuple[Figure, ...]:
    """Give the figures of a group ("phan-viec") for what is asked; raises `KeyError` for a group nobody offers."""
    return tuple(_offered(group).whole(ask))


def figures_of_each(group: str, ask: Ask) -> dict[int, tuple[Figure, ...]]:
    """Give the figures of a group for every unit asked by itself, from one asking of the room.

    Raises `ValueError` for the whole province: it is no unit.
    """
    if ask.unit_ids is None:
        raise ValueError("of each unit needs the units")
    answer = _offered(group).each(ask)
    return {unit: tuple(answer.get(unit, ())) for unit in ask.unit_ids}


class OneAsking:
    """Ask each room once for many units and answer for each of them from that, as `figures_of` would.

    For work that fills the reports of many units one after the other on the same day. What differs from unit to unit
    beyond the unit itself (`Ask.held`) is asked for by itself.
    """

    def __init__(self, unit_ids: Iterable[int]) -> None:
        self._units = frozenset(unit_ids)
        self._known: dict[tuple[str, Ask], dict[int, tuple[Figure, ...]]] = {}

    def __call__(self, group: str, ask: Ask) -> tuple[Figure, ...]:
        unit = next(iter(ask.unit_ids), None) if ask.unit_ids is not None and len(ask.unit_ids) == 1 else None
        if unit is None or unit not in self._units or ask.held:
            return figures_of(group, ask)
        every = replace(ask, unit_ids=self._units)
        if (group, every) not in self._known:
            self._known[group, every] = figures_of_each(group, every)
        return self._known[group, every][unit]


def known_groups() -> tuple[str, ...]:
    """Give the groups of figures that rooms offer, in the order `config/figures.py` names them."""
    return tuple(settings.FIGURES)


def group_label(group: str) -> str:
    """Give what people call a group; its key when nobody offers it any more."""
    return _offered(group).label if group in settings.FIGURES else group


def named(groups: Sequence[str], ask: Ask) -> dict[str, Figure]:
    """Give the figures of several groups by their name."""
    return {figure.name: figure for group in groups for figure in figures_of(group, ask)}


def feeds() -> tuple[tuple[str, tuple[Feed, ...]], ...]:
    """Give the figures that measures may be fed by, under what people call their group."""
    groups = (_offered(group) for group in known_groups())
    return tuple((group.label, group.feeds) for group in groups if group.feeds)


def feed_called(name: str) -> Feed | None:
    """Give the figure that feeds measures under the name; None when nobody offers it any more."""
    group = name.partition(".")[0]
    found = _offered(group).feeds if group in settings.FIGURES else ()
    return next((one for one in found if one.name == name), None)


def of_each(name: str, ask: Ask) -> dict[int, Figure]:
    """Give the figure of that name of every unit asked; a unit without it, or where it is not known, is left out."""
    if feed_called(name) is None:
        return {}
    found = figures_of_each(name.partition(".")[0], ask)
    return {
        unit: figure
        for unit, figures in found.items()
        for figure in figures
        if figure.name == name and figure.value is not None
    }


@lru_cache(maxsize=64)
def _offered(group: str) -> Group:
    found: Group = import_string(settings.FIGURES[group])
    return found
