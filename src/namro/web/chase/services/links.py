"""One-use links: made, used, revoked."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.cascade.models import HandOver
from namro.web.cascade.services import working
from namro.web.cascade.services.working import Said
from namro.web.chase.models import Bulletin, OneUseLink
from namro.web.chase.selectors.links import OBLIGATION, PIECE, check_usable, opens_what
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.tokens import hash_of, token_of
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts
from namro.web.organisations.selectors.posts import posts_on
from namro.web.plans.models import Obligation, Report
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import Progress
from namro.web.program import selectors as program

VIA = "qua liên kết một lần"


@transaction.atomic
def make_link(
    *,
    user: User,
    obligation: Obligation,
    by: audit.Person,
    at: datetime,
    bulletin: Bulletin | None = None,
    hand_over: HandOver | None = None,
) -> tuple[OneUseLink, str]:
    """Make the link of a person for an obligation or a piece of it, or give the one this bulletin has already.

    Gives the link with its address. It ends by the working date and by the machine's clock, whichever comes first.
    """
    lasts = timedelta(hours=rules_on(program.working_date()).link_hours)
    made = {
        "user": user,
        "made_at": at,
        "made_by": by.get_full_name() or by.get_username(),
        "expires_at": at + lasts,
        "expires_by_clock": timezone.now() + lasts,
        "hand_over": hand_over,
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


Words = Progress | Said


def use_link(*, token: str, done: bool, said: Words, proof: Proof, at: datetime, version: int) -> OneUseLink:
    """Record the report of the link's person and consume the link, both or neither.

    Raises `Refusal` with the sentence for a link that cannot be used any more, or for a report that cannot be taken;
    the latter leaves the link as it was. `said` is `Progress` for an obligation, `Said` for a piece.
    """
    with transaction.atomic():
        link = (
            OneUseLink.objects.select_for_update(of=("self",))
            .select_related("user", "obligation__unit", "obligation__task", "hand_over__obligation")
            .get(token_hash=hash_of(token))
        )
        check_usable(link, at=at)
        record = _RECORD[opens_what(link)]
        posts = posts_on(link.user, on=at.date())
        report = record(link, posts, done=done, said=said, proof=proof, at=at, version=version)
        # Asked once more in the write itself: two presses may have read the same row.
        used = OneUseLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).update(
            used_at=at, report=report
        )
        if not used:
            raise Refusal("Liên kết này vừa được dùng ở nơi khác; hãy đăng nhập để cập nhật tiếp.")
        obligation = link.obligation
        audit.record(
            by=link.user,
            at=at,
            action="Dùng liên kết một lần",
            subject=f"{obligation.task.code} · {obligation.unit.name} · {obligation.period}",
            subject_type="obligation",
            subject_id=obligation.pk,
            unit_key=obligation.unit.key,
            after={
                "link": link.pk,
                "report": report.pk if report else None,
                "hand_over": link.hand_over_id,
            },
        )
        return link


def _record_obligation(
    link: OneUseLink, posts: Posts, *, done: bool, said: Words, proof: Proof, at: datetime, version: int
) -> Report:
    assert isinstance(said, Progress)
    link.obligation = reporting.report(
        obligation_id=link.obligation_id,
        done=done,
        progress=said,
        proof=proof,
        by=link.user,
        posts=posts,
        at=at,
        version=version,
        via=VIA,
    )
    return Report.objects.filter(obligation=link.obligation).latest("id")


def _record_piece(
    link: OneUseLink, posts: Posts, *, done: bool, said: Words, proof: Proof, at: datetime, version: int
) -> None:
    assert isinstance(said, Said)
    assert link.hand_over_id is not None
    link.hand_over = working.report(
        hand_over_id=link.hand_over_id,
        done=done,
        said=said,
        proof=proof,
        by=link.user,
        posts=posts,
        at=at,
        version=version,
        via=VIA,
    )


# How a report through a link is recorded, by what the link opens.
_RECORD: dict[str, Callable[..., Report | None]] = {OBLIGATION: _record_obligation, PIECE: _record_piece}


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
