"""Who may take part in the talk on an obligation: whoever may see it, except those who only watch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from namro.core.agencies.model import Level
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import Posts
from namro.web.organisations.selectors.succession import successions
from namro.web.plans.models import Obligation, TaskParty
from namro.web.plans.selectors.parties import BELOW_PROVINCE

_MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Nameable:
    """A person or a unit that a message may name; `key` is what the form sends back."""

    key: str
    name: str
    note: str = ""


def posts_in_sight(obligation: Obligation, on: date) -> list[Post]:
    """Give the posts, held on the day by active people, that let their holder see the obligation and speak.

    The same rule as `plans.permissions.check_may_see_obligation`, read the other way round; three queries.
    """
    reporting = (Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.PLAN_OFFICER)
    seeing = Q(role__in=(Role.PLAN_OFFICER, Role.PROVINCE_LEADER))
    seeing |= Q(unit_id=obligation.unit_id, role__in=(*reporting, Role.DIVISION_HEAD, Role.OFFICIAL))
    if obligation.unit.level in BELOW_PROVINCE:
        leads = TaskParty.objects.filter(
            task_id=obligation.task_id, role=TaskParty.Role.LEAD, unit__level=Level.PROVINCE
        )
        judging = successions().standing_in(list(leads.values_list("unit_id", flat=True)), on)
        seeing |= Q(unit_id__in=judging, unit__level=Level.PROVINCE, role__in=reporting)
    return list(
        Post.objects.filter(seeing, user__is_active=True)
        .filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))
        .select_related("user", "unit")
        .order_by("unit__sort", "user__full_name", "id")[:_MOST_PEOPLE]
    )


def nameable(posts: Sequence[Post], *, apart_from: int) -> list[Nameable]:
    """Give the units and then the people who can be named, without the person who writes."""
    units: dict[int, Unit] = {post.unit_id: post.unit for post in posts if post.role != Role.PROVINCE_LEADER}
    people = {post.user_id: post for post in posts if post.user_id != apart_from}
    return [
        *(Nameable(f"u{pk}", unit.name, "cả đơn vị") for pk, unit in units.items()),
        *(
            Nameable(f"p{pk}", post.user.get_full_name(), post.user.title or post.unit.name)
            for pk, post in people.items()
        ),
    ]


def speaking_unit(posts: Posts, obligation: Obligation) -> Unit | None:
    """Give the unit in whose name the person speaks: the owing one when it is theirs, else their first."""
    held = [post for post in posts.posts if post.role != Role.SUPERVISOR]
    own = [post.unit for post in held if post.unit_id == obligation.unit_id]
    return next(iter([*own, *(post.unit for post in held)]), None)
