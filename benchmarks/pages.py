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
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

TASKS, OBLIGATIONS, PLANS = 10_000, 60_000, 20
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


# ---- the data -------------------------------------------------------------------------------------------


def build() -> list[str]:
    """Fill the database; give the user names of the clients."""
    from django.core.management import call_command
    from django.utils import timezone

    from namro.web.accounts.models import User
    from namro.web.indices.services import load_results
    from namro.web.organisations.models import Post, Role, Unit
    from namro.web.organisations.selectors import existing
    from namro.web.organisations.services import ensure_demo_posts, load_register
    from namro.web.program import selectors, services

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    services.ensure_demo_date(clock=timezone.localtime())
    at, day = selectors.now(), selectors.working_date()
    load_register(at=at)
    load_results(at=at)
    ensure_demo_posts(at=at, on=day)
    officer = User.objects.get(username="sonoivu")
    units = list(
        existing(Unit.objects.order_by("id"), on=day).filter(level__in=["province", "district", "commune"])
    )
    _plans(units, officer, at)
    # Two follow the whole province, two are departments, two districts, two communes.
    names = ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa"]
    for place, level in enumerate(("province", "district", "commune")):
        user = User.objects.create(
            username=f"them{place}", full_name=f"Cán bộ thêm {place}", password=officer.password
        )
        Post.objects.create(user=user, unit=[u for u in units if u.level == level][3], role=Role.UNIT_OFFICER)
        names.append(user.username)
    return names


def _plans(units: list, officer: object, at: datetime) -> None:
    from namro.core.text import fold
    from namro.web.plans.models import (
        Baseline,
        Criterion,
        Obligation,
        Plan,
        Report,
        Section,
        Target,
        Task,
        TaskParty,
    )

    chance = random.Random(359)
    sentence = (
        "rà soát công khai thủ tục hành chính tại trụ sở trang thông tin điện tử hồ sơ người dân đúng hạn"
    )
    words = sentence.split()
    year = (date(2021, 1, 1), date(2021, 12, 31))
    plans = Plan.objects.bulk_create(
        Plan(number=f"{n}/KH-UBND", issued_on=date(2021, 1, 1 + n), year=2021, title=f"Kế hoạch số {n}",
             confirmed_at=at, confirmed_by="Đo tốc độ")
        for n in range(1, PLANS + 1)
    )  # fmt: skip
    Target.objects.create(plan=plans[-1], index="PAPI", kind="rank_at_most", value=10, text="nhóm 10 tỉnh")
    Baseline.objects.create(
        plan=plans[-1], index="PAPI", year=2020, score="45.005", maximum="80", rank=5, of=63
    )
    sections = Section.objects.bulk_create(
        Section(plan=plan, position=1, kind="appendix", label="PHỤ LỤC 1", index="PAPI") for plan in plans
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(section=section, position=n, axis_no=str(n // 10), axis_name="Trục", no=str(n % 10),
                  name="Dịch vụ giáo dục tiểu học công lập" if n == 0 else f"Tiêu chí {n}")
        for section in sections for n in range(40)
    )  # fmt: skip
    tasks = []
    for n in range(TASKS):
        plan = n * PLANS // TASKS
        text = " ".join(chance.choices(words, k=30)).capitalize()
        criterion = criteria[plan * 40 + n % 40]
        tasks.append(
            Task(plan=plans[plan], criterion=criterion, position=n, code=f"PL1.{n}", index="PAPI", text=text,
                 search=fold(f"{text} {criterion.name}"), lead_text="UBND cấp xã", deadline_text="Hàng năm",
                 deadline_kind="yearly", due=year[1], first_line=n, last_line=n,
                 obligation_count=OBLIGATIONS // TASKS)
        )  # fmt: skip
    tasks = Task.objects.bulk_create(tasks, batch_size=1000)
    TaskParty.objects.bulk_create(
        [TaskParty(task=task, role="lead", unit=chance.choice(units)) for task in tasks], batch_size=1000
    )
    states = ("not_started", "in_progress", "submitted", "returned", "accepted")
    owed = []
    for task in tasks:
        for unit in chance.sample(units, OBLIGATIONS // TASKS):
            state = chance.choices(states, (30, 25, 12, 3, 30))[0]
            silent = state == "not_started"
            owed.append(
                Obligation(task=task, unit=unit, period="Năm 2021", period_start=year[0], period_end=year[1],
                           due=date(2021, 6, 1) + timedelta(days=chance.randrange(300)), state=state,
                           percent=None if silent else 60, sentence="" if silent else "Đã giao việc từng bộ phận.",
                           reported_at=None if silent else at, version=0 if silent else 1)
            )  # fmt: skip
    owed = Obligation.objects.bulk_create(owed, batch_size=1000)
    Report.objects.bulk_create(
        [
            Report(obligation=one, at=at, by=officer, by_name="Đo tốc độ", action="start", state_before="not_started",
                   state_after=one.state, sentence=one.sentence)
            for one in owed if one.reported_at
        ],
        batch_size=1000,
    )  # fmt: skip


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

    def ask(self, method: str, address: str, form: dict[str, object] | None = None) -> tuple[int, bytes, str]:
        """Give status, body and the address of a redirection."""
        if self.link is None:
            self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "127.0.0.1", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
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
