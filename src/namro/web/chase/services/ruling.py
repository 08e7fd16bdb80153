"""New versions of the rules of the chase."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from namro.core.chase import Rules, rules_data, rules_of
from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase import permissions
from namro.web.chase.models import RuleVersion
from namro.web.chase.selectors.rules import rules_on
from namro.web.organisations.selectors import Posts


@transaction.atomic
def change_rules(
    *, rules: Rules, valid_from: date, reason: str, by: User, posts: Posts, at: datetime
) -> RuleVersion:
    """Let other rules hold from a day on; the past keeps the rules it had.

    Raises `NotAllowed`, or `Refusal` for a day gone by, a missing reason, or rules that are the same.
    """
    permissions.check_may_run_chase(posts)
    said = squeeze(reason)
    if not said:
        raise Refusal("Hãy ghi lý do đổi quy tắc, ví dụ số văn bản chỉ đạo.")
    if valid_from < at.date():
        raise Refusal(
            f"Quy tắc mới chỉ có hiệu lực từ ngày {format_date(at.date())} trở đi; những lần nhắc trước giữ nguyên."
        )
    before = rules_on(valid_from)
    data = rules_data(rules)
    if replace(rules_of(data), name=before.name) == before:
        raise Refusal("Quy tắc không khác bản đang có hiệu lực nên không lập bản mới.")
    version = RuleVersion.objects.create(
        valid_from=valid_from, data=data, reason=said[:300], by_name=by.get_full_name(), at=at
    )
    audit.record(
        by=by,
        at=at,
        action="Đổi quy tắc nhắc việc",
        subject=f"{rules.name}, từ ngày {format_date(valid_from)}",
        subject_type="rule_version",
        subject_id=version.pk,
        before=rules_data(before),
        after=data,
        reason=said,
    )
    return version
