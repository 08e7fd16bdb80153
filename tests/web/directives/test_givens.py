from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from io import BytesIO

import pytest
import python_calamine as calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.directives.models import GivenImport, GivenPart, GivenStep, GivenTask
from namro.web.directives.selectors.givens import JUDGEMENTS, Asked, GivenRow, counted, given_rows
from namro.web.directives.selectors.proofs import uses_of
from namro.web.directives.services.answering import take_step
from namro.web.directives.services.giving import Given, give_task
from namro.web.directives.states import Action, State
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed

ClientOf = Callable[[str], Client]
PROOF = Proof(document_number="9/BC-UBND", document_date=date(2021, 11, 1))


@pytest.fixture
def part(
    cast: dict[str, User], posts: Callable[[str], Posts], units: dict[str, Unit], at: datetime
) -> GivenPart:
    """What Thiên Lộc owes for a task that Sở Nội vụ entered, due tomorrow."""
    given = Given(
        "6451/VPCP-TH", date(2021, 10, 1), "Thủ tướng Chính phủ", "Báo cáo giải ngân", [units["thien-loc"], units["can-loc"]],
        due=date(2021, 11, 16),
    )  # fmt: skip
    task = give_task(
        given=given, assigner=units["so-noi-vu"], by=cast["sonoivu"], posts=posts("sonoivu"), at=at
    )
    return GivenPart.objects.get(task=task, unit=units["thien-loc"])


def test_a_unit_reports_and_only_the_assigner_closes(client_of: ClientOf, part: GivenPart) -> None:
    unit, assigner = client_of("xa"), client_of("sonoivu")
    address = f"/viec-duoc-giao/{part.pk}/"
    said = {"version": 0, "sentence": "Đã báo cáo"}
    assert unit.post(f"{address}xong/", said).status_code == 422  # no proof
    proof = {"document_number": "9/BC-UBND", "document_date": "1/11/2021"}
    assert unit.post(f"{address}xong/", said | proof).status_code == 302
    assert unit.post(f"{address}ket-thuc/", {"version": 1}).status_code == 403
    assert assigner.post(f"{address}tra-lai/", {"version": 1}).status_code == 422  # no reason
    assert assigner.post(f"{address}tra-lai/", {"version": 1, "sentence": "Thiếu số liệu"}).status_code == 302
    assert "Thiếu số liệu" in unit.get(address).content.decode()
    assert (
        unit.post(f"{address}xong/", said | {"version": 2}).status_code == 302
    )  # the proof sent before counts
    assert assigner.post(f"{address}ket-thuc/", {"version": 2}).status_code == 422  # an older page
    assert assigner.post(f"{address}ket-thuc/", {"version": 3}).status_code == 302
    part.refresh_from_db()
    assert part.state == State.CLOSED
    assert GivenStep.objects.filter(part=part).count() == 4
    page = assigner.get("/viec-duoc-giao/").content.decode()
    assert "1/1 (100,0%)" in page  # on time of what can be judged; the other part is not due yet
    assert "1/2 (50,0%)" in page  # closed of all


@pytest.mark.parametrize(
    ("username", "sees"),
    [("sonoivu", True), ("lanhdao", True), ("mattran", True), ("xa", True), ("huyen", False), ("sotuphap", False), ("xakhac", False), ("stranger", False)],
)  # fmt: skip
def test_a_part_is_seen_by_its_unit_the_assigner_and_the_province(
    client_of: ClientOf, part: GivenPart, username: str, sees: bool
) -> None:
    assert client_of(username).get(f"/viec-duoc-giao/{part.pk}/").status_code == (200 if sees else 403)


@pytest.mark.parametrize(
    "username", ["sonoivu", "lanhdao", "mattran", "sotuphap", "huyen", "xakhac", "stranger"]
)
def test_nobody_else_reports_for_a_unit(
    posts: Callable[[str], Posts], cast: dict[str, User], at: datetime, part: GivenPart, username: str
) -> None:
    for action in (Action.PROGRESS, Action.REPORT):
        with pytest.raises(NotAllowed):
            take_step(
                part_id=part.pk, action=action, sentence="x", proof=PROOF, version=0, by=cast[username],
                posts=posts(username), at=at,
            )  # fmt: skip


