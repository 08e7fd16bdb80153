"""Claim: with 10,000 tasks and 60,000 obligations the list of obligations is served 100 times a second, p95 below 100 ms.

Eight clients, each signed in through the sign-in page and with the permissions of its person, ask the server
of `make run` (same arguments, same middleware) on a throw-away database. The peer, measured in the same run
through the same server and middleware: the bare framework serving a page of 25 fixed rows to a signed-in person,
with no query of its own.

    benchmarks/pages.py [--seconds 6] [--clients 8] [--database postgresql:…]

The database named must be empty; without one a SQLite file is made and removed. `tools/postgresql_tests.sh`
starts a PostgreSQL server and names it in NAMRO_TEST_DATABASE: `--database env` takes that one.
"""

import argparse
import http.client
import itertools
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from _pages_data import OBLIGATIONS, PLANS, TASKS, build

LIST_PER_SECOND, P95 = 100, 0.100
MOST_REQUESTS = 3_000  # of one measurement, whatever the time
BARE_SETTINGS = """
from namro.config.settings import *
ROOT_URLCONF = "bare_urls"
TEMPLATES[0]["DIRS"] = [os.path.dirname(__file__)]
TEMPLATES[0]["OPTIONS"]["context_processors"] = []
"""
BARE_URLS = """
from django.shortcuts import render
from django.urls import path
ROWS = [{"unit": f"UBND xã số {n}", "task": "Rà soát, công khai thủ tục hành chính " * 3, "due": "31/12/2021",
         "state": "Đang làm", "said": "Đã giao việc cho từng bộ phận"} for n in range(25)]
urlpatterns = [path("", lambda request: render(request, "bare.html", {"rows": ROWS, "user": request.user.pk}))]
"""
BARE_PAGE = """<!doctype html><html lang="vi"><title>Phần việc</title><p>{{ user }}</p><table>
{% for row in rows %}<tr><th><a href="/phan-viec/{{ forloop.counter }}/">{{ row.unit }}</a></th><td>{{ row.task }}</td>
<td>{{ row.due }}</td><td>{{ row.state }}</td><td>{{ row.said }}</td></tr>{% endfor %}</table></html>"""


# ---- the server -----------------------------------------------------------------------------------------


def server_cpu(session: int) -> float:
    """Give the seconds of processor time that the server has used; 0 where /proc does not tell."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run the web server of `make run` on a free port of this machine until the block ends; give the port and its session."""
    from namro.serve import server_arguments

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *server_arguments("127.0.0.1", port)], env=environment, start_new_session=True
    )
    try:
        for _ in range(300):
            try:
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                link.request("GET", "/dang-nhap/", headers={"Host": "127.0.0.1"})
                link.getresponse().read()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


# ---- the clients ----------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """One signed-in browser: a kept connection and its cookies."""

    port: int
    name: str
    cookies: dict[str, str] = field(default_factory=dict)
    link: http.client.HTTPConnection | None = None

    def ask(
        self,
        method: str,
        address: str,
        form: dict[str, object] | None = None,
        more: dict[str, str] | None = None,
    ) -> tuple[int, bytes, str]:
        """Give status, body and the address of a redirection."""
        if self.link is None:
            self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "127.0.0.1", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= more or {}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
            }
            headers["Host"] = f"127.0.0.1:{self.port}"
        self.link.request(method, address, body, headers)
        answer = self.link.getresponse()
        content = answer.read()
        for value in answer.msg.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer.status, content, answer.headers.get("Location", "")

    def sign_in(self, password: str) -> None:
        _, page, _ = self.ask("GET", "/dang-nhap/")
        form = {"csrfmiddlewaretoken": token(page), "username": self.name, "password": password}
        status, _, _ = self.ask("POST", "/dang-nhap/", form)
        if status != 302:
            raise SystemExit(f"{self.name} could not sign in: {status}")


def token(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1].decode()


