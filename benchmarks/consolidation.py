"""Claim: a quarter of all units of a province is gathered without waiting: with the reports of 250 units, each page of the
consolidated report has a p95 below 300 ms with eight clients and is below 200 kB; what does not fit is found in time
that grows with the number of sentences; every planted fault is found and what everybody writes is told once.

A throw-away database filled through the program's services by `_consolidation_data.py`. The peer is a page of 25 fixed
rows of the bare framework behind the same server and middleware, as in `pages.py`.

    benchmarks/consolidation.py [--units 0] [--seconds 6] [--state DIR]

`--units 0` takes every unit that reports; `--state` keeps and uses a database that stands there already.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from _consolidation_data import build

P95, KILOBYTES, GROWTH = 0.300, 200, 2.6
CLIENTS = 8


def search(whole: int, planted: dict[str, Any]) -> bool:
    """Time the search for what does not fit on half and on all of the units; say whether every planted fault is found."""
    from namro.core.reports.claims import Claim, duplicates
    from namro.web.reports.models import Report, ReportText
    from namro.web.reports.selectors.findings import findings_of
    from namro.web.reports.selectors.gathering import COUNTED, reports_below

    report = Report.objects.get(pk=whole)
    handed_in = [one for one in reports_below(report) if one.state in COUNTED]
    texts = ReportText.objects.filter(report__in=handed_in).exclude(text="").select_related("report__unit")
    claims = [Claim(one.report.unit.name, one.section, one.text) for one in texts.order_by("report_id")]
    times = []
    for some in (claims[: len(claims) // 2], claims):
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            duplicates(some)
            best = min(best, time.process_time() - start)
        times.append(best)
    found = findings_of(report, handed_in)
    said = [one.sentence for one in found.findings]
    totals = sum("thành phần cộng lại" in one for one in said)
    words = sum("Lời ghi" in one for one in said)
    shared = sum(len(one.units) for one in found.slight)
    print(f"{len(claims)} parts of {len(handed_in)} units: half in {times[0]:.2f} s, all in {times[1]:.2f} s of processor, "
          f"{times[1] / times[0]:.1f} times (aim: under {GROWTH})")  # fmt: skip
    print(f"{len(found.weighty)} findings to look at: {totals} of {planted['wrong_totals']} planted totals, {words} of "
          f"{planted['said_otherwise']} planted words; {len(found.slight)} forms of words told once for {shared} uses")  # fmt: skip
    taken = [one for one in found.weighty if "cùng một câu" in one.sentence]
    print(f"{len(taken)} sentences of two units ({planted['taken_over']} planted, the others met by chance)")
    exact = (totals, words) == (planted["wrong_totals"], planted["said_otherwise"])
    return exact and len(taken) >= planted["taken_over"] and times[1] / times[0] < GROWTH


def pages(whole: int, seconds: float) -> bool:
    """Measure the pages of the consolidated report beside a bare page."""
    from pages import BARE_PAGE, BARE_SETTINGS, BARE_URLS, Visitor, get, measure, server

    from namro.web.accounts.cast import DEMO_PASSWORD
    from namro.web.reports.models import ReportFigure, ReportText

    parts = list(ReportText.objects.filter(report=whole).values_list("section", flat=True))
    figures = list(ReportFigure.objects.filter(report=whole).values_list("pk", flat=True))
    place = f"/bao-cao/{whole}/tong-hop/"
    narrow = ("", "&cap=commune", "&xem=can-xem", "&q=dat+dai", "&trang=5")
    asked = {
        "list of reports": lambda _: "/bao-cao/?ky=2021-Q3",
        "consolidated report": lambda _: f"/bao-cao/{whole}/",
        "gathering, first page": lambda _: place,
        "gathering, one part": lambda chance: f"{place}?phan={chance.choice(parts)}{chance.choice(narrow)}",
        "a gathered figure": lambda chance: f"/bao-cao/{whole}/so/{chance.choice(figures)}/",
    }
    held = True
    with server(dict(os.environ)) as (port, session):
        visitors = [Visitor(port, "sonoivu") for _ in range(CLIENTS)]
        for visitor in visitors:
            visitor.sign_in(DEMO_PASSWORD)
        rates = {}
        for name, address in asked.items():

            def step(visitor: Visitor, chance: random.Random, address: Any = address) -> int:
                return get(visitor, address(chance))

            done = measure(name, visitors, step, seconds, session)
            rates[name] = done.cpu / len(done.times)
            held = held and done.quantile(0.95) < P95 and done.size < KILOBYTES * 1000
        cookies = dict(visitors[0].cookies)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (
            ("bare_settings.py", BARE_SETTINGS),
            ("bare_urls.py", BARE_URLS),
            ("bare.html", BARE_PAGE),
        ):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        bare = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bare_settings",
            "PYTHONPATH": os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")]),
        }
        with server(bare) as (port, session):
            same = [Visitor(port, "sonoivu", dict(cookies)) for _ in range(CLIENTS)]
            peer = measure("peer: bare 25 fixed rows", same, lambda one, _: get(one, "/"), seconds, session)
    cost = peer.cpu / len(peer.times)
    if cost:
        said = ", ".join(f"{name} {rate / cost:.1f}" for name, rate in rates.items())
        print(f"processor time against the bare page: {said} times")
    return held


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--state", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        state = Path(asked.state or folder)
        os.environ.update(
            NAMRO_STATE=str(state), NAMRO_DEMO="1", DJANGO_SETTINGS_MODULE="namro.config.settings"
        )
        note = state / "planted.json"
        if note.exists():
            import django

            django.setup()
            planted = json.loads(note.read_text())
        else:
            start = time.perf_counter()
            planted = build(asked.units)
            note.write_text(json.dumps(planted))
            print(f"{planted['units']} units, {planted['handed_in']} handed in, {planted['late']} of them late: "
                  f"{time.perf_counter() - start:.0f} s")  # fmt: skip
        found = search(planted["whole"], planted)
        held = pages(planted["whole"], asked.seconds) and found
    print("holds" if held else "DOES NOT HOLD")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
