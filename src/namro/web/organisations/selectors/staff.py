"""Reads of a unit from inside: its divisions with their heads and officials, as the unit's own head sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from namro.web.organisations.models import Division, Post, Role, Unit
from namro.web.organisations.selectors.posts import people_of

# The posts a unit gives inside itself; the others are given by Sở Nội vụ.
INSIDE = (Role.DIVISION_HEAD, Role.OFFICIAL)


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division with its head, None while nobody heads it, and its officials."""

    division: Division
    head: Post | None
    officials: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of a unit on a day, and those whose posts ended, the last first."""

    leaders: tuple[Post, ...]
    divisions: tuple[DivisionRow, ...]
    unattached: tuple[Post, ...]
    left: tuple[Post, ...]

    @property
    def people(self) -> tuple[Post, ...]:
        """Give everybody once who holds a post on the day."""
        inside = [post for row in self.divisions for post in (row.head, *row.officials) if post is not None]
        found = {post.user_id: post for post in (*self.leaders, *inside, *self.unattached)}
        return tuple(found.values())


def divisions_of(unit: Unit, *, on: date) -> tuple[Division, ...]:
    """Give the divisions the unit has on the day, in dictionary order."""
    return tuple(
        Division.objects.filter(unit=unit)
        .filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))
        .order_by("sort", "id")
    )


def staff_of(unit: Unit, *, on: date) -> Staff:
    """Read the unit's people and divisions on the day, in three queries."""
    held = list(people_of(unit, on=on))
    inside = [post for post in held if post.role in INSIDE]
    divisions = divisions_of(unit, on=on)
    known = {division.pk for division in divisions}
    return Staff(
        leaders=tuple(post for post in held if post.role not in INSIDE),
        divisions=tuple(_row(division, inside) for division in divisions),
        unattached=tuple(post for post in inside if post.division_id not in known),
        left=tuple(
            Post.objects.filter(unit=unit, role__in=INSIDE, until__lt=on)
            .select_related("user", "division")
            .order_by("-until", "id")[:50]
        ),
    )


def _row(division: Division, inside: Sequence[Post]) -> DivisionRow:
    of_it = [post for post in inside if post.division_id == division.pk]
    heads = [post for post in of_it if post.role == Role.DIVISION_HEAD]
    return DivisionRow(
        division,
        heads[0] if heads else None,
        tuple(post for post in of_it if post.role == Role.OFFICIAL),
    )
