"""What filters offer to choose from."""

from namro.web.plans.models import Plan, Section


def indices() -> list[str]:
    """Give the indices that plans in force speak of."""
    return sorted(set(Section.objects.exclude(index="").values_list("index", flat=True)))


def plan_names() -> list[tuple[int, str]]:
    """Give the plans in force, the latest first."""
    return [(plan.pk, str(plan)) for plan in Plan.objects.only("number").order_by("-issued_on", "-id")]
