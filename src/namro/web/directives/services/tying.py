"""A document and the plan it became in the program; a unit that says it has received a plan."""

from datetime import datetime

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import Directive, PlanReceipt
from namro.web.directives.selectors.plan_ties import plan_choices
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan


def tie_plan(*, directive: Directive, plan: Plan | None, by: User, posts: Posts, at: datetime) -> None:
    """Say which plan of the program the document is (None: none any more). Raises `NotAllowed` or `Refusal`."""
    permissions.check_may_tie(posts, directive)
    before = directive.plan_id
    if plan is not None and plan.pk != before and plan.pk not in {one.pk for one in plan_choices(directive)}:
        raise Refusal("Kế hoạch này không cùng số với văn bản hoặc đã nối với văn bản khác; hãy chọn lại.")
    if before == (plan.pk if plan else None):
        return
    try:
        with transaction.atomic():
            Directive.objects.filter(pk=directive.pk).update(plan=plan)
            audit.record(
                by=by, at=at, action="Nối văn bản với kế hoạch", subject=str(directive), subject_type="directive",
                subject_id=directive.pk, unit_key=directive.entered_for.key, before={"plan": before},
                after={"plan": plan.pk if plan else None},
            )  # fmt: skip
    except IntegrityError:
        raise Refusal("Kế hoạch này vừa được nối với một văn bản khác; hãy tải lại trang.") from None


@transaction.atomic
def receive_plan(*, plan: Plan, by: User, posts: Posts, at: datetime) -> int:
    """Say for the person's units that the plan was received; gives for how many that is new."""
    permissions.check_may_receive(posts)
    new = 0
    for unit in posts.units:
        if unit.pk not in posts.unit_ids:
            continue
        name = by.get_full_name() or by.get_username()
        _, made = PlanReceipt.objects.get_or_create(
            plan=plan, unit=unit, defaults={"by_name": name, "at": at}
        )
        if made:
            new += 1
            audit.record(
                by=by, at=at, action="Xác nhận đã nhận văn bản", subject=f"{plan} · {unit.name}", subject_type="plan",
                subject_id=plan.pk, unit_key=unit.key,
            )  # fmt: skip
    return new
