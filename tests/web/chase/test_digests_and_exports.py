"""What a bulletin held, and the lists as files."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

from namro.web.accounts.models import User
from namro.web.chase.models import Bulletin, Run
from namro.web.chase.services.urging import draft_letter
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors.posts import posts_on
from namro.web.plans.models import Obligation
from web.chase.servers import CatchAll
from web.conftest import AT, TODAY

Make = Callable[..., Obligation]
Chase = Callable[..., Run]


def _cells(client: Client, address: str) -> list[tuple[object, ...]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=4, values_only=True))


def test_a_digest_keeps_what_it_held_and_says_how_it_stands_now(
    make: Make, chase: Chase, client_of: Callable[[str], Client]
) -> None:
    make(due=date(2021, 11, 13))
    done = make(due=date(2021, 12, 1))
    chase()
    Obligation.objects.filter(pk=done.pk).update(state="accepted")
    bulletin = Bulletin.objects.get(user__username="xa")
    assert bulletin.kind == "weekly"
    listed = client_of("xa").get("/nhac-viec/tong-hop/").content.decode()
    assert f"/nhac-viec/tong-hop/{bulletin.pk}/" in listed
    page = client_of("xa").get(f"/nhac-viec/tong-hop/{bulletin.pk}/").content.decode()
    assert "1 việc còn chờ đơn vị, 1 việc đã báo cáo" in page
    assert "Chỉ trong chương trình" in page


def test_a_digest_is_its_persons_alone(make: Make, chase: Chase, client_of: Callable[[str], Client]) -> None:
    make(due=date(2021, 11, 13))
    chase()
    address = f"/nhac-viec/tong-hop/{Bulletin.objects.get(user__username='xa').pk}/"
    for who in ("sonoivu", "lanhdao", "huyen", "chutich"):
        assert client_of(who).get(address).status_code == 404, who
    assert client_of("stranger").get(address).status_code == 403
    assert "Chưa có bản nào" in client_of("huyen").get("/nhac-viec/tong-hop/").content.decode()


def test_the_lists_come_as_files_to_those_who_see_them(
    make: Make, chase: Chase, mailbox: CatchAll, client_of: Callable[[str], Client],
    cast: dict[str, User], units: dict[str, Unit],
) -> None:  # fmt: skip
    make(due=date(2021, 11, 13))
    chase()
    by = cast["sonoivu"]
    draft_letter(unit=units["thien-loc"], day=TODAY, by=by, posts=posts_on(by, on=TODAY), at=AT)
    head, row = _cells(client_of("xa"), "/nhac-viec/xuat/")
    assert (head[0], row[1], row[7]) == ("Ngày nhắc", "UBND xã Thiên Lộc", "quá hạn 2 ngày")
    head, row = _cells(client_of("sonoivu"), "/nhac-viec/luot-gui/xuat/")
    assert (row[4], row[5]) == ("xa@tinh.example", "Chờ gửi")
    head, row = _cells(client_of("sonoivu"), "/nhac-viec/cong-van/xuat/")
    assert (row[0], row[1], row[5]) == ("UBND xã Thiên Lộc", "Dự thảo", 1)
    assert client_of("xa").get("/nhac-viec/luot-gui/xuat/").status_code == 403
    assert client_of("xa").get("/nhac-viec/cong-van/xuat/").status_code == 403
    assert client_of("stranger").get("/nhac-viec/xuat/").status_code == 403
