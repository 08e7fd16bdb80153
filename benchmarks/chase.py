"""Claim: the daily job over 60,000 obligations, 260 units and 5,000 people takes under 30 s and 300 MB; again, it changes nothing.

A database of its own in a temporary folder: the 60,000 obligations of `pages.py`, about 20 people in each unit, heads
included, half of the open obligations past due. Each run is a process of its own, so that its peak memory is its own.
The peer is a bare pass over the same rows (read, look at the date, count), to which the first run is compared.

    benchmarks/chase.py [--people 5000]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

SECONDS, MEGABYTES = 30.0, 300.0
SRC = Path(__file__).resolve().parents[1] / "src"


def prepare(people: int) -> dict[str, object]:
    """Fill the database."""
    from django.db.models import F

    sys.path.insert(0, str(Path(__file__).parent))
    from _pages_data import build

    from namro.web.accounts.models import User
    from namro.web.organisations.models import Post, Role, Unit
    from namro.web.plans.models import Obligation
    from namro.web.program.selectors import working_date

    build()
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
    return {"units": len(units), "people": User.objects.count(), "obligations": Obligation.objects.count()}


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


def bare() -> dict[str, object]:
    """Only read the same rows and compare a date."""
    from namro.web.chase.selectors.owed import open_chunks
    from namro.web.program import selectors as program

    day, late = program.working_date(), 0
    before = time.perf_counter()
    for chunk in open_chunks():
        late += sum(row.owed.due is not None and row.owed.due < day for row in chunk)
    return {"seconds": time.perf_counter() - before, "late": late}


def _child(what: str, state: str, people: int) -> dict[str, object]:
    environment = os.environ | {"NAMRO_STATE": state, "PYTHONPATH": str(SRC), "NAMRO_SMTP_HOST": "127.0.0.1",
                                "NAMRO_MAIL_FROM": "namro@tinh.example"}  # fmt: skip
    environment["DJANGO_SETTINGS_MODULE"] = "namro.config.settings"
    answer = subprocess.run(
        [sys.executable, __file__, "--child", what, "--people", str(people)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(answer.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--child", default="")
    asked = parser.parse_args()
    if asked.child:
        import django

        django.setup()
        found = (
            prepare(asked.people) if asked.child == "prepare" else {"run": run, "bare": bare}[asked.child]()
        )
        found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))
        return 0
    with tempfile.TemporaryDirectory() as state:
        size = _child("prepare", state, asked.people)
        peer = _child("bare", state, asked.people)
        first, second = (_child("run", state, asked.people) for _ in range(2))
    print(f"{size['obligations']} obligations, {size['units']} units, {size['people']} people")
    print(f"bare pass: {peer['seconds']:.2f} s, {peer['late']} past due")
    for name, one in (("first run", first), ("second run", second)):
        print(f"{name}: {one['seconds']:.1f} s, {one['megabytes']:.0f} MB, {one['looked']} looked at, "
              f"{one['notices']} notices, {one['bulletins']} bulletins")  # fmt: skip
    print(f"ratio to the bare pass: {float(str(first['seconds'])) / float(str(peer['seconds'])):.0f}")
    fast = all(float(str(one["seconds"])) < SECONDS for one in (first, second))
    small = all(float(str(one["megabytes"])) < MEGABYTES for one in (first, second))
    still = (second["notices"], second["bulletins"]) == (0, 0) and first["state"] == second["state"] == "done"
    print("holds" if fast and small and still else "DOES NOT HOLD")
    return 0 if fast and small and still else 1


if __name__ == "__main__":
    sys.exit(main())
