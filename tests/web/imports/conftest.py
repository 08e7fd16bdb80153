"""The small plan of `web.plans`, for what leads from a plan in force back to its document."""

from web.plans.conftest import of_commune, of_interior, plan, posts, reading

__all__ = ["of_commune", "of_interior", "plan", "posts", "reading"]
