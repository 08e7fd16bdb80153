"""What a bulletin says: its obligations that are still open, the most pressing first."""

from datetime import date

from namro.web.chase.models import Bulletin, Notice
from namro.web.chase.texts import stands_on
from namro.web.plans.models import NO_DUE, Obligation
from namro.web.plans.selectors.obligations import HEAVY
from namro.web.plans.states import WAITS_FOR_UNIT

MOST = 200


def items_of(bulletin: Bulletin, day: date) -> list[tuple[Obligation, str]]:
    """Give at most 200 open obligations of a bulletin with how each stands on the day; one query."""
    notices = (
        Notice.objects.filter(
            bulletin=bulletin, obligation__state__in=[state.value for state in WAITS_FOR_UNIT]
        )
        .select_related("obligation__task", "obligation__unit", "hand_over")
        .defer(*(f"obligation__{name}" for name in HEAVY))
        .order_by("obligation__sort_due", "obligation_id", "id")
    )
    found: dict[int, tuple[Obligation, str]] = {}
    for notice in notices[: 2 * MOST]:
        obligation = notice.obligation
        if obligation.pk not in found or obligation.sort_due == NO_DUE:
            found[obligation.pk] = (obligation, stands_on(obligation, day, notice))
    return list(found.values())[:MOST]