@dataclass
class Measured:
    """The answers of one measurement, in seconds."""

    name: str
    times: list[float]
    seconds: float
    size: int
    cpu: float  # of the server, for all answers

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        return statistics.quantiles(self.times, n=100)[round(share * 100) - 1]

    def __str__(self) -> str:
        return (
            f"{self.name:<28} {self.rate:7.1f}/s   p50 {1000 * self.quantile(0.5):6.1f} ms   "
            f"p95 {1000 * self.quantile(0.95):6.1f} ms   {1000 * self.cpu / len(self.times):5.1f} ms of processor   {len(self.times):5} answers, {self.size // 1000} kB"
        )


def measure(
    name: str,
    visitors: list[Visitor],
    step: Callable[[Visitor, random.Random], int],
    seconds: float,
    session: int,
) -> Measured:
    """Let every visitor take steps for some seconds; a step gives the size of the page it got."""
    times, sizes, errors = list[float](), list[int](), list[BaseException]()
    started = threading.Barrier(len(visitors) + 1)
    most = MOST_REQUESTS // len(visitors)

    def visit(visitor: Visitor, chance: random.Random) -> None:
        try:
            step(visitor, chance)  # the first opens connections and fills caches
            started.wait()
            until = time.perf_counter() + seconds
            for _ in range(most):
                before = time.perf_counter()
                if before > until:
                    return
                sizes.append(step(visitor, chance))
                times.append(time.perf_counter() - before)
        except BaseException as error:
            errors.append(error)
            started.abort()

    threads = [
        threading.Thread(target=visit, args=(visitor, random.Random(n))) for n, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):
        started.wait()
    began, used = time.perf_counter(), server_cpu(session)
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    taken = time.perf_counter() - began
    result = Measured(name, times, taken, round(statistics.mean(sizes)), server_cpu(session) - used)
    print(result, flush=True)
    return result


def get(visitor: Visitor, address: str) -> int:
    status, page, _ = visitor.ask("GET", address)
    if status != 200:
        raise SystemExit(f"{visitor.name} {address}: {status}")
    return len(page)


def lists(visitor: Visitor, chance: random.Random) -> int:
    narrow = (
        "",
        "?trang_thai=late",
        "?trang_thai=submitted",
        "?han=soon",
        "?trang_thai=accepted&cap=commune",
    )
    return get(visitor, f"/phan-viec/{chance.choice(narrow)}")


def details_of(links: dict[str, list[str]]) -> Callable[[Visitor, random.Random], int]:
    return lambda visitor, chance: get(visitor, chance.choice(links[visitor.name]))


def updates_of(
    owed: dict[str, list[tuple[int, int]]], tokens: dict[str, str]
) -> Callable[[Visitor, random.Random], int]:
    """Each step reports on the next obligation of the visitor's unit, round and round, on top of the last report."""
    places = {name: itertools.cycle(range(len(rows))) for name, rows in owed.items()}

    def step(visitor: Visitor, chance: random.Random) -> int:
        place = next(places[visitor.name])
        pk, version = owed[visitor.name][place]
        form = {"csrfmiddlewaretoken": tokens[visitor.name], "version": version, "buoc": "dang-lam",
                "sentence": f"Đã làm xong bước {chance.randrange(9)}.", "percent": chance.randrange(100)}  # fmt: skip
        status, page, _ = visitor.ask("POST", f"/phan-viec/{pk}/bao-cao/", form)
        if status != 302:
            raise SystemExit(f"update by {visitor.name}: {status} {page[:300].decode()}")
        owed[visitor.name][place] = (pk, version + 1)
        return len(page)

    return step


