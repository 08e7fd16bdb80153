"""The scores that reports may use are the published ones, as of the day asked for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from namro.web.campaigns.models import Campaign, Publication, SheetLine
from namro.web.campaigns.states import Move, Verdict
from namro.web.organisations.models import Unit
from namro.web.ui.figures import OWN, WEIGHTED, Ask, Figure, named
from web.campaigns.doing import Doing
from web.conftest import TODAY

As = Callable[[str], Doing]
NAME = "cham-diem.cchc-cap-xa"


def asked(unit: Unit | None = None, day: date = TODAY) -> dict[str, Figure]:
    units = None if unit is None else frozenset({unit.pk})
    found = named(["cham-diem"], Ask(date(2021, 1, 1), date(2021, 12, 31), day, units))
    return {name.removeprefix(f"{NAME}."): figure for name, figure in found.items()}


def test_a_unit_has_its_total_its_rank_its_class_and_what_it_claimed_beside_what_it_got(
    published: Publication, units: dict[str, Unit]
) -> None:
    figures = asked(units["thien-loc"])
    row = next(one for one in published.ranking if one["unit_key"] == "thien-loc")
    assert set(figures) == {"diem", "tu-cham", "tham-dinh", "hang"}
    assert figures["diem"].value == Decimal(row["total"])
    assert (figures["diem"].rule, figures["diem"].denominator) == (WEIGHTED, 1)
    assert "xếp loại Tốt" in figures["diem"].source
    assert (figures["hang"].value, figures["hang"].rule) == (1, OWN)
    lines = SheetLine.objects.filter(entrant__unit__key="thien-loc", is_survey=False)
    assert figures["tu-cham"].value == sum(line.self_points or 0 for line in lines)
    assert figures["tham-dinh"].value == sum(line.final_points or 0 for line in lines)


def test_a_unit_whose_sheet_is_not_complete_has_no_total_and_one_never_scored_no_figures(
    published: Publication, units: dict[str, Unit]
) -> None:
    figures = asked(units["tung-anh"])
    assert {name: figure.value for name, figure in figures.items()} == dict.fromkeys(figures)
    assert figures["diem"].denominator is None
    assert asked(units["so-tu-phap"]) == {}


def test_the_province_has_counts_and_means_of_those_that_are_known(published: Publication) -> None:
    figures = asked()
    totals = [Decimal(row["total"]) for row in published.ranking if row["total"] is not None]
    assert figures["don-vi"].value == len(totals) == 1
    assert figures["chua-du"].value == len(published.ranking) - len(totals)
    assert figures["diem"].value == sum(totals) / len(totals)
    assert (figures["diem"].numerator, figures["diem"].denominator) == (sum(totals), len(totals))
    assert figures["loai-cao"].label.endswith("đơn vị xếp loại Tốt")
    assert (figures["loai-cao"].value, figures["loai-thap"].value) == (1, 0)
    assert "hang" not in figures


def test_nothing_is_told_before_it_is_published_nor_of_a_correction_under_way(
    published: Publication, units: dict[str, Unit], as_: As
) -> None:
    assert asked(units["thien-loc"], date(2021, 11, 14)) == {}
    before = asked(units["thien-loc"])
    officer = as_("sonoivu")
    campaign = published.campaign
    officer.go(campaign, Move.CORRECT, "Cộng nhầm điểm.")
    officer.judge_again("1.1", "0.90", "Đếm lại.")
    assert asked(units["thien-loc"]) == before
    officer.go(campaign, Move.PUBLISH)
    after = asked(units["thien-loc"])
    assert after["diem"].value == (before["diem"].value or 0) - Decimal("0.6")
    assert "Bản công bố số 2" in after["diem"].source


def test_a_campaign_that_was_never_published_has_no_figures(campaign: Campaign, as_: As) -> None:
    commune = as_("xa")
    commune.fill("1.1", a=45, b=45)
    commune.prove("1.1")
    commune.hand_in()
    officer = as_("sonoivu")
    officer.go(campaign, Move.APPRAISE)
    officer.judge("1.1", Verdict.ACCEPTED)
    assert asked() == {}


def test_the_pages_behind_the_figures_open_for_whoever_reads_reports(
    published: Publication, units: dict[str, Unit], client_of: Callable[[str], Client]
) -> None:
    for figure in (*asked().values(), *asked(units["thien-loc"]).values()):
        for who in ("sonoivu", "xakhac"):
            assert client_of(who).get(figure.address).status_code == 200


@pytest.mark.parametrize("limit", [{"plan_id": 1}, {"task_id": 1}])
def test_campaigns_are_of_no_plan_and_of_no_task(published: Publication, limit: dict[str, int]) -> None:
    assert named(["cham-diem"], Ask(date(2021, 1, 1), date(2021, 12, 31), TODAY, **limit)) == {}  # type: ignore[arg-type]
