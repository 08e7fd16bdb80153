"""An obstacle that a report named and that is out of the way: the obligation no longer says it is held up."""

from datetime import datetime

from django.db import transaction

from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.plans import permissions
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.past import OBSTACLE_SETTLED


@transaction.atomic
def settle_obstacle(*, obligation_id: int, sentence: str, by: User, posts: Posts, at: datetime) -> bool:
    """Take the word "vướng mắc" off an obligation, by its own unit; gives whether it stood there.

    State, version and reports stay as they are: what the unit reported then was true then. Raises `NotAllowed`.
    """
    obligation = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("task", "unit")
        .get(pk=obligation_id)
    )
    permissions.check_may_report(posts, obligation)
    if not obligation.obstacle:
        return False
    Obligation.objects.filter(pk=obligation.pk).update(obstacle=False)
    audit.record(
        by=by,
        at=at,
        action=OBSTACLE_SETTLED,
        subject=f"{obligation.task.code} · {obligation.unit.name} · {obligation.period}",
        subject_type="obligation",
        subject_id=obligation.pk,
        unit_key=obligation.unit.key,
        before={"obstacle": True},
        after={"obstacle": False},
        reason=squeeze(sentence),
    )
    return True
