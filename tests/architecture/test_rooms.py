"""The house keeps its shape: sizes, locks, the nested rule of the core."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for path in (ROOT / "src").rglob("*")
    if path.suffix in {".py", ".html", ".js", ".css"} and "migrations" not in path.parts
)
MOST_LINES = 400


def _committed() -> list[Path]:
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        pytest.skip("not a git working copy")
    return [ROOT / name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert not long


def test_no_room_is_called_after_nothing() -> None:
    bad = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert not [path for path in SOURCES if path.name in bad]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "file:" not in text
    pinned = re.findall(r"^[a-z0-9][^ \n]*==", text, re.MULTILINE)
    assert len(pinned) > 20
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_lock_of_the_font_has_a_hash_and_no_address() -> None:
    text = (ROOT / "tools" / "fonts" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    assert '"integrity": "sha512-' in text


def test_both_locks_pin_the_same_versions() -> None:
    run, dev = (
        dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==([^ \n]+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert {name: dev.get(name) for name in run} == run


def test_nothing_committed_names_a_place_on_one_machine() -> None:
    # Written apart, so that this file does not find itself.
    places = re.compile(
        "|".join(["/" + "root/", "/" + "work/", "/" + "home/[a-z]", "pypi" + "-more", "index" + "-url="])
    )
    found = []
    for path in _committed():
        if path.suffix in {".png", ".pdf", ".docx", ".xlsx", ".woff2", ".ttf", ".svg"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if places.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


def test_the_rule_that_keeps_the_clock_out_of_core_is_awake(tmp_path: Path) -> None:
    config = ROOT / "src" / "namro" / "core" / "ruff.toml"
    sample = "from datetime import date\n\nTODAY = date.today()\n"
    answer = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", config, "--output-format", "concise", "-"],
        input=sample,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in answer.stdout