@pytest.mark.parametrize("username", ["mattran", "sotuphap", "huyen", "xa", "xakhac", "stranger"])
def test_nobody_else_closes_or_gives(
    posts: Callable[[str], Posts], cast: dict[str, User], units: dict[str, Unit], at: datetime, part: GivenPart,
    username: str,
) -> None:  # fmt: skip
    who = {"by": cast[username], "posts": posts(username), "at": at}
    for action in (Action.CLOSE, Action.SEND_BACK, Action.REOPEN):
        with pytest.raises(NotAllowed):
            take_step(part_id=part.pk, action=action, sentence="x", version=0, **who)
    with pytest.raises(NotAllowed):
        give_task(
            given=Given("1", date(2021, 1, 1), "", "x", [units["thien-loc"]]),
            assigner=units["thien-loc"],
            **who,
        )


def test_nobody_closes_what_the_own_unit_owes(
    posts: Callable[[str], Posts], cast: dict[str, User], units: dict[str, Unit], at: datetime
) -> None:
    interior = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    given = Given("7/VPCP", date(2021, 10, 1), "", "Việc", [units["so-noi-vu"]])
    own = give_task(given=given, assigner=units["so-noi-vu"], **interior).parts.get()
    take_step(part_id=own.pk, action=Action.REPORT, sentence="xong", proof=PROOF, version=0, **interior)
    with pytest.raises(NotAllowed):
        take_step(part_id=own.pk, action=Action.CLOSE, sentence="", version=1, **interior)
    leader = {"by": cast["lanhdao"], "posts": posts("lanhdao"), "at": at}
    take_step(part_id=own.pk, action=Action.CLOSE, sentence="", version=1, **leader)


