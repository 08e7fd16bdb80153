"""The pages of bringing a plan in: who may open them, what they say, with and without scripts."""

import copy
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from makers.import_reading import READING, lines, reading
from makers.imports import import_in_review
from namro.web.accounts.models import User
from namro.web.imports.selectors.review_tree import find
from namro.web.imports.services import guarded_reading, importing
from namro.web.imports.services.guarded_reading import Read
from namro.web.plans.models import Correction, Obligation, Plan, PlanImport

State = PlanImport.State
ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def imported(cast: dict[str, User], at: datetime) -> PlanImport:
    return import_in_review(by=cast["sonoivu"], at=at)


@pytest.fixture
def officer(client_of: ClientOf) -> Client:
    return client_of("sonoivu")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_reading, "read", lambda path, name, progress: Read(reading(), lines()))


def url(name: str, row: PlanImport | None = None, *rest: object) -> str:
    return reverse(f"imports:{name}", args=[row.pk, *rest] if row else [])


def seen_in(response: Any) -> str:
    match = re.search(r'name="seen" value="(\w+)"', response.content.decode())
    assert match
    return match[1]


def part(row: PlanImport, key: str) -> dict[str, Any]:
    row.refresh_from_db()
    found = find(row.reviewed or {}, key)
    assert found is not None
    return found


OFFICER_PAGES = [
    ("new", ()),
    ("review", ()),
    ("review_head", ()),
    ("review_outside", ()),
    ("review_add", ()),
    ("review_confirm", ()),
    ("review_part", ("r1",)),
    ("review_part", ("k1",)),
    ("review_part", ("document",)),
    ("review_part", ("g1",)),
    ("review_part", ("b1",)),
    ("review_part", ("p1",)),
    ("review_part", ("x1",)),
    ("review_part", ("c1",)),
    ("review_card", ("r1",)),
    ("review_preview", ("lead",)),
    ("step", ("bo",)),
]
CHANGES = [
    ("review_step", ("r1", "dung")),
    ("review_step", ("r1", "xoa")),
    ("review_part", ("r1",)),
    ("review_confirm", ()),
    ("review_outside", ()),
    ("step", ("bo",)),
    ("step", ("doc-lai",)),
]
OTHERS = ["lanhdao", "mattran", "sotuphap", "huyen", "xa", "xakhac", "stranger"]


@pytest.mark.parametrize(("name", "rest"), OFFICER_PAGES)
def test_the_officer_opens_every_page(
    imported: PlanImport, officer: Client, name: str, rest: tuple[str, ...]
) -> None:
    address = url(name) if name == "new" else url(name, imported, *rest)
    assert officer.get(address).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_opens_or_changes_anything(imported: PlanImport, client_of: ClientOf, who: str) -> None:
    client = client_of(who)
    for name, rest in OFFICER_PAGES:
        address = url(name) if name == "new" else url(name, imported, *rest)
        response = client.get(address)
        assert response.status_code == 403, name
        assert "Chỉ cán bộ theo dõi kế hoạch" in response.content.decode()
    for name, rest in CHANGES:
        assert client.post(url(name, imported, *rest)).status_code == 403, name
    imported.refresh_from_db()
    assert (imported.state, imported.version) == (State.REVIEW, 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sonoivu", 200),
        ("lanhdao", 200),
        ("mattran", 200),
        ("sotuphap", 403),
        ("huyen", 403),
        ("xa", 403),
        ("stranger", 403),
    ],
)
def test_those_who_follow_the_province_see_the_list(
    imported: PlanImport, client_of: ClientOf, who: str, status: int
) -> None:
    client = client_of(who)
    for address in (url("list"), url("file", imported)):
        assert client.get(address).status_code == status
    if who == "lanhdao":
        page = client.get(url("list")).content.decode()
        assert "359/KH-UBND" in page
        assert "Chỉ cán bộ theo dõi kế hoạch" in page
        assert client.get(url("progress", imported)).status_code == 200


def test_somebody_not_signed_in_is_sent_to_sign_in(imported: PlanImport) -> None:
    for address in (url("list"), url("new"), url("review", imported), url("file", imported)):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("accounts:sign_in"))


def test_an_upload_leads_to_its_progress_and_on_to_the_review(officer: Client, reads: None) -> None:
    file = SimpleUploadedFile("Kế hoạch 359.docx", b"noi dung")
    response = officer.post(url("new"), {"file": file})
    row = PlanImport.objects.get()
    assert response["Location"] == url("progress", row)
    assert officer.get(url("progress", row))["Location"] == url("review", row)
    assert officer.get(url("progress", row), **PART)["HX-Redirect"] == url("review", row)
    assert row.file_name == "Kế hoạch 359.docx"


