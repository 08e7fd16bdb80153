"""Claim: the instances of a year for 216 communes × 58 tasks are made in under 20 s.

Two shapes are made, each from an empty year: 58 yearly tasks (12,528 instances, one year at once) and 58 tasks
by the quarter, made as the daily job makes them, four times in the year (50,112 instances). The peer is a bare
`bulk_create` of the very same rows in one transaction of the same run: the ratio says what the rules, the locks,
the look for doubles, the counts and the audit cost. A second run must add nothing.
"""

import os
import shutil
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

COMMUNES, TASKS = 216, 58
LIMIT = 20.0  # seconds
ALLOWED = 3.0  # times the bare bulk_create


def main() -> int:
    """Measure both shapes; 1 when the limit or the ratio is broken, or something is doubled."""
    state = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    os.environ.setdefault("NAMRO_DATABASE", f"sqlite:{state / 'bench.sqlite3'}")
    os.environ["NAMRO_STATE"] = str(state)
    os.environ["NAMRO_DEMO"] = "1"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    try:
        return max([_measure("yearly", [date(2021, 12, 20)]), _measure("quarterly", _days_of_a_year())])
    finally:
        shutil.rmtree(state, ignore_errors=True)


def _days_of_a_year() -> list[date]:
    return [date(2021, 12, 20), date(2022, 3, 1), date(2022, 6, 1), date(2022, 9, 1)]


def _measure(kind: str, days: list[date]) -> int:
    from namro.serve import setup_django

    setup_django()
    from namro.web.plans.models import Obligation
    from namro.web.recurrences.services.making import make_ahead

    at = _prepare(kind)
    began = time.perf_counter()
    added = sum(make_ahead(day=day, at=at).added for day in days)
    made = time.perf_counter() - began
    began = time.perf_counter()
    again = sum(make_ahead(day=day, at=at).added for day in days)
    repeated = time.perf_counter() - began
    rows = list(Obligation.objects.filter(period_start__year=2022))
    bare = _bare(rows)
    expected = COMMUNES * TASKS * (1 if kind == "yearly" else 4)
    ratio = made / bare
    print(
        f"{kind}: {added} instances in {made:.2f} s (limit {LIMIT:.0f} s), bare bulk_create {bare:.2f} s, "
        f"ratio {ratio:.2f} (allowed {ALLOWED}); run again: {again} added in {repeated:.2f} s"
    )
    return int(made > LIMIT or ratio > ALLOWED or again != 0 or added != expected or len(rows) != expected)


def _bare(rows: list) -> float:
    """Write the same rows once more into the emptied table, and nothing else."""
    from django.db import transaction

    from namro.web.plans.models import Obligation

    Obligation.objects.all().delete()
    for row in rows:
        row.pk = None
    began = time.perf_counter()
    with transaction.atomic():
        Obligation.objects.bulk_create(rows, batch_size=2_000)
    return time.perf_counter() - began


def _prepare(kind: str) -> datetime:
    """Give a plan of 2021 whose 58 tasks are led by the 216 communes of that year, without a single instance."""
    from django.core.management import call_command
    from django.utils import timezone

    from namro.web.organisations.models import Group
    from namro.web.organisations.services import load_register
    from namro.web.plans.models import Obligation, Plan, Task, TaskParty
    from namro.web.program import selectors, services

    call_command("migrate", interactive=False, verbosity=0)
    services.ensure_demo_date(clock=timezone.localtime())
    at = selectors.now()
    load_register(at=at)
    Obligation.objects.all().delete()
    TaskParty.objects.all().delete()
    Task.objects.all().delete()
    Plan.objects.all().delete()
    plan = Plan.objects.create(
        number="1/KH-UBND", issued_on=date(2021, 1, 2), year=2021, title="Đo tốc độ", confirmed_at=at, confirmed_by="x"
    )  # fmt: skip
    words = {"yearly": "Hàng năm", "quarterly": "Hàng quý"}[kind]
    tasks = Task.objects.bulk_create(
        Task(plan=plan, position=n, code=f"PL1.I.1-{n}", text="Việc", search="viec", deadline_kind=kind,
             deadline_text=words, first_line=n, last_line=n)
        for n in range(1, TASKS + 1)
    )  # fmt: skip
    rule = {"levels": ["commune"], "kinds": ["committee"]}
    group, _ = Group.objects.get_or_create(
        key="bench-communes", defaults={"name": "UBND cấp xã", "rule": rule}
    )
    TaskParty.objects.bulk_create(TaskParty(task=task, role="lead", group=group) for task in tasks)
    return at


if __name__ == "__main__":
    raise SystemExit(main())
