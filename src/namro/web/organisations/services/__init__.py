"""Every change of the register, of open groups, of divisions and of posts."""

from namro.web.organisations.services.demo import ensure_demo_posts
from namro.web.organisations.services.divisions import add_division, end_division
from namro.web.organisations.services.groups import add_member, remove_member
from namro.web.organisations.services.posts import (
    add_person,
    end_post,
    give_post,
    lock_account,
)
from namro.web.organisations.services.register import load_register

__all__ = [
    "add_division",
    "add_member",
    "add_person",
    "end_division",
    "end_post",
    "ensure_demo_posts",
    "give_post",
    "load_register",
    "lock_account",
    "remove_member",
]