def test_the_same_upload_again_is_recognised_with_a_way_on(officer: Client, reads: None) -> None:
    for _ in range(2):
        response = officer.post(url("new"), {"file": SimpleUploadedFile("a.docx", b"noi dung")})
    page = response.content.decode()
    assert "Tài liệu này đã được nhập ngày 15/11/2021 bởi Nguyễn Thị Thu Hà" in page
    assert url("review", PlanImport.objects.get()) in page
    officer.post(url("step", PlanImport.objects.get(), "doc-lai"))
    assert PlanImport.objects.count() == 2
    again = PlanImport.objects.latest("id")
    assert "Cùng nội dung với tài liệu" in officer.get(url("review", again)).content.decode()


def test_a_refused_file_keeps_the_page_and_says_why(officer: Client) -> None:
    response = officer.post(url("new"), {"file": SimpleUploadedFile("bao-cao.doc", b"x")})
    assert "Lưu thành .docx" in response.content.decode()
    assert not PlanImport.objects.exists()
    assert "Hãy chọn tệp" in officer.post(url("new"), {}).content.decode()


def test_a_reading_under_way_shows_its_progress_and_can_be_stopped(
    officer: Client, imported: PlanImport
) -> None:
    PlanImport.objects.update(
        state=State.READING, reviewed=None, progress_done=1, progress_total=4, progress_step="Đọc các bảng"
    )
    page = officer.get(url("progress", imported)).content.decode()
    assert "Đọc các bảng" in page
    assert 'value="25"' in page
    assert "http-equiv" in page
    assert "<html" not in officer.get(url("progress", imported), **PART).content.decode()
    assert officer.get(url("review", imported))["Location"] == url("progress", imported)
    officer.post(url("step", imported, "dung"))
    page = officer.get(url("progress", imported)).content.decode()
    assert "dừng theo yêu cầu của Nguyễn Thị Thu Hà" in page


def test_a_failed_reading_says_what_to_do(officer: Client, imported: PlanImport) -> None:
    PlanImport.objects.update(state=State.FAILED, reviewed=None, error="Tệp có mật khẩu; hãy bỏ mật khẩu.")
    page = officer.get(url("progress", imported)).content.decode()
    assert "Tệp có mật khẩu; hãy bỏ mật khẩu." in page
    assert url("step", imported, "doc-lai") in page


def test_doubtful_rows_come_first(officer: Client, imported: PlanImport) -> None:
    page = officer.get(url("review", imported)).content.decode()
    order = re.findall(r'<article class="review-row[^"]*" id="(\w+)"', page)
    assert order == ["r4", "r5", "r1", "r2", "r3"]
    assert "2 chỗ cần xem" in page
    only = officer.get(url("review", imported) + "?xem=can-xem").content.decode()
    assert re.findall(r'<article class="review-row[^"]*" id="(\w+)"', only) == ["r4", "r5"]


def test_a_search_needs_no_marks(officer: Client, imported: PlanImport) -> None:
    page = officer.get(url("review", imported) + "?tim=ho ngheo", **PART).content.decode()
    assert re.findall(r'<article class="review-row[^"]*" id="(\w+)"', page) == ["r1"]


def test_a_card_shows_the_source_beside_what_was_read(officer: Client, imported: PlanImport) -> None:
    page = officer.get(url("review_card", imported, "r4"), **PART).content.decode()
    for words in (
        "<span>66</span>",
        "Độ chắc 0,62",
        "kế thừa từ ô gộp",
        "Hai đoạn có thể là hai ô khác nhau",
        "tối thiểu 30%",
    ):
        assert words in page
    assert "13" not in page
    page = officer.get(url("review_card", imported, "r1"), **PART).content.decode()
    assert "UBND cấp xã <b>3" in page
    assert "→ 31/12/2021" in page


def test_an_opened_row_shows_the_lines_around_its_own(officer: Client, imported: PlanImport) -> None:
    page = officer.get(url("review_part", imported, "r2")).content.decode()
    around = re.findall(r'source-line (is-\w+)"><span>(\d+)</span>', page)
    assert around[:3] == [("is-around", "36"), ("is-around", "38"), ("is-around", "40")]
    assert around[3] == ("is-marked", "42")
    assert around[-1] == ("is-around", "54")


