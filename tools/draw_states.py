"""Draws every table of states into docs/, or with --check fails when a picture is stale, missing or left over."""

import argparse
import importlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
# The only list of the pictures: the document and the module of the table.
PICTURES = {
    "states-of-a-campaign.md": "namro.web.campaigns.states",
    "states-of-a-delivery.md": "namro.web.chase.states",
    "states-of-a-given-task.md": "namro.web.directives.states",
    "states-of-a-hand-over.md": "namro.web.cascade.states",
    "states-of-a-report.md": "namro.web.reports.states",
    "states-of-an-inspection.md": "namro.web.scorecards.states",
    "states-of-an-obligation.md": "namro.web.plans.states",
    "states-of-an-obstacle.md": "namro.web.talks.states",
}


def main() -> int:
    """Give 0, or 1 with one line for each picture that is not as the table says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")
    wrong = [
        f"{path.name}: no table draws it" for path in DOCS.glob("states-of-*.md") if path.name not in PICTURES
    ]
    for name, room in PICTURES.items():
        drawn = importlib.import_module(room).diagram()
        kept = DOCS / name
        if kept.exists() and kept.read_text(encoding="utf-8") == drawn:
            continue
        if check:
            wrong.append(f"{name}: stale; run python tools/draw_states.py")
        else:
            kept.write_text(drawn, encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
