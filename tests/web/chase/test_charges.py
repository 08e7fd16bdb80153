"""Leaders in charge: the last rung goes to the one whose matter it is, and the page says what nobody has."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.audit.models import Entry
from namro.web.chase.models import Charge, Notice, Run
from namro.web.chase.services.charging import end_charge, give_charge
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.selectors.posts import posts_on
from namro.web.organisations.services import give_post
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.ui.refusals import NotAllowed
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]
LONG_AGO = date(2021, 9, 1)


@pytest.fixture
def second(cast: dict[str, User], units: dict[str, Unit]) -> User:
    """A second leader of the province."""
    user = create_user(
        by=audit.PROGRAM, at=AT, username="phochutich", full_name="Trần Báu", password="mat-khau-thu"
    )
    give_post(by=audit.PROGRAM, at=AT, user=user, unit=units["ubnd-tinh"], role=Role.PROVINCE_LEADER)
    return user


def _give(cast: dict[str, User], user: User, **of: Any) -> Charge:
    by = cast["sonoivu"]
    return give_charge(user=user, since=TODAY, by=by, posts=posts_on(by, on=TODAY), at=AT, **of)


def _told() -> set[str]:
    return set(Notice.objects.filter(rung="province_leader").values_list("user__username", flat=True))


def test_without_anybody_in_charge_every_leader_hears(make: Make, chase: Chase, second: User) -> None:
    make(due=LONG_AGO)
    chase()
    assert _told() == {"lanhdao", "phochutich"}


@pytest.mark.parametrize("of", ["unit", "above", "index", "plan"])
def test_only_the_leader_in_charge_hears(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit], second: User, of: str
) -> None:
    make(due=LONG_AGO)
    Task.objects.update(index="PAPI")
    target: dict[str, Any] = {
        "unit": {"unit": units["thien-loc"]},
        "above": {"unit": units["can-loc"]},
        "index": {"index": "PAPI"},
        "plan": {"plan": Plan.objects.get()},
    }[of]
    _give(cast, second, **target)
    chase()
    assert _told() == {"phochutich"}


def test_the_nearest_charge_wins(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit], second: User
) -> None:
    make(due=LONG_AGO)
    _give(cast, cast["lanhdao"], plan=Plan.objects.get())
    _give(cast, second, unit=units["can-loc"])
    chase()
    assert _told() == {"phochutich"}


def test_a_charge_elsewhere_or_ended_changes_nothing(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit], second: User
) -> None:
    make(due=LONG_AGO)
    _give(cast, second, unit=units["duc-tho"])
    ended = _give(cast, second, unit=units["can-loc"])
    by = cast["sonoivu"]
    Charge.objects.filter(pk=ended.pk).update(since=date(2021, 11, 1))
    ended.refresh_from_db()
    end_charge(charge=ended, last_day=date(2021, 11, 14), by=by, posts=posts_on(by, on=TODAY), at=AT)
    chase()
    assert _told() == {"lanhdao", "phochutich"}


def test_whoever_is_no_leader_any_more_is_in_charge_of_nothing(
    make: Make, chase: Chase, cast: dict[str, User], units: dict[str, Unit], second: User
) -> None:
    make(due=LONG_AGO)
    _give(cast, second, unit=units["can-loc"])
    second.posts.update(until=date(2021, 11, 14))
    chase()
    assert _told() == {"lanhdao"}


def test_what_cannot_be_is_refused_with_a_sentence(
    cast: dict[str, User], units: dict[str, Unit], second: User
) -> None:
    with pytest.raises(Refusal, match="đúng một"):
        _give(cast, second)
    with pytest.raises(Refusal, match="không giữ vai trò lãnh đạo tỉnh"):
        _give(cast, cast["xa"], unit=units["can-loc"])
    charge = _give(cast, second, unit=units["can-loc"])
    with pytest.raises(Refusal, match="đang phụ trách"):
        _give(cast, second, unit=units["can-loc"])
    by = cast["sonoivu"]
    with pytest.raises(Refusal, match="không thể thôi trước"):
        end_charge(charge=charge, last_day=date(2021, 1, 1), by=by, posts=posts_on(by, on=TODAY), at=AT)
    leader = cast["lanhdao"]
    with pytest.raises(NotAllowed):
        give_charge(
            user=second, since=TODAY, by=leader, posts=posts_on(leader, on=TODAY), at=AT, index="PAPI"
        )


def test_the_department_sets_it_on_a_page_that_says_what_nobody_has(
    make: Make, client_of: Callable[[str], Client], units: dict[str, Unit], second: User
) -> None:
    make()
    client = client_of("sonoivu")
    assert "mọi lãnh đạo tỉnh đều nghe" in client.get("/nhac-viec/phu-trach/").content.decode()
    typed = {"leader": str(second.pk), "what": f"u{units['can-loc'].pk}", "since": "15/11/2021"}
    assert client.post("/nhac-viec/phu-trach/", typed).status_code == 302
    page = client_of("xa").get("/nhac-viec/phu-trach/").content.decode()
    assert "UBND huyện Can Lộc và đơn vị trực thuộc" in page
    assert "Ghi phân công" not in page
    assert client_of("lanhdao").post("/nhac-viec/phu-trach/", typed).status_code == 403
    charge = Charge.objects.get()
    assert client_of("xa").post(f"/nhac-viec/phu-trach/{charge.pk}/thoi/").status_code == 403
    assert client.post(f"/nhac-viec/phu-trach/{charge.pk}/thoi/").status_code == 302
    charge.refresh_from_db()
    assert charge.until == TODAY
    assert Entry.objects.filter(subject_type="charge").count() == 2
    wrong = client.post("/nhac-viec/phu-trach/", typed | {"what": "x"})
    assert wrong.status_code == 422
