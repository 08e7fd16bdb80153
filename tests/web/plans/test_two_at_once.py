"""Two people press at the same moment; only a database with real parallel writers can show it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection, connections

from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import ChangedMeanwhile, accept, return_


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="needs PostgreSQL: SQLite lets writers in one by one"
)
@pytest.mark.django_db(transaction=True)
def test_of_accept_and_return_at_the_same_moment_exactly_one_happens(
    transactional_db: None,
    of_commune: Obligation,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
) -> None:
    assert connection.vendor == "postgresql"
    Obligation.objects.filter(pk=of_commune.pk).update(state="submitted", version=1)
    people = {name: posts(name) for name in ("sonoivu", "sotuphap")}
    start = Barrier(2)

    def press(name: str) -> str:
        start.wait()
        try:
            if name == "sonoivu":
                accept(obligation_id=of_commune.pk, by=cast[name], posts=people[name], at=at, version=1)
            else:
                return_(
                    obligation_id=of_commune.pk,
                    reason="Thiếu",
                    by=cast[name],
                    posts=people[name],
                    at=at,
                    version=1,
                )
        except ChangedMeanwhile:
            return "told"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, people)) == ["done", "told"]
    of_commune.refresh_from_db()
    assert (of_commune.version, of_commune.reports.count()) == (2, 1)
