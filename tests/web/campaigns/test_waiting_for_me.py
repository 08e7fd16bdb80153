"""The list of what waits for a person: the same rule as the permission, asked for every line; accepting many."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.campaigns.models import Assignment, Campaign, Entrant, SheetLine
from namro.web.campaigns.permissions import may_appraise
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.sheets import past_of
from namro.web.campaigns.selectors.waiting import progress_in, waiting_campaigns, waiting_in
from namro.web.campaigns.services import appraising
from namro.web.campaigns.services.preparing import add_units
from namro.web.campaigns.states import Move, Stage, Verdict
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from web.campaigns.doing import Doing, Line

As = Callable[[str], Doing]
ClientOf = Callable[[str], Client]
CAST = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac", "stranger")


def everybody(campaign: Campaign, cast: dict[str, User], units: dict[str, Unit], as_: As) -> None:
    """Score every unit there is, the one that runs the campaign too."""
    add_units(campaign_id=campaign.pk, units=units.values(), **as_("sonoivu").common)


OWNERS = st.sampled_from([None, "so-noi-vu", "so-tu-phap", "thien-loc"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.dictionaries(st.sampled_from(["1", "1.1", "1.2", "2.1"]), st.tuples(OWNERS, OWNERS), max_size=4),
    stage=st.sampled_from(list(Stage)),
    verdicts=st.lists(st.sampled_from(["", *Verdict.values]), min_size=5, max_size=5),
)
def test_the_list_holds_exactly_what_the_person_may_decide_and_nobody_has(
    rows: dict[str, tuple[str | None, str | None]],
    stage: Stage,
    verdicts: list[str],
    campaign: Campaign,
    cast: dict[str, User],
    units: dict[str, Unit],
    posts: Callable[[str], Posts],
    as_: As,
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.SELF_SCORING)
    everybody(campaign, cast, units, as_)
    Assignment.objects.filter(campaign=campaign).delete()
    for code, (responsible, appraiser) in rows.items():
        Assignment.objects.create(
            campaign=campaign, code=code,
            responsible=units[responsible] if responsible else None,
            appraiser=units[appraiser] if appraiser else None,
        )  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk).update(stage=stage)
    lines = list(SheetLine.objects.filter(entrant__campaign=campaign).select_related("entrant__unit"))
    for place, line in enumerate(lines):
        line.first_verdict = verdicts[place % 5] if not line.is_survey else ""
    SheetLine.objects.bulk_update(lines, ["first_verdict"])
    now = Campaign.objects.select_related("appraiser").get(pk=campaign.pk)
    duties = duties_of(now)

    def undecided(line: SheetLine) -> bool:
        if stage == Stage.APPRAISING:
            return line.is_survey or not line.first_verdict
        return stage == Stage.APPRAISING_AGAIN and line.first_verdict != Verdict.ACCEPTED

    for who in CAST:
        mine = {
            line.pk
            for line in lines
            if undecided(line) and may_appraise(posts(who), line.entrant, duties, line.code)
        }
        assert set(waiting_in(now, posts(who)).values_list("pk", flat=True)) == mine, who


def test_the_leader_appraises_the_sheet_of_who_runs_the_campaign_and_nobody_else_does(
    campaign: Campaign, units: dict[str, Unit], as_: As, line: Line, client_of: ClientOf, posts: Callable[[str], Posts]
) -> None:  # fmt: skip
    officer = as_("sonoivu")
    add_units(campaign_id=campaign.pk, units=[units["so-noi-vu"]], **officer.common)
    officer.fill("1.1", "so-noi-vu", a=45, b=45)
    officer.prove("1.1", "so-noi-vu")
    officer.go(campaign, Move.APPRAISE)
    campaign.refresh_from_db()
    assert waiting_in(campaign, posts("lanhdao")).count() == 3
    own = line("1.1", "so-noi-vu")
    assert own.pk not in set(waiting_in(campaign, posts("sonoivu")).values_list("pk", flat=True))
    shown = client_of("lanhdao").get(f"/cham-diem/{campaign.pk}/cho-toi/").content.decode()
    assert "Sở Nội vụ" in shown
    assert "UBND xã Thiên Lộc" not in shown
    client_of("lanhdao").post(f"/cham-diem/{campaign.pk}/cho-toi/", {"chon": [f"{own.pk}|{own.version}"]})
    assert line("1.1", "so-noi-vu").first_points == Decimal("1.50")
    page = client_of("lanhdao").get("/").content.decode()
    assert "chờ bạn thẩm định" in page


@pytest.fixture
def claimed(campaign: Campaign, as_: As, line: Line) -> Campaign:
    """Two communes claim 1.1 with proof and 1.2 without; the first appraisal is open."""
    for who, unit in (("xa", "thien-loc"), ("xakhac", "tung-anh")):
        as_(who).fill("1.1", unit, a=45, b=45)
        as_(who).prove("1.1", unit)
        as_(who).answer("1.2", "co", unit)
    return as_("sonoivu").go(campaign, Move.APPRAISE)


def test_many_lines_of_many_units_are_accepted_with_an_entry_each_and_the_others_named(
    claimed: Campaign, as_: As, line: Line, posts: Callable[[str], Posts]
) -> None:
    chosen = [line(code, unit) for code in ("1.1", "1.2") for unit in ("thien-loc", "tung-anh")]
    before = Entry.objects.count()
    assert progress_in(claimed, posts("sonoivu")) == (0, 9)
    done = appraising.accept_across(
        campaign_id=claimed.pk, chosen=[f"{one.pk}|{one.version}" for one in chosen], **as_("sonoivu").common
    )
    assert done.saved == 2
    assert [one.split(":")[0] for one in done.refused] == [
        "UBND xã Thiên Lộc, tiêu chí 1.2",
        "UBND xã Tùng Ảnh, tiêu chí 1.2",
    ]
    assert Entry.objects.count() == before + 2
    assert progress_in(claimed, posts("sonoivu")) == (2, 9)


def test_a_line_that_changed_since_it_was_seen_is_not_accepted(
    claimed: Campaign, as_: As, line: Line
) -> None:
    seen = line("1.1")
    done = appraising.accept_across(
        campaign_id=claimed.pk, chosen=[f"{seen.pk}|{seen.version - 1}"], **as_("sonoivu").common
    )
    assert (done.saved, len(done.refused)) == (0, 1)
    assert line("1.1").first_verdict == ""


def test_lines_of_another_campaign_are_not_reached(claimed: Campaign, as_: As, line: Line) -> None:
    seen = line("1.1")
    done = appraising.accept_across(
        campaign_id=claimed.pk + 1, chosen=[f"{seen.pk}|{seen.version}", "x|1", "9" * 40 + "|1"],
        **as_("sonoivu").common,
    )  # fmt: skip
    assert (done.saved, done.refused) == (0, ())


def test_more_than_can_be_taken_at_once_is_refused_in_a_sentence(claimed: Campaign, as_: As) -> None:
    with pytest.raises(Refusal, match="200"):
        appraising.accept_across(campaign_id=claimed.pk, chosen=["1|1"] * 201, **as_("sonoivu").common)


@pytest.mark.parametrize(("who", "status"), [
    ("sonoivu", 200), ("lanhdao", 200), ("sotuphap", 403), ("huyen", 403), ("xa", 403), ("mattran", 403),
    ("xakhac", 403), ("stranger", 403),
])  # fmt: skip
def test_the_list_opens_for_who_appraises(
    who: str, status: int, claimed: Campaign, client_of: ClientOf, line: Line
) -> None:
    address = f"/cham-diem/{claimed.pk}/cho-toi/"
    assert client_of(who).get(address).status_code == status
    if status == 403:
        seen = line("1.1")
        assert client_of(who).post(address, {"chon": [f"{seen.pk}|{seen.version}"]}).status_code == 403
        assert line("1.1").first_verdict == ""


def test_a_unit_named_for_one_criterion_gets_that_one_alone(
    claimed: Campaign, units: dict[str, Unit], client_of: ClientOf, posts: Callable[[str], Posts]
) -> None:
    Assignment.objects.create(campaign=claimed, code="1.2", appraiser=units["so-tu-phap"])
    assert set(waiting_in(claimed, posts("sotuphap")).values_list("code", flat=True)) == {"1.2"}
    assert "1.2" not in set(waiting_in(claimed, posts("sonoivu")).values_list("code", flat=True))
    assert [one.count for one in waiting_campaigns(posts("sotuphap"))] == [3]
    answer = client_of("sotuphap").get("/cham-diem/cho-toi/")
    assert answer["Location"] == f"/cham-diem/{claimed.pk}/cho-toi/"
    assert "3 dòng chờ đơn vị bạn" in client_of("sotuphap").get(f"/cham-diem/{claimed.pk}/").content.decode()


def test_the_list_narrows_by_criterion_and_by_unit(
    claimed: Campaign, client_of: ClientOf, line: Line
) -> None:
    client = client_of("sonoivu")
    address = f"/cham-diem/{claimed.pk}/cho-toi/"
    shown = client.get(f"{address}?theo=tieu-chi&chon=1.2").content.decode()
    assert "tiêu-chí/1.1/" not in shown
    assert f"/cham-diem/phieu/{line('1.2').entrant_id}/tieu-chi/1.2/" in shown
    assert f"/cham-diem/phieu/{line('1.1').entrant_id}/tieu-chi/1.1/" not in shown
    only = client.get(f"{address}?theo=don-vi&chon={line('1.1').entrant_id}").content.decode()
    assert f"/cham-diem/phieu/{line('1.1').entrant_id}/tieu-chi/1.1/" in only
    assert f"/cham-diem/phieu/{line('1.1', 'tung-anh').entrant_id}/tieu-chi/1.1/" not in only
    assert client.get(f"{address}?theo=don-vi&chon=khong-co&trang=x").status_code == 200


def test_the_reasons_of_the_year_before_stand_beside_the_line(
    claimed: Campaign, as_: As, line: Line, client_of: ClientOf, units: dict[str, Unit], at: datetime
) -> None:
    last = Campaign.objects.get(pk=claimed.pk)
    last.pk, last.year, last.name = None, 2020, "Chấm điểm cấp xã 2020"
    last.stage = Stage.PUBLISHED
    last.save()
    for unit, reason in (("thien-loc", "Thiếu danh mục nhiệm vụ."), ("tung-anh", "Báo cáo chậm.")):
        entrant = Entrant.objects.create(campaign=last, unit=units[unit])
        SheetLine.objects.create(
            entrant=entrant, position=0, code="1.1", self_points="1.50", first_points="1.00",
            first_verdict=Verdict.LOWERED, first_reason=reason,
        )  # fmt: skip
    [past] = past_of(line("1.1").entrant, "1.1")
    assert (past.year, past.final, past.reasons) == (2020, Decimal("1.00"), ("Thiếu danh mục nhiệm vụ.",))
    client = client_of("sonoivu")
    at_line = client.get(f"/cham-diem/phieu/{line('1.1').entrant_id}/tieu-chi/1.1/").content.decode()
    assert "Thiếu danh mục nhiệm vụ." in at_line
    assert "Báo cáo chậm." not in at_line
    in_list = client.get(f"/cham-diem/{claimed.pk}/cho-toi/?theo=tieu-chi&chon=1.1").content.decode()
    assert "Năm trước: Thiếu danh mục nhiệm vụ." in in_list
    assert past_of(line("1.2").entrant, "1.2") == ()


def test_the_list_asks_few_questions_however_many_lines(
    claimed: Campaign,
    cast: dict[str, User],
    units: dict[str, Unit],
    as_: As,
    client_of: ClientOf,
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client = client_of("sonoivu")
    client.get(f"/cham-diem/{claimed.pk}/cho-toi/")
    with max_queries(24):
        assert client.get(f"/cham-diem/{claimed.pk}/cho-toi/").status_code == 200


def test_late_sheets_are_said_and_open_ends_are_told_before_the_step(
    campaign: Campaign, as_: As, line: Line, client_of: ClientOf
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(self_score_by=date(2021, 11, 10))
    client = client_of("sonoivu")
    address = f"/cham-diem/{campaign.pk}/"
    shown = client.get(address).content.decode()
    assert "quá hạn 5 ngày" in shown
    assert "stage-late" in shown
    campaign.refresh_from_db()
    posted = {"version": campaign.version, "move": "tham-dinh", "reason": ""}
    warned = client.post(f"{address}buoc/", posted)
    assert warned.status_code == 422
    assert "3 đơn vị chưa gửi phiếu" in warned.content.decode()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.SELF_SCORING
    assert client.post(f"{address}buoc/", {**posted, "van-chuyen": "1"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.stage == Stage.APPRAISING
    again = client.post(
        f"{address}buoc/", {"version": campaign.version, "move": "giai-trinh", "reason": ""}
    ).content.decode()
    assert "6 dòng của 3 đơn vị chưa thẩm định lần 1" in again


def test_nothing_open_needs_no_second_asking(campaign: Campaign, as_: As, client_of: ClientOf) -> None:
    Entrant.objects.filter(campaign=campaign).exclude(unit__key="thien-loc").delete()
    as_("xa").hand_in()
    answer = client_of("sonoivu").post(
        f"/cham-diem/{campaign.pk}/buoc/", {"version": campaign.version, "move": "tham-dinh", "reason": ""}
    )
    assert answer.status_code == 302
