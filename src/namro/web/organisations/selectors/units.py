"""Reads of units: which exist on a day, found by any of their names, and the page of one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from namro.core.agencies.model import Level
from namro.core.text import fold
from namro.web.organisations.models import Post, Succession, Unit
from namro.web.organisations.selectors.posts import people_of

# By the code an address names; any other stands from the province down.
ORDERS: dict[str, tuple[Any, ...]] = {
    "ten": ("sort", "id"),
    "-ten": ("-sort", "-id"),
    "thuoc": (F("parent__sort").asc(nulls_first=True), "sort", "id"),
    "-thuoc": (F("parent__sort").desc(nulls_last=True), "sort", "id"),
    "den": (F("valid_to").asc(nulls_last=True), "sort", "id"),
    "-den": (F("valid_to").desc(nulls_last=True), "sort", "id"),
}
_FROM_THE_TOP = (Level.CENTRAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


def existing(units: QuerySet[Unit], *, on: date) -> QuerySet[Unit]:
    """Limit to the units that exist on the day."""
    return units.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )


def from_the_top(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Order by level, the province first, then in Vietnamese dictionary order."""
    rank = Case(
        *(When(level=level, then=Value(position)) for position, level in enumerate(_FROM_THE_TOP)),
        output_field=IntegerField(),
    )
    return units.order_by(rank, "sort", "id")


def search_units(
    *,
    words: str,
    level: str,
    on: date,
    only_unverified: bool = False,
    only_unmanned: bool = False,
    order: str = "",
) -> QuerySet[Unit]:
    """Give the units that exist on the day and have every word, without diacritics, in one of their names."""
    units = existing(Unit.objects.select_related("parent"), on=on)
    for word in fold(words).split():
        units = units.filter(search__contains=word)
    if level:
        units = units.filter(level=level)
    if only_unverified:
        units = units.filter(verified=False)
    if only_unmanned:
        held = Post.objects.filter(
            Q(since__isnull=True) | Q(since__lte=on),
            Q(until__isnull=True) | Q(until__gte=on),
            user__is_active=True,
        )
        units = units.exclude(pk__in=held.values("unit_id"))
    return units.order_by(*ORDERS[order]) if order in ORDERS else from_the_top(units)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit shows."""

    unit: Unit
    exists: bool
    other_names: tuple[str, ...]
    successors: tuple[Succession, ...]
    predecessors: tuple[Succession, ...]
    people: tuple[Post, ...]
    children: tuple[Unit, ...]


def unit_page(unit: Unit, *, on: date) -> UnitPage:
    """Read a unit with its names, its line of succession, the people and the units under it on the day."""
    return UnitPage(
        unit=unit,
        exists=(unit.valid_from is None or unit.valid_from <= on)
        and (unit.valid_to is None or on <= unit.valid_to),
        other_names=tuple(alias.name for alias in unit.aliases.order_by("id") if alias.name != unit.name),
        successors=tuple(unit.successions.select_related("successor").order_by("on", "successor__sort")),
        predecessors=tuple(
            unit.predecessions.select_related("predecessor").order_by("on", "predecessor__sort")
        ),
        people=tuple(people_of(unit, on=on)),
        children=tuple(existing(Unit.objects.filter(parent=unit), on=on).order_by("sort", "id")),
    )