@given(
    due=st.none() | st.dates(date(2021, 10, 1), date(2021, 12, 31)),
    reported=st.none() | st.dates(date(2021, 10, 1), date(2021, 12, 31)),
    state=st.sampled_from(list(State)),
    today=st.dates(date(2021, 10, 1), date(2021, 12, 31)),
)
def test_every_part_is_judged_in_exactly_one_way(
    due: date | None, reported: date | None, state: State, today: date
) -> None:
    from namro.web.directives.selectors.givens import given_row

    moment = datetime.fromisoformat(f"{reported}T10:00:00+07:00") if reported else None
    task = GivenTask(number="x", given_on=date(2021, 10, 1), due=due)
    row: GivenRow = given_row(GivenPart(task=task, state=state, reported_at=moment), today)
    count = counted([row])
    assert count.on_time + count.late + count.overdue + count.running + count.undated == 1
    assert row.judgement in dict(JUDGEMENTS)
    assert (count.due_by_now == 0) or due is not None


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"number": " "}, "số"), ({"text": ""}, "nội dung"), ({"text": "ă" * 20_000}, "dài quá"),
        ({"given_on": date(2021, 11, 16)}, "sau ngày làm việc"), ({"due": date(2021, 9, 1)}, "trước ngày giao"),
        ({"units": []}, "ít nhất một đơn vị"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_refused_in_a_sentence(
    posts: Callable[[str], Posts], cast: dict[str, User], units: dict[str, Unit], at: datetime,
    more: dict[str, object], word: str,
) -> None:  # fmt: skip
    fields: dict[str, object] = {
        "number": "1/VPCP", "given_on": date(2021, 10, 1), "giver": "", "text": "x", "units": [units["can-loc"]],
    }  # fmt: skip
    with pytest.raises(Refusal) as said:
        give_task(
            given=Given(**fields | more), assigner=units["so-noi-vu"], by=cast["sonoivu"],  # type: ignore[arg-type]
            posts=posts("sonoivu"), at=at,
        )  # fmt: skip
    assert word in said.value.sentence.lower()
    assert not GivenTask.objects.exists()


def _sent(client: Client, units: dict[str, Unit], name: str, content: bytes) -> int:
    answer = client.post(
        "/viec-duoc-giao/nap/", {"file": SimpleUploadedFile(name, content), "assigner": units["so-noi-vu"].pk}
    )
    return answer.status_code


CSV = (
    "Số;Ngày giao;Nội dung;Đơn vị;Hạn\n"
    '101/VPCP;1/10/2021;=1+1 Việc một;"Sở Tư pháp; UBND huyện Can Lộc";30/11/2021\n'
    "102/VPCP;2/10/2021;Việc hai;so tu phap;\n"
)


def test_a_table_is_looked_at_and_taken_over_once(client_of: ClientOf, units: dict[str, Unit]) -> None:
    client = client_of("sonoivu")
    assert _sent(client, units, "viec.csv", CSV.encode()) == 302
    table = GivenImport.objects.get()
    page = client.get(f"/viec-duoc-giao/nap/{table.pk}/").content.decode()
    assert "2 việc mới" in page
    assert not GivenTask.objects.exists()
    assert client.post(f"/viec-duoc-giao/nap/{table.pk}/").status_code == 302
    assert client.post(f"/viec-duoc-giao/nap/{table.pk}/").status_code == 422
    assert (GivenTask.objects.count(), GivenPart.objects.count()) == (2, 3)
    assert _sent(client, units, "viec.csv", CSV.encode()) == 302
    again = GivenImport.objects.order_by("-id")[0]
    assert "2 đã có" in client.get(f"/viec-duoc-giao/nap/{again.pk}/").content.decode()
    assert client.post(f"/viec-duoc-giao/nap/{again.pk}/bo/").status_code == 302
    rows = calamine.CalamineWorkbook.from_filelike(BytesIO(client.get("/viec-duoc-giao/xuat/").content))
    assert any("=1+1 Việc một" in row for row in rows.get_sheet_by_index(0).to_python())


def test_a_workbook_is_read_too(client_of: ClientOf, units: dict[str, Unit]) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Số", "Ngày giao", "Nội dung", "Đơn vị"])
    sheet.write_row(1, 0, ["5/VPCP", "3/10/2021", "Việc", "Sở Tư pháp"])
    book.close()
    client = client_of("lanhdao")
    answer = client.post(
        "/viec-duoc-giao/nap/",
        {"file": SimpleUploadedFile("a.xlsx", out.getvalue()), "assigner": units["ubnd-tinh"].pk},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert GivenImport.objects.get().rows[0]["problems"] == []


def test_wrong_rows_are_named_and_stop_the_whole_table(client_of: ClientOf, units: dict[str, Unit]) -> None:
    client = client_of("sonoivu")
    wrong = CSV + "103/VPCP;32/1/2021;Việc ba;Sở Trên trời;\n"
    assert _sent(client, units, "viec.csv", wrong.encode()) == 302
    table = GivenImport.objects.get()
    page = client.get(f"/viec-duoc-giao/nap/{table.pk}/").content.decode()
    assert "Sở Trên trời" in page
    assert "32/1/2021" in page
    assert client.post(f"/viec-duoc-giao/nap/{table.pk}/").status_code == 422
    assert not GivenTask.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"x" * 50, b"PK\x03\x04broken", b"\xff\xfe\x00", "Số;Nội dung\n1;x\n".encode()]
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    client_of: ClientOf, units: dict[str, Unit], content: bytes
) -> None:
    assert _sent(client_of("sonoivu"), units, "viec.csv", content) == 422
    assert not GivenImport.objects.exists()


def test_the_list_stays_within_its_queries(
    client_of: ClientOf, part: GivenPart, max_queries: Callable[[int], AbstractContextManager[None]],
    posts: Callable[[str], Posts],
) -> None:  # fmt: skip
    client = client_of("sonoivu")
    with max_queries(8):
        client.get("/viec-duoc-giao/")
    assert len(given_rows(posts("xa"), Asked(), date(2021, 11, 15))) == 1
    assert "Việc Chính phủ, Thủ tướng giao" in client_of("xa").get("/viec-cua-toi/").content.decode()


def test_proof_of_a_given_task_is_told_in_the_register_of_proof(
    part: GivenPart, posts: Callable[[str], Posts], cast: dict[str, User], at: datetime
) -> None:
    take_step(
        part_id=part.pk, action=Action.REPORT, sentence="xong", proof=PROOF, version=0, by=cast["xa"],
        posts=posts("xa"), at=at,
    )  # fmt: skip
    piece = GivenStep.objects.get(part=part).evidence.get()
    (use,) = uses_of(posts("xa"), [piece.pk])
    assert (use.what, use.may_open) == ("Việc 6451/VPCP-TH", True)
    assert [one.may_open for one in uses_of(posts("xakhac"), [piece.pk])] == [False]