def test_a_row_is_corrected_without_scripts(officer: Client, imported: PlanImport) -> None:
    form = officer.get(url("review_part", imported, "r1"))
    typed = {
        "seen": seen_in(form),
        "text": "Việc đã sửa",
        "lead": "Sở Nội vụ",
        "cooperating": "",
        "deadline": "Hàng quý",
        "checked": "on",
        "xem": "p1",
    }
    response = officer.post(url("review_part", imported, "r1"), typed)
    assert response["Location"] == f"{url('review', imported)}?xem=p1#r1"
    row = part(imported, "r1")
    assert (row["text"], row["deadline"]["kind"], row["checked"]) == ("Việc đã sửa", "quarterly", True)


def test_a_row_is_corrected_in_place(officer: Client, imported: PlanImport) -> None:
    form = officer.get(url("review_part", imported, "r4"), **PART)
    assert "<html" not in form.content.decode()
    typed = {
        "seen": seen_in(form),
        "text": "Khác",
        "lead": "Sở Tư pháp",
        "deadline": "Hàng năm",
        "checked": "on",
    }
    page = officer.post(url("review_part", imported, "r4"), typed, **PART).content.decode()
    assert 'id="r4"' in page
    assert "hx-swap-oob" in page
    assert "1 chỗ cần xem" in page


def test_an_empty_task_is_refused_and_keeps_what_was_typed(officer: Client, imported: PlanImport) -> None:
    response = officer.post(url("review_part", imported, "r1"), {"text": " ", "lead": "Đang gõ dở"})
    assert response.status_code == 422
    assert "Đang gõ dở" in response.content.decode()
    assert imported.version == 0


def test_the_later_of_two_reviewers_keeps_every_word(officer: Client, imported: PlanImport) -> None:
    seen = seen_in(officer.get(url("review_part", imported, "r1")))
    first = {"seen": seen, "text": "Của người trước", "lead": "Sở Nội vụ", "deadline": "Hàng năm"}
    officer.post(url("review_part", imported, "r1"), first)
    later = {"seen": seen, "text": "Của người sau", "lead": "Sở Tư pháp", "deadline": "Hàng năm"}
    response = officer.post(url("review_part", imported, "r1"), later)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Của người sau" in page
    assert "Của người trước" in page
    assert part(imported, "r1")["text"] == "Của người trước"
    officer.post(url("review_part", imported, "r1"), {**later, "seen": seen_in(response)})
    assert part(imported, "r1")["text"] == "Của người sau"


def test_typed_agencies_and_deadlines_are_read_at_once(officer: Client, imported: PlanImport) -> None:
    def preview(field: str, typed: str) -> str:
        return officer.get(url("review_preview", imported, field), {field: typed}).content.decode()

    assert "Sở Tư pháp" in preview("lead", "Sở Tư pháp; Hội Làm vườn")
    assert "chưa có danh sách" in preview("lead", "Sở Tư pháp; Hội Làm vườn")
    assert "→ 30/9/2021, 31/12/2021" in preview("deadline", "Định kỳ hàng quý")
    assert "Chưa rõ" in preview("deadline", "khi nào xong thì xong")
    assert officer.get(url("review_preview", imported, "text"), {"text": "x"}).status_code == 404


def test_the_steps_of_a_row_from_its_buttons(officer: Client, imported: PlanImport) -> None:
    point = part(imported, "r4")["text"].index("\n") + 1
    officer.post(url("review_step", imported, "r4", "tach"), {"point": point})
    new = Correction.objects.get(field="split").after["new"]
    assert part(imported, new)["text"].startswith("- Tăng cường")
    officer.post(url("review_step", imported, new, "gop"))
    assert find(PlanImport.objects.get().reviewed or {}, new) is None
    officer.post(url("review_step", imported, "r3", "chuyen"), {"criterion": "c1"})
    officer.post(url("review_step", imported, "r2", "xoa"))
    officer.post(url("review_step", imported, "r1", "dung"))
    officer.post(url("review_step", imported, "r4", "cach-khac"))
    fields = list(Correction.objects.order_by("id").values_list("field", flat=True))
    assert fields == ["split", "merge", "move", "remove", "checked"]
    page = officer.get(url("review", imported) + "?xem=da-sua").content.decode()
    assert page.count("Hoàn tác") >= 5
    for correction in Correction.objects.order_by("-id"):
        officer.post(url("review_undo", imported, correction.pk))
    imported.refresh_from_db()
    assert not Correction.objects.filter(undone_at=None).exists()
    assert find(imported.reviewed or {}, "r2") is not None


