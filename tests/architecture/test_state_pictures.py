"""Every table of states is drawn in docs/ by one command, and every room that has one is on its list."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "draw_states.py"


def test_the_pictures_in_the_documents_are_the_tables() -> None:
    checked = subprocess.run(
        [sys.executable, str(TOOL), "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_every_room_with_a_table_of_states_is_drawn() -> None:
    rooms = {
        f"namro.web.{path.relative_to(ROOT / 'src/namro/web').with_suffix('').as_posix().replace('/', '.')}"
        for path in (ROOT / "src/namro/web").rglob("states.py")
        if "LIFE = Life(" in path.read_text(encoding="utf-8")
    }
    listed = set(re.findall(r'"(namro\.web\.[\w.]+)[":]', TOOL.read_text(encoding="utf-8")))
    assert rooms == listed
