"""Each check both ways: what it must find, and the nearest thing it must leave alone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.selectors.checks import findings_of
from namro.web.campaigns.selectors.finding import Finding
from namro.web.campaigns.services.preparing import add_units, create, move, shipped_toml
from namro.web.campaigns.states import Move
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Details, Proof, revise, withdraw
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from web.campaigns.conftest import DATES, SMALL_RULEBOOK
from web.campaigns.doing import Doing, Line

As = Callable[[str], Doing]
OPENED = "Thực hiện đúng kế hoạch và báo cáo đầy đủ theo quy định của huyện."


def kinds(line: SheetLine) -> set[str]:
    return {found.kind for found in findings_of(line.entrant)}


def the(kind: str, line: SheetLine) -> Finding:
    return next(found for found in findings_of(line.entrant) if found.kind == kind)


def document(day: date, number: str = "1/BC") -> Proof:
    return Proof(document_number=number, document_date=day)


def a_file(text: bytes, name: str = "bao-cao.txt") -> Proof:
    return Proof(files=(SimpleUploadedFile(name, text),))


def second_campaign(
    year: int, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, units: dict[str, Unit], **other: str
) -> Campaign:  # fmt: skip
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    toml = SMALL_RULEBOOK.replace("years = [2021]", f"years = [{year}]").replace(
        'key = "xa-2021"', f'key = "xa-{year}-b"'
    )
    for old, new in other.items():
        toml = toml.replace(f'{old} = "CCHC cấp xã"', f'{old} = "{new}"')
    campaign = create(
        name=f"Đợt khác {year}", year=year, toml=toml.encode(), dates=DATES, appraiser=units["so-noi-vu"], **officer
    )  # fmt: skip
    add_units(campaign_id=campaign.pk, units=[units["thien-loc"]], **officer)
    return move(campaign_id=campaign.pk, move=Move.OPEN, version=0, **officer)


@pytest.fixture
def line_in() -> Callable[..., Line]:
    def of(campaign: Campaign) -> Line:
        return lambda code, unit="thien-loc": SheetLine.objects.select_related("entrant").get(
            entrant__campaign=campaign, entrant__unit__key=unit, code=code
        )

    return of


def test_points_claimed_bare_are_found_and_with_words_or_proof_not(as_: As, line: Line) -> None:
    as_("xa").fill("1.1", a=45, b=45)
    assert kinds(line("1.1")) == {"unproved"}
    as_("xa").say("1.1", "Theo báo cáo năm.")
    assert kinds(line("1.1")) == set()


def test_no_points_need_no_proof(as_: As, line: Line) -> None:
    as_("xa").fill("1.1", a=45, b=0)
    assert kinds(line("1.1")) == set()


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2020, 12, 31), {"outside_year"}),
        (date(2021, 1, 1), set()),
        (date(2021, 11, 15), set()),
    ],
)
def test_a_document_of_another_year_is_found(day: date, found: set[str], as_: As, line: Line) -> None:
    as_("xa").prove("1.1", proof=document(day))
    assert kinds(line("1.1")) == found


def _revised(line: SheetLine, doing: Doing, **details: Any) -> Evidence:
    piece = line.evidence.get()
    held = {"document_number": piece.document_number, "document_date": piece.document_date}
    return revise(
        evidence_id=piece.pk, details=Details(**(held | details)), file=None, reason="Ghi hiệu lực.",
        revision=piece.revision, **doing.common,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("validity", "found"),
    [
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2025, 12, 31)}, set()),
        ({"valid_from": date(2019, 1, 1), "valid_to": date(2020, 12, 31)}, {"not_valid"}),
        ({"valid_from": date(2022, 1, 1)}, {"not_valid"}),
        ({"valid_to": date(2021, 1, 1)}, set()),
    ],
)
def test_validity_decides_over_the_date_of_the_document(
    validity: dict[str, date], found: set[str], as_: As, line: Line
) -> None:
    as_("xa").prove("1.1", proof=document(date(2020, 3, 1)))
    piece = _revised(line("1.1"), as_("xa"), **validity)
    as_("xa").renew("1.1", piece.pk)
    assert kinds(line("1.1")) == found


def test_a_later_revision_does_not_count_until_the_line_uses_it(as_: As, line: Line) -> None:
    as_("xa").prove("1.1", proof=document(date(2020, 3, 1)))
    _revised(line("1.1"), as_("xa"), document_date=date(2021, 3, 1))
    assert "ngày 1/3/2020" in the("outside_year", line("1.1")).sentence


def test_withdrawn_proof_is_found_and_leaves_the_points_bare(as_: As, line: Line) -> None:
    as_("xa").fill("1.1", a=45, b=45)
    as_("xa").prove("1.1")
    assert kinds(line("1.1")) == set()
    piece = line("1.1").evidence.get()
    withdraw(evidence_id=piece.pk, reason="Ban hành nhầm.", **as_("xa").common)
    assert kinds(line("1.1")) == {"not_valid", "unproved"}
    assert "Ban hành nhầm" in the("not_valid", line("1.1")).sentence
    assert the("not_valid", line("1.1")).places[0].evidence_id == piece.pk


def test_one_file_under_criteria_of_many_fields_is_found(
    client_of: Callable[[str], Client],
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    units: dict[str, Unit],
    line_in: Callable[..., Line],
) -> None:
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    large = create(
        name="Chỉ số của tỉnh", year=2025, toml=shipped_toml("par-index-2025"), dates=DATES,
        appraiser=units["so-noi-vu"], **officer,
    )  # fmt: skip
    add_units(campaign_id=large.pk, units=[units["thien-loc"]], **officer)
    move(campaign_id=large.pk, move=Move.OPEN, version=0, **officer)
    here = line_in(large)
    doing = Doing(cast["xa"], posts("xa"), at, here)
    held = here("1.1")
    codes: dict[str, list[str]] = {}
    for one in SheetLine.objects.filter(entrant=held.entrant, is_survey=False):
        codes.setdefault(one.code.split(".")[0], []).append(one.code)
    first, second, third = (codes[field] for field in sorted(codes)[:3])
    for code in (*first[:2], second[0]):
        doing.prove(code, proof=a_file(b"mot bao cao"))
    assert "overused" not in kinds(held)
    doing.prove(third[0], proof=a_file(b"mot bao cao"))
    found = the("overused", held)
    assert "4 tiêu chí thuộc 3 lĩnh vực" in found.sentence
    assert found.places[0].evidence_id == Evidence.objects.get().pk


def test_a_file_that_another_unit_put_forward_too_is_found_unless_somebody_above_issued_it(
    as_: As, line: Line
) -> None:
    as_("xa").prove("1.1", proof=a_file(b"danh muc nhiem vu"))
    assert kinds(line("1.1")) == set()
    as_("xakhac").prove("1.1", unit="tung-anh", proof=a_file(b"danh muc nhiem vu", "chep.txt"))
    found = the("twin", line("1.1"))
    assert "UBND xã Tùng Ảnh" in found.sentence
    assert {place.evidence_id for place in found.places} == set(Evidence.objects.values_list("pk", flat=True))
    own = line("1.1").evidence.get()
    revise(
        evidence_id=own.pk, details=Details(issuer="UBND tỉnh Hà Tĩnh"), file=None, reason="Ghi nơi ban hành.",
        revision=1, **as_("xa").common,
    )  # fmt: skip
    as_("xa").renew("1.1", own.pk)
    assert "twin" not in kinds(line("1.1"))


def test_a_figure_that_another_campaign_of_the_year_has_otherwise_is_found(
    as_: As,
    line: Line,
    campaign: Campaign,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    units: dict[str, Unit],
    line_in: Callable[..., Line],
) -> None:
    other = second_campaign(2021, cast, posts, at, units, index="Chuyển đổi số cấp xã")
    there = Doing(cast["xa"], posts("xa"), at, line_in(other))
    as_("xa").fill("1.1", a=45, b=0)
    there.fill("1.1", a=45, b=0)
    assert "disagreeing_elsewhere" not in kinds(line("1.1"))
    there.fill("1.1", a=50, b=0)
    found = the("disagreeing_elsewhere", line("1.1"))
    assert "45" in found.sentence
    assert "50" in found.sentence
    assert (found.places[0].entrant_id, found.places[0].code) == (there.line("1.1").entrant_id, "1.1")


@pytest.mark.parametrize(("whole", "is_found"), [(90, True), (89, False), (22, True), (23, False)])
def test_a_denominator_that_doubled_or_halved_since_last_year_is_found(
    whole: int,
    is_found: bool,
    as_: As,
    line: Line,
    campaign: Campaign,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    units: dict[str, Unit],
    line_in: Callable[..., Line],
) -> None:
    last = second_campaign(2020, cast, posts, at, units)
    Doing(cast["xa"], posts("xa"), at, line_in(last)).fill("1.1", a=45, b=0)
    as_("xa").fill("1.1", a=whole, b=0)
    assert ("denominator_jump" in kinds(line("1.1"))) is is_found


def test_points_far_from_last_years_without_a_word_are_found(
    as_: As,
    line: Line,
    campaign: Campaign,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    units: dict[str, Unit],
    line_in: Callable[..., Line],
) -> None:
    last = second_campaign(2020, cast, posts, at, units)
    earlier = line_in(last)("1.1")
    SheetLine.objects.filter(pk=earlier.pk).update(first_points="1.20", first_verdict="lowered")
    as_("xa").fill("1.1", a=45, b=45)
    assert "far" not in kinds(line("1.1"))  # 1.50 is 0.30 away: less than a quarter of 1.50
    SheetLine.objects.filter(pk=earlier.pk).update(first_points="1.10")
    found = the("far", line("1.1"))
    assert "năm trước đạt 1,10" in found.sentence
    assert found.places[0].entrant_id == earlier.entrant_id
    as_("xa").say("1.1", "Đã hoàn thành đủ nhiệm vụ trong năm.")
    assert "far" not in kinds(line("1.1"))


def test_identical_long_texts_of_two_units_are_found_and_short_ones_not(as_: As, line: Line) -> None:
    as_("xa").say("1.1", "Đã thực hiện.")
    as_("xakhac").say("1.1", "Đã thực hiện.", unit="tung-anh")
    assert "copied" not in kinds(line("1.1"))
    as_("xa").say("1.1", OPENED)
    as_("xakhac").say("1.1", OPENED.upper(), unit="tung-anh")
    found = the("copied", line("1.1"))
    assert found.places[0].entrant_id == line("1.1", "tung-anh").entrant_id
    as_("xakhac").say("1.1", OPENED + " Có danh mục kèm theo.", unit="tung-anh")
    assert "copied" not in kinds(line("1.1"))


@pytest.mark.parametrize(("who", "is_led"), [("xa", False), ("sonoivu", True), ("mattran", True)])
def test_a_finding_leads_nobody_where_they_would_be_refused(
    who: str, is_led: bool, as_: As, line: Line, client_of: Callable[[str], Client]
) -> None:
    as_("xa").say("1.1", OPENED)
    as_("xakhac").say("1.1", OPENED, unit="tung-anh")
    shown = client_of(who).get(f"/cham-diem/phieu/{line('1.1').entrant_id}/").content.decode()
    assert "giống hệt của UBND xã Tùng Ảnh" in shown
    other = f"/cham-diem/phieu/{line('1.1', 'tung-anh').entrant_id}/tieu-chi/1.1/"
    assert (other in shown) is is_led
