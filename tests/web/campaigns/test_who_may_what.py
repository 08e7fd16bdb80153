"""Every action of a campaign by every member of the cast, in every stage: who may, and that nothing else moves."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.campaigns.models import Assignment, Campaign, Entrant, LineProof, Publication, SheetLine
from namro.web.campaigns.selectors.editions import text_of
from namro.web.campaigns.services import appraising, filling, preparing
from namro.web.campaigns.services.publishing import fingerprint
from namro.web.campaigns.states import Mark, Move, Stage, Verdict
from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Unit
from namro.web.ui.refusals import NotAllowed
from web.campaigns.conftest import DATES, SMALL_RULEBOOK
from web.campaigns.doing import Doing, Line

As = Callable[[str], Doing]
CAST = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac", "stranger")
UNITS = ("thien-loc", "tung-anh", "so-noi-vu")
CODES = ("1.1", "1.2", "2.1")
# Who answers for the lines of a sheet, and who appraises them, besides what is assigned below.
FILLS = {"thien-loc": "xa", "tung-anh": "xakhac", "so-noi-vu": "sonoivu"}


def state() -> dict[str, Any]:
    """Everything that must not change when somebody is refused."""
    return {
        "lines": list(SheetLine.objects.order_by("pk").values()),
        "proofs": list(LineProof.objects.order_by("pk").values()),
        "evidence": list(Evidence.objects.order_by("pk").values()),
        "entrants": list(Entrant.objects.order_by("pk").values()),
        "campaigns": list(Campaign.objects.order_by("pk").values()),
        "assignments": list(Assignment.objects.order_by("pk").values()),
        "publications": list(Publication.objects.order_by("pk").values()),
        "entries": Entry.objects.count(),
    }


Action = Callable[[Doing, Campaign, dict[str, Unit]], object]


def _page(path: str, **posted: str) -> Callable[[Client, Campaign, SheetLine], int]:
    def call(client: Client, campaign: Campaign, line: SheetLine) -> int:
        address = path.format(campaign=campaign.pk, entrant=line.entrant_id, evidence=0)
        values = {name: value.format(line=line.pk) for name, value in posted.items()}
        return client.post(f"/cham-diem/{address}", {"version": str(line.version), **values}).status_code

    return call


RUNS: dict[str, Action] = {
    "create": lambda doing, campaign, units: preparing.create(
        name="Đợt khác", year=2021, toml=SMALL_RULEBOOK.encode(), dates=DATES, appraiser=units["so-noi-vu"],
        **doing.common,
    ),
    "add units": lambda doing, campaign, units: preparing.add_units(
        campaign_id=campaign.pk, units=[units["can-loc"]], **doing.common
    ),
    "assign": lambda doing, campaign, units: preparing.assign(
        campaign_id=campaign.pk, code="1.1", responsible=None, appraiser=units["so-tu-phap"], **doing.common
    ),
    "move": lambda doing, campaign, units: doing.go(campaign, Move.APPRAISE),
}  # fmt: skip
FILLING: dict[str, Action] = {
    "inputs": lambda doing, campaign, units: doing.fill("1.1", a=45, b=45),
    "words": lambda doing, campaign, units: doing.say("1.1", "Theo báo cáo."),
    "proof": lambda doing, campaign, units: doing.prove("1.1"),
    "hand in": lambda doing, campaign, units: doing.hand_in(),
}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("action", RUNS)
def test_only_who_follows_plans_runs_a_campaign(
    action: str, who: str, campaign: Campaign, units: dict[str, Unit], as_: As
) -> None:
    if who == "sonoivu":
        RUNS[action](as_(who), campaign, units)
        return
    before = state()
    with pytest.raises(NotAllowed):
        RUNS[action](as_(who), campaign, units)
    assert state() == before


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("action", FILLING)
def test_only_the_unit_fills(
    action: str, who: str, campaign: Campaign, units: dict[str, Unit], as_: As
) -> None:
    if who == "xa":
        FILLING[action](as_(who), campaign, units)
        return
    before = state()
    with pytest.raises(NotAllowed):
        FILLING[action](as_(who), campaign, units)
    assert state() == before


def test_what_is_taken_back_taken_off_renewed_and_explained_is_the_units_too(
    campaign: Campaign, as_: As, line: Line
) -> None:
    commune, officer = as_("xa"), as_("sonoivu")
    commune.fill("1.1", a=45, b=45)
    commune.prove("1.1")
    piece = line("1.1").evidence.get()
    others = [who for who in CAST if who != "xa"]

    def refused(call: Callable[[Doing], object]) -> None:
        for who in others:
            before = state()
            with pytest.raises(NotAllowed):
                call(as_(who))
            assert state() == before, who

    refused(
        lambda doing: filling.unprove(
            line_id=line("1.1").pk, evidence_id=piece.pk, version=line("1.1").version, **doing.common
        )
    )
    Evidence.objects.filter(pk=piece.pk).update(revision=2)
    refused(lambda doing: doing.renew("1.1", piece.pk))
    Evidence.objects.filter(pk=piece.pk).update(revision=1)
    commune.hand_in()
    refused(lambda doing: doing.take_back())
    officer.go(campaign, Move.APPRAISE)
    officer.judge("1.1", Verdict.RETURNED, None, "Thiếu danh mục.")
    officer.go(campaign, Move.ASK)
    refused(lambda doing: doing.explain("1.1", "Đã bổ sung."))
    assert commune.explain("1.1", "Đã bổ sung.").explanation


@pytest.mark.parametrize("who", [who for who in CAST if who != "sonoivu"])
def test_only_the_appraising_unit_decides_in_both_rounds_and_types_the_survey(
    who: str, campaign: Campaign, as_: As, line: Line
) -> None:
    as_("xa").fill("1.1", a=45, b=45)
    as_("xa").prove("1.1")
    officer = as_("sonoivu")
    officer.go(campaign, Move.APPRAISE)
    before = state()
    for call in (
        lambda: as_(who).judge("1.1", Verdict.ACCEPTED),
        lambda: as_(who).judge("1.1", Verdict.LOWERED, "1.00", "Xem lại."),
        lambda: as_(who).judge("1.1", Verdict.RETURNED, None, "Xem lại."),
        lambda: as_(who).answer("2.1", 80),
    ):
        with pytest.raises(NotAllowed):
            call()
    many = appraising.accept_across(
        campaign_id=campaign.pk, chosen=[f"{line('1.1').pk}|{line('1.1').version}"], **as_(who).common
    )
    assert (many.saved, state()) == (0, before)
    officer.judge("1.1", Verdict.LOWERED, "1.00", "Thiếu một nhiệm vụ.")
    officer.go(campaign, Move.ASK)
    officer.go(campaign, Move.APPRAISE_AGAIN)
    before = state()
    with pytest.raises(NotAllowed):
        as_(who).judge_again("1.1", "1.50", "Đúng.")
    assert state() == before


PAGES: dict[str, Callable[[Client, Campaign, SheetLine], int]] = {
    "inputs": _page("phieu/{entrant}/so-lieu/1.1/", **{"so-a": "45", "so-b": "45"}),
    "words": _page("phieu/{entrant}/tieu-chi/1.1/can-cu/", text="Theo báo cáo.", note=""),
    "proof": _page(
        "phieu/{entrant}/tieu-chi/1.1/minh-chung/", document_number="1/BC", document_date="1/3/2021"
    ),
    "take off": _page("phieu/{entrant}/tieu-chi/1.1/go/", evidence="1"),
    "renew": _page("phieu/{entrant}/tieu-chi/1.1/ban-moi/", evidence="1"),
    "mark": _page("phieu/{entrant}/tieu-chi/1.1/danh-dau/", mark="unclear", text="Chưa rõ."),
    "explain first": _page("phieu/{entrant}/tieu-chi/1.1/giai-trinh-lan-1/", text="Vì vậy."),
    "explain": _page("phieu/{entrant}/tieu-chi/1.1/giai-trinh/", text="Vì vậy."),
    "appraise": _page("phieu/{entrant}/tieu-chi/1.1/tham-dinh/", verdict="returned", reason="Xem lại."),
    "appraise again": _page("phieu/{entrant}/tieu-chi/1.1/tham-dinh-lan-2/", points="1", reason="Xem lại."),
    "hand in": _page("phieu/{entrant}/gui/", buoc="gui"),
    "take back": _page("phieu/{entrant}/gui/", buoc="rut"),
    "accept": _page("phieu/{entrant}/chap-nhan/", chon="1.1|0"),
    "import": _page("phieu/{entrant}/nhap/", **{"xac-nhan": "1"}),
    "accept across": _page("{campaign}/cho-toi/", chon="{line}|0"),
    "add units": _page("{campaign}/don-vi/", unit="can-loc", group=""),
    "assign": _page("{campaign}/phan-cong/", code="1.1", responsible="", appraiser="so-tu-phap"),
    "move": _page("{campaign}/buoc/", move="tham-dinh", reason=""),
}


@pytest.mark.parametrize(
    "stage", [Stage.SELF_SCORING, Stage.SUPPLEMENTING, Stage.APPRAISING, Stage.PUBLISHED]
)
@pytest.mark.parametrize("who", ["sotuphap", "huyen", "mattran", "xakhac", "stranger"])
@pytest.mark.parametrize("page", PAGES)
def test_whoever_has_no_part_in_a_sheet_changes_nothing_through_its_pages(
    page: str, who: str, stage: Stage, campaign: Campaign, line: Line, client_of: Callable[[str], Client]
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(stage=stage)
    client = client_of(who)
    before = state()
    assert PAGES[page](client, campaign, line("1.1")) == 403
    assert state() == before


# One step: who does what on whose line.
STEPS = st.tuples(
    st.sampled_from(CAST),
    st.sampled_from(
        ["fill", "say", "prove", "unprove", "hand in", "take back", "mark", "unmark", "explain first", "explain", "accept", "lower", "return", "again",
         "survey", "across", *(move.value for move in Move)]
    ),
    st.sampled_from(UNITS),
    st.sampled_from(CODES),
)  # fmt: skip
OF_THE_UNIT = {"fill", "say", "prove", "unprove", "hand in", "take back", "explain first", "explain"}
OF_THE_APPRAISER = {"mark", "unmark", "accept", "lower", "return", "again", "survey", "across"}


def _do(doing: Doing, what: str, unit: str, code: str, campaign: Campaign) -> None:
    line = doing.line(code, unit)
    seen = {"line_id": line.pk, "version": line.version, **doing.common}
    match what:
        case "fill":
            if code == "1.1":
                doing.fill(code, unit, a=45, b=line.version % 46)
            else:
                doing.answer(code, "co" if code == "1.2" else 80, unit)
        case "say":
            doing.say(code, f"Căn cứ thứ {line.version}.", unit)
        case "prove":
            doing.prove(code, unit)
        case "unprove":
            piece = line.evidence.first()
            filling.unprove(evidence_id=piece.pk if piece else 0, **seen)
        case "hand in":
            doing.hand_in(unit)
        case "take back":
            doing.take_back(unit)
        case "mark":
            doing.mark(code, Mark.INCOMPLETE, f"Cần bổ sung {line.version}.", unit)
        case "unmark":
            doing.mark(code, None, unit=unit)
        case "explain first":
            doing.explain_first(code, f"Giải trình lần 1 {line.version}.", unit)
        case "explain":
            doing.explain(code, f"Giải trình {line.version}.", unit)
        case "accept":
            doing.judge(code, Verdict.ACCEPTED, unit=unit)
        case "lower":
            doing.judge(code, Verdict.LOWERED, "0.10", "Xem lại.", unit)
        case "return":
            doing.judge(code, Verdict.RETURNED, None, "Xem lại.", unit)
        case "again":
            doing.judge_again(code, "0.20", "Chấm lại.", unit)
        case "survey":
            doing.answer("2.1", 70, unit)
        case "across":
            appraising.accept_across(
                campaign_id=campaign.pk, chosen=[f"{line.pk}|{line.version}"], **doing.common
            )
        case _:
            doing.go(campaign, Move(what), "Có sai sót.")


def _complete(campaign: Campaign, unit: str) -> None:
    """Give a sheet the points it misses: chance seldom completes one, and only a complete one is published."""
    lines = SheetLine.objects.filter(entrant__campaign=campaign, entrant__unit__key=unit)
    lines.filter(is_survey=True, survey_points__isnull=True).update(survey_points=1)
    lines.filter(is_survey=False, first_points__isnull=True).update(
        first_verdict=Verdict.ACCEPTED, first_points="0.50"
    )


def _may_have_changed(who: str, what: str, unit: str, code: str) -> bool:
    """The rule in this test's own words: 1.2 is answered for by Sở Tư pháp, the rest by the unit that is scored."""
    if what in {move.value for move in Move}:
        return who == "sonoivu"
    responsible = "sotuphap" if code == "1.2" else FILLS[unit]
    appraiser = "lanhdao" if unit == "so-noi-vu" else "sonoivu"
    if what == "survey" or (what in {"fill", "say", "prove", "unprove"} and code == "2.1"):
        return who == appraiser
    if what in {"hand in", "take back"}:
        return who == FILLS[unit]
    return who == (responsible if what in OF_THE_UNIT else appraiser)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=40))
