"""Claim: over 60,000 obligations the work of a unit as of a past day costs under 50 ms, that of the whole province under
3 s; a progress report as of the end of its period is gathered in under 1 s for a plan of 3,000 obligations.

A throw-away database with twenty plans, the whole register and invented progress. Every line is one call in this
process, the best of three; the last column is how many obligations it counts.

    benchmarks/closing_day.py [--database postgresql:…]
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from _pages_data import OBLIGATIONS, build

UNIT, PROVINCE, REPORT = 0.050, 3.0, 1.0


def best(work: Callable[[], int]) -> tuple[float, int]:
    """Give the best time of three and what the work counted."""
    times, size = [], 0
    for _ in range(3):
        before = time.perf_counter()
        size = work()
        times.append(time.perf_counter() - before)
    return min(times), size


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database", default="", help="an empty database, as in NAMRO_DATABASE")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    try:
        return run(folder, arguments.database)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, database: str) -> int:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="namro.config.settings",
        NAMRO_STATE=str(folder),
        NAMRO_DEMO="1",
        NAMRO_DATABASE=database or f"sqlite:{folder / 'bench.sqlite3'}",
    )
    import django

    django.setup()
    from django.db import connection
    from django.db.models import Count

    from namro.web.accounts.models import User
    from namro.web.organisations.models import Unit
    from namro.web.organisations.selectors import posts_on
    from namro.web.plans.figures import figures, figures_of_each
    from namro.web.plans.models import Obligation, Plan, Report
    from namro.web.program import selectors
    from namro.web.reports.documents.progress_figures import progress_of
    from namro.web.ui.figures import Ask, Figure

    build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    day = selectors.working_date() - timedelta(days=31)
    print(f"{OBLIGATIONS:,} obligations, {Report.objects.count():,} steps, as of {day}")
    busiest = Unit.objects.annotate(owed=Count("obligations")).latest("owed")
    plan = Plan.objects.annotate(owed=Count("tasks__obligations")).latest("owed")
    posts = posts_on(User.objects.get(username="sonoivu"), on=day)
    everything = Ask(date(2000, 1, 1), date(2100, 1, 1), day)
    owing = frozenset(Obligation.objects.values_list("unit_id", flat=True).distinct())
    of_unit = Ask(everything.start, everything.end, day, frozenset({busiest.pk}))
    of_units = Ask(everything.start, everything.end, day, owing)

    def counted(found: "list[Figure] | tuple[Figure, ...]") -> int:
        return int(next(one.value for one in found if one.name == "phan-viec.den-han") or 0)

    kept = True
    for name, aim, work in (
        ("figures of one unit", UNIT, lambda: counted(list(figures(of_unit)))),
        (
            f"figures of {len(owing)} units, each",
            PROVINCE,
            lambda: sum(counted(list(one)) for one in figures_of_each(of_units).values()),
        ),
        ("figures of the province", PROVINCE, lambda: counted(list(figures(everything)))),
        ("progress report of a unit", REPORT, lambda: progress_of(plan, busiest, posts, day).tally.total),
        ("progress report of a plan", REPORT, lambda: progress_of(plan, None, posts, day).tally.total),
    ):
        took, size = best(work)
        kept = kept and took <= aim
        print(f"{name:<32} {1000 * took:7.0f} ms (aim {1000 * aim:.0f}), {size:,}", flush=True)
    print("held" if kept else "NOT HELD")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
