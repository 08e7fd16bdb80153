"""Starts the program on this machine: prepares its state, then runs the server and the background worker."""

import ctypes
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import FrameType

PORTS_TO_TRY = 20
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
ILLUSTRATED_DATE = date(
    2021, 12, 20
)  # the plan's year nearly over: done, late, silent and due soon side by side


def setup_django() -> None:
    """Make Django ready; a second call changes nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")
    import django

    django.setup()


def serve(port: int = 8000, host: str = "127.0.0.1", *, illustrate: bool = False) -> int:
    """Prepare the state and serve until Ctrl-C or SIGTERM; give the exit status of the command.

    The first free port from `port` on is taken. A second start on the same state is refused with a
    sentence, because two workers on one state would take each other's work. `illustrate` adds invented
    progress, which every page then says.
    """
    began = time.monotonic()
    setup_django()
    from django.conf import settings

    with _only_one(settings.STATE / "running") as running:
        if running is not None:
            _say(
                f"Chương trình đang chạy ở {running} với cùng thư mục dữ liệu {settings.STATE}. Hãy dừng nó trước."
            )
            return 1
        chosen = free_port(host, port)
        if chosen is None:
            _say(
                f"Các cổng từ {port} đến {port + PORTS_TO_TRY - 1} đều đang bận. Hãy chọn cổng khác: make run PORT=9000"
            )
            return 1
        if chosen != port:
            _say(f"Cổng {port} đang có chương trình khác dùng, nên lấy cổng {chosen}.")
        prepare()
        if illustrate and not _illustrate():
            return 1
        _analyse()
        address = f"http://{host}:{chosen}/"
        (settings.STATE / "running").write_text(address)
        return _run(host, chosen, address, began)


def prepare() -> None:
    """Bring database, static files, register and example plan to what this version of the program needs."""
    from django.conf import settings
    from django.utils import timezone

    from namro.web.cascade import jobs as cascade_jobs
    from namro.web.chase import jobs as chase_jobs
    from namro.web.indices.services import load_results
    from namro.web.organisations.services import ensure_demo_posts, load_register
    from namro.web.program import selectors, services
    from namro.web.recurrences.services.terms import ensure_schedule as ensure_instances
    from namro.web.reports import jobs as report_jobs
    from namro.web.scorecards import jobs as scorecards_jobs

    _migrate()
    _collect_static(settings.STATE)
    if settings.DEMO:
        services.ensure_demo_date(clock=timezone.localtime())
    at = selectors.now()
    load_register(at=at)  # a tenth of a second when nothing changed
    load_results(at=at)
    cascade_jobs.ensure_schedule()
    chase_jobs.ensure_schedule()
    scorecards_jobs.ensure_schedule()
    report_jobs.ensure_schedule()
    ensure_instances()
    if settings.DEMO:
        ensure_demo_posts(at=at, on=selectors.working_date())
        _read_example(settings.ROOT / "examples" / "ke-hoach-359-kh-ubnd.txt", at)


def _analyse() -> None:
    """Let SQLite count what its indexes hold; without that it guesses, and some lists take forty times as long."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _illustrate() -> bool:
    from namro.core.errors import Refusal
    from namro.web.accounts.cast import CAST
    from namro.web.accounts.models import User
    from namro.web.plans.models import Report
    from namro.web.plans.services.illustrating import add_illustration
    from namro.web.program import selectors, services

    officer = User.objects.get(username=CAST[0].username)
    if selectors.state().illustration:
        _illustrate_scoring(officer.username)
        return True
    _say("Tạo số liệu minh họa…")
    if not Report.objects.exists():
        services.set_working_date(by=officer, at=selectors.now(), day=ILLUSTRATED_DATE)
    try:
        add_illustration(by=officer, at=selectors.now())
    except Refusal as refusal:
        _say(refusal.sentence)
        return False
    _illustrate_scoring(officer.username)
    return True


def _illustrate_scoring(by: str) -> None:
    """Add one invented campaign of scoring where there is none; a demonstration from before may have its own."""
    from namro.web.accounts.models import User
    from namro.web.campaigns.models import Campaign
    from namro.web.campaigns.services.illustrating import add_campaign_illustration
    from namro.web.program import selectors

    officer, filler = (User.objects.filter(username=name).first() for name in (by, "xa"))
    if officer and filler and not Campaign.objects.exists():
        add_campaign_illustration(by=officer, filler=filler, at=selectors.now())


