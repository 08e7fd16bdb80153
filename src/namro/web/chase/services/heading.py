"""Who issues urging letters from a day on."""

from datetime import date, datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase import permissions
from namro.web.chase.models import LetterHead
from namro.web.chase.selectors.letter_heads import FIELDS
from namro.web.organisations.selectors import Posts


@transaction.atomic
def set_head(*, words: dict[str, str], valid_from: date, by: User, posts: Posts, at: datetime) -> LetterHead:
    """Keep a new head from a day on; issued letters keep the one they had. Raises `NotAllowed` or `Refusal`."""
    permissions.check_may_run_chase(posts)
    said = {name: squeeze(words.get(name, "")) for name in FIELDS}
    if not said["issuer"]:
        raise Refusal("Hãy ghi cơ quan ban hành, ví dụ SỞ NỘI VỤ.")
    if valid_from < at.date():
        raise Refusal(
            f"Thể thức mới chỉ dùng từ ngày {format_date(at.date())} trở đi; công văn cũ giữ nguyên."
        )
    head = LetterHead.objects.create(valid_from=valid_from, by_name=by.get_full_name(), at=at, **said)
    audit.record(
        by=by,
        at=at,
        action="Đặt thể thức công văn đôn đốc",
        subject=f"{head.issuer}, từ ngày {format_date(valid_from)}",
        subject_type="letter_head",
        subject_id=head.pk,
        after=said,
    )
    return head
