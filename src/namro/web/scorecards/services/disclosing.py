"""What the province decides about comparison is written down."""

from datetime import datetime

from django.db import transaction

from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.scorecards import permissions
from namro.web.scorecards.models import Disclosure


@transaction.atomic
def disclose(*, names_shown: bool, by: User, posts: Posts, at: datetime) -> Disclosure:
    """Let units see the names of the others in the comparison of their level, or no longer."""
    permissions.check_may_disclose(posts)
    before = Disclosure.objects.filter(pk=1).first()
    name = by.get_full_name() or by.get_username()
    row, _ = Disclosure.objects.update_or_create(
        pk=1, defaults={"names_shown": names_shown, "decided_by": name, "decided_at": at}
    )
    audit.record(
        by=by,
        at=at,
        action="Công khai tên đơn vị trong bảng so sánh" if names_shown else "Thôi công khai tên đơn vị",
        subject="Bảng điểm",
        subject_type="disclosure",
        subject_id=row.pk,
        before={"names_shown": bool(before and before.names_shown)},
        after={"names_shown": names_shown},
    )
    return row
