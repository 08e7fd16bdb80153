"""The spreadsheet of obligations: out, filled, in; nothing is overwritten silently and no cell is a formula."""

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import astuple, replace
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.services.reporting import Progress, report
from namro.web.plans.states import State
from namro.web.worklist.models import FilledTable
from namro.web.worklist.selectors.tables import cells_now, compare, rows_to_fill
from namro.web.worklist.services.tables import apply, receive
from namro.web.worklist.table_files import Cells, OutRow, read_table, shown_text, write_table

TODAY = date(2021, 11, 15)


@pytest.fixture
def rows(plan: Plan, posts: Callable[[str], Posts]) -> list[OutRow]:
    return rows_to_fill(posts("xa"), TODAY)


@pytest.fixture
def common(cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> dict[str, Any]:
    return {"by": cast["xa"], "posts": posts("xa"), "at": at}


def filled(rows: list[OutRow], **cells: str) -> bytes:
    """Give the file in which the first row was filled; keys stay as they were written."""
    return edited(rows, [replace(rows[0].cells, **cells), *(row.cells for row in rows[1:])])


def edited(rows: list[OutRow], cells: list[Cells]) -> bytes:
    """Give the file as a person would send it back: CSV with the keys of the table that was written."""
    head = '"Khóa dòng","Đơn vị","Tình trạng","Tỷ lệ (%)","Số lượng","Đã làm gì, một câu","Số văn bản minh chứng","Ngày văn bản","Địa chỉ minh chứng"'
    lines = [head]
    for row, now in zip(rows, cells, strict=True):
        values = [f"{row.pk}.{row.version}.{row.cells.digest}", "x", *astuple(now)]
        lines.append(",".join('"' + value.replace('"', '""') + '"' for value in values))
    return "\n".join(lines).encode()


def test_the_table_holds_the_own_open_obligations_and_comes_back_untouched(
    rows: list[OutRow], common: dict[str, Any]
) -> None:
    assert {row.told[0] for row in rows} == {"UBND xã Thiên Lộc"}
    content = write_table(rows, title="Bảng", note="x")
    found = read_table("bang.xlsx", content)
    assert [(row.pk, row.version, row.is_touched) for row in found] == [
        (r.pk, r.version, False) for r in rows
    ]
    table = receive(name="bang.xlsx", data=content, **common)
    result = compare(table, posts=common["posts"], today=TODAY)
    assert (result.changing, result.problems, result.untouched) == ((), (), len(rows))


WORDS = st.text(max_size=60).map(shown_text)
CELLS = st.builds(
    Cells,
    condition=st.sampled_from(["", "Đang làm", "Đã xong", "Vướng mắc"]),
    percent=st.integers(0, 100).map(str) | st.just(""),
    quantity=st.decimals(0, 10**6, places=2).map(lambda n: f"{n}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{n}" else f"{n}"),
    sentence=WORDS | st.sampled_from(["=1+1", "+84", "-5", "@SUM(A1)", "'=x", "1/2", "50%", "007", "1e5"]),
    number=WORDS,
    day=st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(lambda d: f"{d.day}/{d.month}/{d.year}"),
    address=WORDS,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_whatever_was_written_comes_back_the_same(cells: list[Cells]) -> None:
    rows = [
        OutRow(number, 3, ("UBND xã", "PL1", "Việc", "Năm 2021", "", ""), one)
        for number, one in enumerate(cells, 1)
    ]
    found = read_table("bang.xlsx", write_table(rows, title="=2+2", note="@x"))
    assert [(row.pk, row.version, row.cells, row.is_touched) for row in found] == [
        (row.pk, 3, row.cells, False) for row in rows
    ]


def test_no_cell_is_a_formula(rows: list[OutRow]) -> None:
    evil = replace(
        rows[0], told=("=cmd|' /C calc'!A0", *rows[0].told[1:]), cells=Cells(sentence="=HYPERLINK(1)")
    )
    with zipfile.ZipFile(io.BytesIO(write_table([evil], title="=1", note="=2"))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        styles = package.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in styles


def test_a_filled_row_is_shown_first_and_then_reported_with_its_proof(
    rows: list[OutRow],
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client = client_of("xa")
    data = filled(
        rows, condition="Đã xong", percent="100", quantity="12,5", sentence="=Đã niêm yết.", number="45/BC-UBND",
        day="12/11/2021",
    )  # fmt: skip
    answer = client.post("/viec/bang/", {"tep": SimpleUploadedFile("bang.csv", data)})
    with max_queries(16):
        page = client.get(answer["Location"]).content.decode()
    assert "<b>1</b> dòng sẽ được ghi" in page
    assert "45/BC-UBND" in page
    assert not Report.objects.exists()
    client.post(answer["Location"], {"dong": ["2"], "buoc": "ghi"})
    obligation = Obligation.objects.get(pk=rows[0].pk)
    assert (obligation.state, obligation.sentence) == (State.SUBMITTED, "=Đã niêm yết.")
    assert obligation.quantity is not None
    assert Evidence.objects.get().document_number == "45/BC-UBND"
    step = Report.objects.get()
    assert "nhập từ bảng" in step.by_name
    assert Entry.objects.filter(action="Nhập bảng phần việc").count() == 1
    assert "Đã ghi <b>1</b> dòng" in client.get(answer["Location"]).content.decode()
    client.post(answer["Location"], {"dong": ["2"], "buoc": "ghi"})
    assert Report.objects.count() == 1


def test_what_somebody_changed_meanwhile_is_listed_and_not_overwritten(
    rows: list[OutRow], common: dict[str, Any]
) -> None:
    report(
        obligation_id=rows[0].pk, done=False, progress=Progress("Người khác đã ghi."), proof=Proof(), version=0,
        **common,
    )  # fmt: skip
    table = receive(name="b.csv", data=filled(rows, condition="Đang làm", sentence="Của tôi."), **common)
    result = compare(table, posts=common["posts"], today=TODAY)
    assert not result.changing
    (problem,) = result.problems
    assert "sau khi bảng được xuất" in problem.problem
    assert ("Đã làm gì, một câu", "Người khác đã ghi.", "Của tôi.") in [
        (change.column, change.before, change.after) for change in problem.changes
    ]
    apply(table=table, lines=[2], **common)
    assert Obligation.objects.get(pk=rows[0].pk).sentence == "Người khác đã ghi."


def test_a_row_nobody_touched_is_no_conflict_when_the_obligation_moved_on(
    rows: list[OutRow], common: dict[str, Any]
) -> None:
    data = edited(rows, [row.cells for row in rows])
    report(
        obligation_id=rows[0].pk, done=False, progress=Progress("Đã ghi."), proof=Proof(), version=0, **common
    )
    result = compare(receive(name="b.csv", data=data, **common), posts=common["posts"], today=TODAY)
    assert not result.problems
    assert result.untouched == len(rows)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"condition": "Xong"}, "Tình trạng phải là"),
        ({"condition": "Đang làm", "percent": "120"}, "Tỷ lệ là số nguyên"),
        ({"condition": "Đang làm", "percent": "0,5"}, "Tỷ lệ là số nguyên"),
        ({"condition": "Đang làm", "quantity": "nhiều"}, "Số lượng ghi bằng chữ số"),
        ({"condition": "Đang làm", "number": "1/BC", "day": "31/2/2021"}, "Ngày văn bản"),
        ({"condition": "Đang làm", "number": "1/BC"}, "cả số và ngày"),
        ({"condition": "Đang làm", "sentence": "x" * 1_500}, "dài quá"),
    ],
)
def test_a_cell_that_cannot_be_is_said_in_one_sentence(
    rows: list[OutRow], common: dict[str, Any], cells: dict[str, str], sentence: str
) -> None:
    result = compare(
        receive(name="b.csv", data=filled(rows, **cells), **common), posts=common["posts"], today=TODAY
    )
    assert not result.changing
    assert sentence in result.problems[0].problem


