"""The pages of handing on: what each person sees and may press, walked through the browser's door."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.test import Client

from namro.web.accounts.models import User
from namro.web.cascade.models import Acknowledgement, HandOver, Transfer
from namro.web.cascade.services.giving import Piece
from namro.web.cascade.states import State
from namro.web.organisations.models import Division, Unit
from namro.web.plans.models import Obligation

ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]
CAST = (
    "sonoivu",
    "lanhdao",
    "sotuphap",
    "huyen",
    "xa",
    "mattran",
    "chutich",
    "congchuc",
    "xakhac",
    "stranger",
)


def _row(number: int, receiver: str, **change: str) -> dict[str, str]:
    typed = {
        "nguoi_nhan": receiver,
        "viec": "Lập danh sách và niêm yết tại trụ sở",
        "trach_nhiem": "Chịu trách nhiệm danh sách đúng và đủ",
        "han": "20/12/2021",
        "san_pham": "Biên bản niêm yết",
    } | change
    return {f"p{number}-{name}": value for name, value in typed.items()}


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/giao-viec/", {"sonoivu", "sotuphap", "huyen", "xa", "chutich", "xakhac"}),
        ("/giao-viec/cua-toi/", {"sonoivu", "sotuphap", "huyen", "xa", "chutich", "congchuc", "xakhac"}),
        ("/giao-viec/toan-tinh/", {"sonoivu", "lanhdao", "mattran"}),
        ("/giao-viec/ke-tuc/", {"sonoivu"}),
        ("/giao-viec/ke-tuc/thien-loc/", {"sonoivu"}),
        ("/giao-viec/phan-viec/{obligation}/", {"xa", "chutich"}),
        ("/giao-viec/phan-viec/{obligation}/chuyen/", {"sonoivu"}),
        ("/giao-viec/{piece}/", {"sonoivu", "lanhdao", "mattran", "xa", "chutich", "congchuc"}),
    ],
)
def test_who_may_open_what(given: HandOver, client_of: ClientOf, path: str, may: set[str]) -> None:
    address = path.format(obligation=given.obligation_id, piece=given.pk)
    answers = {name: client_of(name).get(address).status_code for name in CAST}
    assert answers == {name: 200 if name in may else 403 for name in CAST}


def test_a_head_gives_two_pieces_at_once_with_shares(
    owed: Obligation, office: Division, cast: dict[str, User], client_of: ClientOf
) -> None:
    head, address = client_of("chutich"), f"/giao-viec/phan-viec/{owed.pk}/"
    to_division, to_official = f"phong-{office.pk}", f"nguoi-{cast['congchuc'].pk}"
    first = _row(0, to_division, ty_trong="62,5")
    more = head.post(address, {"dong": "1", "thay": "0", "buoc": "them-phan", **first})
    assert more.status_code == 200
    assert "Phần giao 2" in more.content.decode()
    assert "62,5" in more.content.decode()
    second = _row(1, to_official, ty_trong="30", so_luong="1.234,5", don_vi_tinh="hộ")
    answer = head.post(address, {"dong": "2", "thay": "0", "buoc": "giao", **first, **second})
    assert answer.status_code == 302
    assert [(str(p.share), p.division_id, p.official_id) for p in HandOver.objects.order_by("id")] == [
        ("62.50", office.pk, None), ("30.00", None, cast["congchuc"].pk),
    ]  # fmt: skip
    assert str(HandOver.objects.latest("id").quantity.normalize()) == "1234.5"  # type: ignore[union-attr]
    page = head.get(f"/phan-viec/{owed.pk}/").content.decode()
    assert "trưởng phòng Đậu Thị Vinh" in page
    assert "tỷ trọng 62,5%" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"p0-trach_nhiem": ""}, "Rõ trách nhiệm: cần ghi"),
        ({"p0-han": "31/2/2021"}, "Ngày cần viết dạng"),
        ({"p0-nguoi_nhan": "nguoi-999"}, "hãy chọn lại"),
        ({"p0-ty_trong": "nhiều"}, "Ghi bằng chữ số"),
        ({"thay": "7"}, "Có người vừa giao thêm"),
        ({"dong": "x", "p0-viec": ""}, "Rõ việc"),
    ],
)
def test_what_cannot_be_given_is_told_and_what_was_typed_stays(
    owed: Obligation, cast: dict[str, User], client_of: ClientOf, change: dict[str, str], sentence: str
) -> None:
    typed = {"dong": "1", "thay": "0", "buoc": "giao", **_row(0, f"nguoi-{cast['congchuc'].pk}")} | change
    answer = client_of("chutich").post(f"/giao-viec/phan-viec/{owed.pk}/", typed)
    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert "Biên bản niêm yết" in answer.content.decode()
    assert not HandOver.objects.exists()


def test_an_official_sees_reports_in_a_minute_and_the_head_accepts(
    given: HandOver, owed: Obligation, client_of: ClientOf
) -> None:
    official, here = client_of("congchuc"), f"/giao-viec/{given.pk}/"
    assert "Mới giao, chưa nhận" in official.get("/giao-viec/cua-toi/").content.decode()
    official.post(f"{here}nhan/", {"version": "0"})
    refused = official.post(f"{here}bao-cao/", {"version": "1", "sentence": "Đã niêm yết", "buoc": "xong"})
    assert (refused.status_code, "còn thiếu minh chứng" in refused.content.decode()) == (422, True)
    official.post(
        f"{here}bao-cao/",
        {"version": "1", "sentence": "Đã niêm yết", "buoc": "xong", "document_number": "12/BB", "document_date": "12/11/2021"},
    )  # fmt: skip
    head = client_of("chutich")
    assert "Chờ nghiệm thu" in head.get("/giao-viec/?muc=bao-xong").content.decode()
    returned = head.post(f"{here}tra-lai/", {"version": "2"})
    assert "Hãy ghi lý do" in returned.content.decode()
    late = head.post(f"{here}nghiem-thu/", {"version": "1"})
    assert late.status_code == 409
    head.post(f"{here}nghiem-thu/", {"version": "2"})
    given.refresh_from_db()
    assert given.state == State.ACCEPTED
    page = client_of("xa").get(f"/phan-viec/{owed.pk}/").content.decode()
    assert "Đã nghiệm thu" in page
    assert "Đã niêm yết" in page


@pytest.mark.parametrize("step", ["nhan", "nghiem-thu", "tra-lai", "rut", "rut-bao-cao"])
@pytest.mark.parametrize("name", ["sotuphap", "huyen", "mattran", "lanhdao", "sonoivu", "xakhac", "stranger"])
def test_nobody_outside_takes_a_step(given: HandOver, client_of: ClientOf, name: str, step: str) -> None:
    answer = client_of(name).post(f"/giao-viec/{given.pk}/{step}/", {"version": "0", "reason": "x"})
    given.refresh_from_db()
    assert (answer.status_code, given.version) == (403, 0)


def test_many_are_acknowledged_and_many_are_given_from_the_board(
    owe: Callable[..., Obligation], cast: dict[str, User], client_of: ClientOf
) -> None:
    owed = [owe("thien-loc", f"Tháng {month}/2021") for month in (10, 11, 12)]
    ids, head = [one.pk for one in owed], client_of("chutich")
    assert "3 chưa giao cho ai" in head.get("/viec-cua-toi/").content.decode()
    head.post("/giao-viec/nhan/", {"chon": ids})
    assert Acknowledgement.objects.count() == 3
    shown = head.post("/giao-viec/nhieu/", {"chon": ids})
    assert "Giao 3 phần việc" in shown.content.decode()
    typed = {
        "chon": ids, "buoc": "chac-giao", "nguoi_nhan": f"nguoi-{cast['congchuc'].pk}",
        "trach_nhiem": "Chịu trách nhiệm về kết quả", "san_pham": "Báo cáo kết quả",
    }  # fmt: skip
    assert head.post("/giao-viec/nhieu/", typed | {"san_pham": ""}).status_code == 422
    assert head.post("/giao-viec/nhieu/", typed).status_code == 302
    assert HandOver.objects.filter(official=cast["congchuc"]).count() == 3
    assert "0 chưa giao cho ai" in head.get("/viec-cua-toi/").content.decode()


def test_nobody_acknowledges_or_gives_for_another_unit(
    owe: Callable[..., Obligation], client_of: ClientOf
) -> None:
    theirs, ours = owe("tung-anh"), owe("thien-loc")
    for path in ("/giao-viec/nhan/", "/giao-viec/nhieu/"):
        assert client_of("chutich").post(path, {"chon": [ours.pk, theirs.pk]}).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_the_way_back_leads_nowhere_else(owed: Obligation, client_of: ClientOf) -> None:
    for back in ("https://example.org/", "//example.org/", "javascript:1"):
        answer = client_of("xa").post("/giao-viec/nhan/", {"chon": owed.pk, "ve": back})
        assert answer["Location"] == "/giao-viec/"


def test_the_plan_officer_sees_how_many_nobody_acknowledged(owed: Obligation, client_of: ClientOf) -> None:
    officer = client_of("sonoivu")
    plan = f"/ke-hoach/{owed.task.plan_id}/"
    assert "Còn <b>1</b> phần việc chưa ai nhận" in officer.get(plan).content.decode()
    client_of("xa").post("/giao-viec/nhan/", {"chon": owed.pk})
    assert "Còn <b>0</b> phần việc chưa ai nhận" in officer.get(plan).content.decode()
    assert "UBND xã Thiên Lộc" in officer.get("/giao-viec/toan-tinh/").content.decode()


def test_the_plan_officer_previews_a_day_and_decides(
    owed: Obligation, units: dict[str, Unit], client_of: ClientOf
) -> None:
    officer = client_of("sonoivu")
    page = officer.get("/giao-viec/ke-tuc/?ngay=1/7/2025").content.decode()
    assert "1 phần việc chờ quyết định" in page
    assert "Đây là bản xem trước" not in page
    assert "Ngày cần viết dạng" in officer.get("/giao-viec/ke-tuc/?ngay=x").content.decode()
    here = "/giao-viec/ke-tuc/thien-loc/"
    assert officer.post(here, {"don_vi": "vuong-loc"}).status_code == 422
    assert officer.post(here, {"don_vi": "vuong-loc", "ly_do": "Quyết định 12/QĐ-UBND"}).status_code == 302
    owed.refresh_from_db()
    assert (owed.unit, Transfer.objects.count()) == (units["vuong-loc"], 1)
    assert client_of("xa").get(f"/phan-viec/{owed.pk}/").status_code == 403
    one = f"/giao-viec/phan-viec/{owed.pk}/chuyen/"
    assert officer.post(one, {"don_vi": "thien-loc", "ly_do": "Sửa lại", "version": "0"}).status_code == 422
    assert officer.post(one, {"don_vi": "thien-loc", "ly_do": "Sửa lại", "version": "1"}).status_code == 302
    owed.refresh_from_db()
    assert (owed.unit, owed.origin) == (units["thien-loc"], None)


def test_a_division_head_passes_on_in_the_browser(
    owed: Obligation, office: Division, cast: dict[str, User], client_of: ClientOf
) -> None:
    typed = {"dong": "1", "thay": "0", **_row(0, f"phong-{office.pk}")}
    client_of("chutich").post(f"/giao-viec/phan-viec/{owed.pk}/", typed)
    piece = HandOver.objects.get()
    head = client_of("truongphong")
    assert "Giao tiếp cho công chức" in head.get(f"/giao-viec/{piece.pk}/").content.decode()
    to_official = {"dong": "1", "thay": "0", **_row(0, f"nguoi-{cast['congchuc'].pk}", han="15/12/2021")}
    assert head.post(f"/giao-viec/{piece.pk}/giao-tiep/", to_official).status_code == 302
    assert HandOver.objects.get(passed_from=piece).official == cast["congchuc"]
    assert client_of("congchuc").get(f"/giao-viec/{piece.pk}/giao-tiep/").status_code == 403


@pytest.mark.parametrize(
    ("path", "name", "most"),
    [
        ("/giao-viec/", "chutich", 14),
        ("/giao-viec/cua-toi/", "congchuc", 8),
        ("/giao-viec/toan-tinh/", "sonoivu", 8),
    ],
)
def test_pages_ask_little_however_many_pieces(
    owe: Callable[..., Obligation], clear_piece: Piece, cast: dict[str, User], units: dict[str, Unit], at: datetime,
    client_of: ClientOf, max_queries: Budget, path: str, name: str, most: int,
) -> None:  # fmt: skip
    for number in range(30):
        HandOver.objects.create(
            obligation=owe("thien-loc", f"Kỳ {number}"), unit=units["thien-loc"], official=cast["congchuc"],
            work="Việc", responsibility="Việc", due=date(2021, 11, 1 + number % 28), given_by=cast["xa"],
            given_by_name="x", given_at=at,
        )  # fmt: skip
    client = client_of(name)
    with max_queries(most):
        assert client.get(path).status_code == 200
