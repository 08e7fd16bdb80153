"""From self-scoring to publication through the services, and everything that must be refused on the way."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.campaigns.models import Campaign, Publication
from namro.web.campaigns.services import appraising, filling
from namro.web.campaigns.services.publishing import fingerprint
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.campaigns.states import Move, Verdict
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed
from web.campaigns.doing import Doing, Line, only_input


def test_the_walk_ends_in_a_ranking_with_a_class_and_leaves_the_incomplete_out(
    published: Publication,
) -> None:
    rows = {row["unit_key"]: row for row in published.ranking}
    assert rows["thien-loc"]["total"] == "3.7"
    assert (rows["thien-loc"]["rank"], rows["thien-loc"]["class"]) == (1, "Tốt")
    assert rows["tung-anh"]["rank"] is None
    assert rows["tung-anh"]["total"] is None
    assert (rows["tung-anh"]["low"], rows["tung-anh"]["high"]) == ("0", "4")


def test_publication_freezes_inputs_reckoning_rulebook_and_evidence_under_a_hash(
    published: Publication,
) -> None:
    sheet = next(one for one in published.content["sheets"] if one["unit_key"] == "thien-loc")
    first = sheet["lines"][0]
    assert first["inputs"] == {"a": "45", "b": "45"}
    assert "45/45" in first["reckoning"]
    assert first["evidence"][0]["number"] == "45/BC-UBND"
    assert "namro.rulebook/1" in published.content["rulebook"]["toml"]
    published.refresh_from_db()
    assert fingerprint(published.content) == published.sha256
    published.content["sheets"][0]["total"] = "4"
    assert fingerprint(published.content) != published.sha256


def test_a_correction_is_a_new_edition_that_says_what_changed(
    published: Publication, as_: Callable[[str], Doing]
) -> None:
    officer, campaign = as_("sonoivu"), published.campaign
    with pytest.raises(Refusal, match="lý do"):
        officer.go(campaign, Move.CORRECT)
    officer.go(campaign, Move.CORRECT, "Tính sót hai nhiệm vụ.")
    with pytest.raises(Refusal, match="Chưa có điểm nào khác"):
        officer.go(campaign, Move.PUBLISH)
    officer.judge_again("1.1", "1.40", "Còn hai nhiệm vụ chưa xong.")
    officer.go(campaign, Move.PUBLISH)
    second = campaign.publications.get(edition=2)
    assert second.changes == ["UBND xã Thiên Lộc, tiêu chí 1.1: 1,50 → 1,40."]
    assert second.reason == "Tính sót hai nhiệm vụ."
    assert campaign.publications.get(edition=1).ranking[0]["total"] == "3.7"


def test_nothing_is_written_once_it_is_published(published: Publication, as_: Callable[[str], Doing]) -> None:
    with pytest.raises(Refusal):
        as_("xa").fill("1.1", a=45, b=44)
    with pytest.raises(Refusal):
        as_("sonoivu").judge_again("1.1", "1.00", "Xem lại.")


def test_a_missing_input_is_not_scored_and_never_zero(as_: Callable[[str], Doing]) -> None:
    assert as_("xa").fill("1.1", a=45, b="").self_points is None
    assert as_("xa").fill("1.1", a=45, b=0).self_points == 0


def test_inputs_that_cannot_be_are_refused_and_the_old_ones_stay(
    as_: Callable[[str], Doing], line: Line
) -> None:
    as_("xa").fill("1.1", a=45, b=40)
    with pytest.raises(Refusal):
        as_("xa").fill("1.1", a=45, b=46)
    assert line("1.1").inputs == {"a": "45", "b": "40"}


def test_the_later_of_two_is_told_and_both_versions_are_kept(
    as_: Callable[[str], Doing],
    line: Line,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
) -> None:
    seen = line("1.1").version
    as_("xa").fill("1.1", a=45, b=45)
    with pytest.raises(ChangedMeanwhile, match="Võ Văn Nam"):
        filling.save_inputs(
            line_id=line("1.1").pk,
            values={"a": 45, "b": 40},
            by=cast["xa"],
            posts=posts("xa"),
            at=at,
            version=seen,
        )
    kept = {(revision.kept_aside, revision.inputs["b"]) for revision in line("1.1").revisions.all()}
    assert kept == {(False, "45"), (True, "40")}
    assert line("1.1").inputs["b"] == "45"


def test_a_sheet_is_not_handed_in_while_points_are_claimed_bare(as_: Callable[[str], Doing]) -> None:
    commune = as_("xa")
    commune.fill("1.1", a=45, b=45)
    with pytest.raises(Refusal, match=r"1\.1"):
        commune.hand_in()
    commune.say("1.1", "Theo báo cáo tổng kết của xã.")
    commune.hand_in()
    with pytest.raises(Refusal, match="rút phiếu"):
        commune.fill("1.1", a=45, b=44)


def test_bare_points_are_not_accepted_and_lowering_needs_a_reason_and_lower_points(
    campaign: Campaign, as_: Callable[[str], Doing]
) -> None:
    as_("xa").fill("1.1", a=45, b=45)
    officer = as_("sonoivu")
    officer.go(campaign, Move.APPRAISE)
    for verdict, points, reason, words in (
        (Verdict.ACCEPTED, None, "", "chưa có tài liệu kiểm chứng"),
        (Verdict.LOWERED, "1.00", "", "lý do"),
        (Verdict.LOWERED, "1.50", "Xem lại.", "thấp hơn"),
        (Verdict.LOWERED, "-1", "Xem lại.", "phải từ"),
        (Verdict.RETURNED, None, "", "lý do"),
    ):
        with pytest.raises(Refusal, match=words):
            officer.judge("1.1", verdict, points, reason)


def test_a_returned_line_may_be_corrected_while_explaining_and_no_other(
    campaign: Campaign, as_: Callable[[str], Doing]
) -> None:
    commune, officer = as_("xa"), as_("sonoivu")
    commune.fill("1.1", a=45, b=45)
    officer.go(campaign, Move.APPRAISE)
    officer.judge("1.1", Verdict.RETURNED, None, "Thiếu danh mục nhiệm vụ.")
    officer.go(campaign, Move.ASK)
    assert commune.fill("1.1", a=45, b=36).self_points == Decimal("1.20")
    with pytest.raises(Refusal):
        commune.fill("1.2", **{only_input(commune.line("1.2")): "co"})


@pytest.mark.parametrize("who", ["sonoivu", "lanhdao", "sotuphap", "huyen", "mattran", "xakhac", "stranger"])
def test_only_the_unit_fills_its_sheet(who: str, as_: Callable[[str], Doing]) -> None:
    with pytest.raises(NotAllowed):
        as_(who).fill("1.1", a=45, b=45)


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac", "stranger"])
def test_only_the_appraising_unit_appraises(
    who: str, campaign: Campaign, as_: Callable[[str], Doing]
) -> None:
    as_("sonoivu").go(campaign, Move.APPRAISE)
    with pytest.raises(NotAllowed):
        as_(who).judge("1.1", Verdict.RETURNED, None, "Xem lại.")
    with pytest.raises(NotAllowed):
        as_(who).go(campaign, Move.ASK)


def test_every_change_stands_in_the_record(published: Publication) -> None:
    told = set(Entry.objects.values_list("action", flat=True))
    assert {"Nhập số liệu", "Thẩm định lần 1: Hạ điểm", "Giải trình", "Thẩm định lần 2", "Công bố"} <= told


def test_many_are_accepted_at_once_and_what_cannot_be_is_said(
    campaign: Campaign, as_: Callable[[str], Doing], line: Line
) -> None:
    commune, officer = as_("xa"), as_("sonoivu")
    commune.fill("1.1", a=45, b=45)
    commune.fill("1.2", **{only_input(commune.line("1.2")): "co"})
    commune.prove("1.1")
    officer.go(campaign, Move.APPRAISE)
    chosen = [f"{code}|{line(code).version}" for code in ("1.1", "1.2")]
    done = appraising.accept_many(entrant_id=line("1.1").entrant_id, chosen=chosen, **officer.common)
    assert done.saved == 1
    assert done.refused[0].startswith("1.2: ")
    assert (line("1.1").first_points, line("1.2").first_points) == (Decimal("1.50"), None)
    stranger = appraising.accept_many(
        entrant_id=line("1.1").entrant_id, chosen=[f"1.2|{line('1.2').version}"], **commune.common
    )
    assert stranger.saved == 0
