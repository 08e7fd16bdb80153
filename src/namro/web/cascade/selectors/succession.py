"""Which obligations hang on units that are no more, and which unit takes each of them over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from namro.web.cascade.models import Move, Transfer
from namro.web.organisations.models import Succession, Unit
from namro.web.organisations.selectors.units import existing, from_the_top
from namro.web.plans.models import Obligation


@dataclass(frozen=True, slots=True)
class Passing:
    """`count` obligations of a unit that is no more pass to its one successor."""

    predecessor: Unit
    successor: Unit
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A unit that is no more whose obligations nobody takes over by rule; Sở Nội vụ decides.

    `choices` are the units that come first to mind: successors in part, unverified ones, the parent.
    """

    unit: Unit
    count: int
    why: str
    choices: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would pass on the day, and what waits for a decision."""

    on: date
    passings: tuple[Passing, ...]
    undecided: tuple[Undecided, ...]

    @property
    def count(self) -> int:
        return sum(passing.count for passing in self.passings)

    @property
    def undecided_count(self) -> int:
        return sum(one.count for one in self.undecided)


def preview(on: date) -> Preview:
    """Say what passes on the day; four queries. The day itself is the first on which the unit is no more."""
    counts = dict(
        Obligation.objects.filter(unit__valid_to__lt=on)
        .order_by()
        .values_list("unit_id")
        .annotate(count=Count("id"))
    )
    if not counts:
        return Preview(on, (), ())
    links: dict[int, list[Succession]] = defaultdict(list)
    for link in (
        Succession.objects.filter(on__lte=on).select_related("successor__parent").order_by("on", "id")
    ):
        links[link.predecessor_id].append(link)
    passings: list[Passing] = []
    undecided: list[Undecided] = []
    for unit in from_the_top(Unit.objects.filter(pk__in=counts).select_related("parent")):
        heir, source, why, choices = _heir(unit, links, on)
        if heir is not None:
            passings.append(Passing(unit, heir, counts[unit.pk], source))
        else:
            undecided.append(Undecided(unit, counts[unit.pk], why, choices))
    return Preview(on, tuple(passings), tuple(undecided))


def _heir(
    unit: Unit, links: dict[int, list[Succession]], on: date
) -> tuple[Unit | None, str, str, tuple[Unit, ...]]:
    """Follow the line of succession to the unit that exists on the day; stop where it is not one verified unit."""
    now, seen, source = unit, {unit.pk}, ""
    while True:
        found = links.get(now.pk, [])
        parent = (unit.parent,) if unit.parent is not None and _exists(unit.parent, on) else ()
        choices = (*(link.successor for link in found if _exists(link.successor, on)), *parent)
        if not found:
            return None, "", "Chưa có đơn vị kế tục trong danh bạ.", choices
        if len(found) > 1:
            return None, "", f"Có {len(found)} đơn vị kế tục, chưa rõ phần việc về đơn vị nào.", choices
        link = found[0]
        if link.partial:
            return None, "", f"{link.successor.name} chỉ kế tục một phần.", choices
        if not link.verified:
            return None, "", f"Việc {link.successor.name} kế tục chưa được kiểm chứng.", choices
        now, source = link.successor, link.source
        if _exists(now, on):
            return now, source, "", ()
        if now.pk in seen:
            return None, "", "Danh bạ ghi hai đơn vị kế tục lẫn nhau.", parent
        seen.add(now.pk)


def _exists(unit: Unit, on: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= on) and (
        unit.valid_to is None or on <= unit.valid_to
    )


def units_on(on: date) -> QuerySet[Unit]:
    """Give the units to which obligations may pass on the day, the province first."""
    return from_the_top(existing(Unit.objects.only("id", "key", "name", "level", "sort"), on=on))


def last_transfers(most: int = 100) -> QuerySet[Transfer]:
    """Give the transfers made, the latest first."""
    return Transfer.objects.select_related("from_unit", "to_unit").order_by("-at", "-id")[:most]


def moves_of(obligation: Obligation) -> QuerySet[Move]:
    """Give the transfers of one obligation, the first first."""
    return (
        Move.objects.filter(obligation=obligation)
        .select_related("transfer__from_unit", "transfer__to_unit")
        .order_by("transfer__at", "id")
    )
