"""Writes what officers say beside the figures of an index."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.overview import permissions
from namro.web.overview.models import Cause


@transaction.atomic
def write_cause(
    *,
    index: str,
    year: int,
    code: str,
    name: str,
    text: str,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
) -> bool:
    """Keep why a criterion lost points, or take it away when `text` is empty; say whether anything changed.

    `version`: of the words the form was filled against, 0 where there were none. Raises `NotAllowed`, and
    `Refusal` when somebody else wrote in the meantime.
    """
    permissions.check_may_write_cause(posts)
    text = text.strip()
    row = Cause.objects.select_for_update().filter(index=index, year=year, code=code).first()
    before = row.text if row else ""
    if (row.version if row else 0) != version:
        who = f"{row.by_name} đã ghi" if row else "Người khác đã bỏ"
        raise Refusal(
            f"{who} nguyên nhân này trong lúc bạn viết, nên chưa lưu. Đọc lại lời đang có rồi lưu lần nữa."
        )
    if text == before:
        return False
    signed = by.get_full_name() or by.get_username()
    if row is None:
        Cause.objects.create(
            index=index, year=year, code=code, text=text, by_name=signed, at=at, version=version + 1
        )
    else:
        row.text, row.by_name, row.at, row.version = text, signed, at, version + 1
        row.save()
    audit.record(
        by=by,
        at=at,
        action="Ghi nguyên nhân mất điểm" if text else "Bỏ nguyên nhân mất điểm",
        subject=f"{index} {year}, {code} {name}",
        subject_type="cause",
        subject_id=f"{index} {year} {code}",
        before={"text": before},
        after={"text": text},
    )
    return True
