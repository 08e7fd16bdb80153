"""What can be found of talks: what was said on obligations in sight, and obstacles in sight."""

from django.urls import reverse

from namro.core.text import format_date
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.selectors.standing import local_day
from namro.web.talks.models import Message
from namro.web.talks.selectors.obstacles import visible_obstacles
from namro.web.ui.search import COUNT_UP_TO, Found, Hit, Question, among

MOST_OBSTACLES = 2_000


def messages(question: Question) -> Found:
    """Find what was said on the obligations the person may see, the latest first; what was taken back is not found."""
    found = Message.objects.filter(withdrawn_at__isnull=True)
    for word in question.words:
        found = found.filter(search__contains=word)
    if not question.posts.sees_whole_province:
        found = found.filter(obligation__in=visible_obligations(question.posts).values("id"))
    ids = list(found.order_by("-id").values_list("id", flat=True)[: COUNT_UP_TO + 1])
    rows = (
        Message.objects.filter(pk__in=ids[: question.most])
        .select_related("obligation__task", "obligation__unit")
        .order_by("-id")
    )
    hits = tuple(
        Hit(
            reverse("talks:talk", args=[row.obligation_id]),
            f"{row.by_name}, {format_date(local_day(row.at))}",
            row.text,
            f"{row.obligation.task.code} · {row.obligation.unit.name}",
        )
        for row in rows
    )
    return Found(hits, len(ids))


def obstacles(question: Question) -> Found:
    """Find obstacles by what they say and ask for, among the latest 2.000 in sight."""
    seen = visible_obstacles(question.posts).order_by("-raised_at", "-id")[:MOST_OBSTACLES]
    return among(
        [
            (
                Hit(
                    reverse("obstacles:detail", args=[row.pk]),
                    f"{row.obligation.unit.name} · {row.obligation.task.code}",
                    row.content,
                    str(row.get_state_display()),
                ),
                f"{row.content} {row.request} {row.obligation.unit.name} {row.obligation.task.code}",
            )
            for row in seen
        ],
        question,
    )
