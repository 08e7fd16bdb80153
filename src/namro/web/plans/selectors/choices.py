"""What filters offer to choose from."""

from namro.web.plans.models import Criterion, Plan, Section


def indices() -> list[str]:
    """Give the indices that plans in force speak of."""
    return sorted(set(Section.objects.exclude(index="").values_list("index", flat=True)))


def plan_names() -> list[tuple[int, str]]:
    """Give the plans in force, the latest first."""
    return [(plan.pk, str(plan)) for plan in Plan.objects.only("number").order_by("-issued_on", "-id")]


def criterion_choice(typed: str) -> tuple[int, str] | None:
    """Give the criterion whose id an address names, with its name; None when it names none."""
    if not (typed.isdecimal() and len(typed) < 19):
        return None
    return Criterion.objects.filter(pk=int(typed)).values_list("pk", "name").first()