def test_whatever_is_tried_in_whatever_order_only_the_right_units_change_a_line_and_no_edition_changes(
    steps: list[tuple[str, str, str, str]],
    units: dict[str, Unit],
    cast: dict[str, User],
    posts: Callable[[str], Any],
    at: datetime,
) -> None:
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    campaign = preparing.create(
        name="Chấm điểm", year=2021, toml=SMALL_RULEBOOK.encode(), dates=DATES, appraiser=units["so-noi-vu"],
        **officer,
    )  # fmt: skip
    preparing.add_units(campaign_id=campaign.pk, units=[units[key] for key in UNITS], **officer)
    preparing.assign(
        campaign_id=campaign.pk, code="1.2", responsible=units["so-tu-phap"], appraiser=None, **officer
    )

    def line(code: str, unit: str) -> SheetLine:
        return SheetLine.objects.select_related("entrant").get(
            entrant__campaign=campaign, entrant__unit__key=unit, code=code
        )

    editions: dict[int, str] = {}
    # Chance alone seldom gets past the first stage: the campaign goes on between the tries.
    onward = iter(
        [
            Move.OPEN,
            Move.SUPPLEMENT,
            Move.APPRAISE_SUPPLEMENTED,
            Move.ASK,
            Move.APPRAISE_AGAIN,
            Move.PUBLISH,
            Move.CORRECT,
        ]
    )
    doing = {who: Doing(cast[who], posts(who), at, line) for who in CAST}
    for number, (who, what, unit, code) in enumerate(steps):
        if number % 6 == 0 and (step := next(onward, None)) is not None:
            if step is Move.PUBLISH:
                _complete(campaign, "tung-anh")
            with suppress(Refusal):
                doing["sonoivu"].go(campaign, step, "Có sai sót.")
        before = state()
        try:
            _do(doing[who], what, unit, code, campaign)
        except (Refusal, NotAllowed):
            assert state() == before, (who, what, unit, code)
            continue
        after = state()
        if after != before:
            assert _may_have_changed(who, what, unit, code), (who, what, unit, code)
        stage = next(row["stage"] for row in before["campaigns"] if row["id"] == campaign.pk)
        if stage in {Stage.DRAFT, Stage.PUBLISHED}:
            assert after["lines"] == before["lines"]
            assert after["proofs"] == before["proofs"]
        changed = [row["id"] for row, old in zip(after["lines"], before["lines"], strict=True) if row != old]
        assert len(changed) <= 1
        for publication in campaign.publications.all():
            assert fingerprint(publication.content) == publication.sha256
            held = editions.setdefault(publication.edition, text_of(publication.content))
            assert text_of(publication.content) == held


def test_once_published_nobody_writes_a_line(published: Publication, as_: As) -> None:
    before = state()
    for who in CAST:
        for what in sorted((OF_THE_UNIT | OF_THE_APPRAISER) - {"across"}):
            with pytest.raises((Refusal, NotAllowed)):
                _do(as_(who), what, "thien-loc", "1.1" if what != "survey" else "2.1", published.campaign)
        _do(as_(who), "across", "thien-loc", "1.1", published.campaign)
    assert state() == before
