"""The small plan of `web.plans`, for talks about its obligations."""

from web.plans.conftest import of_commune, of_interior, plan, posts, reading

__all__ = ["of_commune", "of_interior", "plan", "posts", "reading"]
