"""Claim: the daily job over 60,000 obligations, 260 units and 5,000 people takes under 30 s and 300 MB; again, it changes nothing.

A database of its own in a temporary folder: the 60,000 obligations of `pages.py` owed by 260 units, and once more by all
units of the register; people in each unit, heads included; half of the open obligations past due; six open reports of
each unit, a third of them late. While the first run
goes, another process writes one row again and again, as a person who reports does: nobody waits longer than a second. Each run is a process of its own, so that its peak memory is its own.
The peer is a bare pass over the same rows (read, look at the date, count), to which the first run is compared.

    benchmarks/chase.py [--people 5000] [--units 260]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

SECONDS, MEGABYTES, WAIT = 30.0, 300.0, 1.0
SRC = Path(__file__).resolve().parents[1] / "src"


def prepare(people: int, most_units: int) -> dict[str, object]:
    """Fill the database; `most_units` 0 takes every unit."""
    from django.db.models import F

    sys.path.insert(0, str(Path(__file__).parent))
    import _pages_data

    from namro.web.accounts.models import User
    from namro.web.organisations.models import Post, Role, Unit
    from namro.web.plans.models import Obligation
    from namro.web.program.selectors import working_date

    if most_units:
        whole = _pages_data._plans
        _pages_data._plans = lambda units, *more: whole(units[:most_units], *more)
    _pages_data.build()
    day = working_date()
    units = list(
        Unit.objects.filter(obligations__isnull=False).distinct().order_by("id").values_list("id", flat=True)
    )
    made = User.objects.bulk_create(
        User(username=f"nguoi{n}", full_name=f"Người {n}", password="!", email=f"nguoi{n}@tinh.example")
        for n in range(people)
    )
    roles = (Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.UNIT_OFFICER)
    Post.objects.bulk_create(
        Post(
            user=user,
            unit_id=units[n % len(units)],
            role=roles[n // len(units)] if n < len(roles) * len(units) else Role.OFFICIAL,
        )
        for n, user in enumerate(made)
    )
    # Late by up to three weeks, so that every rung of the ladder has something to hear.
    for shift in range(0, 21, 3):
        Obligation.objects.filter(pk__range=(shift * 1_400, shift * 1_400 + 4_000)).update(
            due=day - timedelta(days=shift + 1), state="in_progress", version=F("version") + 1
        )
    _reports(units, day)
    return {"units": len(units), "people": User.objects.count(), "obligations": Obligation.objects.count()}


def _reports(units: list[int], day: date) -> None:
    from django.utils import timezone

    from namro.web.reports.models import KindVersion, Report

    tree = {"key": "thu", "name": "Báo cáo thử", "consolidated_by": "so-noi-vu"}
    now = timezone.now()
    kind = KindVersion.objects.create(key="thu", version=1, tree=tree, by_name="x", at=now)
    Report.objects.bulk_create(
        Report(
            kind_version=kind, kind_key="thu", unit_id=unit, period=f"{month}", period_label=f"Tháng {month}/2021",
            start=day, end=day, due=day + timedelta(days=7 * month - 18), opened_at=now, opened_by="x",
        )
        for unit in units
        for month in range(6)
    )  # fmt: skip


def run() -> dict[str, object]:
    """Run the job once."""
    from namro.web.audit import services as audit
    from namro.web.chase.services.daily import run_day
    from namro.web.program import selectors as program

    before = time.perf_counter()
    done = run_day(day=program.working_date(), by=audit.PROGRAM, at=program.now())
    return {
        "seconds": time.perf_counter() - before,
        "state": done.state,
        "looked": done.done,
        "notices": done.notice_count,
        "bulletins": done.bulletin_count,
    }


def write(stop: Path) -> dict[str, object]:
    """Write one row of one obligation again and again until the file appears; give how long the longest took."""
    from django.db import transaction

    from namro.web.plans.models import Obligation

    pk = Obligation.objects.order_by("-id").values_list("id", flat=True)[0]
    longest, count = 0.0, 0
    while not stop.exists():
        before = time.perf_counter()
        with transaction.atomic():
            Obligation.objects.filter(pk=pk).update(percent=count % 100)
        longest, count = max(longest, time.perf_counter() - before), count + 1
        time.sleep(0.05)
    return {"longest": longest, "writes": count}


def bare() -> dict[str, object]:
    """Only read the same rows and compare a date."""
    from namro.web.chase.selectors.owed import open_chunks
    from namro.web.program import selectors as program

    day, late = program.working_date(), 0
    before = time.perf_counter()
    for chunk in open_chunks():
        late += sum(row.owed.due is not None and row.owed.due < day for row in chunk)
    return {"seconds": time.perf_counter() - before, "late": late}


def _start(what: str, state: str, asked: argparse.Namespace) -> "subprocess.Popen[str]":
    environment = os.environ | {"NAMRO_STATE": state, "PYTHONPATH": str(SRC), "NAMRO_SMTP_HOST": "127.0.0.1",
                                "NAMRO_MAIL_FROM": "namro@tinh.example"}  # fmt: skip
    environment["DJANGO_SETTINGS_MODULE"] = "namro.config.settings"
    words = ["--child", what, "--people", str(asked.people), "--units", str(asked.units)]
    return subprocess.Popen(
        [sys.executable, __file__, *words], env=environment, stdout=subprocess.PIPE, text=True
    )


def _end(child: "subprocess.Popen[str]") -> dict[str, object]:
    said, _ = child.communicate()
    if child.returncode:
        raise SystemExit(child.returncode)
    found: dict[str, object] = json.loads(said.splitlines()[-1])
    return found


def _child(what: str, state: str, asked: argparse.Namespace) -> dict[str, object]:
    return _end(_start(what, state, asked))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--units", type=int, default=-1, help="-1: with 260 and then with all")
    parser.add_argument("--child", default="")
    asked = parser.parse_args()
    if asked.child:
        import django

        django.setup()
        found = {
            "prepare": lambda: prepare(asked.people, asked.units),
            "run": run,
            "bare": bare,
            "write": lambda: write(Path(os.environ["NAMRO_STATE"]) / "stop"),
        }[asked.child]()
        found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))
        return 0
    held = True
    for units in (260, 0) if asked.units < 0 else (asked.units,):
        asked.units = units
        held = _measure(asked) and held
    print("holds" if held else "DOES NOT HOLD")
    return 0 if held else 1


def _measure(asked: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory() as state:
        size = _child("prepare", state, asked)
        peer = _child("bare", state, asked)
        writer = _start("write", state, asked)
        first = _child("run", state, asked)
        (Path(state) / "stop").touch()
        wrote = _end(writer)
        second = _child("run", state, asked)
    print(f"{size['obligations']} obligations, {size['units']} units, {size['people']} people")
    print(f"bare pass: {peer['seconds']:.2f} s, {peer['late']} past due")
    for name, one in (("first run", first), ("second run", second)):
        print(f"{name}: {one['seconds']:.1f} s, {one['megabytes']:.0f} MB, {one['looked']} looked at, "
              f"{one['notices']} notices, {one['bulletins']} bulletins")  # fmt: skip
    print(f"ratio to the bare pass: {float(str(first['seconds'])) / float(str(peer['seconds'])):.0f}")
    print(f"a person who reports meanwhile waits at most {wrote['longest']:.2f} s ({wrote['writes']} writes)")
    fast = all(float(str(one["seconds"])) < SECONDS for one in (first, second))
    small = all(float(str(one["megabytes"])) < MEGABYTES for one in (first, second))
    still = (second["notices"], second["bulletins"]) == (0, 0) and first["state"] == second["state"] == "done"
    return fast and small and still and float(str(wrote["longest"])) < WAIT


if __name__ == "__main__":
    sys.exit(main())
