"""Every change of the register, of open groups and of posts."""

from namro.web.organisations.services.groups import add_member, remove_member
from namro.web.organisations.services.posts import ensure_demo_posts, give_post
from namro.web.organisations.services.register import load_register

__all__ = ["add_member", "ensure_demo_posts", "give_post", "load_register", "remove_member"]
