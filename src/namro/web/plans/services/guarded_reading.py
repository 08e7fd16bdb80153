"""Reads a document in a process of its own, which has a limit of memory and of time and can be stopped."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from namro.core.errors import Refusal

SECONDS_ALLOWED = 240  # below Q_CLUSTER["timeout"], so that the job itself can still say what happened
LOOK_EVERY = 0.3
TOO_LONG = (
    "Đọc văn bản này quá thời gian cho phép nên đã dừng. Hãy tách văn bản thành các phần nhỏ hơn "
    "(mỗi phụ lục một tệp) rồi nhập lại."
)
TOO_MUCH = (
    "Văn bản này cần nhiều bộ nhớ hơn mức cho phép nên đã dừng đọc. Hãy bỏ bớt hình ảnh, "
    "hoặc tách văn bản thành các phần nhỏ hơn rồi nhập lại."
)
BROKEN = (
    "Chương trình đọc gặp lỗi với văn bản này và đã dừng; chưa có gì được nhập. Hãy mở tệp bằng Word, "
    "lưu lại thành .docx rồi nhập lại; nếu vẫn lỗi, báo cho người quản trị chương trình."
)


@dataclass(frozen=True, slots=True)
class Read:
    """A reading in schema `namro.plan/1` and the lines of the source as [number, text]."""

    reading: dict[str, Any]
    lines: list[list[Any]]


class Stopped(Exception):
    """The reading was stopped on request."""


def read(path: Path, name: str, *, progress: Callable[[int, int, str], bool]) -> Read:
    """Read the file; `progress(done, total, step)` is asked every 0.3 s and stops the reading by False.

    Raises Refusal with a sentence when the document cannot be read within the limits, Stopped when
    `progress` said so. The child process is gone when this returns.
    """
    with tempfile.TemporaryDirectory(prefix="namro-read-") as folder:
        result = Path(folder) / "reading.json"
        command = [
            sys.executable,
            "-m",
            "namro.web.plans.services.reading_child",
            str(path),
            name,
            str(result),
        ]
        # A message of the child must not fill a pipe nobody reads.
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            status = _watch(child, progress)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
        return _result(status, result)


def _watch(child: "subprocess.Popen[str]", progress: Callable[[int, int, str], bool]) -> int:
    latest: list[Any] = [0, 0, "Đang mở văn bản"]

    def listen() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            try:
                latest[:] = json.loads(line)
            except ValueError:
                continue

    threading.Thread(target=listen, daemon=True).start()
    end = time.monotonic() + SECONDS_ALLOWED
    while True:
        try:
            return child.wait(timeout=LOOK_EVERY)
        except subprocess.TimeoutExpired:
            if not progress(int(latest[0]), int(latest[1]), str(latest[2])):
                raise Stopped from None
            if time.monotonic() > end:
                raise Refusal(TOO_LONG) from None


def _result(status: int, result: Path) -> Read:
    if status == 0 and result.exists():
        data = json.loads(result.read_text())
        return Read(data["reading"], data["lines"])
    if status == 2 and result.exists():
        raise Refusal(json.loads(result.read_text())["refusal"])
    raise Refusal(TOO_MUCH if status == 3 else BROKEN)
