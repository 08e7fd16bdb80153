"""Work on untrusted files runs in a child whose time and memory are limited."""

import contextlib
import functools
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from namro import cli_guard
from namro.cli_guard import run_guarded
from namro.core.errors import Refusal


def add(one: int, other: int) -> int:
    return one + other


def refuse() -> None:
    raise Refusal("Không được.")


def eat_memory() -> int:
    return len(b"x" * (900 * 1024 * 1024))


def hang() -> None:
    while True:
        time.sleep(1)


def spin() -> None:
    while True:
        pass


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def stumble() -> None:
    raise KeyError("x")


def count_up(total: int) -> str:
    for done in range(total):
        cli_guard.report(done + 1, total, "Đọc")
    return "xong"


@pytest.fixture(params=["one thread", "many threads"])
def threads(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the test alone and beside another thread, in which case a fresh Python does the work."""
    if request.param == "one thread":
        yield request.param
        return
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    yield request.param
    stop.set()
    other.join()


def test_the_result_comes_back(threads: str) -> None:
    assert run_guarded(functools.partial(add, 1, 2), seconds=10, megabytes=200) == 3


def test_a_refusal_comes_back_with_its_sentence(threads: str) -> None:
    with pytest.raises(Refusal, match=r"Không được\."):
        run_guarded(refuse, seconds=10, megabytes=200)


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (eat_memory, cli_guard.TOO_MUCH_MEMORY),
        (hang, cli_guard.TOO_SLOW),
        (spin, cli_guard.TOO_SLOW),
        (die, cli_guard.CRASHED),
        (stumble, cli_guard.FAULT),
    ],
    ids=["memory", "hang", "spin", "crash", "fault"],
)
def test_whatever_befalls_the_child_is_one_sentence(threads: str, work: object, sentence: str) -> None:
    started = time.monotonic()
    with pytest.raises(Refusal) as caught:
        run_guarded(work, seconds=1 if work in (hang, spin) else 5, megabytes=200)  # type: ignore[arg-type]
    assert caught.value.sentence == sentence
    assert time.monotonic() - started < 6


def test_progress_reaches_the_parent_in_order(threads: str) -> None:
    heard: list[tuple[int, int, str]] = []
    work = functools.partial(count_up, 500)
    done = run_guarded(work, seconds=10, megabytes=200, progress=lambda *step: heard.append(step))
    assert done == "xong"
    assert heard == [(step, 500, "Đọc") for step in range(1, 501)]


def test_a_large_result_passes_the_pipe(threads: str) -> None:
    assert len(run_guarded(functools.partial(bytes, 20_000_000), seconds=10, megabytes=200)) == 20_000_000


def _children() -> set[str]:
    """Give the process ids of this process's children; other tests (a browser) may have some of their own."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it may end while we look
            parent = path.read_text(errors="replace").rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(path.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux lists the children of a process")
def test_no_child_is_left_behind(threads: str) -> None:
    before = _children()
    for work in (hang, die, functools.partial(add, 1, 2)):
        try:
            run_guarded(work, seconds=1, megabytes=200)
        except Refusal:
            continue
    assert _children() <= before


def test_report_outside_of_guarded_work_does_nothing() -> None:
    cli_guard.report(1, 2, "Đọc")
