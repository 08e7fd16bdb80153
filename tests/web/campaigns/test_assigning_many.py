"""Criteria handed out many at once: the table, the spreadsheet, as in an earlier campaign; whole groups of units."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign
from namro.web.campaigns.selectors.assigning import names_kept
from namro.web.campaigns.services.assigning import assign_many, copy_assignments
from namro.web.campaigns.services.preparing import create
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed
from web.campaigns.conftest import DATES, SMALL_RULEBOOK

ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def officer(cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> dict[str, Any]:
    return {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}


def table(campaign: Campaign) -> str:
    return f"/cham-diem/{campaign.pk}/phan-cong/bang/"


def test_the_ticked_lines_get_their_units_at_once_and_names_need_no_marks(
    campaign: Campaign, client_of: ClientOf
) -> None:
    client = client_of("sonoivu")
    answer = client.post(
        table(campaign),
        {"viec": "dat", "chon": ["1.1", "2"], "nhap-chung": "so tu phap", "tham-dinh-chung": ""},
    )
    assert answer.status_code == 302
    assert names_kept(campaign) == {"1.1": ("Sở Tư pháp", ""), "2": ("Sở Tư pháp", "")}
    client.post(table(campaign), {"viec": "ghi", "nhap-1.1": "", "tham-dinh-1.1": "Sở Nội vụ"})
    assert names_kept(campaign) == {"1.1": ("", "Sở Nội vụ"), "2": ("Sở Tư pháp", "")}


def test_a_name_that_fits_no_unit_stops_everything_and_stays_in_its_box(
    campaign: Campaign, client_of: ClientOf
) -> None:
    answer = client_of("sonoivu").post(
        table(campaign), {"viec": "ghi", "nhap-1.1": "Sở Tư pháp", "nhap-1.2": "Sở Không Có"}
    )
    assert answer.status_code == 422
    assert "Không có đơn vị “Sở Không Có”" in answer.content.decode()
    assert 'value="Sở Không Có"' in answer.content.decode()
    assert names_kept(campaign) == {}


def test_the_spreadsheet_goes_out_and_comes_back_into_the_boxes_before_anything_is_kept(
    campaign: Campaign, client_of: ClientOf
) -> None:
    client = client_of("sonoivu")
    book = openpyxl.load_workbook(BytesIO(client.get(f"/cham-diem/{campaign.pk}/phan-cong/xuat/").content))
    for row in book["Phân công"].iter_rows(min_row=5):
        if row[0].value == "1.2":
            row[2].value = "Sở Tư pháp"
    packed = BytesIO()
    book.save(packed)
    answer = client.post(
        table(campaign), {"viec": "tep", "tep": SimpleUploadedFile("phan-cong.xlsx", packed.getvalue())}
    )
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Tệp đổi 1 dòng" in shown
    assert 'name="nhap-1.2" value="Sở Tư pháp"' in shown
    assert names_kept(campaign) == {}


def test_a_file_that_is_no_table_of_assignments_is_refused_in_a_sentence(
    campaign: Campaign, client_of: ClientOf
) -> None:
    answer = client_of("sonoivu").post(
        table(campaign), {"viec": "tep", "tep": SimpleUploadedFile("x.csv", b"a;b\n1;2")}
    )
    assert answer.status_code == 422
    assert "Không thấy dòng tiêu đề" in answer.content.decode()


def test_the_same_as_an_earlier_campaign_and_codes_that_are_gone_are_told(
    campaign: Campaign, units: dict[str, Unit], officer: dict[str, Any]
) -> None:
    assign_many(
        campaign_id=campaign.pk,
        pairs={"1.1": (units["so-tu-phap"], None), "2.1": (None, units["so-tu-phap"])},
        **officer,
    )
    smaller = SMALL_RULEBOOK[: SMALL_RULEBOOK.index('[[line]]\ncode = "2"')].replace("4.00", "2.50")
    later = create(
        name="Đợt sau", year=2021, toml=smaller.encode(), dates=DATES, appraiser=units["so-noi-vu"], **officer
    )
    assert copy_assignments(campaign_id=later.pk, from_id=campaign.pk, **officer) == (1, ("2.1",))
    assert names_kept(later) == {"1.1": ("Sở Tư pháp", "")}
    with pytest.raises(Refusal, match="không có mã 9"):
        assign_many(
            campaign_id=later.pk, pairs={"1": (units["so-tu-phap"], None), "9": (None, None)}, **officer
        )
    assert "1" not in names_kept(later)


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"])
def test_only_who_runs_campaigns_hands_out_criteria(
    who: str, campaign: Campaign, client_of: ClientOf, cast: dict[str, User], posts: Callable[[str], Posts],
    at: datetime,
) -> None:  # fmt: skip
    assert client_of(who).get(table(campaign)).status_code == 403
    assert client_of(who).post(table(campaign), {"viec": "ghi", "nhap-1.1": "Sở Tư pháp"}).status_code == 403
    with pytest.raises(NotAllowed):
        assign_many(campaign_id=campaign.pk, pairs={}, by=cast[who], posts=posts(who), at=at)


def test_the_table_asks_as_many_questions_for_a_hundred_lines_as_for_five(
    campaign: Campaign, client_of: ClientOf, max_queries: Budget
) -> None:
    client = client_of("sonoivu")
    client.get(table(campaign))
    with max_queries(11):
        assert client.get(table(campaign)).status_code == 200


def test_groups_say_how_many_units_they_hold(draft: Campaign, client_of: ClientOf) -> None:
    shown = client_of("sonoivu").get(f"/cham-diem/{draft.pk}/").content.decode()
    assert "đơn vị)</option>" in shown
