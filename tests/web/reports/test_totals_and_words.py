"""Totals that their parts do not make and words that say another number: told at the place before handing in."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called
from namro.core.reports.kinds import kind_called as carried
from namro.core.reports.kinds import tree_of_kind
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.kind_lines import read_typed, typed_lines
from namro.web.reports.models import Report
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.selectors.page import report_page
from namro.web.reports.selectors.side_by_side import Asked, gathering_page
from namro.web.reports.services.flow import take_step
from namro.web.reports.services.kinds import set_kind
from namro.web.reports.services.opening import open_report
from namro.web.reports.services.writing import Number, save_text, set_figure
from namro.web.reports.states import Action

pytestmark = pytest.mark.django_db
PostsOf = Callable[[str], Posts]
TYPED = [
    {"key": "tong", "label": "Văn bản ban hành", "unit": "văn bản", "rule": "sum", "places": 0, "parts": ["qd", "kh"]},
    {"key": "qd", "label": "Quyết định", "unit": "văn bản", "rule": "sum", "places": 0},
    {"key": "kh", "label": "Kế hoạch", "unit": "văn bản", "rule": "sum", "places": 0},
    {"key": "hs", "label": "Tỷ lệ hồ sơ giải quyết đúng hạn", "unit": "%", "rule": "ratio_of_sums", "places": 2},
]  # fmt: skip


@pytest.fixture
def opened(
    cast: dict[str, User], units: dict[str, Unit], posts: PostsOf, at: datetime
) -> Callable[..., Report]:
    """`opened("thien-loc")` opens the third quarter by a kind with a declared total."""
    held = kind_called("tien-do-ke-hoach")
    tree = dict(held.tree)
    tree["outline"] = dict(tree["outline"]) | {
        "sections": [dict(one) | ({"typed": TYPED} if one["key"] == "ton-tai" else {}) for one in tree["outline"]["sections"]]
    }  # fmt: skip
    set_kind(
        key=held.key,
        tree=tree,
        reason="x",
        version=held.version,
        by=cast["sonoivu"],
        posts=posts("sonoivu"),
        at=at,
    )
    kind = kind_called(held.key)

    def made(key: str, *, whole: bool = False) -> Report:
        period = period_called(kind.kind, "2021-Q3")
        return open_report(
            kind=kind, unit=units[key], period=period, is_consolidated=whole, by=cast["sonoivu"], at=at
        )[0]

    return made


@pytest.fixture
def typed(cast: dict[str, User], posts: PostsOf, at: datetime) -> Callable[..., None]:
    """`typed("xa", report, tong=…, words=…)` types figures and the words of the part."""

    def made(who: str, report: Report, *, words: str = "", **numbers: int) -> None:
        ask: dict[str, Any] = {"report_id": report.pk, "by": cast[who], "posts": posts(who), "at": at}
        for figure in report.figures.filter(origin="typed"):
            key = figure.name.rsplit(".", 1)[1]
            if key == "hs":
                set_figure(
                    figure_id=figure.pk,
                    number=Number(None, Decimal(90), Decimal(100)),
                    reason="x",
                    version=0,
                    **ask,
                )
            elif key in numbers:
                set_figure(
                    figure_id=figure.pk, number=Number(Decimal(numbers[key])), reason="Sổ", version=0, **ask
                )
        if words:
            save_text(section="ton-tai", text=words, version=0, **ask)

    return made


def test_a_unit_is_told_at_the_figure_before_it_hands_in_and_may_still_hand_in(
    opened: Callable[..., Report], typed: Callable[..., None], cast: dict[str, User], posts: PostsOf, at: datetime,
    client_of: Callable[[str], Client],
) -> None:  # fmt: skip
    report = opened("thien-loc")
    typed("xa", report, tong=12, qd=4, kh=6, words="Giải quyết đúng hạn 95/100 hồ sơ.")
    page = report_page(report)
    rows = {row.figure.name: row.misfits for part in page.parts for row in part.figures if row.misfits}
    assert set(rows) == {"nhap.ton-tai.tong", "nhap.ton-tai.hs"}
    assert page.misfits == 2
    shown = client_of("xa").get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert "cộng lại là 10 (Quyết định 4 + Kế hoạch 6)" in shown
    assert "là 90/100" in shown
    assert "2 chỗ số và lời chưa khớp" in shown
    take_step(
        report_id=report.pk,
        action=Action.SUBMIT,
        version=report.version,
        by=cast["xa"],
        posts=posts("xa"),
        at=at,
    )
    report.refresh_from_db()
    assert report.state == "submitted"


def test_who_gathers_sees_the_unit_named_and_a_corrected_report_is_not_told_any_more(
    opened: Callable[..., Report],
    typed: Callable[..., None],
    cast: dict[str, User],
    posts: PostsOf,
    at: datetime,
) -> None:
    report, whole = opened("thien-loc"), opened("so-noi-vu", whole=True)
    typed("xa", report, tong=12, qd=4, kh=6, words="Có việc còn chậm.")
    ask: dict[str, Any] = {"report_id": report.pk, "by": cast["xa"], "posts": posts("xa"), "at": at}

    def told() -> list[str]:
        return [one.finding.sentence for one in gathering_page(whole, Asked(), date(2021, 11, 15)).findings]

    assert told() == []
    take_step(action=Action.SUBMIT, version=Report.objects.get(pk=report.pk).version, **ask)
    assert [one[:40] for one in told()] == ["UBND xã Thiên Lộc: “Văn bản ban hành” gh"]
    take_step(action=Action.CORRECT, version=Report.objects.get(pk=report.pk).version, sentence="Nhầm", **ask)
    assert told() == []
    figure = report.figures.get(name="nhap.ton-tai.tong")
    set_figure(figure_id=figure.pk, number=Number(Decimal(10)), reason="Sổ", version=figure.version, **ask)
    take_step(action=Action.SUBMIT, version=Report.objects.get(pk=report.pk).version, **ask)
    assert told() == []


def test_the_total_is_declared_as_a_line_of_the_kind_and_read_back() -> None:
    lines = typed_lines(TYPED)
    assert lines.splitlines()[0] == "Văn bản ban hành; văn bản; cộng; gồm Quyết định + Kế hoạch"
    assert read_typed(lines, TYPED) == [one | {"places": 2 if one["key"] == "hs" else 0} for one in TYPED]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("A; xã; cộng; gồm B", "không có số liệu tên đó"),
        ("A; xã; cộng; B + C", "chưa đúng"),
        ("A; xã; cộng; gồm B; C", "chưa đúng"),
    ],
)
def test_a_line_that_names_no_figure_is_refused_by_its_number(lines: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as told:
        read_typed(lines, ())
    assert "ở dòng 1" in told.value.sentence or "Dòng 1" in told.value.sentence


def test_a_loop_typed_on_the_page_is_refused_and_what_was_typed_stays(
    client_of: Callable[[str], Client], cast: dict[str, User]
) -> None:
    client = client_of("sonoivu")
    address = reverse("reports:kind", args=["hai-long-hang-thang"])
    page = client.get(address).content.decode()
    assert "gồm Ý kiến đã lấy: đất đai + " in page
    assert "không phải biểu mẫu ban hành" in page
    form = {
        "version": "1", "name": "Hài lòng", "levels": "district", "reason": "x", "periods": "Q1; Quý I/{năm}; 1/1; 31/3",
        "key_0": "trien-khai", "place_0": "1", "title_0": "Một",
        "typed_0": "A; xã; cộng; gồm B\nB; xã; cộng; gồm A",
    }  # fmt: skip
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "vòng" in answer.content.decode()
    assert "gồm B" in answer.content.decode()


def test_the_monthly_kinds_carry_figures_as_a_proposal_of_the_program() -> None:
    for key, sections in (("hai-long-hang-thang", 3), ("hoi-hop-hang-thang", 2)):
        kind = carried(key)
        assert "đề xuất của chương trình" in kind.outline.note
        assert sum(bool(one.typed) for one in kind.outline.sections) == sections
        assert any(figure.parts for one in kind.outline.sections for figure in one.typed)
        assert all("parts" not in figure or figure["parts"] for one in tree_of_kind(kind)["outline"]["sections"] for figure in one["typed"])  # fmt: skip


def test_a_gathered_figure_lists_what_every_unit_gave_and_who_is_not_counted(
    opened: Callable[..., Report], typed: Callable[..., None], cast: dict[str, User], posts: PostsOf, at: datetime,
    client_of: Callable[[str], Client],
) -> None:  # fmt: skip
    report, _ = opened("thien-loc"), opened("can-loc")
    typed("xa", report, tong=10, qd=4, kh=6, words="Có việc còn chậm.")
    take_step(
        report_id=report.pk,
        action=Action.SUBMIT,
        version=report.version,
        by=cast["xa"],
        posts=posts("xa"),
        at=at,
    )
    whole = opened("so-noi-vu", whole=True)
    figure = whole.figures.get(name="nhap.ton-tai.tong")
    address = reverse("reports:figure", args=[whole.pk, figure.pk])
    client = client_of("sonoivu")
    page = client.get(address).content.decode()
    assert "1/" in page
    assert "đang lập, không tính" in page
    assert "chưa mở báo cáo, không tính" in page
    only = (
        client.get(address, {"xem": "chua-tinh", "cap": "commune"})
        .content.decode()
        .split('id="tung-don-vi"')[1]
    )
    assert "UBND xã Tùng Ảnh" in only
    assert "UBND xã Thiên Lộc" not in only
