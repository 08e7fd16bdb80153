"""Which obligations a question for figures is about."""

from django.db.models import Q

from namro.web.ui.figures import Ask


def of_units(ask: Ask) -> Q:
    """Give the condition for the obligations of the units asked: each counts for one unit only, see `Ask.held`."""
    if ask.unit_ids is None:
        return Q()
    away = [obligation for obligation, unit in ask.held if unit not in ask.unit_ids]
    here = [obligation for obligation, unit in ask.held if unit in ask.unit_ids]
    found = Q(unit__in=ask.unit_ids)
    if away:
        found &= ~Q(pk__in=away)
    return found | Q(pk__in=here) if here else found