def test_rows_of_others_closed_doubled_and_unknown_are_listed(
    rows: list[OutRow], common: dict[str, Any], posts: Callable[[str], Posts]
) -> None:
    other = Obligation.objects.filter(unit__key="tung-anh")[0]
    closed = rows[1]
    Obligation.objects.filter(pk=closed.pk).update(state=State.SUBMITTED)
    wild = [
        OutRow(other.pk, 0, (), cells_now(other)), closed, rows[0], rows[0], replace(rows[0], pk=10**9),
    ]  # fmt: skip
    data = edited(wild, [replace(row.cells, condition="Đang làm", sentence="x") for row in wild])
    data += '\n"hỏng","x","Đang làm","","","x","","",""'.encode()
    table = receive(name="b.csv", data=data, **common)
    result = compare(table, posts=common["posts"], today=TODAY)
    assert not result.changing
    said = [one.problem for one in result.problems]
    assert [sentence.split(":")[0][:24] for sentence in said] == [
        "Không phải phần việc của", "Phần việc đã ở trạng thá", "Phần việc này có hai dòn", "Phần việc này có hai dòn",
        "Không thấy phần việc này", "Không thấy phần việc này",
    ]  # fmt: skip
    assert result.problems[0].obligation is None
    apply(table=table, lines=range(100), **common)
    assert not Report.objects.exists()


