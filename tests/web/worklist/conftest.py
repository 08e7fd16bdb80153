"""The small plan of `web.plans`, for search, bulk work and the spreadsheet."""

from web.plans.conftest import of_commune, of_interior, plan, posts, reading

__all__ = ["of_commune", "of_interior", "plan", "posts", "reading"]
