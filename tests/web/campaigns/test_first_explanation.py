"""Before the first appraisal: what is marked unclear or incomplete is explained and supplemented, nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.campaigns.edition_export import edition_workbook
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.selectors.campaigns import stage_dates
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.editing import editable_codes, supplementable_codes
from namro.web.campaigns.selectors.editions import mark_in_words
from namro.web.campaigns.selectors.open_ends import open_ends
from namro.web.campaigns.services import preparing, supplementing
from namro.web.campaigns.services.preparing import create
from namro.web.campaigns.states import Mark, Move, Stage, Verdict
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed
from web.campaigns.conftest import DATES, SMALL_RULEBOOK
from web.campaigns.doing import Doing, Line

As = Callable[[str], Doing]
UNSURE = "Danh mục 45 nhiệm vụ chưa kèm quyết định giao."


@pytest.fixture
def handed_in(campaign: Campaign, as_: As) -> Campaign:
    """Thiên Lộc has claimed points at both criteria, proved them and handed the sheet in."""
    commune = as_("xa")
    commune.fill("1.1", a=45, b=45)
    commune.prove("1.1")
    commune.answer("1.2", "co")
    commune.say("1.2", "Đã gửi đủ bốn báo cáo quý.")
    commune.hand_in()
    return campaign


@pytest.fixture
def marked(handed_in: Campaign, as_: As) -> Campaign:
    """1.1 is marked, and the campaign is being supplemented."""
    officer = as_("sonoivu")
    officer.mark("1.1", Mark.UNCLEAR, UNSURE)
    return officer.go(handed_in, Move.SUPPLEMENT)


def test_a_marked_line_is_explained_and_supplemented_and_no_other_is_touched(
    marked: Campaign, as_: As, line: Line
) -> None:
    commune, other = as_("xa"), line("1.2")
    commune.prove("1.1", proof=Proof(document_number="12/QĐ-UBND", document_date=date(2021, 3, 2)))
    held = commune.explain_first("1.1", "Kèm Quyết định 12 của xã.")
    assert (held.first_explanation, held.explanation) == ("Kèm Quyết định 12 của xã.", "")
    assert held.evidence.count() == 2
    for closed in (
        lambda: commune.answer("1.2", ""),
        lambda: commune.prove("1.2"),
        lambda: commune.say("1.2", "Khác."),
        lambda: commune.explain_first("1.2", "Không ai hỏi."),
    ):
        with pytest.raises(Refusal):
            closed()
    assert line("1.2").version == other.version


def test_the_number_of_a_marked_line_may_be_set_right(marked: Campaign, as_: As) -> None:
    assert as_("xa").fill("1.1", a=45, b=36).self_points == Decimal("1.20")


def test_the_sheet_offers_exactly_what_the_services_take(
    marked: Campaign, line: Line, posts: Callable[[str], Posts]
) -> None:
    entrant, duties = line("1.1").entrant, duties_of(marked)
    assert editable_codes(entrant, posts("xa"), duties) == {"1.1"}
    assert supplementable_codes(entrant, posts("xa"), duties) == {"1.1"}
    for who in ("sonoivu", "huyen", "xakhac", "stranger"):
        assert not editable_codes(entrant, posts(who), duties)
        assert not supplementable_codes(entrant, posts(who), duties)


def test_a_sheet_still_being_filled_and_surveys_are_not_marked(campaign: Campaign, as_: As) -> None:
    officer = as_("sonoivu")
    with pytest.raises(Refusal, match="chưa gửi phiếu"):
        officer.mark("1.1", Mark.UNCLEAR, UNSURE)
    officer.go(campaign, Move.SUPPLEMENT)
    assert officer.mark("1.1", Mark.INCOMPLETE, UNSURE).mark == Mark.INCOMPLETE
    with pytest.raises(Refusal, match="điều tra"):
        officer.mark("2.1", Mark.UNCLEAR, UNSURE)


def test_a_mark_says_what_is_missing_and_an_answered_one_stays(marked: Campaign, as_: As) -> None:
    officer = as_("sonoivu")
    with pytest.raises(Refusal, match="một câu"):
        officer.mark("1.2", Mark.UNCLEAR, "  ")
    with pytest.raises(Refusal, match="chưa được đánh dấu"):
        officer.mark("1.2", None)
    as_("xa").explain_first("1.1", "Kèm Quyết định 12 của xã.")
    with pytest.raises(Refusal, match="không bỏ dấu"):
        officer.mark("1.1", None)


def test_after_the_first_appraisal_began_nobody_marks_and_nobody_explains_to_a_mark(
    marked: Campaign, as_: As
) -> None:
    as_("sonoivu").go(marked, Move.APPRAISE_SUPPLEMENTED)
    with pytest.raises(Refusal, match="trước khi chuyển thẩm định"):
        as_("sonoivu").mark("1.2", Mark.UNCLEAR, UNSURE)
    with pytest.raises(Refusal, match="bước bổ sung"):
        as_("xa").explain_first("1.1", "Muộn rồi.")


def test_the_stage_may_be_skipped_and_is_not_entered_twice(handed_in: Campaign, as_: As) -> None:
    officer = as_("sonoivu")
    assert officer.go(handed_in, Move.APPRAISE).stage == Stage.APPRAISING
    with pytest.raises(Refusal):
        officer.go(handed_in, Move.SUPPLEMENT)


@pytest.mark.parametrize("who", ["lanhdao", "huyen", "xa", "mattran", "xakhac", "stranger", "sotuphap"])
def test_only_the_appraising_unit_and_the_officer_of_the_plan_mark(
    who: str, handed_in: Campaign, as_: As, line: Line
) -> None:
    with pytest.raises(NotAllowed, match="đánh dấu"):
        as_(who).mark("1.1", Mark.UNCLEAR, UNSURE)
    assert line("1.1").mark == ""


@pytest.mark.parametrize("who", ["sonoivu", "lanhdao", "sotuphap", "huyen", "mattran", "xakhac", "stranger"])
def test_only_the_unit_answers_a_mark(who: str, marked: Campaign, as_: As, line: Line) -> None:
    with pytest.raises(NotAllowed):
        as_(who).explain_first("1.1", "Không phải của tôi.")
    assert line("1.1").first_explanation == ""


def test_another_appraising_unit_and_the_officer_both_mark_its_criterion(
    handed_in: Campaign, as_: As, units: dict[str, Unit]
) -> None:
    officer = as_("sonoivu")
    preparing.assign(
        campaign_id=handed_in.pk,
        code="1.1",
        responsible=None,
        appraiser=units["so-tu-phap"],
        **officer.common,
    )
    assert as_("sotuphap").mark("1.1", Mark.UNCLEAR, UNSURE).mark == Mark.UNCLEAR
    assert officer.mark("1.1", Mark.INCOMPLETE, "Thiếu phụ lục.").mark_text == "Thiếu phụ lục."
    with pytest.raises(NotAllowed):
        as_("sotuphap").mark("1.2", Mark.UNCLEAR, UNSURE)


def test_the_later_of_two_marks_is_told(handed_in: Campaign, as_: As, line: Line) -> None:
    seen = line("1.1").version
    as_("sonoivu").mark("1.1", Mark.UNCLEAR, UNSURE)
    with pytest.raises(Refusal, match="vừa ghi tiêu chí"):
        supplementing.mark(line_id=line("1.1").pk, mark=None, text="", version=seen, **as_("sonoivu").common)
    assert line("1.1").mark_text == UNSURE


def test_unanswered_marks_are_told_before_the_campaign_moves_on(marked: Campaign, as_: As) -> None:
    assert [end.sentence for end in open_ends(marked)] == [
        "1 dòng được đánh dấu cần bổ sung của 1 đơn vị chưa giải trình."
    ]
    as_("xa").explain_first("1.1", "Kèm Quyết định 12 của xã.")
    assert open_ends(marked) == ()


def test_the_list_of_dates_names_the_stage_when_it_has_a_day_or_is_under_way(
    handed_in: Campaign, as_: As, today: date
) -> None:
    label = str(Stage.SUPPLEMENTING.label)
    assert label not in [one.label for one in stage_dates(handed_in, today)]
    moved = as_("sonoivu").go(handed_in, Move.SUPPLEMENT)
    now = next(one for one in stage_dates(moved, today) if one.standing == "now")
    assert (now.label, now.day, now.is_late) == (label, None, False)
    Campaign.objects.filter(pk=moved.pk).update(supplement_by=date(2021, 11, 25))
    moved.refresh_from_db()
    late = next(one for one in stage_dates(moved, date(2021, 11, 26)) if one.standing == "now")
    assert (late.day, late.is_late) == (date(2021, 11, 25), True)


@pytest.mark.parametrize("day", [date(2021, 11, 19), date(2021, 12, 1)])
def test_its_day_stands_between_those_of_self_scoring_and_first_appraisal(
    day: date, cast: dict[str, User], units: dict[str, Unit], posts: Callable[[str], Posts], at: datetime
) -> None:
    def make(wanted: date) -> Campaign:
        return create(
            name="Đợt", year=2021, toml=SMALL_RULEBOOK.encode(), dates=replace(DATES, supplement_by=wanted),
            appraiser=units["so-noi-vu"], by=cast["sonoivu"], posts=posts("sonoivu"), at=at,
        )  # fmt: skip

    with pytest.raises(Refusal, match="bước liền trước"):
        make(day)
    assert make(date(2021, 11, 25)).supplement_by == date(2021, 11, 25)


def test_the_pages_walk_it_from_the_mark_to_the_answer(
    handed_in: Campaign, as_: As, line: Line, client_of: Callable[[str], Client]
) -> None:
    def post(who: str, step: str, **data: str) -> str:
        held: SheetLine = line("1.1")
        place = f"/cham-diem/phieu/{held.entrant_id}/tieu-chi/1.1/{step}/"
        answer = client_of(who).post(place, {"version": str(held.version), **data}, follow=True)
        return answer.content.decode()

    place = f"/cham-diem/phieu/{line('1.1').entrant_id}/"
    assert "Ghi dấu" not in client_of("xa").get(f"{place}tieu-chi/1.1/").content.decode()
    assert "Ghi dấu" in client_of("sonoivu").get(f"{place}tieu-chi/1.1/").content.decode()
    assert "một câu" in post("sonoivu", "danh-dau", mark="unclear", text="")
    assert UNSURE in post("sonoivu", "danh-dau", mark="unclear", text=UNSURE)
    as_("sonoivu").go(handed_in, Move.SUPPLEMENT)
    sheet = client_of("xa").get(place).content.decode()
    assert UNSURE in sheet
    assert "Được đánh dấu cần bổ sung" in sheet
    page = client_of("xa").get(f"/cham-diem/{handed_in.pk}/").content.decode()
    assert "chưa định ngày" in page
    assert "Hãy viết lời giải trình" in post("xa", "giai-trinh-lan-1", text=" ")
    assert "Kèm Quyết định 12." in post("xa", "giai-trinh-lan-1", text="Kèm Quyết định 12.")
    assert "Lần 1: Kèm Quyết định 12." in client_of("sonoivu").get(place).content.decode()
    as_("sonoivu").go(handed_in, Move.APPRAISE_SUPPLEMENTED)
    waiting = client_of("sonoivu").get(f"/cham-diem/{handed_in.pk}/cho-toi/").content.decode()
    assert "Kèm Quyết định 12." in waiting


def test_the_edition_keeps_the_mark_and_both_explanations(marked: Campaign, as_: As) -> None:
    commune, officer = as_("xa"), as_("sonoivu")
    commune.explain_first("1.1", "Kèm Quyết định 12 của xã.")
    officer.go(marked, Move.APPRAISE_SUPPLEMENTED)
    officer.judge("1.1", Verdict.LOWERED, "1.20", "Quyết định giao 50 nhiệm vụ.")
    officer.judge("1.2", Verdict.ACCEPTED)
    officer.answer("2.1", 80)
    officer.go(marked, Move.ASK)
    commune.explain("1.1", "Năm nhiệm vụ thuộc năm sau.")
    officer.go(marked, Move.APPRAISE_AGAIN)
    officer.judge_again("1.1", "1.50")
    officer.go(marked, Move.PUBLISH)
    published = marked.publications.get()
    sheet = next(one for one in published.content["sheets"] if one["unit_key"] == "thien-loc")
    first, second = sheet["lines"][:2]
    assert mark_in_words(first) == f"Chưa rõ: {UNSURE}"
    assert first["first_explanation"] == "Kèm Quyết định 12 của xã."
    assert first["explanation"] == "Năm nhiệm vụ thuộc năm sau."
    assert mark_in_words(second) == ""
    assert edition_workbook(published)


def test_an_edition_of_before_has_no_mark_and_is_still_read() -> None:
    assert mark_in_words({"code": "1.1"}) == ""
