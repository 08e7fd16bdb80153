"""A consolidated report of 260 units: the same few queries as of six, pages of a size, every filter, copying in place."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from namro.core.letters.model import Paragraph, Table
from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.chase.models import UrgingLetter
from namro.web.organisations.models import Unit
from namro.web.reports.documents.periodic import report_letter
from namro.web.reports.models import Report, ReportEdition, ReportFigure, ReportText
from namro.web.reports.selectors import findings
from namro.web.reports.selectors.side_by_side import PAGE_SIZE, Asked, gathering_page
from namro.web.reports.services.freezing import content_of

pytestmark = pytest.mark.django_db
Budget = Callable[[int], AbstractContextManager[None]]
MANY, SILENT, MISSING = 260, 9, 24
FORM = "Đơn vị đã triển khai đầy đủ các nhiệm vụ được giao."
TODAY = date(2021, 11, 15)


@pytest.fixture
def whole(opened: Callable[..., Report], cast: dict[str, User], at: datetime) -> Report:
    """The consolidated report above 260 communes: 24 did not hand in, 9 said nothing, two took over a sentence."""
    first = opened("thien-loc")
    model = Unit.objects.get(key="thien-loc")
    names = [f"UBND xã Thứ {n}" for n in range(MANY)]
    units = Unit.objects.bulk_create(
        Unit(key=f"xa-{n}", name=name, search=fold(name), sort=f"thu {n:04}", level="commune", kind="committee",
             parent=model.parent)
        for n, name in enumerate(names)
    )  # fmt: skip
    reports = Report.objects.bulk_create(
        Report(kind_version=first.kind_version, kind_key=first.kind_key, unit=unit, period=first.period,
               period_label=first.period_label, start=first.start, end=first.end, due=date(2021, 10, 5),
               state="open" if n % 11 == 10 else "submitted", opened_at=at, opened_by="x", filled_at=at)
        for n, unit in enumerate(units)
    )  # fmt: skip
    sections = list(first.texts.all())
    ReportText.objects.bulk_create(
        ReportText(report=report, section=one.section, position=one.position, title=one.title,
                   text="" if n % 29 == 5 else _said(n))
        for n, report in enumerate(reports) for one in sections
    )  # fmt: skip
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, section=sections[0].section, position=1, name="nhap.x", label="Số", rule="sum",
                     origin="typed", as_of=TODAY, own_value=Decimal(1))
        for report in reports
    )  # fmt: skip
    ReportEdition.objects.bulk_create(
        ReportEdition(report=report, number=1, content="{}", sha256=f"{n:064}", by_name="x", at=at)
        for n, report in enumerate(reports)
        if report.state == "submitted"
    )
    return opened("so-noi-vu", whole=True)


def _said(n: int) -> str:
    taken = " Đã cấp 125 giấy chứng nhận tại thôn Trung Thiên trong một tuần." if n in (3, 4) else ""
    return f"{FORM} Đã rà soát {n + 200} thủ tục tại thôn số {n} của xã và công khai {n} lần.{taken}"


def test_every_page_sends_as_few_queries_as_a_small_one(
    whole: Report, client_of: Callable[[str], Client], max_queries: Budget
) -> None:
    client = client_of("sonoivu")
    address = reverse("reports:gathering", args=[whole.pk])
    client.get(address)
    figure = whole.figures.get(name="nhap.x")
    for place, budget in (
        (address, 16),
        (f"{address}?phan=ton-tai", 18),
        (f"{address}?phan=ton-tai&q=thu+12&cap=commune&xem=can-xem", 18),
        (f"{address}?phan=ton-tai&trang=9", 18),
        (reverse("reports:figure", args=[whole.pk, figure.pk]), 18),
        (reverse("reports:detail", args=[whole.pk]), 18),
        (f"{reverse('reports:list')}?ky=2021-Q3", 15),
    ):
        with max_queries(budget):
            answer = client.get(place)
        assert answer.status_code == 200
        assert len(answer.content) < 200_000, place


def test_what_does_not_fit_is_searched_once_until_somebody_hands_in(
    whole: Report, client_of: Callable[[str], Client], at: datetime
) -> None:
    client, address = client_of("sonoivu"), reverse("reports:gathering", args=[whole.pk])
    findings._kept.clear()
    with patch.object(findings, "_search", wraps=findings._search) as search:
        for part in ("", "?phan=ton-tai", "?phan=nhiem-vu"):
            client.get(f"{address}{part}")
        assert search.call_count == 1
        report = Report.objects.filter(state="open", unit__key__startswith="xa-").order_by("id")[0]
        Report.objects.filter(pk=report.pk).update(state="submitted")
        ReportEdition.objects.create(
            report=report, number=1, content="{}", sha256="f" * 64, by_name="x", at=at
        )
        client.get(address)
        client.get(address)
        assert search.call_count == 2


def test_findings_come_first_and_a_form_of_many_is_one_line_at_the_end(whole: Report) -> None:
    page = gathering_page(whole, Asked("ton-tai"), TODAY)
    assert page.open is not None
    assert [one.finding.units for one in page.open.weighty] == [("UBND xã Thứ 3", "UBND xã Thứ 4")]
    (form,) = page.open.slight
    assert form.finding.sentence.startswith(f"{page.open.page.paginator.count} đơn vị")
    assert {one.section for one in (row.text for row in page.parts if row.weighty == 1)} == {
        row.text.section for row in page.parts
    }
    (chosen,) = (one.finding for one in page.open.weighty)
    narrow = gathering_page(whole, Asked("ton-tai", finding=chosen.key), TODAY)
    assert narrow.open is not None
    assert [one.text.report.unit.key for one in narrow.open.units] == ["xa-3", "xa-4"]


def test_filters_find_words_without_marks_levels_and_units_to_look_at(whole: Report) -> None:
    def shown(**asked: object) -> list[str]:
        page = gathering_page(whole, Asked("ton-tai", **asked), TODAY)  # type: ignore[arg-type]
        assert page.open is not None
        return [one.text.report.unit.key for one in page.open.units]

    assert shown(words="CAP 125 giay") == ["xa-3", "xa-4"]
    assert shown(words="xa thu 259") == ["xa-59", "xa-259"]  # the one by its words, the other by its name
    assert shown(only_found=True) == ["xa-3", "xa-4"]
    assert shown(level="province") == []
    assert len(shown()) == PAGE_SIZE
    assert not set(shown(page="2")) & set(shown(page="1"))
    assert shown(finding="khong-co") == []


def test_who_is_missing_stands_by_level_and_who_said_nothing_in_one_line(
    whole: Report, client_of: Callable[[str], Client]
) -> None:
    page = gathering_page(whole, Asked("ton-tai"), TODAY)
    communes = next(one for one in page.missing if one.label == "Cấp xã")
    assert len(communes.overdue) == sum(n % 11 == 10 for n in range(MANY))
    assert page.open is not None
    assert len(page.open.silent) == sum(n % 29 == 5 and n % 11 != 10 for n in range(MANY))
    shown = client_of("sonoivu").get(reverse("reports:gathering", args=[whole.pk])).content.decode()
    assert f"Soạn công văn đôn đốc {len(communes.overdue)} đơn vị" in shown
    part = client_of("sonoivu").get(reverse("reports:gathering", args=[whole.pk]), {"phan": "ton-tai"})
    assert f"{len(page.open.silent)} đơn vị đã gửi không viết phần này" in part.content.decode()
    leader = client_of("lanhdao").get(reverse("reports:gathering", args=[whole.pk])).content.decode()
    assert "Soạn công văn đôn đốc" not in leader


def test_copying_comes_back_to_the_same_place_with_the_filters_kept(
    whole: Report, client_of: Callable[[str], Client]
) -> None:
    client, address = client_of("sonoivu"), reverse("reports:gathering", args=[whole.pk])
    words = ReportText.objects.get(report__unit__key="xa-60", section="ton-tai")
    asked = {"loi": words.pk, "version": 0, "ve": "phan=ton-tai&trang=3&cap=commune&next=//x.vn"}
    answer = client.post(reverse("reports:copy", args=[whole.pk]), asked)
    assert answer["Location"] == f"{address}?phan=ton-tai&cap=commune&trang=3#loi-{words.pk}"
    again = client.post(reverse("reports:copy", args=[whole.pk]), asked)
    assert again["Location"] == answer["Location"]
    page = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "đã chép" in page
    assert f'id="loi-{words.pk}"' in page


def test_the_document_of_many_units_says_who_is_missing_first(whole: Report, at: datetime) -> None:
    content = content_of(whole, author="x", at=at, edition=1)
    units = content["gathered_from"]
    missing = sum(not one["counted"] for one in units)
    annex = report_letter(content).appendices[-1]
    said, table = annex.blocks
    assert isinstance(said, Paragraph)
    assert isinstance(table, Table)
    assert f"{missing} đơn vị chưa gửi đứng đầu bảng" in "".join(run.text for run in said.text)
    told = [str(row[2].value) for row in table.rows]
    assert all("không tính" in one for one in told[:missing])
    assert not any("không tính" in one for one in told[missing:])
    assert len(told) == len(units)
    # An edition frozen before this order is made again as it was.
    del content["head"]["made_on"]
    (table,) = report_letter(content).appendices[-1].blocks
    assert isinstance(table, Table)
    assert [row[1].value for row in table.rows] == [one["unit"] for one in units]


def test_the_names_of_many_missing_units_fold_into_one_line(
    whole: Report, client_of: Callable[[str], Client]
) -> None:
    figure = whole.figures.get(name="nhap.x")
    page = client_of("sonoivu").get(reverse("reports:figure", args=[whole.pk, figure.pk])).content.decode()
    summary = page.split("<summary>", 1)[1] if 'Cách tính</dt><dd class="words"><details>' in page else ""
    assert "chưa có số</summary>" in summary


def test_the_units_of_a_level_that_are_late_are_urged_from_here(
    whole: Report, client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    shown = client.get(reverse("reports:gathering", args=[whole.pk])).content.decode()
    form = next(part for part in shown.split("<form") if "Soạn công văn đôn đốc" in part)
    keys = re.findall(r'name="don-vi" value="([^"]+)"', form)
    assert f'action="{reverse("chase:letters")}"' in form
    client.post(reverse("chase:letters"), {"don-vi": keys[:3]})
    letters = UrgingLetter.objects.filter(unit__key__in=keys)
    assert letters.count() == 3
    assert all("Quý III/2021" in str(one.content["reports"]) for one in letters)