def free_port(host: str, first: int) -> int | None:
    """Give the first port from `first` on that nobody listens on; None when twenty in a row are taken."""
    for port in range(first, min(first + PORTS_TO_TRY, 65_536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Lập cơ sở dữ liệu…")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static(state: Path) -> None:
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            there = Path(storage.path(name)).stat()
            seen.update(f"{name} {there.st_size} {there.st_mtime_ns}\n".encode())
    stamp = state / "static.stamp"
    if (
        stamp.exists()
        and stamp.read_text() == seen.hexdigest()
        and (state / "static" / "staticfiles.json").exists()
    ):
        return
    _say("Chuẩn bị các tệp giao diện…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(seen.hexdigest())


def _read_example(path: Path, at: datetime) -> None:
    from namro.web.directives.services.bases import record_example_plan
    from namro.web.imports.services.example import ensure_example_plan
    from namro.web.plans.models import Plan

    if not Plan.objects.exists():
        _say("Đọc Kế hoạch 359/KH-UBND từ văn bản…")
    if ensure_example_plan(path, at) is not None:
        record_example_plan(at=at)


def _run(host: str, port: int, address: str, began: float) -> int:
    """Run the server and the worker until a signal, or until one of them ends."""
    from django.db import connections

    connections.close_all()
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children = [
        _child(*server_arguments(host, port)),
        _child("-m", "django", "qcluster"),
    ]
    try:
        if _wait_until_served(host, port, children, lambda: stopping):
            _welcome(address, time.monotonic() - began)
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _stop(children)
    if stopping:
        _say("Đã dừng chương trình; dữ liệu được giữ nguyên.")
        return 0
    _say("Một phần của chương trình đã dừng bất ngờ; xem các dòng lỗi ở trên rồi chạy lại make run.")
    return 1


def server_arguments(host: str, port: int) -> tuple[str, ...]:
    """Give the arguments for Python with which the web server runs; the benchmark starts the same one."""
    options = {"--interface": "wsgi", "--host": host, "--port": str(port), "--workers": "2"}
    options |= {"--blocking-threads": "2", "--log-level": "warning"}
    return (
        "-m",
        "granian",
        *(part for pair in options.items() for part in pair),
        "namro.config.wsgi:application",
    )


def _child(*arguments: str) -> subprocess.Popen[bytes]:
    # In its own session, so that Ctrl-C reaches only this process, which then stops both in order.
    return subprocess.Popen([sys.executable, *arguments], start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509 - no thread runs yet


def _end_with_parent() -> None:
    """On Linux let the kernel stop the child when this process is killed and cannot do it."""
    if sys.platform == "linux":
        prctl = getattr(ctypes.CDLL(None), "prctl", None)
        if prctl is not None:
            prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _wait_until_served(
    host: str, port: int, children: list[subprocess.Popen[bytes]], stopping: Callable[[], bool]
) -> bool:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and not stopping() and all(child.poll() is None for child in children):
        try:
            with socket.create_connection((host, port), timeout=1) as link:
                link.sendall(b"GET /dang-nhap/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if link.recv(12):
                    return True
        except OSError:
            time.sleep(0.1)
    return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _welcome(address: str, seconds: float) -> None:
    from django.conf import settings

    from namro.core.text import format_number
    from namro.web.accounts.cast import CAST, DEMO_PASSWORD

    lines = [f"\nNăm Rõ đang chạy: {address}  (khởi động {format_number(Decimal(seconds), 1)} giây)"]
    if settings.DEMO:
        if not address.startswith(("http://127.", "http://localhost", "http://[::1]")):
            lines.append("CHÚ Ý: bản thử nghiệm cho vào không cần mật khẩu, không nên mở ra mạng chung.")
        lines.append(f"Tài khoản thử nghiệm, mật khẩu chung {DEMO_PASSWORD}:")
        lines += [f"  {member.username:<10} {member.title}: {member.does}" for member in CAST]
    lines.append("Dừng bằng Ctrl-C.\n")
    _say("\n".join(lines))


@contextmanager
def _only_one(path: Path) -> Iterator[str | None]:
    """Hold the lock of the state; yield None when it is ours, else the address of the program that holds it."""
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            yield lock.read() or "máy này"
            return
        try:
            yield None
        finally:
            path.write_text("")


def _say(text: str) -> None:
    print(text, flush=True)
