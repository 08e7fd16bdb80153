"""Claim: a search over 10,000 tasks and 60,000 obligations is answered in under 100 ms (p95, one client).

The whole page is measured, from the request to the last letter, for three people: Sở Nội vụ who sees everything, a
department and a commune. The peer of the same run is a bare SQL LIKE over the same three tables, words of task and
unit joined, which counts what matches and knows nothing of permissions, kinds, order or marking.

    benchmarks/search.py [--database env]

The database named (`env`: by NAMRO_TEST_DATABASE) must be empty; without one a SQLite file is made and removed.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

P95 = 0.100  # seconds
ALLOWED = 1.5  # times the bare LIKE
ROUNDS = 6
QUESTIONS = (
    "niem yet", "thu tuc hanh chinh", "thiên lộc", "ra soat thien loc", "cong khai", "bao cao huyen can loc",
    "sở tư pháp", "xa", "khong co chu nay", "ke hoach 2021",
)  # fmt: skip


def main() -> int:
    """Measure; 1 when the limit or the ratio is broken."""
    state = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    database = f"sqlite:{state / 'bench.sqlite3'}"
    if sys.argv[1:] == ["--database", "env"]:
        database = os.environ["NAMRO_TEST_DATABASE"]
    os.environ.update(NAMRO_DATABASE=database, NAMRO_STATE=str(state), NAMRO_DEMO="1")
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parent)]
    try:
        return _measure()
    finally:
        shutil.rmtree(state, ignore_errors=True)


def _measure() -> int:
    from namro.serve import setup_django

    setup_django()
    from _pages_data import OBLIGATIONS, TASKS, build
    from django.conf import settings
    from django.test import Client

    from namro.web.accounts.models import User

    build()
    settings.ALLOWED_HOSTS.append("testserver")
    clients = []
    for name in ("sonoivu", "sotuphap", "xa"):
        client = Client()
        client.force_login(
            User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        clients.append(client)
    pages = _times(lambda text: [_page(client, text) for client in clients], per=len(clients))
    bare = _times(_bare, per=1)
    p95, bare_p95 = _p95(pages), _p95(bare)
    ratio = statistics.median(pages) / statistics.median(bare)
    print(
        f"{TASKS} tasks, {OBLIGATIONS} obligations: search p50 {statistics.median(pages) * 1000:.0f} ms, "
        f"p95 {p95 * 1000:.0f} ms (limit {P95 * 1000:.0f} ms); bare LIKE p50 "
        f"{statistics.median(bare) * 1000:.0f} ms, p95 {bare_p95 * 1000:.0f} ms; ratio {ratio:.2f} (allowed {ALLOWED})"
    )
    return int(p95 > P95 or ratio > ALLOWED)


def _times(ask: Callable[[str], object], *, per: int) -> list[float]:
    found = []
    for round_ in range(ROUNDS + 1):
        for text in QUESTIONS:
            began = time.perf_counter()
            ask(text)
            if round_:  # the first round fills caches
                found.append((time.perf_counter() - began) / per)
    return found


def _page(client: object, text: str) -> None:
    answer = client.get("/tim/", {"q": text})  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code


def _bare(text: str) -> int:
    from django.db import connection

    from namro.web.ui.search import words_of

    words = words_of(text)
    where = " AND ".join(["t.search || ' ' || u.search LIKE %s"] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM plans_obligation o JOIN plans_task t ON t.id = o.task_id "
            f"JOIN organisations_unit u ON u.id = o.unit_id WHERE {where}",
            [f"%{word}%" for word in words],
        )
        return int(cursor.fetchone()[0])


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    raise SystemExit(main())
