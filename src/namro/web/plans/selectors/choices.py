"""What filters offer to choose from."""

from namro.web.plans.models import Plan, Section

# The lost points behind a task are told by the room of the indices; until it has them, nothing is shown.
WHY_TEMPLATES = ("indices/_why.html", "plans/_why.html")


def indices() -> list[str]:
    """Give the indices that plans in force speak of."""
    return sorted(set(Section.objects.exclude(index="").values_list("index", flat=True)))


def plan_names() -> list[tuple[int, str]]:
    """Give the plans in force, the latest first."""
    return [(plan.pk, str(plan)) for plan in Plan.objects.only("number").order_by("-issued_on", "-id")]
