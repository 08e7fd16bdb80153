"""The program as a person starts it: two processes, one state, a clean end."""

import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from namro.web.accounts.cast import DEMO_PASSWORD

XA = "ubnd-xa-2021-18415"  # UBND xã Thiên Lộc, the unit of the account xa
ENTRY = [sys.executable, "-m", "namro", "serve", "--port"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NAMRO_", "DJANGO_"))}
    return kept | {"NAMRO_STATE": str(tmp_path / "state"), "PYTHONUNBUFFERED": "1"}


class Serving:
    """`namro serve` in a process of its own; `said` grows with what it prints."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [*ENTRY, str(port)], env=environment, stdout=log.open("w"), stderr=subprocess.STDOUT
        )

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, pattern: str, seconds: float = 120) -> re.Match[str]:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := re.search(pattern, self.said):
                return found
            assert self.process.poll() is None, self.said
            time.sleep(0.1)
        raise AssertionError(self.said)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture
def serving(port: int, environment: dict[str, str], tmp_path: Path) -> Iterator[Serving]:
    running = Serving(port, environment, tmp_path / "log.txt")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def _children(pid: int) -> set[int]:
    answer = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return {int(line) for line in answer.stdout.split()}


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return (
        "Z"
        not in subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    )


def test_it_serves_says_where_and_stops_both_children(
    serving: Serving, environment: dict[str, str], port: int, tmp_path: Path
) -> None:
    address = serving.wait_for(r"đang chạy: (http://\S+)").group(1)
    assert address.startswith(f"http://127.0.0.1:{port}/")
    assert "sonoivu" in serving.said
    with urllib.request.urlopen(f"{address}dang-nhap/", timeout=20) as page:
        assert "Đăng nhập" in page.read().decode()
    children = _children(serving.process.pid)
    assert len(children) == 2

    second = Serving(port, environment, tmp_path / "second.txt")
    assert second.process.wait(60) == 1
    assert f"Chương trình đang chạy ở {address}" in second.said

    assert serving.stop() == 0
    assert "Đã dừng chương trình" in serving.said
    assert not [pid for pid in children if _is_alive(pid)]

    again = Serving(port, environment, tmp_path / "again.txt")
    seconds = again.wait_for(r"khởi động ([\d,]+) giây").group(1)
    assert again.stop(signal.SIGINT) == 0
    assert "Đọc Kế hoạch" not in again.said
    # Five seconds is the promise on a machine of its own; a busy one gets four times that.
    assert float(seconds.replace(",", ".")) < 20


def test_a_taken_port_is_named_and_the_next_one_used(
    environment: dict[str, str], port: int, tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        serving = Serving(port, environment, tmp_path / "log.txt")
        try:
            serving.wait_for(rf"Cổng {port} đang có chương trình khác dùng, nên lấy cổng \d+")
            serving.wait_for(r"đang chạy: http://")
            assert serving.stop() == 0
        finally:
            serving.process.kill()


class Visitor:
    """A browser without a window: cookies, and forms with the token of the page."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def post(self, place: str, **fields: str | int) -> tuple[str, str]:
        """Give the address the answer came from and its words."""
        self.opener.open(f"{self.address}/dang-nhap/", timeout=20).close()
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        asked = urllib.request.Request(self.address + place, data, {"Referer": self.address})
        with self.opener.open(asked, timeout=60) as answer:
            return answer.url, answer.read().decode()


def test_after_a_kill_no_child_lives_and_acknowledged_words_of_a_report_are_there(
    serving: Serving, environment: dict[str, str]
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux can end the children of a killed process")
    visitor = Visitor(serving.wait_for(r"đang chạy: (http://\S+)").group(1))
    children = _children(serving.process.pid)
    visitor.post("/dang-nhap/", username="xa", password=DEMO_PASSWORD)
    report, _ = visitor.post("/bao-cao/mo/", ky="tien-do-ke-hoach:2021-Q3", don_vi=XA)
    place = f"{urllib.parse.urlsplit(report).path}phan/ton-tai/"
    fields: dict[str, str | int] = {"text": "Lời đã lưu", "version": 0, "tu-luu": 1}
    assert '"version": 1' in visitor.post(place, **fields)[1]
    serving.process.kill()
    serving.process.wait()
    until = time.monotonic() + 15
    while time.monotonic() < until and any(_is_alive(pid) for pid in children):
        time.sleep(0.1)
    assert not [pid for pid in children if _is_alive(pid)]
    database = next(Path(environment["NAMRO_STATE"]).rglob("*.sqlite3"))
    with closing(sqlite3.connect(database)) as held:
        assert held.execute("SELECT text FROM reports_reporttext WHERE text <> ''").fetchall() == [
            ("Lời đã lưu",)
        ]
