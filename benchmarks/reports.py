"""Claim: the quarterly reports of 260 units are DOCX and PDF in under 60 s on two cores in under 1 GB; their tables
cost less than twice what bare python-docx needs for them; the page of a prepared report has a p95 below
300 ms with eight clients.

The reports are real ones: a throw-away database with the register and the example plan, one report opened and filled
per unit, drawn from its content by as many processes as the machine has cores. The peer writes the words of the same
tables through python-docx's own functions, with no letterhead and no look, in the same run. The pages are asked of
the server of `make run` by eight signed-in clients.

    benchmarks/reports.py [--units 260] [--seconds 6]
"""

import argparse
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import docx as peer

sys.path.insert(0, str(Path(__file__).parent))
KIND, PERIOD = "tien-do-ke-hoach", "2021-Q3"
REPORTS_SECONDS, MEGABYTES, RATIO, P95 = 60.0, 1024, 2.0, 0.300
CLIENTS = 8
EXAMPLE = Path(__file__).parent.parent / "examples" / "ke-hoach-359-kh-ubnd.txt"


def prepare(state: str, units: int) -> tuple[list[str], list[int], float]:
    """Fill the throw-away database; give the frozen contents, the numbers of the reports, and the seconds of opening."""
    os.environ["NAMRO_STATE"] = state
    os.environ["DJANGO_SETTINGS_MODULE"] = "namro.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from namro.core.reports.calendar import period_called
    from namro.core.reports.freezing import canonical
    from namro.web.accounts.models import User
    from namro.web.imports.services.example import ensure_example_plan
    from namro.web.organisations.models import Unit
    from namro.web.organisations.selectors import existing
    from namro.web.organisations.services import ensure_demo_posts, load_register
    from namro.web.program import selectors, services
    from namro.web.reports.selectors.kinds import kind_called
    from namro.web.reports.services.freezing import content_of
    from namro.web.reports.services.opening import open_report

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    services.ensure_demo_date(clock=timezone.localtime())
    at, day = selectors.now(), selectors.working_date()
    load_register(at=at)
    ensure_demo_posts(at=at, on=day)
    ensure_example_plan(EXAMPLE, at)
    by = User.objects.get(username="sonoivu")
    kind = kind_called(KIND)
    period = period_called(kind.kind, PERIOD)
    written = existing(Unit.objects.exclude(level="central").order_by("-level", "sort"), on=day)
    start = time.perf_counter()
    contents, numbers = [], []
    for unit in written[:units]:
        report, _ = open_report(kind=kind, unit=unit, period=period, by=by, at=at)
        contents.append(canonical(content_of(report, author="x", at=at, edition=1)))
        numbers.append(report.pk)
    return contents, numbers, time.perf_counter() - start


def make(text: str) -> tuple[int, int]:
    """Make both forms of a report from its frozen content; give their sizes."""
    from namro.core.letters.docx import docx
    from namro.core.letters.pdf import pdf
    from namro.web.reports.documents.periodic import report_letter

    letter = report_letter(json.loads(text))
    return len(docx(letter)), len(pdf(letter))


def tables(letter: Any) -> Iterator[Any]:
    """Give the tables of a letter and its appendices."""
    from namro.core.letters.model import Table

    blocks = [*letter.blocks, *(block for one in letter.appendices for block in one.blocks)]
    return (block for block in blocks if isinstance(block, Table))


def bare(letter: Any) -> None:
    """Write the words of a letter's tables with python-docx alone."""
    from namro.core.letters.grid import shown

    document = peer.Document()
    for table in tables(letter):
        rows = (*table.head, *table.rows)
        made = document.add_table(rows=len(rows), cols=len(table.columns))
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=False):
                cell.text = shown(words)
    document.save(io.BytesIO())


def ratio(texts: list[str]) -> tuple[float, float]:
    """Give the seconds of ours and of the peer for the tables of the same reports, the best of three, taking turns."""
    from namro.core.letters.docx import docx
    from namro.web.reports.documents.periodic import report_letter

    whole = (report_letter(json.loads(text)) for text in texts)
    letters = [replace(letter, blocks=tuple(tables(letter)), appendices=()) for letter in whole]
    best = [float("inf"), float("inf")]
    for _ in range(3):
        for at, work in enumerate((docx, bare)):
            start = time.perf_counter()
            for letter in letters:
                work(letter)  # type: ignore[operator]
            best[at] = min(best[at], time.perf_counter() - start)
    return best[0], best[1]


def peak() -> float:
    """Give the most memory in MB that this process and the largest of its children have held."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + child * (os.cpu_count() or 1)) / 1024


def progress(done: int, total: int) -> None:
    """Show how far the reports are, when a person is looking."""
    if sys.stderr.isatty():
        print(f"\r{'█' * (40 * done // total):<40} {done}/{total}", end="", file=sys.stderr)


def pages(numbers: list[int], seconds: float) -> float:
    """Give the p95 in seconds of the page of a prepared report."""
    from pages import Visitor, get, measure, server

    from namro.web.accounts.cast import DEMO_PASSWORD

    def step(visitor: Visitor, chance: random.Random) -> int:
        return get(visitor, f"/bao-cao/{chance.choice(numbers)}/")

    with server(dict(os.environ)) as (port, session):
        visitors = [Visitor(port, "lanhdao") for _ in range(CLIENTS)]
        for visitor in visitors:
            visitor.sign_in(DEMO_PASSWORD)
        return measure("A prepared report", visitors, step, seconds, session).quantile(0.95)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=260)
    parser.add_argument("--seconds", type=float, default=6.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        contents, numbers, opening = prepare(state, asked.units)
        print(f"{len(contents)} reports opened and filled: {opening:.1f} s")
        start, sizes = time.perf_counter(), []
        # Not forked: the engines of PDF and charts have threads, which a forked process would wait for without end.
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            for done, size in enumerate(pool.map(make, contents, chunksize=4), start=1):
                sizes.append(size)
                progress(done, len(contents))
        took = time.perf_counter() - start
        memory = peak()
        print(
            f"{len(sizes)} reports as DOCX and PDF on {os.cpu_count()} cores: {took:.1f} s "
            f"(aim: under {REPORTS_SECONDS:.0f} s), peak memory {memory:.0f} MB (aim: under {MEGABYTES} MB)"
        )
        ours, theirs = ratio(contents[:40])
        print(
            f"The tables of 40 reports as DOCX: ours {ours:.2f} s, bare python-docx {theirs:.2f} s, {ours / theirs:.2f} times "
            f"(aim: under {RATIO:.0f})"
        )
        p95 = pages(numbers, asked.seconds)
        print(
            f"Page of a prepared report, {CLIENTS} clients: p95 {p95 * 1000:.0f} ms (aim: under {P95 * 1000:.0f} ms)"
        )
    kept = took < REPORTS_SECONDS and memory < MEGABYTES and ours / theirs < RATIO and p95 < P95
    print("kept" if kept else "NOT KEPT")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
