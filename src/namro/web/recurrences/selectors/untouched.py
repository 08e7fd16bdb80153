"""Which obligations nobody has touched: only those may be taken back when a rule changes."""

from django.db.models import QuerySet

from namro.web.plans.models import Obligation
from namro.web.plans.states import State


def untouched(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Limit to obligations without a report, a step, or anything of any room that points at them."""
    found = obligations.filter(
        state=State.NOT_STARTED, version=0, reported_at__isnull=True, origin__isnull=True
    )
    for relation in Obligation._meta.related_objects:
        # Rooms above this one hang hand-overs, questions or figures on an obligation; none of them may be lost.
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
        found = found.exclude(pk__in=rows.values(relation.field.name))
    return found
