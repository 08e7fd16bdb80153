"""Every change of the register, of open groups and of posts."""

from namro.web.organisations.services.groups import add_member, remove_member
from namro.web.organisations.services.posts import (
    add_person,
    end_post,
    ensure_demo_posts,
    give_post,
    lock_account,
)
from namro.web.organisations.services.register import load_register

__all__ = [
    "add_member",
    "add_person",
    "end_post",
    "ensure_demo_posts",
    "give_post",
    "load_register",
    "lock_account",
    "remove_member",
]
