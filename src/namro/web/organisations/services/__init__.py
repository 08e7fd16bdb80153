"""Every change of the register, of open groups and of posts."""

from namro.web.organisations.services.posts import ensure_demo_posts, give_post
from namro.web.organisations.services.register import load_register

__all__ = ["ensure_demo_posts", "give_post", "load_register"]
