"""The end of a review: the reviewed reading becomes a plan in force."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.imports.selectors.import_summary import blocks_of
from namro.web.imports.selectors.reviews import desk_for
from namro.web.imports.services.review_bench import NOT_IN_REVIEW
from namro.web.plans.models import Plan, PlanImport
from namro.web.plans.services.confirming import confirm_plan


@transaction.atomic
def conclude(*, plan_import: PlanImport, version: int, by: User, at: datetime) -> Plan:
    """Confirm the plan as reviewed; `version` is that of the summary the person saw.

    All or nothing. Raises Refusal when somebody corrected something since, when something blocks, or when
    the import is no longer in review.
    """
    row = PlanImport.objects.select_for_update().defer("reading").get(pk=plan_import.pk)
    if row.state != PlanImport.State.REVIEW or row.reviewed is None:
        raise Refusal(NOT_IN_REVIEW)
    if row.version != version:
        raise Refusal(
            "Bản đọc vừa được sửa sau khi bạn mở trang này; hãy xem lại tóm tắt dưới đây rồi xác nhận."
        )
    blocks = blocks_of(row, desk_for(row))
    if blocks:
        raise Refusal(blocks[0])
    return confirm_plan(reading=row.reviewed, plan_import=row, by=by, at=at)
