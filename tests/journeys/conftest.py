"""The cast and the small register of the web tests serve here too."""

from web.conftest import at, cast, client_of, max_queries, today, units

__all__ = ["at", "cast", "client_of", "max_queries", "today", "units"]
