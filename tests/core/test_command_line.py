"""The `namro` command: results on one stream, one Vietnamese sentence on the other, exit status 2 for what is refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLAN_359 = Path(__file__).parents[2] / "examples" / "ke-hoach-359-kh-ubnd.txt"


def namro(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "namro", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def test_read_gives_the_plan_as_json_and_as_a_table() -> None:
    told = namro("read", str(PLAN_359), "--format", "json")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout)["document"]["number"] == "359/KH-UBND"
    table = namro("read", str(PLAN_359)).stdout
    assert "3 phụ lục, 18 trục, 42 tiêu chí, 58 nhiệm vụ" in table


def test_lint_counts_the_five_clears() -> None:
    told = json.loads(namro("lint", str(PLAN_359), "--format", "json").stdout)
    assert told["schema"] == "namro.lint/1"
    assert told["summary"]["tasks"] == len(told["tasks"]) == 72
    assert "Rõ cả năm: " in namro("lint", str(PLAN_359)).stdout


@pytest.mark.parametrize("command", ["read", "lint"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 100, b"PK\x03\x04 not a package", b"%PDF-1.4 cut"]
)
def test_a_file_that_is_no_plan_is_refused_in_one_sentence(
    tmp_path: Path, command: str, content: bytes
) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(content)
    told = namro(command, str(path))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.strip().count("\n") == 0
    assert told.stderr.strip().endswith(".")
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["reed"], ["read"], ["read", "a.txt", "--format", "xml"], ["lint", "a", "b"]]
)
def test_a_wrong_command_line_is_refused_in_vietnamese(arguments: list[str]) -> None:
    told = namro(*arguments)
    assert told.returncode == 2
    assert told.stderr.startswith("Lệnh gõ chưa đúng")
    assert told.stderr.count("\n") == 1
