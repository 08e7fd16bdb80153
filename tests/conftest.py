"""What every test may use."""

import os
from collections.abc import Generator

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django.plugin import blocking_manager_key

from namro.web.audit import append_only
from namro.web.campaigns import frozen
from namro.web.reports.briefing.frozen import ISSUED
from namro.web.reports.frozen import EDITIONS


def _empties_its_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & {"transactional_db", "live_server"} or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Let tests that cannot roll back empty what is kept for good, which otherwise refuses to be emptied."""
    if not _empties_its_database(item):
        return (yield)
    blocker = item.config.stash[blocking_manager_key]
    with blocker.unblock():
        append_only.lift(connection)
        EDITIONS.lift(connection)
        ISSUED.lift(connection)
        frozen.lift(connection)
    try:
        return (yield)
    finally:
        if nextitem is not None:  # after the last test the database itself is gone
            with blocker.unblock():
                append_only.protect(connection)
                EDITIONS.protect(connection)
                ISSUED.protect(connection)
                frozen.protect(connection)
                connection.close()


# The same cases every day, so that a red run can be run again; NAMRO_RANDOM=1 looks for new ones.
settings.register_profile("every_day", derandomize=True, deadline=None)
if not os.environ.get("NAMRO_RANDOM"):
    settings.load_profile("every_day")
