"""What can be found of the register: units, and people for those who manage them."""

from django.urls import reverse

from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.permissions import may_manage_people
from namro.web.organisations.selectors import existing
from namro.web.ui.search import Found, Hit, Question, among


def units(question: Question) -> Found:
    """Find units of the day by name, short name and other names."""
    if not question.posts.posts:
        return Found((), 0)
    found = existing(Unit.objects.select_related("parent").order_by("level", "sort", "id"), on=question.today)
    for word in question.words:
        found = found.filter(search__contains=word)
    rows = list(found)
    hits = tuple(
        Hit(
            reverse("organisations:unit", args=[unit.key]),
            unit.name,
            unit.short_name,
            " · ".join(str(part) for part in (unit.get_level_display(), unit.parent) if part),
        )
        for unit in rows[: question.most]
    )
    return Found(hits, len(rows))


def people(question: Question) -> Found:
    """Find people by name, title and user name; only those who give accounts look for people."""
    if not may_manage_people(question.posts):
        return Found((), 0)
    return among(
        [
            (
                Hit(reverse("organisations:person", args=[username]), name, title, username),
                f"{name} {title} {username}",
            )
            for name, title, username in User.objects.order_by("full_name").values_list(
                "full_name", "title", "username"
            )
        ],
        question,
    )