def test_what_the_report_refuses_is_said_and_the_rest_is_written(
    rows: list[OutRow], common: dict[str, Any]
) -> None:
    cells = [
        replace(rows[0].cells, condition="Đã xong", sentence="Xong nhưng không có minh chứng."),
        replace(rows[1].cells, condition="Đang làm", sentence="Đang làm đây."),
        *(row.cells for row in rows[2:]),
    ]
    table = apply(table=receive(name="b.csv", data=edited(rows, cells), **common), lines=[2, 3], **common)
    assert table.saved == 1
    assert "còn thiếu minh chứng" in table.refused[0][1]
    assert Report.objects.get().obligation_id == rows[1].pk


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xlsx", b""), ("x.xlsx", b"PK\x03\x04junk"), ("anh.png", b"\x89PNG\r\n\x1a\n\x00"),
        ("x.csv", "Tên,Tuổi\nA,1".encode()), ("x.csv", b"\xff\xfe\x00"), ("x.xlsx", b"PK\x03\x04" + b"\x00" * 4000),
    ],
)  # fmt: skip
def test_a_wrong_file_gets_one_sentence(plan: Plan, common: dict[str, Any], name: str, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        receive(name=name, data=data, **common)
    assert refused.value.sentence
    assert not FilledTable.objects.exists()


@pytest.mark.parametrize("who", ["mattran", "stranger"])
def test_who_reports_for_no_unit_has_no_table(
    plan: Plan, client_of: Callable[[str], Client], who: str
) -> None:
    client = client_of(who)
    assert client.get("/viec/bang/").status_code == 403
    assert client.get("/viec/bang/xuat/").status_code == 403
    assert client.post("/viec/bang/").status_code == 403


def test_a_table_is_its_senders(
    rows: list[OutRow], common: dict[str, Any], client_of: Callable[[str], Client]
) -> None:
    table = receive(name="b.csv", data=filled(rows, condition="Đang làm", sentence="x"), **common)
    assert client_of("sonoivu").get(f"/viec/bang/{table.pk}/").status_code == 404
    assert client_of("xakhac").post(f"/viec/bang/{table.pk}/", {"dong": "2"}).status_code == 404
    assert not Report.objects.exists()
    page = client_of("xa").post("/viec/bang/", {})
    assert page.status_code == 422
    assert client_of("xa").get("/viec/bang/xuat/").content[:2] == b"PK"
