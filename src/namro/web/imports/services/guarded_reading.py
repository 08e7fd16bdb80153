"""Reads a document in a guarded process, says how far it is three times a second, and can be stopped."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from namro import cli_guard
from namro.core.documents import read_document
from namro.core.plans import read_plan, to_json
from namro.core.text import format_number
from namro.web.plans.services.rereading import register

SECONDS_ALLOWED = 240  # below Q_CLUSTER["timeout"], so that the job itself can still say what happened
MEGABYTES_ALLOWED = 500
TELL_EVERY = 0.3
BROKEN = cli_guard.FAULT


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

    def tell(done: int, total: int, step: str) -> None:
        if not progress(done, total, step):
            raise Stopped

    return cli_guard.run_guarded(
        partial(read_in_child, str(path), name),
        seconds=SECONDS_ALLOWED,
        megabytes=MEGABYTES_ALLOWED,
        progress=tell,
    )


def read_in_child(path: str, name: str) -> Read:
    """Do the reading itself; public, because a fresh Python has to find it by its name."""
    with _telling() as note:
        document = read_document(Path(path).read_bytes(), name, progress=_half(note, 0))
        reading = to_json(read_plan(document, register(), progress=_half(note, 50)))
    return Read(reading, [[line.number, line.text] for line in document.lines])


def _half(note: Callable[[int, int, str], None], start: int) -> Callable[[int, int, str], None]:
    """Fit the progress of one of the two halves of the work, opening and understanding, into a hundred."""

    def tell(done: int, total: int, step: str) -> None:
        count = f" ({format_number(done)}/{format_number(total)})" if total > 1 else ""
        note(start + (50 * min(done, total) // total if total > 0 else 0), 100, f"{step}{count}")

    return tell


@contextmanager
def _telling() -> Iterator[Callable[[int, int, str], None]]:
    """Give a place to note progress; a thread passes the latest note on, however rarely or often it changes.

    A steady sign of life is what lets the parent stop the work in the middle of a long step. The thread
    has ended when the block has, so that nobody else writes when the result is sent.
    """
    latest: list[tuple[int, int, str]] = [(0, 100, "Đang mở văn bản")]
    ended = threading.Event()

    def pass_on() -> None:
        while True:
            cli_guard.report(*latest[0])
            if ended.wait(TELL_EVERY):
                return

    def note(done: int, total: int, step: str) -> None:
        latest[0] = (done, total, step)

    teller = threading.Thread(target=pass_on, daemon=True)
    teller.start()
    try:
        yield note
    finally:
        ended.set()
        teller.join()
