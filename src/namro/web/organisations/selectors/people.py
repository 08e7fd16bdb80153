"""Reads of people with their posts, for those who give accounts and posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet

from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.organisations.models import Post, Unit
from namro.web.organisations.selectors.units import existing, from_the_top

PEOPLE_PER_PAGE = 50


def people_page(*, words: str, page: str | None) -> "Page[User]":
    """Give the people whose name, title or user name has every word, without diacritics, with their posts."""
    wanted = fold(words).split()
    people: QuerySet[User] = User.objects.all()
    if wanted:
        light = people.values_list("id", "full_name", "title", "username")
        hits = [pk for pk, *texts in light if all(word in fold(" ".join(texts)) for word in wanted)]
        people = people.filter(pk__in=hits)
    posts = Post.objects.select_related("unit").order_by("id")
    listed = people.order_by("full_name", "id").prefetch_related(Prefetch("posts", posts))
    return Paginator(listed, PEOPLE_PER_PAGE).get_page(page)


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with whether it is held on the day."""

    post: Post
    is_held: bool


def posts_ever(user: User, *, on: date) -> tuple[PostRow, ...]:
    """Give every post the person holds, held or will hold; those held on the day first."""
    rows = [
        PostRow(
            post,
            (post.since is None or post.since <= on) and (post.until is None or on <= post.until),
        )
        for post in user.posts.select_related("unit", "user").order_by("id")
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_held))


def unit_choices(on: date) -> Sequence[tuple[str, list[tuple[str, str]]]]:
    """Give the units that exist on the day by level, as choices of a list."""
    blocks: dict[str, list[tuple[str, str]]] = {}
    for unit in from_the_top(existing(Unit.objects.only("key", "name", "level", "sort"), on=on)):
        blocks.setdefault(str(unit.get_level_display()), []).append((unit.key, unit.name))
    return list(blocks.items())
