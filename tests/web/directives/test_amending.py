"""A given task is corrected or withdrawn with a reason by the side that gave it, and by nobody else."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.audit.models import Entry
from namro.web.directives.models import GivenPart, GivenRevision, GivenTask
from namro.web.directives.permissions import may_amend, may_close, may_give
from namro.web.directives.selectors.givens import OFFICE
from namro.web.directives.services.giving import Given, give_task
from namro.web.organisations.models import Post, Role, Unit
from namro.web.organisations.selectors import Posts, posts_on

ClientOf = Callable[[str], Client]


@pytest.fixture
def part(
    cast: dict[str, User], units: dict[str, Unit], posts: Callable[[str], Posts], at: datetime
) -> GivenPart:
    given = Given(
        number="101/VPCP", given_on=date(2021, 10, 1), giver="Thủ tướng Chính phủ", text="Rà soát thủ tục",
        units=[units["thien-loc"]], due=date(2021, 11, 30),
    )  # fmt: skip
    give_task(given=given, assigner=units["so-noi-vu"], by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    return GivenPart.objects.select_related("task__assigner", "unit").get()


def _typed(**more: str) -> dict[str, str]:
    return {
        "version": "0", "number": "101/VPCP", "given_on": "1/10/2021", "giver": "Thủ tướng Chính phủ",
        "text": "Rà soát thủ tục", "due": "15/12/2021", "source": "", "reason": "Gia hạn theo công văn 7", **more,
    }  # fmt: skip


def test_a_correction_keeps_what_was_said_and_why(client_of: ClientOf, part: GivenPart) -> None:
    client, here = client_of("sonoivu"), f"/viec-duoc-giao/viec/{part.task_id}/sua/"
    assert client.get(here).status_code == 200
    assert client.post(here, _typed(reason="")).status_code == 422
    assert client.post(here, _typed(due="1/1/2021")).status_code == 422
    assert not GivenRevision.objects.exists()
    assert client.post(here, _typed()).status_code == 302
    assert GivenTask.objects.get().due == date(2021, 12, 15)
    assert GivenRevision.objects.get().said == [["Hạn", "30/11/2021", "15/12/2021"]]
    assert client.post(here, _typed(due="20/12/2021")).status_code == 422  # somebody was quicker
    page = client_of("xa").get(f"/viec-duoc-giao/{part.pk}/").content.decode()
    assert "30/11/2021 → 15/12/2021" in page
    assert "Gia hạn theo công văn 7" in page


def test_a_withdrawn_task_stays_readable_and_is_owed_by_nobody(
    client_of: ClientOf, part: GivenPart, cast: dict[str, User], units: dict[str, Unit],
    posts: Callable[[str], Posts], at: datetime,
) -> None:  # fmt: skip
    client = client_of("sonoivu")
    client.post(f"/viec-duoc-giao/viec/{part.task_id}/rut/", {"reason": " "})
    assert GivenTask.objects.get().withdrawn_at is None
    client.post(f"/viec-duoc-giao/viec/{part.task_id}/rut/", {"reason": "Giao nhầm"})
    unit = client_of("xa")
    page = unit.get(f"/viec-duoc-giao/{part.pk}/").content.decode()
    assert "Giao nhầm" in page
    assert "Đã xong" not in page
    answered = unit.post(f"/viec-duoc-giao/{part.pk}/tien-do/", {"version": 0, "sentence": "x"})
    assert answered.status_code == 422
    assert "101/VPCP" not in unit.get("/viec-duoc-giao/").content.decode()
    assert "101/VPCP" not in unit.get("/viec-cua-don-vi/").content.decode()
    again = Given(
        number="101/VPCP", given_on=date(2021, 10, 1), giver="", text="Rà soát", units=[units["tung-anh"]]
    )
    give_task(given=again, assigner=units["so-noi-vu"], by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    assert GivenTask.objects.count() == 2
    assert Entry.objects.filter(action="Rút việc được giao", reason="Giao nhầm").count() == 1


@pytest.mark.parametrize("who", ["sotuphap", "huyen", "xa", "xakhac", "mattran", "stranger"])
def test_nobody_else_corrects_or_withdraws(client_of: ClientOf, part: GivenPart, who: str) -> None:
    client = client_of(who)
    assert client.get(f"/viec-duoc-giao/viec/{part.task_id}/sua/").status_code == 403
    assert client.post(f"/viec-duoc-giao/viec/{part.task_id}/rut/", {"reason": "x"}).status_code == 403
    assert GivenTask.objects.get().withdrawn_at is None


def test_the_office_of_the_province_gives_closes_and_corrects_what_it_gave_and_only_that(
    part: GivenPart, units: dict[str, Unit], at: datetime, today: date
) -> None:
    office, _ = Unit.objects.get_or_create(
        key=OFFICE, defaults={"name": "Văn phòng UBND tỉnh", "search": "", "sort": "", "level": "province", "kind": "office"},
    )  # fmt: skip
    clerk = create_user(
        by=audit.PROGRAM, at=at, username="vanphong", full_name="Võ Thị An", password="mat-khau-thu"
    )
    Post.objects.create(user=clerk, unit=office, role=Role.UNIT_OFFICER)
    held = posts_on(clerk, on=today)
    assert may_give(held)
    assert not may_amend(held, part.task)
    assert not may_close(held, part)
    given = Given(number="9/VPCP", given_on=today, giver="", text="Việc", units=[units["thien-loc"]])
    task = give_task(given=given, assigner=office, by=clerk, posts=held, at=at)
    own = task.parts.select_related("task__assigner", "unit").get()
    assert may_amend(held, task)
    assert may_close(held, own)
