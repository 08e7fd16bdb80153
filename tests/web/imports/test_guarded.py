"""The process that reads: a real document, a refusal, a stop in the middle."""

import time
from pathlib import Path

import pytest

from namro import cli_guard
from namro.core.errors import Refusal
from namro.web.imports.services import guarded_reading

EXAMPLE = Path(__file__).parents[3] / "examples" / "ke-hoach-359-kh-ubnd.txt"


def test_the_example_is_read_in_a_process_of_its_own() -> None:
    seen: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, step: str) -> bool:
        seen.append((done, total, step))
        return True

    result = guarded_reading.read(EXAMPLE, EXAMPLE.name, progress=progress)
    assert result.reading["document"]["number"] == "359/KH-UBND"
    assert result.lines[0][0] == 1
    assert seen


def test_a_document_that_cannot_be_read_ends_in_its_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 khong phai docx")
    with pytest.raises(Refusal) as refusal:
        guarded_reading.read(broken, broken.name, progress=lambda done, total, step: True)
    assert "hãy" in refusal.value.sentence


def test_a_reading_is_stopped_while_a_long_step_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(data: bytes, name: str, **rest: object) -> None:
        time.sleep(60)

    monkeypatch.setattr(guarded_reading, "read_document", endless)
    # A fresh Python, which a process with threads starts instead of a fork, would not know `endless`.
    monkeypatch.setattr(cli_guard, "_has_threads", lambda: False)
    asked = 0

    def progress(done: int, total: int, step: str) -> bool:
        nonlocal asked
        asked += 1
        return asked < 3

    began = time.monotonic()
    with pytest.raises(guarded_reading.Stopped):
        guarded_reading.read(EXAMPLE, EXAMPLE.name, progress=progress)
    assert time.monotonic() - began < 20
