"""One-use links: made, used, revoked."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.models import Bulletin, OneUseLink
from namro.web.chase.selectors.links import check_usable
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.tokens import hash_of, token_of
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors.posts import posts_on
from namro.web.plans.models import Obligation, Report
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import Progress
from namro.web.program import selectors as program

VIA = "qua liên kết một lần"


@transaction.atomic
def make_link(
    *, user: User, obligation: Obligation, by: audit.Person, at: datetime, bulletin: Bulletin | None = None
) -> tuple[OneUseLink, str]:
    """Make the link of a person for an obligation, or give the one this bulletin has already; with its address."""
    hours = rules_on(program.working_date()).link_hours
    made = {
        "user": user,
        "made_at": at,
        "made_by": by.get_full_name() or by.get_username(),
        "expires_at": at + timedelta(hours=hours),
        "nonce": secrets.token_hex(16),
    }
    if bulletin is not None:
        link, is_new = OneUseLink.objects.get_or_create(
            bulletin=bulletin, obligation=obligation, defaults=made
        )
    else:
        link, is_new = OneUseLink.objects.create(obligation=obligation, **made), True
    token = token_of(link.pk, link.nonce)
    if is_new:
        link.token_hash = hash_of(token)
        link.save(update_fields=["token_hash"])
    return link, settings.NAMRO_ADDRESS + reverse("chase:link", args=[token])


def use_link(
    *, token: str, done: bool, progress: Progress, proof: Proof, at: datetime, version: int
) -> Obligation:
    """Record the report of the link's person and consume the link, both or neither.

    Raises `Refusal` with the sentence for a link that cannot be used any more, or for a report that cannot be taken;
    the latter leaves the link as it was.
    """
    with transaction.atomic():
        link = (
            OneUseLink.objects.select_for_update(of=("self",))
            .select_related("user", "obligation__unit", "obligation__task")
            .get(token_hash=hash_of(token))
        )
        check_usable(link, at=at)
        posts = posts_on(link.user, on=at.date())
        obligation = reporting.report(
            obligation_id=link.obligation_id,
            done=done,
            progress=progress,
            proof=proof,
            by=link.user,
            posts=posts,
            at=at,
            version=version,
            via=VIA,
        )
        # Asked once more in the write itself: two presses may have read the same row.
        report = Report.objects.filter(obligation=obligation).latest("id")
        used = OneUseLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).update(
            used_at=at, report=report
        )
        if not used:
            raise Refusal("Liên kết này vừa được dùng ở nơi khác; hãy đăng nhập để cập nhật tiếp.")
        audit.record(
            by=link.user,
            at=at,
            action="Dùng liên kết một lần",
            subject=f"{obligation.task.code} · {obligation.unit.name} · {obligation.period}",
            subject_type="obligation",
            subject_id=obligation.pk,
            unit_key=obligation.unit.key,
            after={"link": link.pk, "report": report.pk},
        )
        return obligation


@transaction.atomic
def revoke_link(*, link: OneUseLink, by: audit.Person, at: datetime) -> None:
    """Make a link useless before its time; one that was used or revoked already is refused."""
    revoked = OneUseLink.objects.filter(Q(pk=link.pk), used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by=by.get_full_name() or by.get_username()
    )
    if not revoked:
        raise Refusal("Liên kết này đã được dùng hoặc đã thu hồi từ trước.")
    obligation = link.obligation
    audit.record(
        by=by,
        at=at,
        action="Thu hồi liên kết một lần",
        subject=f"{obligation.task.code} · {obligation.unit.name} · {obligation.period}",
        subject_type="obligation",
        subject_id=obligation.pk,
        unit_key=obligation.unit.key,
        after={"link": link.pk},
    )
