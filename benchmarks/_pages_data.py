"""The data of `pages.py`: 20 plans with 10,000 tasks and 60,000 obligations of the units of 2021, the same every time."""

import random
from datetime import date, datetime, timedelta

TASKS, OBLIGATIONS, PLANS = 10_000, 60_000, 20


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
