"""Reads of the register: which units exist, who belongs to a group on a day, which posts a person holds."""

from namro.web.organisations.selectors.groups import (
    RegisterOnDay,
    expand,
    filled_by_hand,
    groups_with_counts,
    members,
    register_on,
)
from namro.web.organisations.selectors.people import people_page, posts_ever, unit_choices
from namro.web.organisations.selectors.posts import Posts, people_of, posts_of, posts_on
from namro.web.organisations.selectors.staff import INSIDE, Staff, divisions_of, staff_of
from namro.web.organisations.selectors.units import existing, search_units, unit_page

__all__ = [
    "INSIDE",
    "Posts",
    "RegisterOnDay",
    "Staff",
    "divisions_of",
    "existing",
    "expand",
    "filled_by_hand",
    "groups_with_counts",
    "members",
    "people_of",
    "people_page",
    "posts_ever",
    "posts_of",
    "posts_on",
    "register_on",
    "search_units",
    "staff_of",
    "unit_choices",
    "unit_page",
]
