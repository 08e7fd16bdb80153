"""Reports open filled, are written, handed in, returned at a place, gathered and frozen."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from namro.core.errors import Refusal
from namro.core.reports.freezing import digest, thawed
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports import states
from namro.web.reports.models import Report, ReportEdition, ReportFigure
from namro.web.reports.selectors.side_by_side import Asked, gathering_page
from namro.web.reports.services.consolidating import copy_words
from namro.web.reports.services.flow import refresh, take_step
from namro.web.reports.services.opening import open_report
from namro.web.reports.services.opening_many import open_due
from namro.web.reports.services.writing import Number, restore_figure, save_text, set_figure
from namro.web.reports.states import Action, State
from namro.web.ui.refusals import NotAllowed

Opened = Callable[..., Report]
PostsOf = Callable[[str], Posts]


@pytest.fixture
def act(cast: dict[str, User], posts: PostsOf, at: datetime) -> Callable[..., Report]:
    """`act("xa", report, Action.SUBMIT)` takes a step as a member of the cast."""

    def take(who: str, report: Report, action: Action, **said: object) -> Report:
        report.refresh_from_db()
        return take_step(
            report_id=report.pk,
            action=action,
            version=report.version,
            by=cast[who],
            posts=posts(who),
            at=at,
            **said,  # type: ignore[arg-type]
        )

    return take


@pytest.fixture
def write(cast: dict[str, User], posts: PostsOf, at: datetime) -> Callable[..., bool]:
    """`write("xa", report, "ton-tai", "…")` saves words and says whether they were kept aside."""

    def save(who: str, report: Report, section: str, text: str, version: int | None = None) -> bool:
        held = report.texts.get(section=section)
        return save_text(
            report_id=report.pk,
            section=section,
            text=text,
            version=held.version if version is None else version,
            by=cast[who],
            posts=posts(who),
            at=at,
        ).kept_aside

    return save


def _figure(report: Report, name: str) -> ReportFigure:
    return report.figures.get(name=f"phan-viec.{name}")


def test_a_report_opens_filled_with_its_own_work_and_every_figure_says_where_it_comes_from(
    opened: Opened,
) -> None:
    report = opened("thien-loc")
    assert _figure(report, "den-han").stands == 3
    share = _figure(report, "ty-le-hoan-thanh")
    assert share.stands_as_share == (Decimal(2), Decimal(3))
    assert all(one.definition and one.source and one.address for one in report.figures.all())
    assert report.texts.count() == 7


def test_opening_twice_gives_the_same_report(opened: Opened) -> None:
    assert opened("thien-loc").pk == opened("thien-loc").pk
    assert Report.objects.count() == 1


def test_a_period_that_has_not_begun_is_refused(opened: Opened, units: dict[str, Unit]) -> None:
    with pytest.raises(Refusal, match="bắt đầu ngày 1/1/2022"):
        opened("thien-loc", "2022-Q1")
    assert not Report.objects.exists()


def test_a_merged_unit_is_refused_naming_its_successor(
    units: dict[str, Unit], cast: dict[str, User], at: datetime
) -> None:
    from namro.core.reports.calendar import period_called
    from namro.web.reports.selectors.kinds import kind_called

    kind = kind_called("tien-do-ke-hoach")
    period = period_called(kind.kind, "2025-Q1")
    later = at.replace(year=2025, month=3, day=20)
    with pytest.raises(Refusal, match=r"28/2/2025; báo cáo kỳ này do Sở Nội vụ lập"):
        open_report(kind=kind, unit=units["so-ldtbxh"], period=period, by=cast["sonoivu"], at=later)
    heir, _ = open_report(kind=kind, unit=units["so-noi-vu"], period=period, by=cast["sonoivu"], at=later)
    assert "Sở Lao động - Thương binh và Xã hội nhập vào Sở Nội vụ từ ngày 1/3/2025" in heir.note


def test_a_new_unit_reports_from_its_first_day(
    units: dict[str, Unit], cast: dict[str, User], at: datetime, opened: Opened
) -> None:
    Unit.objects.filter(key="vuong-loc").update(valid_from=date(2021, 8, 15))
    units["vuong-loc"].refresh_from_db()
    report = opened("vuong-loc")
    assert report.start == date(2021, 8, 15)
    assert "15/8/2021" in report.note


def test_the_job_opens_what_is_due_once(units: dict[str, Unit], cast: dict[str, User], at: datetime) -> None:
    Unit.objects.create(
        key="mot-cua", name="Bộ phận Một cửa xã Thiên Lộc", search="", sort="", level="commune", kind="one_stop",
        parent=units["thien-loc"],
    )  # fmt: skip
    day = date(2021, 10, 5)
    first = open_due(day=day, at=at.replace(month=10, day=5))
    again = open_due(day=day, at=at.replace(month=10, day=5))
    assert first.added > 10
    assert (again.added, again.known) == (0, first.added)
    assert not Report.objects.filter(unit__key__in=["ubnd-tinh", "mat-tran", "mot-cua"]).exists()
    assert (
        Report.objects.filter(is_consolidated=True, kind_key="tien-do-ke-hoach", period="2021-Q3").count()
        == 1
    )


def test_words_typed_over_older_ones_are_kept_beside(opened: Opened, write: Callable[..., bool]) -> None:
    report = opened("thien-loc")
    assert write("xa", report, "ton-tai", "Lời thứ nhất") is False
    assert write("xa", report, "ton-tai", "Lời của người khác", version=0) is True
    text = report.texts.get(section="ton-tai")
    assert text.text == "Lời thứ nhất"
    assert text.versions.get(kept_aside=True).text == "Lời của người khác"


def test_a_number_by_hand_needs_a_reason_and_stays_marked_when_reckoned_again(
    opened: Opened, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    report = opened("thien-loc")
    figure = _figure(report, "den-han")
    ask = {"report_id": report.pk, "figure_id": figure.pk, "by": cast["xa"], "posts": posts("xa"), "at": at}
    with pytest.raises(Refusal, match="lý do"):
        set_figure(**ask, number=Number(Decimal(5)), reason=" ", version=0)  # type: ignore[arg-type]
    set_figure(**ask, number=Number(Decimal(5)), reason="Tính cả việc miệng", version=0)  # type: ignore[arg-type]
    refresh(report_id=report.pk, by=cast["xa"], posts=posts("xa"), at=at)
    figure.refresh_from_db()
    assert (figure.stands, figure.reckoned, figure.is_changed) == (5, 3, True)
    with pytest.raises(Refusal, match="vừa sửa số này"):
        restore_figure(**ask, version=0)  # type: ignore[arg-type]
    restore_figure(**ask, version=1)  # type: ignore[arg-type]
    figure.refresh_from_db()
    assert (figure.stands, figure.is_changed) == (3, False)


def test_a_share_by_hand_is_given_by_its_parts(
    opened: Opened, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    report = opened("thien-loc")
    share = _figure(report, "ty-le-hoan-thanh")
    ask = {"report_id": report.pk, "figure_id": share.pk, "by": cast["xa"], "posts": posts("xa"), "at": at}
    for number in (
        Number(Decimal(50)),
        Number(None, Decimal(1), Decimal(0)),
        Number(None, Decimal(-1), Decimal(2)),
    ):
        with pytest.raises(Refusal):
            set_figure(**ask, number=number, reason="thử", version=0)  # type: ignore[arg-type]
    kept = set_figure(**ask, number=Number(None, Decimal(1), Decimal(3)), reason="thử", version=0)  # type: ignore[arg-type]
    assert kept.stands == Decimal("33.333333")


def test_a_report_goes_in_comes_back_at_a_place_and_is_accepted(
    opened: Opened, act: Callable[..., Report], write: Callable[..., bool]
) -> None:
    report = opened("thien-loc")
    with pytest.raises(Refusal, match="chưa có lời nào"):
        act("xa", report, Action.SUBMIT)
    write("xa", report, "ton-tai", "Còn chậm.")
    act("xa", report, Action.SUBMIT)
    with pytest.raises(Refusal, match="đã gửi nên không sửa được"):
        write("xa", report, "ton-tai", "Khác")
    with pytest.raises(Refusal, match="ít nhất một ý kiến"):
        act("sonoivu", report, Action.RETURN)
    with pytest.raises(Refusal, match="chỗ báo cáo không có"):
        act("sonoivu", report, Action.RETURN, remarks={"phan:khong-co": "x"})
    act(
        "sonoivu",
        report,
        Action.RETURN,
        remarks={"phan:ton-tai": "Nêu rõ nguyên nhân", "so:phan-viec.den-han": "?"},
    )
    assert report.remarks.filter(answered_at=None).count() == 2
    write("xa", report, "ton-tai", "Còn chậm do thiếu người.")
    assert list(report.remarks.filter(answered_at=None).values_list("place", flat=True)) == [
        "so:phan-viec.den-han"
    ]
    act("xa", report, Action.SUBMIT)
    act("sonoivu", report, Action.ACCEPT)
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    assert [one.number for one in report.editions.order_by("number")] == [1, 2]
    assert Entry.objects.filter(subject_type="periodic_report", action="Nhận báo cáo").count() == 1


def test_two_at_once_one_wins(
    opened: Opened, write: Callable[..., bool], cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    report = opened("thien-loc")
    write("xa", report, "ton-tai", "Lời")
    ask = {
        "report_id": report.pk,
        "action": Action.SUBMIT,
        "version": 0,
        "by": cast["xa"],
        "posts": posts("xa"),
        "at": at,
    }
    take_step(**ask)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="vừa đổi"):
        take_step(**ask)  # type: ignore[arg-type]
    assert ReportEdition.objects.count() == 1


@pytest.mark.parametrize("who", ["sotuphap", "huyen", "xakhac", "mattran", "lanhdao", "stranger"])
def test_nobody_else_writes_or_receives(
    opened: Opened, write: Callable[..., bool], act: Callable[..., Report], who: str
) -> None:
    report = opened("thien-loc")
    with pytest.raises(NotAllowed):
        write(who, report, "ton-tai", "Lời")
    write("xa", report, "ton-tai", "Lời")
    act("xa", report, Action.SUBMIT)
    for action in (Action.ACCEPT, Action.RETURN, Action.CORRECT):
        with pytest.raises(NotAllowed):
            act(who, report, action, sentence="x")


def test_what_was_handed_in_cannot_be_changed_even_in_the_database(
    opened: Opened, write: Callable[..., bool], act: Callable[..., Report]
) -> None:
    report = opened("thien-loc")
    write("xa", report, "ton-tai", "Lời")
    act("xa", report, Action.SUBMIT)
    edition = report.editions.get()
    assert edition.sha256 == digest(edition.content)
    for change in (
        lambda: ReportEdition.objects.update(content="{}"),
        lambda: ReportEdition.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="không được sửa hoặc xóa"), transaction.atomic():
            change()


def test_a_correction_is_a_new_edition_with_its_reason(
    opened: Opened, write: Callable[..., bool], act: Callable[..., Report]
) -> None:
    report = opened("thien-loc")
    write("xa", report, "ton-tai", "Lời")
    act("xa", report, Action.SUBMIT)
    act("sonoivu", report, Action.ACCEPT)
    with pytest.raises(Refusal, match="lý do đính chính"):
        act("xa", report, Action.CORRECT)
    act("xa", report, Action.CORRECT, sentence="Ghi nhầm số người")
    write("xa", report, "ton-tai", "Lời đúng")
    act("xa", report, Action.SUBMIT)
    first, second = report.editions.order_by("number")
    assert thawed(first.content)["sections"][3]["text"] == "Lời"
    assert (second.reason, thawed(second.content)["sections"][3]["text"]) == ("Ghi nhầm số người", "Lời đúng")


def test_gathering_adds_sums_divides_sums_and_names_the_missing(
    opened: Opened, write: Callable[..., bool], act: Callable[..., Report], cast: dict[str, User],
    posts: PostsOf, at: datetime,
) -> None:  # fmt: skip
    commune, district, silent = opened("thien-loc"), opened("can-loc"), opened("tung-anh")
    for who, report in (("xa", commune), ("huyen", district)):
        write(who, report, "ton-tai", "Đã ban hành Quyết định số 12/QĐ-UBND về rà soát thủ tục hành chính.")
        act(who, report, Action.SUBMIT)
    whole = opened("so-noi-vu", whole=True)
    assert _figure(whole, "den-han").stands == 4
    share = _figure(whole, "ty-le-hoan-thanh")
    assert (share.stands_as_share, share.stands) == ((3, 4), 75)
    assert silent.unit.name in share.reckoning
    assert "Sở Tư pháp" in share.reckoning, "a unit whose report nobody opened is missing too"
    page = gathering_page(whole, Asked("ton-tai"), at.date())
    assert page.open is not None
    assert [one.unit.name for level in page.missing for one in level.reports] == [silent.unit.name]
    said = " ".join(one.finding.sentence for one in page.open.weighty)
    assert "cùng một câu" in said
    assert "12/QĐ-UBND" in said
    words = page.open.units[-1].text
    ask = {
        "report_id": whole.pk,
        "text_id": words.pk,
        "by": cast["sonoivu"],
        "posts": posts("sonoivu"),
        "at": at,
    }
    copy_words(**ask, version=0)  # type: ignore[arg-type]
    assert whole.texts.get(section="ton-tai").text.startswith(f"{words.report.unit.name}: Đã ban hành")
    with pytest.raises(Refusal, match="đã có"):
        copy_words(**ask, version=1)  # type: ignore[arg-type]
    act("sonoivu", whole, Action.SUBMIT)
    frozen = thawed(whole.editions.get().content)
    counted = {one["unit"]: one["counted"] for one in frozen["gathered_from"]}
    assert sorted(unit for unit, counts in counted.items() if counts) == [
        "UBND huyện Can Lộc",
        "UBND xã Thiên Lộc",
    ]
    assert counted[silent.unit.name] is counted["Sở Tư pháp"] is False
    assert "Bộ phận Một cửa" not in counted
    assert page.missing_count == len(counted) - 2


def test_the_report_after_shows_the_words_and_numbers_of_the_one_before(
    opened: Opened, write: Callable[..., bool]
) -> None:
    first = opened("thien-loc", "2021-M7")
    write("xa", first, "ton-tai", "Bảy tháng còn chậm.")
    later = opened("thien-loc")
    assert later.texts.get(section="ton-tai").last_text == "Bảy tháng còn chậm."
    assert _figure(later, "den-han").before == _figure(first, "den-han").stands


def test_the_page_of_states_is_the_table() -> None:
    from pathlib import Path

    page = Path(__file__).parents[3] / "docs" / "states-of-a-report.md"
    assert page.read_text(encoding="utf-8") == states.diagram()
