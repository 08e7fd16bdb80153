"""Which leader of the province is in charge of what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from namro.web.chase.models import Charge
from namro.web.organisations.models import Post, Role
from namro.web.plans.models import Task

UserIds = tuple[int, ...]


@dataclass(frozen=True)
class Charges:
    """The charges of a day; of several that fit, the nearest: the unit, what is above it, the index, the plan."""

    units: Mapping[int, UserIds]
    indices: Mapping[str, UserIds]
    plans: Mapping[int, UserIds]
    parents: Mapping[int, int | None]

    def leaders(self, unit_id: int, plan_id: int, index: str) -> UserIds:
        """Give the leaders in charge of an obligation; nobody when no charge fits."""
        seen: set[int] = set()
        above: int | None = unit_id if self.units else None
        while above is not None and above not in seen:
            if above in self.units:
                return self.units[above]
            seen.add(above)
            above = self.parents.get(above)
        return self.indices.get(index) or self.plans.get(plan_id) or ()


def charges_on(day: date, *, leaders: Collection[int], parents: Mapping[int, int | None]) -> Charges:
    """Read the charges of the day of people who are leaders on it; one query."""
    units: dict[int, list[int]] = {}
    indices: dict[str, list[int]] = {}
    plans: dict[int, list[int]] = {}
    for user, unit, index, plan in (
        _valid(day).order_by("id").values_list("user_id", "unit_id", "index", "plan_id")
    ):
        if user not in leaders:
            continue
        if unit is not None:
            units.setdefault(unit, []).append(user)
        elif index:
            indices.setdefault(index, []).append(user)
        elif plan is not None:
            plans.setdefault(plan, []).append(user)
    return Charges(
        {key: tuple(dict.fromkeys(users)) for key, users in units.items()},
        {key: tuple(dict.fromkeys(users)) for key, users in indices.items()},
        {key: tuple(dict.fromkeys(users)) for key, users in plans.items()},
        parents,
    )


def _valid(day: date) -> QuerySet[Charge]:
    return Charge.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


def charges_shown() -> tuple[Charge, ...]:
    """Give every charge, those that run on first, then the latest ended."""
    found = Charge.objects.select_related("user", "unit", "plan").order_by("-until", "user__full_name", "id")
    return tuple(sorted(found, key=lambda one: one.until is not None))


def leaders_on(day: date) -> tuple[Post, ...]:
    """Give the leaders of the province on the day."""
    return tuple(
        Post.objects.filter(role=Role.PROVINCE_LEADER, user__is_active=True)
        .filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))
        .select_related("user")
        .order_by("user__full_name", "id")
    )


def indices_of_tasks() -> tuple[str, ...]:
    """Give the indices that tasks carry."""
    return tuple(Task.objects.exclude(index="").order_by("index").values_list("index", flat=True).distinct())
