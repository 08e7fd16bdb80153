"""The sums of a sheet, kept on its entrant: the page of a campaign shows 260 of them and must not add up 26,000 lines."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, Q, Sum

from namro.web.campaigns.models import Entrant, SheetLine

FIELDS = (
    "component_count", "survey_count", "scored_count", "marked_count", "supplemented_count", "appraised_count",
    "explained_count", "claimed", "open_maximum",
)  # fmt: skip


def retally(entrant_ids: Collection[int]) -> None:
    """Add up the lines of these sheets anew; two queries. For every service that changes lines, in its transaction.

    Campaigns are held while their lines are written, so no other change of the same sheet is under way.
    """
    counted = (
        SheetLine.objects.filter(entrant_id__in=entrant_ids)
        .order_by()
        .values("entrant_id")
        .annotate(
            component_count=Count("pk"),
            survey_count=Count("pk", filter=Q(is_survey=True)),
            scored_count=Count("self_points") + Count("survey_points"),
            marked_count=Count("pk", filter=~Q(mark="")),
            supplemented_count=Count("pk", filter=~Q(mark="") & ~Q(first_explanation="")),
            appraised_count=Count("pk", filter=~Q(first_verdict="")),
            explained_count=Count("pk", filter=~Q(explanation="")),
            by_self=Sum("self_points"),
            by_survey=Sum("survey_points"),
            still_open=Sum("maximum", filter=Q(self_points__isnull=True, survey_points__isnull=True)),
            unbounded=Count(
                "pk", filter=Q(maximum__isnull=True, self_points__isnull=True, survey_points__isnull=True)
            ),
        )
    )
    entrants = []
    for found in counted:
        entrants.append(
            Entrant(
                pk=found["entrant_id"],
                component_count=found["component_count"],
                survey_count=found["survey_count"],
                scored_count=found["scored_count"],
                marked_count=found["marked_count"],
                supplemented_count=found["supplemented_count"],
                appraised_count=found["appraised_count"],
                explained_count=found["explained_count"],
                claimed=(found["by_self"] or Decimal(0)) + (found["by_survey"] or Decimal(0)),
                open_maximum=None if found["unbounded"] else found["still_open"] or Decimal(0),
            )
        )
    if len(entrants) == 1:
        one = entrants[0]
        Entrant.objects.filter(pk=one.pk).update(**{name: getattr(one, name) for name in FIELDS})
    else:
        Entrant.objects.bulk_update(entrants, FIELDS, batch_size=100)
