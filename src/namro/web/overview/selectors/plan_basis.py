"""The plan that the overview speaks of: the latest one, with its targets and the figures it starts from."""

from dataclasses import dataclass

from namro.web.plans.models import Baseline, Plan, Target


@dataclass(frozen=True, slots=True)
class Basis:
    """The latest plan; `older` is how many other plans are in force beside it."""

    plan: Plan
    older: int
    targets: dict[str, Target]
    baselines: dict[str, Baseline]

    def year(self, index: str) -> int:
        """Give the assessment year whose results the plan answers."""
        found = self.baselines.get(index)
        return found.year if found is not None else self.plan.year - 1


def basis() -> Basis | None:
    """Give the latest plan that answers an index, or else the latest plan; None before any is confirmed."""
    plans = list(Plan.objects.defer("heading").order_by("-issued_on", "-id"))
    if not plans:
        return None
    ids = [plan.pk for plan in plans]
    baselines = list(Baseline.objects.filter(plan__in=ids).order_by("year"))
    answering = {baseline.plan_id for baseline in baselines}
    plan = next((plan for plan in plans if plan.pk in answering), plans[0])
    targets = Target.objects.filter(plan=plan)
    return Basis(
        plan=plan,
        older=len(plans) - 1,
        targets={target.index: target for target in targets},
        baselines={base.index: base for base in baselines if base.plan_id == plan.pk},
    )
