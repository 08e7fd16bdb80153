"""Saying which document stands on which; a ring is refused."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import clean, format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import Directive, DirectiveLink
from namro.web.directives.selectors.chains import links, would_loop
from namro.web.organisations.selectors import Posts


def link(*, base: Directive, document: Directive, by: User, posts: Posts, at: datetime) -> DirectiveLink:
    """Say that a document stands on another. Raises `NotAllowed` or `Refusal`."""
    permissions.check_may_revise(posts, document)
    permissions.check_may_see_directive(posts, base)
    return put_link(base=base, document=document, by=by, at=at)


@transaction.atomic
def put_link(*, base: Directive, document: Directive, by: User, at: datetime) -> DirectiveLink:
    """Write the link; the caller has checked who asks. Raises `Refusal` for a ring or an impossible order."""
    # Held in one order, so that two people cannot close a ring from both sides at once.
    list(Directive.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    if base.withdrawn_at or document.withdrawn_at:
        raise Refusal("Văn bản đã rút khỏi sổ không làm căn cứ được; hãy chọn văn bản khác.")
    if base.pk == document.pk:
        raise Refusal("Một văn bản không làm căn cứ cho chính nó; hãy chọn văn bản khác.")
    if base.issued_on and document.issued_on and base.issued_on > document.issued_on:
        raise Refusal(
            f"{base} ban hành ngày {format_date(base.issued_on)}, sau {document} "
            f"({format_date(document.issued_on)}), nên không làm căn cứ được; hãy xem lại ngày."
        )
    pairs = links()
    if (base.pk, document.pk) in pairs:
        raise Refusal(f"{document} đã có căn cứ {base}.")
    if would_loop(base=base.pk, document=document.pk, pairs=pairs):
        raise Refusal(
            f"{base} đã dựa trên {document}, trực tiếp hoặc qua văn bản khác; nối ngược lại thành một vòng."
        )
    made = DirectiveLink.objects.create(base=base, document=document, by_name=_name(by), at=at)
    audit.record(
        by=by, at=at, action="Ghi căn cứ của văn bản", subject=f"{document} căn cứ {base}",
        subject_type="directive", subject_id=document.pk, after={"base": base.pk},
    )  # fmt: skip
    return made


@transaction.atomic
def unlink(*, link_id: int, document: Directive, reason: str, by: User, posts: Posts, at: datetime) -> None:
    """Take a link away with a reason; that it stood there is kept."""
    permissions.check_may_revise(posts, document)
    said = squeeze(clean(reason))[:300]
    if not said:
        raise Refusal("Hãy ghi lý do bỏ căn cứ này.")
    row = (
        DirectiveLink.objects.select_for_update(of=("self",))
        .select_related("base")
        .filter(pk=link_id, document=document, removed_at__isnull=True)
        .first()
    )
    if row is None:
        raise Refusal("Căn cứ này đã được bỏ; hãy tải lại trang.")
    row.removed_at, row.removed_by_name, row.removed_reason = at, _name(by), said
    row.save(update_fields=["removed_at", "removed_by_name", "removed_reason"])
    audit.record(
        by=by, at=at, action="Bỏ căn cứ của văn bản", subject=f"{document} căn cứ {row.base}",
        subject_type="directive", subject_id=document.pk, before={"base": row.base_id}, reason=said,
    )  # fmt: skip


def _name(by: User) -> str:
    return by.get_full_name() or by.get_username()
