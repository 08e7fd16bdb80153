"""The cast of the access tests, a small register, and a budget for queries.

Everything happens on 15/11/2021, the working date of the demonstration.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from namro.core.agencies import model as core
from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.services import ensure_demo_posts, give_post, load_register
from namro.web.program.models import ProgramState

TODAY = date(2021, 11, 15)
AT = datetime(2021, 11, 15, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@dataclass(frozen=True)
class SmallRegister:
    """Two districts, three communes, one merger: enough for every rule about units."""

    units: tuple[core.Unit, ...] = field(default_factory=lambda: SMALL_UNITS)
    groups: tuple[core.Group, ...] = field(default_factory=lambda: SMALL_GROUPS)
    successions: tuple[core.Succession, ...] = field(default_factory=lambda: SMALL_SUCCESSIONS)


_P, _D, _C = core.Level.PROVINCE, core.Level.DISTRICT, core.Level.COMMUNE
_LAST_DISTRICT_DAY = date(2025, 6, 30)
SMALL_UNITS = (
    core.Unit("ubnd-tinh", "UBND tỉnh Hà Tĩnh", _P, "committee", aliases=("UBND tỉnh",)),
    core.Unit("so-noi-vu", "Sở Nội vụ", _P, "department", parent="ubnd-tinh"),
    core.Unit("so-tu-phap", "Sở Tư pháp", _P, "department", parent="ubnd-tinh"),
    core.Unit(
        "so-ldtbxh",
        "Sở Lao động - Thương binh và Xã hội",
        _P,
        "department",
        until=date(2025, 2, 28),
        parent="ubnd-tinh",
        short_name="Sở LĐTB&XH",
        successors=("so-noi-vu",),
    ),
    core.Unit(
        "mat-tran", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Tĩnh", _P, "front", short_name="UBMTTQ tỉnh"
    ),
    core.Unit("can-loc", "UBND huyện Can Lộc", _D, "committee", until=_LAST_DISTRICT_DAY, parent="ubnd-tinh"),
    core.Unit("duc-tho", "UBND huyện Đức Thọ", _D, "committee", until=_LAST_DISTRICT_DAY, parent="ubnd-tinh"),
    core.Unit("thien-loc", "UBND xã Thiên Lộc", _C, "committee", until=_LAST_DISTRICT_DAY, parent="can-loc"),
    core.Unit("vuong-loc", "UBND xã Vượng Lộc", _C, "committee", until=_LAST_DISTRICT_DAY, parent="can-loc"),
    core.Unit(
        "tung-anh",
        "UBND xã Tùng Ảnh",
        _C,
        "committee",
        until=_LAST_DISTRICT_DAY,
        parent="duc-tho",
        verified=False,
    ),
)
SMALL_SUCCESSIONS = (core.Succession("so-ldtbxh", "so-noi-vu", on=date(2025, 3, 1)),)
SMALL_GROUPS = (
    core.Group("departments", "Các sở, ban, ngành cấp tỉnh", levels=(_P,), kinds=("department",)),
    core.Group("district-committees", "UBND cấp huyện", levels=(_D,), kinds=("committee",)),
    core.Group("commune-committees", "UBND cấp xã", levels=(_C,), kinds=("committee",)),
    core.Group("audited-units", "Các đơn vị được kiểm toán", is_open=True),
)


@pytest.fixture
def today(db: None) -> date:
    """Set the working date and give it."""
    ProgramState.objects.update_or_create(id=1, defaults={"working_date": TODAY})
    return TODAY


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def units(today: date) -> dict[str, Unit]:
    """The small register, loaded; units by key."""
    load_register(at=AT, register=SmallRegister())
    return Unit.objects.in_bulk(field_name="key")


@pytest.fixture
def cast(units: dict[str, Unit]) -> dict[str, User]:
    """Everybody who matters for access, by user name.

    sonoivu (plan officer), lanhdao (leader of the province), sotuphap, huyen (Can Lộc), xa (Thiên Lộc),
    mattran (supervisor), xakhac (officer of another commune, Tùng Ảnh), stranger (signs in, holds no post).
    """
    posts = ensure_demo_posts(at=AT, on=TODAY)
    people = {post.user.username: post.user for post in posts}
    for username, full_name in (("xakhac", "Hồ Thị Lan"), ("stranger", "Người Lạ")):
        people[username] = create_user(
            by=audit.PROGRAM, at=AT, username=username, full_name=full_name, password="mat-khau-thu"
        )
    give_post(by=audit.PROGRAM, at=AT, user=people["xakhac"], unit=units["tung-anh"], role=Role.UNIT_OFFICER)
    return people


@pytest.fixture
def client_of(cast: dict[str, User]) -> Callable[[str], Client]:
    """`client_of("xa")` gives a client signed in as that member of the cast."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(cast[username], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def max_queries(db: None) -> Callable[[int], AbstractContextManager[None]]:
    """`with max_queries(12): …` fails, listing the statements, when the block sends more than 12."""

    @contextmanager
    def budget(most: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as sent:
            yield
        statements = "\n".join(query["sql"][:300] for query in sent.captured_queries)
        assert len(sent) <= most, f"{len(sent)} queries, the budget is {most}:\n{statements}"

    return budget
