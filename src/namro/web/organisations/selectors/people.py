"""Reads of people with their posts, for those who give accounts and posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from namro.core.text import fold, sort_key
from namro.web.accounts.models import User
from namro.web.organisations.models import Post, Unit
from namro.web.organisations.selectors.units import existing, from_the_top

PEOPLE_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of one page of the list."""

    people: tuple[User, ...]
    page: "Page[int]"


def people_page(*, words: str, page: str | None) -> PeoplePage:
    """Give the people whose name, title or user name has every word, without diacritics, with their posts."""
    wanted = fold(words).split()
    # Folding and the order of the dictionary are not the database's; names are few and short.
    light = User.objects.values_list("id", "full_name", "title", "username")
    hits = [
        (_by_given_name(name), pk)
        for pk, name, title, username in light
        if all(word in fold(f"{name} {title} {username}") for word in wanted)
    ]
    ids = [pk for _, pk in sorted(hits)]
    chosen = Paginator(ids, PEOPLE_PER_PAGE).get_page(page)
    posts = Post.objects.select_related("unit").order_by("id")
    found = User.objects.prefetch_related(Prefetch("posts", posts)).in_bulk(list(chosen.object_list))
    return PeoplePage(tuple(found[pk] for pk in chosen.object_list), chosen)


def _by_given_name(name: str) -> tuple[Any, Any]:
    """Vietnamese lists go by the given name, which stands last."""
    return sort_key("".join(name.split()[-1:])), sort_key(name)


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
