"""A task owed by every commune, a division with its head, and the cast of Thiên Lộc."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.cascade.models import HandOver
from namro.web.cascade.services.giving import Piece, hand_over
from namro.web.organisations.models import Division, Role, Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.organisations.services import add_division, give_post
from namro.web.plans.models import Obligation, Plan, Task


@pytest.fixture
def task(units: dict[str, Unit], at: datetime) -> Task:
    plan = Plan.objects.create(
        number="359/KH-UBND", issued_on=date(2021, 9, 27), year=2021, title="Kế hoạch", confirmed_at=at,
        confirmed_by="x",
    )  # fmt: skip
    return Task.objects.create(
        plan=plan, position=1, code="PL1.II.1-1", index="PAPI", text="Công khai danh sách hộ nghèo tại trụ sở.",
        search="cong khai danh sach ho ngheo", deadline_kind="by_date", due=date(2021, 12, 31), dates=["2021-12-31"], first_line=1,
        last_line=1,
    )  # fmt: skip


@pytest.fixture
def owe(task: Task, units: dict[str, Unit]) -> Callable[..., Obligation]:
    """`owe("thien-loc", "Tháng 10/2021")` makes what the unit owes for the task in the period."""

    def made(unit: str, period: str = "Quý IV/2021", due: date | None = date(2021, 12, 31)) -> Obligation:
        return Obligation.objects.create(
            task=task, unit=units[unit], period=period, period_start=date(2021, 10, 1), period_end=date(2021, 12, 31),
            due=due,
        )  # fmt: skip

    return made


@pytest.fixture
def owed(owe: Callable[..., Obligation]) -> Obligation:
    return owe("thien-loc")


@pytest.fixture
def office(cast: dict[str, User], units: dict[str, Unit], at: datetime) -> Division:
    """A division of Thiên Lộc with its head `truongphong`, to which `congchuc` belongs."""
    commune = units["thien-loc"]
    division = add_division(by=cast["chutich"], at=at, unit=commune, name="Văn phòng - Thống kê")
    cast["truongphong"] = create_user(
        by=audit.PROGRAM, at=at, username="truongphong", full_name="Đậu Thị Vinh", password="mat-khau-thu"
    )
    for name, role in (("truongphong", Role.DIVISION_HEAD), ("congchuc", Role.OFFICIAL)):
        give_post(by=cast["chutich"], at=at, user=cast[name], unit=commune, role=role, division=division)
    return division


@pytest.fixture
def posts(cast: dict[str, User], today: date) -> Callable[[str], Posts]:
    return lambda name: posts_on(cast[name], on=today)


@pytest.fixture
def clear_piece(cast: dict[str, User]) -> Piece:
    """A piece for `congchuc` that is clear in all five."""
    return Piece(
        official_id=cast["congchuc"].pk,
        work="Lập danh sách và niêm yết tại trụ sở",
        responsibility="Chịu trách nhiệm danh sách đúng và đủ",
        due=date(2021, 12, 20),
        product="Biên bản niêm yết",
    )


@pytest.fixture
def given(
    owed: Obligation, clear_piece: Piece, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> HandOver:
    """A piece that `chutich` gave to `congchuc`."""
    made = hand_over(
        obligation_id=owed.pk, pieces=[clear_piece], by=cast["chutich"], posts=posts("chutich"), at=at, seen=0
    )
    return made[0]
