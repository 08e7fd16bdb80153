"""The one interface through which a room offers its figures to reports, measures and briefings.

A report or a measure names figures ("phan-viec.hoan-thanh"), never rooms. A room keeps one `Group` in its `figures.py`
and `config/offers.py` names it; the names of its figures begin with the key of the group.

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
from namro.core.reports import aggregation

OWN = aggregation.OWN  # a rank: reports of many units leave it out
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
    merger they count for the unit that was to do them, and for nobody else. `name`: only the figure of that name is
    wanted; a room may leave out the others where that saves work, see `wants`.
    """

    start: date
    end: date
    day: date
    unit_ids: frozenset[int] | None = None
    plan_id: int | None = None
    task_id: int | None = None
    held: tuple[tuple[int, int], ...] = ()
    name: str = ""

    def wants(self, name: str) -> bool:
        """Say whether the figure of that name is wanted."""
        return not self.name or name == self.name


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
class Named:
    """A figure that units have in every period, so that it can be chosen by its name; `feeds`: measures may be fed by it.

    A measure asks for one task, so what a room cannot limit to a task feeds none.
    """

    name: str
    label: str
    rule: str
    feeds: bool = True


Whole = Callable[[Ask], Sequence[Figure]]
Each = Callable[[Ask], Mapping[int, Sequence[Figure]]]


def none_of_units(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Be the `each` of a group whose figures are of the province and of no unit."""
    return {}


@dataclass(frozen=True, slots=True)
class Group:
    """What a room offers, see above; `label` is what people call it, `named` what is always there by the same name."""

    key: str
    label: str
    whole: Whole
    each: Each
    named: tuple[Named, ...] = ()


# What answers a question about one whole: `figures_of`, or `OneAsking` for many units in turn.
Answer = Callable[[str, Ask], Sequence[Figure]]


def figures_of(name: str, ask: Ask) -> tuple[Figure, ...]:
    """Give the figures of a group ("phan-viec") for what is asked, or of it only those named so ("phan-viec.den-han").

    Raises `KeyError` for a group nobody offers.
    """
    return only(name, _offered(group_of(name)).whole(ask))


def group_of(name: str) -> str:
    """Give the group a name belongs to."""
    return name.partition(".")[0]


def only(name: str, figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Keep the figures that a name means: all of a group, one, or those whose names go on from it ("chi-so.par")."""
    return tuple(
        one
        for one in figures
        if one.name == name or one.name.startswith(f"{name}.") or name == group_of(one.name)
    )


def figures_of_each(name: str, ask: Ask) -> dict[int, tuple[Figure, ...]]:
    """Give the figures of a group, or those named so, for every unit asked by itself, from one asking of the room.

    Raises `ValueError` for the whole province: it is no unit.
    """
    if ask.unit_ids is None:
        raise ValueError("of each unit needs the units")
    answer = _offered(group_of(name)).each(ask)
    return {unit: only(name, answer.get(unit, ())) for unit in ask.unit_ids}


class OneAsking:
    """Ask each room once for many units and answer for each of them from that, as `figures_of` would.

    For work that fills the reports of many units one after the other on the same day; no question is asked twice. What
    differs from unit to unit beyond the unit itself (`Ask.held`) is asked for by itself.
    """

    def __init__(self, unit_ids: Iterable[int] = ()) -> None:
        self._units = frozenset(unit_ids)
        self._each: dict[tuple[str, Ask], dict[int, tuple[Figure, ...]]] = {}
        self._whole: dict[tuple[str, Ask], tuple[Figure, ...]] = {}

    def __call__(self, name: str, ask: Ask) -> tuple[Figure, ...]:
        return only(name, self._of(group_of(name), ask))

    def _of(self, group: str, ask: Ask) -> tuple[Figure, ...]:
        unit = next(iter(ask.unit_ids), None) if ask.unit_ids is not None and len(ask.unit_ids) == 1 else None
        if unit is None or unit not in self._units or ask.held:
            if (group, ask) not in self._whole:
                self._whole[group, ask] = figures_of(group, ask)
            return self._whole[group, ask]
        every = replace(ask, unit_ids=self._units)
        if (group, every) not in self._each:
            self._each[group, every] = figures_of_each(group, every)
        return self._each[group, every][unit]


def known_groups() -> tuple[str, ...]:
    """Give the groups of figures that rooms offer, in the order `config/offers.py` names them."""
    return tuple(settings.FIGURES)


def is_offered(name: str) -> bool:
    """Say whether somebody offers the group of the name."""
    return group_of(name) in settings.FIGURES


def label_of(name: str) -> str:
    """Give what people call a group or a figure; its name when nobody offers it any more."""
    if not is_offered(name):
        return name
    group = _offered(group_of(name))
    found = next((one.label for one in group.named if one.name == name), None)
    return found or (group.label if name == group.key else name)


def named(names: Sequence[str], ask: Ask) -> dict[str, Figure]:
    """Give the figures of several groups by their name."""
    return {figure.name: figure for name in names for figure in figures_of(name, ask)}


def feeds() -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """Give the figures that measures may be fed by, under what people call their group."""
    groups = ((group.label, group.named) for group in map(_offered, known_groups()))
    found = ((label, tuple(one for one in figures if one.feeds)) for label, figures in groups)
    return tuple((label, figures) for label, figures in found if figures)


def feed_called(name: str) -> Named | None:
    """Give the figure that feeds measures under the name; None when nobody offers it any more."""
    figures = _offered(group_of(name)).named if is_offered(name) else ()
    return next((one for one in figures if one.name == name and one.feeds), None)


def of_each(name: str, ask: Ask) -> dict[int, Figure]:
    """Give the figure of that name of every unit asked; a unit without it, or where it is not known, is left out."""
    if feed_called(name) is None:
        return {}
    found = figures_of_each(name, replace(ask, name=name))
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