def test_a_row_gone_meanwhile_is_not_found_or_says_so(officer: Client, imported: PlanImport) -> None:
    officer.post(url("review_step", imported, "r2", "xoa"))
    assert officer.get(url("review_part", imported, "r2")).status_code == 404
    assert officer.get(url("review_card", imported, "r2"), **PART)["HX-Refresh"] == "true"
    response = officer.post(url("review_step", imported, "r2", "xoa"), follow=True)
    assert "không còn trong bản đang rà soát" in response.content.decode()


def test_the_head_of_the_document_is_correctable(officer: Client, imported: PlanImport) -> None:
    typed = {
        "number": "360/KH-UBND",
        "issued_on": "28/9/2021",
        "title": "Tên khác",
        "signer_name": "Nguyễn Văn A",
        "legal_bases": "Một\n\nHai",
    }
    officer.post(url("review_part", imported, "document"), typed)
    document = part(imported, "document")
    assert (document["number"], document["issued_on"]) == ("360/KH-UBND", "2021-09-28")
    assert document["signer"] == {"name": "Nguyễn Văn A", "role": None}
    assert document["legal_bases"] == ["Một", "Hai"]
    wrong = officer.post(url("review_part", imported, "document"), {**typed, "issued_on": "31/2/2021"})
    assert "Ngày cần viết dạng" in wrong.content.decode()


def test_targets_baselines_clauses_and_headings_are_correctable(
    officer: Client, imported: PlanImport
) -> None:
    officer.post(
        url("review_part", imported, "g1"), {"index": "SIPAS", "kind": "rank_band", "value": "10-15"}
    )
    assert part(imported, "g1")["value"] == [10, 15]
    officer.post(
        url("review_part", imported, "b1"),
        {"index": "PAPI", "year": 2020, "score": "45,1", "rank": 6, "rank_change": -1},
    )
    assert (part(imported, "b1")["score"], part(imported, "b1")["rank_change"]) == ("45.1", -1)
    wrong = officer.post(url("review_part", imported, "b1"), {"year": 2020, "score": "nhiều"})
    assert "Hãy nhập một số" in wrong.content.decode()
    officer.post(
        url("review_part", imported, "k2"),
        {"text": "Báo cáo", "is_duty": "on", "owners": "Sở Nội vụ", "deadline": "Hàng tháng", "kind": "task"},
    )
    assert part(imported, "k2")["is_duty"]
    assert part(imported, "k2")["deadline"]["kind"] == "monthly"
    officer.post(url("review_part", imported, "c1"), {"no": "1a", "name": "Tên mới"})
    assert part(imported, "c1")["name"] == "Tên mới"


def test_a_loose_line_becomes_a_row_or_leaves_the_plan(officer: Client, imported: PlanImport) -> None:
    response = officer.post(url("review_outside", imported), {"piece": "u1", "new": "1"})
    assert response["Location"] == f"{url('review_add', imported)}?piece=u1"
    page = officer.get(response["Location"]).content.decode()
    assert "(Ghi chú: cột này để trống)" in page
    officer.post(
        url("review_add", imported),
        {"piece": "u1", "criterion": "c1", "text": "Việc mới", "lead": "Sở Nội vụ"},
    )
    tree = PlanImport.objects.get().reviewed or {}
    assert tree["unaccounted"] == []
    empty = officer.post(url("review_add", imported), {"criterion": "c1", "text": ""})
    assert empty.status_code == 422
    nothing = officer.post(url("review_outside", imported), {"to": "surroundings"}, follow=True)
    assert "Chưa chọn dòng nào" in nothing.content.decode()


def test_confirming_makes_what_the_summary_says(officer: Client, imported: PlanImport) -> None:
    page = officer.get(url("review_confirm", imported))
    summary = page.context["summary"]
    assert (summary.tasks, summary.obligations, summary.units) == (6, 15, 8)
    assert summary.open_groups == ("Các đơn vị được kiểm toán",)
    assert len(summary.doubts) == 3
    response = officer.post(url("review_confirm", imported), {"version": imported.version})
    plan = Plan.objects.get()
    assert response["Location"] == reverse("plans:detail", args=[plan.pk])
    assert plan.tasks.count() == summary.tasks
    assert Obligation.objects.count() == summary.obligations
    assert Obligation.objects.values("unit").distinct().count() == summary.units
    assert officer.get(url("review_confirm", imported))["Location"] == response["Location"]
    assert officer.post(url("review_step", imported, "r1", "xoa")).status_code == 404
    assert officer.get(url("review", imported)).status_code == 200


