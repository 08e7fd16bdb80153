"""Kinds that the program carries: where their figures stand, and how they go on when the program changes them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from namro.core.reports.kinds import carried_kinds
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.models import KindVersion, Report, ReportFigure
from namro.web.reports.selectors.kinds import CARRIED_ANEW, kind_called
from namro.web.reports.services.flow import refresh
from namro.web.reports.services.kinds import set_kind
from namro.web.reports.services.opening_many import open_for_all
from namro.web.reports.views.kinds import _shown  # what the page of a kind shows
from namro.web.ui.figures import Ask, figures_of, is_offered

Opened = Callable[..., Report]
PostsOf = Callable[[str], Posts]
CCHC = "cchc-bo-noi-vu"


@pytest.fixture
def of_before(today: date, at: datetime) -> KindVersion:
    """The kind of progress reports as an earlier program carried it: nothing of campaigns, one part less."""
    tree: dict[str, Any] = dict(kind_called("tien-do-ke-hoach").tree)
    sections = [dict(one) for one in tree["outline"]["sections"][:-1]]
    sections[0]["figures"] = ["chi-so"]
    tree["outline"] = dict(tree["outline"]) | {"sections": sections}
    return KindVersion.objects.create(
        key="tien-do-ke-hoach", version=1, tree=tree, is_carried=True, by_name="Chương trình Năm Rõ", at=at
    )


def test_what_the_program_carries_anew_holds_for_reports_opened_from_now_on(
    of_before: KindVersion, opened: Opened, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    report = opened("thien-loc")
    # Opened by what is carried now; one that stood before keeps what it was opened by.
    assert report.kind_version.version == 2
    assert report.kind_version.reason == CARRIED_ANEW
    earlier = opened("can-loc", period="2021-H1")
    Report.objects.filter(pk=earlier.pk).update(kind_version=of_before)
    earlier.texts.all().delete()
    refresh(report_id=earlier.pk, by=cast["huyen"], posts=posts("huyen"), at=at)
    earlier.refresh_from_db()
    assert earlier.kind_version == of_before
    assert earlier.texts.count() == len(of_before.kind.outline.sections)
    opened("can-loc")
    assert KindVersion.objects.filter(key="tien-do-ke-hoach").count() == 2


def test_what_a_province_set_stays_as_it_set_it(
    of_before: KindVersion, cast: dict[str, User], posts: PostsOf, at: datetime, opened: Opened
) -> None:
    held = kind_called("tien-do-ke-hoach")
    assert (held.version, held.pk) == (2, None)
    made = set_kind(
        key=held.key, tree=dict(of_before.tree) | {"receiver": "Thường trực Tỉnh ủy"}, reason="Văn bản 1", version=2,
        by=cast["sonoivu"], posts=posts("sonoivu"), at=at,
    )  # fmt: skip
    assert made.version == 3
    assert kind_called(held.key) == made
    assert opened("thien-loc").kind_version == made


def test_a_kind_in_use_is_the_carried_one_for_as_long_as_both_say_the_same(
    opened: Opened, units: dict[str, Unit]
) -> None:
    for kind in carried_kinds():
        found = kind_called(kind.key)
        found.at = datetime.fromisoformat("2021-11-15T09:00:00+07:00")
        found.save()
        assert kind_called(kind.key).pk == found.pk, kind.key


def test_every_name_in_the_outlines_is_offered_and_stands_in_one_part_only() -> None:
    for kind in carried_kinds():
        names = [name for section in kind.outline.sections for name in section.figures]
        assert all(is_offered(name) for name in names), kind.key
        assert len(set(names)) == len(names)
        # Nothing is left over to stand loose in the first part.
        assert {name.partition(".")[0] for name in names} == set(kind.figures)


def test_single_figures_of_a_group_stand_in_a_report_without_the_others(
    opened: Opened, units: dict[str, Unit]
) -> None:
    report = opened("thien-loc", kind=CCHC)
    figures = ReportFigure.objects.filter(report=report, name__startswith="bang-diem.")
    assert set(figures.values_list("name", flat=True)) == {
        "bang-diem.day-du", "bang-diem.kip-thoi", "bang-diem.kiem-tra", "bang-diem.kiem-tra-dot-xuat",
    }  # fmt: skip
    assert set(figures.values_list("section", flat=True)) == {"chi-dao"}
    ask = Ask(date(2021, 7, 1), date(2021, 9, 30), date(2021, 9, 30), frozenset({units["thien-loc"].pk}))
    (one,) = figures_of("bang-diem.kip-thoi", ask)
    assert one.name == "bang-diem.kip-thoi"


def test_the_page_of_a_kind_keeps_single_figures_when_it_is_saved(
    client_of: Callable[[str], Client],
) -> None:
    held = kind_called(CCHC)
    shown = _shown(None, held.tree)
    sent: dict[str, Any] = {
        "version": held.version, "reason": "Văn bản 2", "name": held.tree["name"], "source": shown["source"],
        "receiver": "Bộ Nội vụ", "consolidated_by": "so-noi-vu", "periods": shown["periods"],
        "levels": held.tree["levels"],
    }  # fmt: skip
    for row in shown["sections"]:
        for field in ("place", "title", "figures", "typed", "key"):
            sent[f"{field}_{row['at']}"] = row[field]
    client = client_of("sonoivu")
    page = client.get(f"/bao-cao/loai/{CCHC}/").content.decode()
    assert "Tỷ lệ báo cáo kịp thời" in page
    assert client.post(f"/bao-cao/loai/{CCHC}/", sent).status_code == 302
    saved = kind_called(CCHC)
    assert saved.version == held.version + 1
    assert [one.figures for one in saved.kind.outline.sections] == [
        one.figures for one in held.kind.outline.sections
    ]


def test_the_reports_of_all_units_are_filled_as_each_would_be_alone(
    opened: Opened, units: dict[str, Unit], cast: dict[str, User], at: datetime
) -> None:
    from namro.core.reports.calendar import period_called

    alone = opened("thien-loc", kind=CCHC)
    rows = list(alone.figures.values("name", "value", "numerator", "denominator", "section", "position"))
    alone.figures.all().delete()
    alone.texts.all().delete()
    alone.steps.all().delete()
    alone.delete()
    kind = kind_called(CCHC)
    open_for_all(kind=kind, period=period_called(kind.kind, "2021-Q3"), by=cast["sonoivu"], at=at)
    among = Report.objects.get(kind_key=CCHC, unit=units["thien-loc"])
    assert rows
    assert list(among.figures.values(*rows[0])) == rows
