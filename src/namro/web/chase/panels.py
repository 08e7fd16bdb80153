"""What this room shows on the pages of an obligation and of the person's own account."""

from django.http import HttpRequest

from namro.web.accounts.models import User
from namro.web.chase import permissions
from namro.web.chase.models import Contact
from namro.web.chase.selectors.links import is_expired, links_of
from namro.web.chase.selectors.lists import notices_about
from namro.web.chase.texts import RUNG_NAMES
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Obligation
from namro.web.program.selectors import now
from namro.web.ui.panels import Panel


def of_obligation(request: HttpRequest, obligation: Obligation) -> Panel | None:
    """Who was reminded, whether it was seen, and the one-use links; two queries."""
    notices, links = notices_about(obligation), links_of(obligation)
    if not notices and not links:
        return None
    posts, at = posts_of(request), now()
    context = {
        "notices": [(notice, RUNG_NAMES[notice.rung]) for notice in notices],
        "links": [
            (
                link,
                is_expired(link, at=at),
                link.used_at is None
                and link.revoked_at is None
                and not is_expired(link, at=at)
                and permissions.may_revoke(posts, link),
            )
            for link in links
        ],
        "at": at,
    }
    return Panel("nhac-viec", "Đã nhắc", "chase/_panel_obligation.html", context)


def of_account(request: HttpRequest, user: User) -> Panel | None:
    """How the person is reminded outside the program; one query."""
    if not permissions.may_be_reminded(posts_of(request)):
        return None
    contact = Contact.objects.filter(user=user).first()
    return Panel("kenh-nhac", "Nhắc việc", "chase/_panel_account.html", {"contact": contact, "user": user})
