"""The book of points on a small plan that names the eleven parts of PAPI which Plan 359 names."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry as AuditEntry
from namro.web.campaigns.models import Campaign, Entrant, SheetLine
from namro.web.evidence.models import Evidence
from namro.web.indices.services import load_results
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.overview.models import Cause
from namro.web.overview.selectors.book.book import Book, Wish, book_of
from namro.web.overview.selectors.book.years import years_of
from namro.web.overview.services import write_cause
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.services.confirming import confirm_plan
from namro.web.ui.refusals import NotAllowed

ELEVEN = {
    "SC11": "Tri thức công dân",
    "SC12": "Cơ hội tham gia",
    "SC22": "Công khai danh sách hộ nghèo",
    "SC33": "Tiếp cận dịch vụ Tư pháp",
    "SC41": "Kiểm soát tham nhũng trong chính quyền",
    "SC42": "Kiểm soát tham nhũng trong cung ứng dịch vụ công",
    "SC51": "Dịch vụ chứng thực, xác nhận của chính quyền",
    "SC52": "Dịch vụ cấp giấy phép xây dựng",
    "SC53": "Dịch vụ cấp giấy chứng nhận quyền sử dụng đất",
    "SC62": "Dịch vụ giáo dục tiểu học công lập",
    "SC73": "Chất lượng nước",
}
BOOK = "/chi-so/papi/so-diem/2020/"
JUSTICE = {"kind": "unit", "key": "so-tu-phap", "name": "Sở Tư pháp"}
COMMUNES = {"kind": "group", "key": "commune-committees", "name": "UBND cấp xã"}


def _task(text: str, lead: dict[str, Any]) -> dict[str, Any]:
    due = "2021-10-31"
    return {
        "text": text,
        "lead": {"text": lead["name"], "units": [lead], "inherited": False},
        "cooperating": {"text": "", "units": [], "inherited": False},
        "deadline": {"text": due, "kind": "by_date", "due": due, "dates": [due], "inherited": False},
        "measures": [],
        "source": {"first_line": 10, "last_line": 12},
        "confidence": 0.9,
        "alternative": None,
    }


@pytest.fixture
def plan(cast: dict[str, User], at: datetime, reading: dict[str, Any]) -> Plan:
    """Eleven criteria with a task each, and one more task for a part that rose."""
    load_results(at=at)
    names = [*ELEVEN.values(), "Y tế công lập"]
    criteria = [
        {
            "no": str(place),
            "name": name,
            "shares_tasks_with": None,
            "tasks": [_task(f"Làm tốt {name}.", JUSTICE if "Tư pháp" in name else COMMUNES)],
        }
        for place, name in enumerate(names, start=1)
    ]
    reading["appendices"][0]["axes"] = [{"no": "I", "name": "Trục", "criteria": criteria}]
    return confirm_plan(reading=reading, plan_import=None, by=cast["sonoivu"], at=at)


def _book(person: User, today: date, wish: Wish = Wish(), *, index: str = "PAPI", year: int = 2020) -> Book:  # noqa: B008
    posts: Posts = posts_on(person, on=today)
    return book_of(index, year, wish, years=years_of(index, today), posts=posts, day=today)


def page(client: Client, address: str = BOOK) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_twelve_parts_fell_and_the_plan_leaves_one_out(
    plan: Plan, cast: dict[str, User], today: date
) -> None:
    book = _book(cast["sonoivu"], today)
    assert len(book.lost) == 12
    assert book.answered_count == 11
    assert [one.line.code for one in book.unanswered] == ["SC43"]
    assert {one.line.code for one in book.lost if one.work.is_answered} == set(ELEVEN)
    assert book.lost[0].line.code == "SC62"
    assert round(book.lost_sum, 3) == Decimal("1.227")


def test_the_tree_has_eight_dimensions_with_their_own_points(
    plan: Plan, cast: dict[str, User], today: date
) -> None:
    book = _book(cast["sonoivu"], today, Wish(shown="tat-ca"))
    fields = [one for one in book.shown if one.line.depth == 1]
    assert [one.line.code for one in fields] == list("12345678")
    assert sum(one.line.row.value for one in fields if one.line.row and one.line.row.value) == Decimal(
        "45.0054"
    )  # each dimension is rounded; the total is summed before it is
    assert book.root.line.row is not None
    assert book.root.line.row.value == Decimal("45.0052")
    assert fields[5].counts == (1, 4)


def test_only_what_lost_is_shown_first_under_the_fields_it_belongs_to(
    plan: Plan, cast: dict[str, User], today: date
) -> None:
    shown = _book(cast["sonoivu"], today).shown
    assert [one.line.code for one in shown if one.line.depth == 1] == list("1234567")
    assert sum(one.line.is_lost for one in shown) == sum(one.line.is_leaf for one in shown) == 12


def test_the_greatest_loss_comes_first_when_asked(plan: Plan, cast: dict[str, User], today: date) -> None:
    shown = _book(cast["sonoivu"], today, Wish(order="mat-nhieu")).shown
    losses = [one.line.lost for one in shown]
    assert losses == sorted(losses, key=lambda lost: -(lost or 0))
    assert len(shown) == 12


@pytest.mark.parametrize(
    ("basis", "lost"),
    [("nam-truoc", "0.114"), ("toi-da", "1.338"), ("trung-vi", "0.000"), ("nhom-dau", "0.116")],
)
def test_the_basis_is_chosen_in_the_address(
    plan: Plan, cast: dict[str, User], today: date, basis: str, lost: str
) -> None:
    book = _book(cast["sonoivu"], today, Wish(basis=basis, shown="tat-ca"))
    found = next(one for one in book.entries if one.line.code == "SC43")
    assert found.line.lost is not None
    assert f"{found.line.lost:.3f}" == lost


def test_an_index_has_its_own_basis_unless_one_is_chosen(
    plan: Plan, cast: dict[str, User], today: date
) -> None:
    assert _book(cast["sonoivu"], today).basis_code == "nam-truoc"
    assert _book(cast["sonoivu"], today, index="PAR INDEX").basis_code == "toi-da"


def test_the_figures_of_the_plan_stand_on_the_page(plan: Plan, client_of: Callable[[str], Client]) -> None:
    shown = page(client_of("lanhdao"))
    assert "45,0052" in shown
    assert ">hạng 5/63</a>" in shown
    assert "<i>hạng </i>16/63" in shown
    assert "1 chưa có ai lo" in shown
    later = page(client_of("lanhdao"), "/chi-so/papi/so-diem/2022/?sau=co")
    assert "44,3138" in later
    assert "hạng 8/61" in later
    assert "công bố sau ngày làm việc" in later


def test_what_came_back_waits_for_its_publication_or_for_a_wish(
    plan: Plan, cast: dict[str, User], today: date, client_of: Callable[[str], Client]
) -> None:
    assert _book(cast["sonoivu"], today).following is None
    book = _book(cast["sonoivu"], today, Wish(later=True))
    backs = {one.line.code: one.line.back for one in book.lost}
    assert backs["SC43"] is not None
    assert (backs["SC43"].signed, backs["SC43"].words) == ("+0,071", "lấy lại 61%")
    assert sum(count for _, count in book.returns) == 12
    shown = page(client_of("xa"), f"{BOOK}?sau=co")
    assert "lấy lại 61%" in shown
    assert "sau ngày làm việc" in shown
    assert "lấy lại 61%" not in page(client_of("xa"))


def test_later_the_year_after_is_shown_without_asking(plan: Plan, cast: dict[str, User]) -> None:
    book = _book(cast["sonoivu"], date(2022, 7, 1))
    assert book.following == 2021
    assert not book.is_following_after_working_date


def test_a_year_that_is_not_known_yet_says_so_and_leads_on(
    plan: Plan, client_of: Callable[[str], Client]
) -> None:
    shown = page(client_of("xa"), "/chi-so/papi/so-diem/2022/")
    assert "công bố sau ngày làm việc" in shown
    assert "/chi-so/papi/so-diem/2022/?sau=co" in shown
    assert "44,3138" not in shown


@pytest.mark.parametrize("year", [1999, 2010, 99999])
def test_a_year_without_results_leads_to_the_latest(
    plan: Plan, client_of: Callable[[str], Client], year: int
) -> None:
    response = client_of("xa").get(f"/chi-so/papi/so-diem/{year}/")
    assert response.status_code == 404
    assert "/chi-so/papi/so-diem/2020/" in response.content.decode()


def test_the_short_address_leads_to_the_latest_known_year(
    plan: Plan, client_of: Callable[[str], Client]
) -> None:
    assert client_of("xa").get("/chi-so/papi/so-diem/")["Location"] == BOOK


def test_a_task_for_a_part_that_rose_is_listed_apart(
    plan: Plan, cast: dict[str, User], today: date, client_of: Callable[[str], Client]
) -> None:
    assert [one.task.text for one in _book(cast["sonoivu"], today).stray] == ["Làm tốt Y tế công lập."]
    assert "1 nhiệm vụ của kế hoạch cho PAPI gắn với nội dung không mất điểm" in page(client_of("mattran"))


def test_an_agency_sees_the_criteria_it_answers_for(
    plan: Plan, cast: dict[str, User], today: date, client_of: Callable[[str], Client]
) -> None:
    assert [one.line.code for one in _book(cast["sotuphap"], today).mine] == ["SC33"]
    shown = page(client_of("sotuphap"), f"{BOOK}?loc=cua-toi")
    assert 'id="SC33"' in shown
    assert 'id="SC62"' not in shown
    morning = page(client_of("sotuphap"), "/")
    assert "Tiêu chí đơn vị bạn chịu trách nhiệm" in morning
    assert "/chi-so/papi/so-diem/2020/SC33/" in morning
    assert "Không tiêu chí nào giao cho đơn vị của bạn" in page(client_of("huyen"), f"{BOOK}?loc=cua-toi")


def test_the_year_of_another_result_has_no_plan(plan: Plan, cast: dict[str, User], today: date) -> None:
    book = _book(cast["sonoivu"], today, year=2019)
    assert book.plans == ()
    assert book.unanswered == ()
    assert book.root.line.row is not None
    assert (book.root.line.row.rank, book.root.line.row.of) == (16, 63)


def test_par_index_stands_in_fields_with_what_the_plan_names(
    plan: Plan, cast: dict[str, User], today: date, client_of: Callable[[str], Client]
) -> None:
    book = _book(cast["sonoivu"], today, Wish(shown="tat-ca"), index="PAR INDEX")
    assert [one.line.code for one in book.entries if one.line.depth == 1] == list("12345678")
    assert book.root.line.lost == Decimal("14.69")
    # Of the criteria only the points of SIPAS are published; the others are not known, and never 0.
    assert [(one.line.code, one.line.lost) for one in book.lost] == [("8-1", Decimal("1.08"))]
    assert [one.line.code for one in book.unanswered] == ["8-1"]
    assert [criterion.name for criterion, _ in book.strangers] == ["Sáng kiến"]
    assert "85,31" in page(client_of("xa"), "/chi-so/par-index/so-diem/2020/")


def test_what_sipas_gives_within_par_index_is_answered_by_the_tasks_for_sipas(
    plan: Plan, cast: dict[str, User], today: date
) -> None:
    section = plan.sections.create(position=9, kind="appendix", label="PHỤ LỤC 3", index="SIPAS")
    section.criteria.create(position=1, no="1", name="Nơi ngồi chờ")
    book = _book(cast["sonoivu"], today, index="PAR INDEX")
    assert [one.name for one in book.lost[0].work.criteria] == ["Nơi ngồi chờ"]
    assert book.unanswered == ()


def test_sipas_is_what_people_say(plan: Plan, cast: dict[str, User], today: date) -> None:
    book = _book(cast["sonoivu"], today, index="SIPAS")
    assert {one.line.kind for one in book.entries} == {"cảm nhận"}
    assert {one.line.kind for one in _book(cast["sonoivu"], today, index="PAR INDEX").entries[1:]} >= {
        "cảm nhận",
        "chưa rõ loại điểm",
    }


def _accept(unit: Unit, by: User, at: datetime, code: str) -> Obligation:
    owed = Obligation.objects.get(unit=unit, task__criterion__name=ELEVEN[code])
    proof = Evidence.objects.create(
        unit=unit, added_by=by, added_at=at, document_number="7/BC-UBND", document_date=at.date()
    )
    report = Report.objects.create(
        obligation=owed, at=at, by=by, by_name="x", action="submit", state_before="not_started",
        state_after="submitted",
    )  # fmt: skip
    report.evidence.add(proof)
    Obligation.objects.filter(pk=owed.pk).update(state="accepted", reported_at=at)
    return owed


def test_accepted_proof_is_listed_only_to_those_who_may_open_it(
    plan: Plan,
    cast: dict[str, User],
    units: dict[str, Unit],
    at: datetime,
    client_of: Callable[[str], Client],
) -> None:
    owed = _accept(units["thien-loc"], cast["xa"], at, "SC62")
    for username in ("sonoivu", "lanhdao", "mattran", "xa"):
        shown = page(client_of(username), f"{BOOK}SC62/")
        assert "7/BC-UBND" in shown, username
        assert f"/phan-viec/{owed.pk}/" in shown
    for username in ("xakhac", "huyen", "sotuphap"):
        shown = page(client_of(username), f"{BOOK}SC62/")
        assert "7/BC-UBND" not in shown, username
        assert "1/3 (33,3%) phần việc hoàn thành" in shown  # how far the tasks are is for everybody


def test_proof_that_waits_or_was_returned_does_not_count(
    plan: Plan, cast: dict[str, User], units: dict[str, Unit], at: datetime, today: date
) -> None:
    owed = _accept(units["thien-loc"], cast["xa"], at, "SC62")
    found = next(one for one in _book(cast["sonoivu"], today).lost if one.line.code == "SC62")
    assert found.work.proofs == 1
    Obligation.objects.filter(pk=owed.pk).update(state="submitted")
    found = next(one for one in _book(cast["sonoivu"], today).lost if one.line.code == "SC62")
    assert found.work.proofs == 0


@pytest.mark.parametrize("username", ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac"])
def test_everybody_with_a_post_reads_the_book(
    plan: Plan, client_of: Callable[[str], Client], username: str
) -> None:
    client = client_of(username)
    for address in (BOOK, f"{BOOK}SC43/", f"{BOOK}xuat/"):
        assert client.get(address).status_code == 200, address
    may_add = "Thêm nhiệm vụ" in page(client)
    assert may_add == (username == "sonoivu")


def test_a_stranger_gets_nothing(plan: Plan, client_of: Callable[[str], Client]) -> None:
    client = client_of("stranger")
    for address in (BOOK, f"{BOOK}SC43/", f"{BOOK}xuat/", "/chi-so/papi/so-diem/"):
        assert client.get(address).status_code == 403, address
    assert client.post(f"{BOOK}SC43/nguyen-nhan/", {"text": "x", "version": "0"}).status_code == 403


def test_an_officer_writes_the_cause_and_it_is_recorded(
    plan: Plan, client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    said = client.post(f"{BOOK}SC43/nguyen-nhan/", {"text": "Người dân nghĩ phải quen biết.", "version": "0"})
    assert said.status_code == 302
    cause = Cause.objects.get()
    assert (cause.index, cause.year, cause.code, cause.version) == ("PAPI", 2020, "SC43", 1)
    assert "Người dân nghĩ phải quen biết." in page(client_of("xa"))
    told = AuditEntry.objects.get(subject_type="cause")
    assert told.action == "Ghi nguyên nhân mất điểm"
    assert told.after == {"text": "Người dân nghĩ phải quen biết."}


@pytest.mark.parametrize("username", ["lanhdao", "sotuphap", "huyen", "xa", "mattran"])
def test_nobody_else_writes_a_cause(plan: Plan, client_of: Callable[[str], Client], username: str) -> None:
    client = client_of(username)
    assert client.post(f"{BOOK}SC43/nguyen-nhan/", {"text": "x", "version": "0"}).status_code == 403
    assert '<form method="post" class="form"' not in page(client, f"{BOOK}SC43/")
    assert not Cause.objects.exists()


def test_of_two_who_write_the_later_one_is_told_and_keeps_the_words(
    plan: Plan, client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    address = f"{BOOK}SC43/nguyen-nhan/"
    client.post(address, {"text": "Lời thứ nhất.", "version": "0"})
    late = client.post(address, {"text": "Lời thứ hai.", "version": "0"})
    assert late.status_code == 422
    shown = late.content.decode()
    assert "trong lúc bạn viết" in shown
    assert "Lời thứ nhất." in shown
    assert "Lời thứ hai.</textarea>" in shown
    assert 'name="version" value="1"' in shown
    assert client.post(address, {"text": "Lời thứ hai.", "version": "1"}).status_code == 302
    assert Cause.objects.get().text == "Lời thứ hai."


def test_the_service_itself_asks_who_writes(
    plan: Plan, cast: dict[str, User], today: date, at: datetime
) -> None:
    what: dict[str, Any] = {
        "index": "PAPI",
        "year": 2020,
        "code": "SC43",
        "name": "x",
        "text": "y",
        "version": 0,
    }
    with pytest.raises(NotAllowed):
        write_cause(**what, by=cast["xa"], posts=posts_on(cast["xa"], on=today), at=at)
    officer = {"by": cast["sonoivu"], "posts": posts_on(cast["sonoivu"], on=today), "at": at}
    assert write_cause(**what, **officer)
    assert not write_cause(**what | {"version": 1}, **officer)
    with pytest.raises(Refusal):
        write_cause(**what | {"text": "z"}, **officer)


def test_what_an_appraiser_said_stands_with_the_cause_for_those_who_may_open_the_sheet(
    plan: Plan,
    cast: dict[str, User],
    units: dict[str, Unit],
    at: datetime,
    client_of: Callable[[str], Client],
) -> None:
    day = at.date()
    campaign = Campaign.objects.create(
        name="Đợt chấm 2020", year=2020, index="PAR INDEX", rulebook_key="x", rulebook_name="x",
        rulebook_sha256="0" * 64, rulebook_toml="x", appraiser=units["so-noi-vu"], self_score_by=day, appraise_by=day,
        explain_by=day, appraise_again_by=day, publish_by=day, stage="appraising", created_by=cast["sonoivu"],
        created_at=at,
    )  # fmt: skip
    entrant = Entrant.objects.create(campaign=campaign, unit=units["thien-loc"])
    SheetLine.objects.create(
        entrant=entrant, position=0, code="1-1", first_reason="Chưa có quyết định công nhận."
    )
    address = "/chi-so/par-index/so-diem/2020/1-1/"
    for username in ("sonoivu", "lanhdao", "xa"):
        assert "Chưa có quyết định công nhận." in page(client_of(username), address), username
    for username in ("xakhac", "huyen", "sotuphap"):
        assert "Chưa có quyết định công nhận." not in page(client_of(username), address), username


def test_a_criterion_nobody_knows_is_not_found(plan: Plan, client_of: Callable[[str], Client]) -> None:
    client = client_of("sonoivu")
    for code in ("SC99", "6", "=1+1"):
        assert client.get(f"{BOOK}{code}/").status_code == 404, code
    assert client.get("/chi-so/pci/so-diem/2020/").status_code == 404


def test_the_workbook_has_every_line_and_no_formula(
    plan: Plan, client_of: Callable[[str], Client], at: datetime
) -> None:
    Cause.objects.create(
        index="PAPI", year=2020, code="SC43", text="=HYPERLINK(1)", by_name="x", at=at, version=1
    )
    book = openpyxl.load_workbook(BytesIO(client_of("xa").get(f"{BOOK}xuat/").content))
    sheet = book.active
    assert sheet is not None
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=6)}
    assert {"PAPI", "6", "SC62"} <= set(rows)
    assert len(rows) == 1 + 8 + 29
    cells = rows["SC43"]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert not [cell for row in rows.values() for cell in row if cell.data_type == "f"]
    assert "chưa có nhiệm vụ" in [cell.value for cell in cells]


@pytest.mark.parametrize(
    ("username", "address", "most"),
    [
        ("sonoivu", BOOK, 24),
        ("xa", f"{BOOK}?sau=co&loc=tat-ca", 24),
        ("sonoivu", f"{BOOK}SC62/", 30),
        ("sonoivu", "/chi-so/par-index/so-diem/2020/", 24),
    ],
)
def test_the_book_keeps_its_budget_of_queries(
    plan: Plan,
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
    *,
    username: str,
    address: str,
    most: int,
) -> None:
    client = client_of(username)
    with max_queries(most):
        page(client, address)


def test_the_link_of_the_work_shows_exactly_what_its_bar_counts(
    plan: Plan, cast: dict[str, User], today: date, client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    for one in _book(cast["sonoivu"], today).lost:
        if one.work.carrier is not None:
            address = f"/phan-viec/?tieu_chi={one.work.carrier.pk}"
            assert address in page(client)
            assert client.get(address).context["list"].count == one.work.tally.total
    every = client.get("/phan-viec/?tieu_chi=9999999").context["list"].count
    assert (
        every == client.get("/phan-viec/").context["list"].count
    )  # what cannot be understood does not filter


def test_the_page_leads_from_everywhere_to_the_book(plan: Plan, client_of: Callable[[str], Client]) -> None:
    client = client_of("sonoivu")
    assert BOOK in page(client, "/")
    assert "/chi-so/papi/so-diem/" in page(client, "/chi-so/papi/")
    appendix = plan.sections.get(index="PAPI")
    assert f"{BOOK}SC62/" in page(client, f"/ke-hoach/{plan.pk}/?muc={appendix.pk}")
    task = plan.tasks.get(criterion__name=ELEVEN["SC62"])
    assert f"{BOOK}SC62/" in page(client, f"/nhiem-vu/{task.pk}/")
