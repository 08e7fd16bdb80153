"""Claim: the quarterly reports of all units of a province leave as one ZIP of DOCX and PDF through the work of the queue in
under 120 s of the one worker there is, in under 1 GB; killed with -9 half way, the package goes on behind what was made,
costs no more than a start of the program beyond that, and is the same file.

The database of `consolidation.py`; each turn of the work runs in a process of its own, as the worker would, so that the
peak of memory is its own. The peer is the same reports drawn by the bare functions of the letters in one process, with
nothing kept: what the package costs beside drawing.

    benchmarks/packages.py [--units 0] [--state DIR]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from _consolidation_data import KIND, PERIOD, build

SECONDS, MEGABYTES, RATIO, RESTART = 120.0, 1024, 1.5, 15.0
SRC = Path(__file__).resolve().parents[1] / "src"


def child(what: str, package: int) -> dict[str, Any]:
    """Work in this process and tell how long it took and how much memory it held."""
    import django

    django.setup()
    from unittest.mock import patch

    from namro.core.reports.freezing import thawed
    from namro.web.reports.briefing.models import Package
    from namro.web.reports.briefing.services import packing
    from namro.web.reports.documents.making import made
    from namro.web.reports.models import ReportEdition

    start = time.perf_counter()
    if what == "bare":
        editions = ReportEdition.objects.filter(report__is_consolidated=False)
        count = 0
        for text in editions.values_list("content", flat=True).iterator(chunk_size=20):
            content = thawed(text)
            for form in ("docx", "pdf"):
                made(content, form)
            count += 1
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "count": count, "megabytes": _peak()}
    with patch.object(packing, "async_task", lambda _job, _pk: None):
        packing.run(package)
    found = Package.objects.get(pk=package)
    return {
        "seconds": time.perf_counter() - start,
        "state": found.state,
        "done": found.done,
        "megabytes": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _start(what: str, package: int) -> "subprocess.Popen[str]":
    words = [sys.executable, __file__, "--child", what, "--package", str(package)]
    return subprocess.Popen(
        words, env=os.environ | {"PYTHONPATH": str(SRC)}, stdout=subprocess.PIPE, text=True
    )


def _end(worker: "subprocess.Popen[str]") -> dict[str, Any]:
    said, _ = worker.communicate()
    if worker.returncode:
        raise SystemExit(worker.returncode)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def _package() -> int:
    from unittest.mock import patch

    from namro.core.reports.calendar import period_called
    from namro.web.accounts.models import User
    from namro.web.organisations.selectors import posts_on
    from namro.web.program import selectors
    from namro.web.reports.briefing.models import Package
    from namro.web.reports.briefing.services import packing
    from namro.web.reports.selectors.kinds import kind_called, writers

    by = User.objects.get(username="sonoivu")
    kind = kind_called(KIND)
    units = writers(kind.kind, period_called(kind.kind, PERIOD).end)
    with patch.object(packing, "async_task", lambda _job, _pk: None):
        made = packing.start(
            kind=Package.Kind.REPORTS, title="Đo", form="zip", marks=[[KIND, PERIOD, unit.key] for unit in units], by=by,
            posts=posts_on(by, on=selectors.working_date()), at=selectors.now(),
        )  # fmt: skip
    return int(made.pk)


def measure() -> bool:
    """Make one package at a stretch, turn after turn, and one that is killed half way."""
    from namro.web.reports.briefing.models import Package
    from namro.web.reports.briefing.services import parts

    first, second = _package(), _package()
    total = Package.objects.get(pk=first).total
    before = _processor()
    turns: list[dict[str, Any]] = []
    while not turns or turns[-1]["state"] == "running":
        turns.append(_end(_start("run", first)))
    whole, cost = sum(one["seconds"] for one in turns), _processor() - before
    size = Package.objects.get(pk=first).file.size
    peak = max(one["megabytes"] for one in turns)
    print(f"{total} reports as DOCX and PDF in one ZIP of {size // 1_000_000} MB: {whole:.0f} s in {len(turns)} turns (aim: "
          f"under {SECONDS:.0f} s), {peak:.0f} MB (aim: under {MEGABYTES})")  # fmt: skip
    before = _processor()
    bare = _end(_start("bare", 0))
    each = (_processor() - before) / bare["count"]
    ratio = cost / total / each
    print(f"processor time of drawing alone: {1000 * each:.0f} ms a report of {bare['count']}; of the package "
          f"{1000 * cost / total:.0f} ms: {ratio:.2f} times (aim: under {RATIO})")  # fmt: skip

    before = _processor()
    worker = _start("run", second)
    while len(list(parts.folder_of(Package.objects.get(pk=second).shelf).glob("*.json"))) < total // 2:
        time.sleep(0.1)
    worker.kill()
    worker.wait()
    held = Package.objects.get(pk=second)
    while Package.objects.get(pk=second).state == "running":
        _end(_start("run", second))
    beyond = _processor() - before - cost
    same = Package.objects.get(pk=second).file.read() == Package.objects.get(pk=first).file.read()
    print(f"killed at {held.done}/{total}: {beyond:.0f} s of processor more than without (aim: under {RESTART:.0f}), "
          f"{'the same bytes' if same else 'OTHER BYTES'}")  # fmt: skip
    return whole < SECONDS and peak < MEGABYTES and ratio < RATIO and beyond < RESTART and same


def _processor() -> float:
    """Give the seconds of processor time of all children that ended, the killed ones too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=0)
    parser.add_argument("--state", default="")
    parser.add_argument("--child", default="")
    parser.add_argument("--package", type=int, default=0)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(child(asked.child, asked.package)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        state = Path(asked.state or folder)
        os.environ.update(
            NAMRO_STATE=str(state), NAMRO_DEMO="1", DJANGO_SETTINGS_MODULE="namro.config.settings"
        )
        import django

        django.setup()
        if not (state / "planted.json").exists():
            build(asked.units)
        held = measure()
    print("holds" if held else "DOES NOT HOLD")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
