"""Changes the words of official documents; every change is a new version."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.letters.templates import FIELDS, Template, check_wording
from namro.core.text import clean, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.reports.documents import permissions
from namro.web.reports.documents.models import WordingVersion
from namro.web.reports.documents.selectors import latest_version, wording_of


@transaction.atomic
def change_wording(
    *,
    template: Template,
    wording: Mapping[str, str],
    reason: str,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
) -> WordingVersion | None:
    """Keep new words of a template; None when nothing differs from the words in use.

    `version`: of the words the form was filled against, 0 for the carried ones. Raises `Refusal` for words that
    name a place that is not there, and when somebody else changed them in the meantime.
    """
    permissions.check_may_change_wording(posts)
    words = {name: _tidy(wording.get(name, "")) for name in FIELDS}
    check_wording(template, words)
    before = dict(wording_of(template))
    _check_version(template, version)
    if words == before:
        return None
    return _keep(template, words, is_default=False, reason=reason, before=before, by=by, at=at)


@transaction.atomic
def back_to_default(
    *, template: Template, version: int, by: User, posts: Posts, at: datetime
) -> WordingVersion | None:
    """Use the carried words again; the changed ones stay among the versions. None when they are in use already."""
    permissions.check_may_change_wording(posts)
    _check_version(template, version)
    before = dict(wording_of(template))
    if before == dict(template.wording):
        return None
    return _keep(template, {}, is_default=True, reason="Dùng lại mẫu gốc", before=before, by=by, at=at)


def _check_version(template: Template, version: int) -> None:
    latest = latest_version(template.key)
    if (latest.version if latest else 0) != version:
        who = latest.by_name if latest else "Người khác"
        raise Refusal(
            f"{who} đã sửa mẫu này trong lúc bạn viết, nên chưa lưu. Hãy tải lại trang rồi sửa lần nữa."
        )


def _keep(
    template: Template,
    words: dict[str, str],
    *,
    is_default: bool,
    reason: str,
    before: Mapping[str, str],
    by: User,
    at: datetime,
) -> WordingVersion:
    said = squeeze(reason)
    if not said:
        raise Refusal("Hãy ghi lý do sửa mẫu, một câu là đủ.")
    latest = latest_version(template.key)
    kept = WordingVersion.objects.create(
        key=template.key,
        version=latest.version + 1 if latest else 1,
        wording=words,
        is_default=is_default,
        reason=said[:300],
        by_name=by.get_full_name() or by.get_username(),
        at=at,
    )
    after = dict(wording_of(template))
    changed = [name for name in FIELDS if before.get(name) != after.get(name)]
    audit.record(
        by=by,
        at=at,
        action="Dùng lại mẫu gốc" if is_default else "Sửa mẫu văn bản",
        subject=template.name,
        subject_type="wording",
        subject_id=template.key,
        before={name: before.get(name, "") for name in changed},
        after={name: after.get(name, "") for name in changed},
    )
    return kept


def _tidy(text: str) -> str:
    lines = [squeeze(line) for line in clean(text).splitlines()]
    return "\n".join(line for line in lines if line)
