"""Setting a kind of report: every change is a new version; reports that stand open keep theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.reports.kinds import kind_of_tree
from namro.core.text import fold, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.reports import permissions
from namro.web.reports.models import KindVersion
from namro.web.reports.selectors.kinds import kinds


@transaction.atomic
def set_kind(
    *,
    key: str,
    tree: Mapping[str, Any],
    reason: str,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
    is_retired: bool = False,
) -> KindVersion:
    """Keep a new version of a kind; raises `Refusal` when nothing changed, or when somebody was quicker."""
    permissions.check_may_set_kinds(posts)
    held = next((row for row in kinds(with_retired=True) if row.key == key), None)
    if held is None:
        raise Refusal("Không có loại báo cáo này; hãy mở lại danh sách.")
    reason = squeeze(reason)
    if held.version != version:
        raise Refusal(f"{held.by_name} vừa đổi loại báo cáo này; hãy tải lại trang rồi sửa tiếp.")
    if not reason:
        raise Refusal("Hãy ghi lý do hoặc văn bản làm căn cứ cho thay đổi.")
    whole = dict(tree) | {"key": key}
    kind_of_tree(whole)
    if whole == held.tree and is_retired == held.is_retired:
        raise Refusal("Chưa có gì thay đổi.")
    if held.pk is None:
        held.at = at
        held.save()
    return _keep(
        whole, version=held.version + 1, reason=reason, before=held.tree, is_retired=is_retired, by=by, at=at
    )


@transaction.atomic
def add_kind(*, tree: Mapping[str, Any], reason: str, by: User, posts: Posts, at: datetime) -> KindVersion:
    """Add a kind of the province's own; its key is made from its name."""
    permissions.check_may_set_kinds(posts)
    key = "-".join(fold(str(tree.get("name", ""))).split())[:50].strip("-")
    key = "".join(letter for letter in key if letter.isalnum() or letter == "-")
    if not key:
        raise Refusal("Hãy đặt tên cho loại báo cáo.")
    if any(row.key == key for row in kinds(with_retired=True)):
        raise Refusal("Đã có loại báo cáo cùng tên; hãy mở loại đó hoặc đặt tên khác.")
    if not squeeze(reason):
        raise Refusal("Hãy ghi văn bản làm căn cứ cho loại báo cáo này.")
    whole = dict(tree) | {"key": key}
    kind_of_tree(whole)
    return _keep(whole, version=1, reason=squeeze(reason), before=None, is_retired=False, by=by, at=at)


def _keep(
    tree: dict[str, Any],
    *,
    version: int,
    reason: str,
    before: dict[str, Any] | None,
    is_retired: bool,
    by: User,
    at: datetime,
) -> KindVersion:
    made = KindVersion.objects.create(
        key=tree["key"],
        version=version,
        tree=tree,
        reason=reason[:300],
        is_retired=is_retired,
        by_name=by.get_full_name(),
        at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="Thôi dùng loại báo cáo" if is_retired else "Đặt loại báo cáo",
        subject=str(made),
        subject_type="report_kind",
        subject_id=made.key,
        before=before,
        after=tree,
        reason=reason,
    )
    return made
