"""The commands of the Makefile that could destroy or mislead."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    (folder / "files" / "evidence").mkdir(parents=True)
    (folder / "files" / "evidence" / "anh.jpg").write_bytes(b"x")
    (folder / "venv").mkdir()
    (folder / "namro.sqlite3").write_bytes(b"x")
    return folder


def _reset(state: Path, answer: str = "", yes: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(ROOT / "tools" / "reset.sh")],
        env=os.environ | {"NAMRO_STATE": str(state), "YES": yes},
        input=answer,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("answer", ["", "\n", "không\n", "y\n", "yes\n"])
def test_reset_removes_nothing_without_a_clear_answer(state: Path, answer: str) -> None:
    done = _reset(state, answer)
    assert done.returncode == 1
    assert "Không xóa gì." in done.stdout
    assert (state / "namro.sqlite3").exists()


def test_reset_says_what_it_will_touch(state: Path) -> None:
    assert "1 tệp đã tải lên" in _reset(state).stdout


@pytest.mark.parametrize(("answer", "yes"), [("xóa\n", ""), ("xoa\n", ""), ("", "1")])
def test_reset_removes_the_data_and_keeps_the_environment(state: Path, answer: str, yes: str) -> None:
    assert _reset(state, answer, yes).returncode == 0
    assert sorted(path.name for path in state.iterdir()) == ["venv"]


def test_reset_without_any_data_says_so(tmp_path: Path) -> None:
    done = _reset(tmp_path / "none")
    assert (done.returncode, done.stdout.strip()) == (0, "Chưa có dữ liệu nào để xóa.")


def test_the_environment_names_what_is_missing_when_python_is_too_old(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "environment.sh").write_text((ROOT / "tools" / "environment.sh").read_text())
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "mkdir", "rm", "cat"):
        found = next(Path(p) / name for p in ("/bin", "/usr/bin") if (Path(p) / name).exists())
        (tmp_path / "bin" / name).symlink_to(found)
    old = tmp_path / "bin" / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        [str(tmp_path / "bin" / "sh"), str(tmp_path / "tools" / "environment.sh"), "run"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Cần Python 3.11 trở lên" in done.stderr


def test_the_suite_on_postgresql_says_loudly_when_it_is_left_out(tmp_path: Path) -> None:
    script = (ROOT / "tools" / "postgresql_tests.sh").read_text(encoding="utf-8")
    copy = tmp_path / "tools" / "postgresql_tests.sh"
    copy.parent.mkdir()
    copy.write_text(script.replace("/usr/lib/postgresql/*/bin", str(tmp_path / "none")))
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname"):
        found = next(Path(p) / name for p in ("/bin", "/usr/bin") if (Path(p) / name).exists())
        (tmp_path / "bin" / name).symlink_to(found)
    done = subprocess.run(
        [str(tmp_path / "bin" / "sh"), str(copy), "false"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "KHÔNG CÓ POSTGRESQL" in done.stderr
