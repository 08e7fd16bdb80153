"""Runs work on untrusted files in a child process with limits on time and memory.

A parser of foreign formats may hang, eat memory or crash in machine code; here that costs the child
and ends in one clear sentence. A process of one thread forks. A process with threads (a web server)
must not fork at ease, so there the work is pickled into a fresh Python, which is why it should be a
`functools.partial` over public functions.
"""

import contextlib
import faulthandler
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn, TypeVar, cast

from namro.core.errors import Refusal

T = TypeVar("T")
Progress = Callable[[int, int, str], None]

TOO_SLOW = (
    "Đọc tệp mất quá nhiều thời gian nên đã dừng lại; hãy tách tệp thành nhiều phần nhỏ hơn rồi thử lại."
)
TOO_MUCH_MEMORY = (
    "Đọc tệp cần quá nhiều bộ nhớ nên đã dừng lại; hãy tách tệp thành nhiều phần nhỏ hơn rồi thử lại."
)
CRASHED = "Tệp làm chương trình đọc bị dừng đột ngột; hãy mở và lưu lại tệp gốc rồi thử lại."
FAULT = "Không đọc được tệp vì lỗi trong chương trình; hãy gửi tệp này cho người quản trị để kiểm tra."

_LENGTH_BYTES = 8
_MEGABYTE = 1024 * 1024
_channel: BinaryIO | None = None


class ChildFault(Exception):
    """What went wrong inside the child, with its traceback as text; the cause of a Refusal with FAULT."""


def report(done: int, total: int, phrase: str) -> None:
    """Send progress from inside guarded work to the parent; outside of it nothing happens."""
    if _channel is not None:
        _send(_channel, ("progress", (done, total, phrase)))


def run_guarded(
    work: Callable[[], T], *, seconds: int, megabytes: int, progress: Progress | None = None
) -> T:
    """Run `work` in a child and give its result.

    `seconds` limits both the wall clock and the processor time, `megabytes` the memory the work may
    take on top of what the child holds at its start. `progress` is called in this process with
    whatever the work sends through `report`. A Refusal of the work is raised again; time-out, want of
    memory, crash and fault of the child become a Refusal.
    """
    if _has_threads() and (packed := _packed(work)) is not None:
        return cast(T, _in_fresh_python(packed, seconds, megabytes, progress))
    return _in_fork(work, seconds, megabytes, progress)


def _packed(work: Callable[[], Any]) -> bytes | None:
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


def _has_threads() -> bool:
    try:
        return len(os.listdir("/proc/self/task")) > 1
    except OSError:
        return True


def _in_fork(work: Callable[[], T], seconds: int, megabytes: int, progress: Progress | None) -> T:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(work, os.fdopen(writing, "wb", buffering=0), seconds, megabytes)
    os.close(writing)
    return cast(T, _attend(child, reading, seconds, progress))


def _in_fresh_python(packed: bytes, seconds: int, megabytes: int, progress: Progress | None) -> Any:
    reading, writing = os.pipe()
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from namro.cli_guard import serve; serve()",
            str(writing),
            str(seconds),
            str(megabytes),
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(writing,),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as process:
        os.close(writing)
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(packed)
                process.stdin.close()
        try:
            return _attend(process.pid, reading, seconds, progress)
        finally:
            # The child has been waited for already; Popen must not wait for another process of that number.
            process.returncode = 0


def _child(work: Callable[[], Any], channel: BinaryIO, seconds: int, megabytes: int) -> NoReturn:
    """Run the work under limits, send what came of it, and end without any clean-up of the parent's things."""
    global _channel  # noqa: PLW0603
    _channel = channel
    message: tuple[str, Any]
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        faulthandler.disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _limit(seconds, megabytes)
        message = ("done", work())
    except Refusal as refusal:
        message = ("refused", refusal.sentence)
    except MemoryError:
        message = ("refused", TOO_MUCH_MEMORY)
    except RecursionError:
        message = ("refused", CRASHED)
    except BaseException:
        message = ("fault", traceback.format_exc())
    try:
        _send(channel, message)
    except MemoryError:
        _send(channel, ("refused", TOO_MUCH_MEMORY))
    except BaseException:
        with contextlib.suppress(BaseException):
            _send(channel, ("fault", traceback.format_exc()))
    os._exit(0)


def _limit(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    held = 0
    with contextlib.suppress(OSError, ValueError), open("/proc/self/statm", encoding="ascii") as counts:
        held = int(counts.read().split()[0]) * resource.getpagesize()
    most = held + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _send(channel: BinaryIO, message: tuple[str, Any]) -> None:
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(len(packed).to_bytes(_LENGTH_BYTES, "big") + packed)
    while rest:
        rest = rest[channel.write(rest) or 0 :]


def _attend(child: int, reading: int, seconds: int, progress: Progress | None) -> Any:
    """Hear the child out until its last message, its end or the end of its time; the child is gone afterwards."""
    deadline = time.monotonic() + seconds
    buffer = bytearray()
    outcome: tuple[str, Any] | None = None
    late = False
    try:
        while outcome is None:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([reading], [], [], left)[0]:
                late = True
                break
            chunk = os.read(reading, _MEGABYTE)
            if not chunk:
                break
            buffer += chunk
            for message in _messages(buffer):
                if message[0] != "progress":
                    outcome = message
                elif progress is not None:
                    progress(*message[1])
    finally:
        os.close(reading)
        if outcome is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return _outcome(outcome, late=late, status=status)


def _messages(buffer: bytearray) -> list[tuple[str, Any]]:
    """Take the whole messages off the front of the buffer."""
    found = []
    while len(buffer) >= _LENGTH_BYTES:
        end = _LENGTH_BYTES + int.from_bytes(buffer[:_LENGTH_BYTES], "big")
        if len(buffer) < end:
            break
        found.append(pickle.loads(buffer[_LENGTH_BYTES:end]))
        del buffer[:end]
    return found


def _outcome(outcome: tuple[str, Any] | None, *, late: bool, status: int) -> Any:
    if outcome is None:
        if late or status == -signal.SIGXCPU:
            raise Refusal(TOO_SLOW)
        raise Refusal(CRASHED)
    kind, value = outcome
    if kind == "refused":
        raise Refusal(value)
    if kind == "fault":
        raise Refusal(FAULT) from ChildFault(value)
    return value


def serve() -> NoReturn:
    """Be the fresh Python: take the pickled work from standard input, answer on the pipe that is named.

    Whoever reads in a room of the web needs its modules: they are loaded before the limits begin, so that
    neither their time nor their memory is counted as the file's.
    """
    pipe, seconds, megabytes = (int(text) for text in sys.argv[1:4])
    channel = os.fdopen(pipe, "wb", buffering=0)
    packed = sys.stdin.buffer.read()
    try:
        if os.environ.get("DJANGO_SETTINGS_MODULE"):
            import django

            django.setup()
        work = pickle.loads(packed)
    except Exception:
        _send(channel, ("fault", traceback.format_exc()))
        os._exit(0)
    _child(work, channel, seconds, megabytes)
