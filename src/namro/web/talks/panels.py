"""What this room shows on the pages of an obligation and of a unit's work."""

from django.http import HttpRequest

from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Obligation
from namro.web.program.selectors import state_of
from namro.web.talks import permissions
from namro.web.talks.selectors import obstacles, talk
from namro.web.ui.panels import Panel

_SHOWN = 3


def of_obligation(request: HttpRequest, obligation: Obligation) -> Panel | None:
    """The last words of the talk, and the obstacle."""
    posts = posts_of(request)
    if not permissions.may_read_talk(posts, obligation):
        return None
    assert isinstance(request.user, User)
    said = talk.talk_on(obligation, request.user)
    rows = obstacles.of_obligation(obligation, state_of(request).working_date)
    may_raise = permissions.may_raise(posts, obligation)
    is_open = any(row.obstacle.ended_at is None for row in rows)
    return Panel(
        "trao-doi",
        "Trao đổi, vướng mắc",
        "talks/_obligation_panel.html",
        {
            "obligation": obligation,
            "said": said[-_SHOWN:],
            "count": sum(1 + len(one.replies) for one in said),
            "unread": sum(one.is_unread + sum(reply.is_unread for reply in one.replies) for one in said),
            "may_talk": permissions.may_talk(posts, obligation),
            "rows": rows,
            "may_raise": may_raise and not is_open,
            "may_record": obligation.obstacle
            and not is_open
            and (may_raise or permissions.may_advise(posts)),
        },
    )


def of_work(request: HttpRequest, posts: Posts) -> Panel | None:
    """How much is unread that names the person or their unit."""
    if not posts.unit_ids:
        return None
    unread = talk.unread_count(posts)
    return Panel("trao-doi", "Trao đổi", "talks/_work_panel.html", {"unread": unread}) if unread else None