def test_a_summary_that_is_out_of_date_is_not_confirmed(officer: Client, imported: PlanImport) -> None:
    officer.post(url("review_step", imported, "r1", "dung"))
    response = officer.post(url("review_confirm", imported), {"version": 0}, follow=True)
    assert "vừa được sửa" in response.content.decode()
    assert not Plan.objects.exists()


def test_a_number_in_force_is_said_before_and_refused_after(
    officer: Client, imported: PlanImport, cast: dict[str, User], at: datetime
) -> None:
    officer.post(url("review_confirm", imported), {"version": 0})
    second = import_in_review(by=cast["sonoivu"], at=at)
    assert "đã có hiệu lực" in officer.get(url("review", second)).content.decode()
    officer.post(url("review_confirm", second), {"version": 0})
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Chưa có tên kế hoạch"),
        ({"issued_on": None}, "Chưa có ngày ban hành"),
    ],
)
def test_what_is_missing_blocks_the_confirmation(
    officer: Client, cast: dict[str, User], at: datetime, change: dict[str, Any], sentence: str
) -> None:
    tree = copy.deepcopy(READING)
    tree["document"].update(change)
    row = import_in_review(by=cast["sonoivu"], at=at, tree=tree)
    assert sentence in officer.get(url("review_confirm", row)).content.decode()
    officer.post(url("review_confirm", row), {"version": 0})
    assert not Plan.objects.exists()


def test_an_error_of_the_reader_blocks_until_somebody_says_it_is_right(
    officer: Client, cast: dict[str, User], at: datetime
) -> None:
    tree = copy.deepcopy(READING)
    tree["findings"].append(
        {
            "code": "row_without_lead",
            "severity": "error",
            "where": {"line": 34},
            "message": "Chưa có đơn vị chủ trì.",
        }
    )
    row = import_in_review(by=cast["sonoivu"], at=at, tree=tree)
    assert officer.get(url("review_confirm", row)).context["summary"].blocks
    officer.post(url("review_step", row, "r1", "dung"))
    assert not officer.get(url("review_confirm", row)).context["summary"].blocks


def test_putting_aside_asks_first_and_can_be_taken_back(officer: Client, imported: PlanImport) -> None:
    assert "Bỏ văn bản" in officer.get(url("step", imported, "bo")).content.decode()
    officer.post(url("step", imported, "bo"))
    imported.refresh_from_db()
    assert imported.state == State.DISCARDED
    officer.post(url("step", imported, "lay-lai"))
    imported.refresh_from_db()
    assert imported.state == State.REVIEW


def test_the_uploaded_file_is_only_ever_a_download(officer: Client, imported: PlanImport) -> None:
    response = officer.get(url("file", imported))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"


def test_unknown_imports_steps_and_parts_are_not_found(officer: Client, imported: PlanImport) -> None:
    assert officer.get("/nhap-ke-hoach/9876/").status_code == 404
    assert officer.post(url("step", imported, "xyz")).status_code == 404
    assert officer.post(url("review_step", imported, "r1", "xyz")).status_code == 404
    assert officer.get(url("review_part", imported, "zzz")).status_code == 404
    assert officer.post(url("review_undo", imported, 9876)).status_code == 404


@pytest.mark.parametrize(
    ("name", "rest", "most"),
    [
        ("list", None, 8),
        ("review", (), 14),
        ("review_card", ("r1",), 10),
        ("review_part", ("r1",), 10),
        ("review_head", (), 8),
        ("review_outside", (), 8),
        ("review_confirm", (), 14),
        ("progress", (), 8),
    ],
)
def test_pages_ask_the_database_little(
    officer: Client,
    imported: PlanImport,
    max_queries: Budget,
    name: str,
    rest: tuple[str, ...] | None,
    most: int,
) -> None:
    address = url(name) if rest is None else url(name, imported, *rest)
    officer.get(address)
    with max_queries(most):
        officer.get(address)


def test_the_queue_is_given_nothing_but_the_key(monkeypatch: pytest.MonkeyPatch, officer: Client) -> None:
    given: list[tuple[Any, ...]] = []
    monkeypatch.setattr(importing, "async_task", lambda *args: given.append(args))
    officer.post(url("new"), {"file": SimpleUploadedFile("a.docx", b"noi dung")})
    assert given == [("namro.web.imports.jobs.read_import", PlanImport.objects.get().pk)]