def reportable(names: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Give the open obligations of the unit of each person: id and version."""
    from namro.web.accounts.models import User
    from namro.web.organisations.selectors import posts_on
    from namro.web.plans.models import Obligation
    from namro.web.program import selectors

    found = {}
    for name in names:
        units = posts_on(User.objects.get(username=name), on=selectors.working_date()).unit_ids
        rows = Obligation.objects.filter(
            unit_id__in=units, state__in=["not_started", "in_progress", "returned"]
        )
        if mine := list(rows.values_list("id", "version")):
            found[name] = mine
    return found


# ---- the run --------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=6, help="of each measurement")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument(
        "--database", default="", help="an empty database, as in NAMRO_DATABASE; `env`: see above"
    )
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    try:
        return run(folder, arguments.seconds, arguments.clients, arguments.database)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, seconds: float, clients: int, database: str) -> int:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="namro.config.settings",
        NAMRO_STATE=str(folder),
        NAMRO_DEMO="1",
        NAMRO_DATABASE=f"sqlite:{folder / 'bench.sqlite3'}",
    )
    if database:
        os.environ["NAMRO_DATABASE"] = (
            os.environ["NAMRO_TEST_DATABASE"].replace("postgresql:namro?", "postgresql:postgres?")
            if database == "env"
            else database
        )
    import django

    django.setup()
    from django.db import connection, connections

    from namro.web.accounts.cast import DEMO_PASSWORD

    began = time.perf_counter()
    names = build()
    owed = reportable(names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connections.close_all()
    print(f"{connection.vendor}: {TASKS} tasks, {OBLIGATIONS} obligations in {time.perf_counter() - began:.0f} s; "
          f"{clients} clients, {os.cpu_count()} cores")  # fmt: skip

    for name, text in (
        ("bare_settings.py", BARE_SETTINGS),
        ("bare_urls.py", BARE_URLS),
        ("bare.html", BARE_PAGE),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    environment = os.environ.copy()
    with server(environment) as (port, session):
        visitors = [Visitor(port, names[n % len(names)]) for n in range(clients)]
        tokens, links = {}, {}
        for visitor in visitors:
            visitor.sign_in(DEMO_PASSWORD)
            _, page, _ = visitor.ask("GET", "/phan-viec/")
            links[visitor.name] = [
                f"/phan-viec/{pk}/" for pk in re.findall(r'"/phan-viec/(\d+)/"', page.decode())
            ]
            if visitor.name in owed:
                _, page, _ = visitor.ask("GET", f"/phan-viec/{owed[visitor.name][0][0]}/")
                tokens[visitor.name] = token(page)
        listed = measure("list of obligations", visitors, lists, seconds, session)
        measure("one obligation", visitors, details_of(links), seconds, session)
        measure("first page", visitors, lambda visitor, _: get(visitor, "/"), seconds, session)
        plans = [f"/ke-hoach/{n}/" for n in range(1, PLANS + 1)]
        one_plan = lambda visitor, chance: get(visitor, chance.choice(plans))  # noqa: E731
        measure("a plan, 100 rows", visitors, one_plan, seconds, session)
        reporters = [visitor for visitor in visitors if visitor.name in owed]
        measure(f"update ({len(reporters)} clients)", reporters, updates_of(owed, tokens), seconds, session)
        cookies = {visitor.name: visitor.cookies for visitor in visitors}
    bare = environment | {
        "DJANGO_SETTINGS_MODULE": "bare_settings",
        "PYTHONPATH": os.pathsep.join([str(folder), environment.get("PYTHONPATH", "")]),
    }
    with server(bare) as (port, session):
        same = [Visitor(port, visitor.name, dict(cookies[visitor.name])) for visitor in visitors]
        peer = measure(
            "peer: bare 25 fixed rows", same, lambda visitor, _: get(visitor, "/"), seconds, session
        )

    cost, bare_cost = listed.cpu / len(listed.times), peer.cpu / len(peer.times)
    if cost and bare_cost:
        print(f"list against the bare framework: {cost / bare_cost:.1f} times its processor time")
    print(f"list against the bare framework: {listed.rate / peer.rate:.2f} of its answers per second")
    reached = listed.rate >= LIST_PER_SECOND and listed.quantile(0.95) < P95
    print(
        f"aim: list ≥ {LIST_PER_SECOND}/s with p95 < {1000 * P95:.0f} ms: {'reached' if reached else 'NOT reached'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
