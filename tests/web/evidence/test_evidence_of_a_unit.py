"""The register and the page of a piece: revisions, validity, withdrawing, using again, and who may what."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.pieces import revision_at, revisions_of, standing
from namro.web.evidence.selectors.register import offered
from namro.web.evidence.services import Details, Proof, revise, withdraw
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan, PlanImport, Task
from namro.web.ui.refusals import NotAllowed
from web.campaigns.conftest import as_, campaign, draft, line, posts
from web.campaigns.doing import Doing, Line

__all__ = ["as_", "campaign", "draft", "line", "posts"]

As = Callable[[str], Doing]
ClientOf = Callable[[str], Client]
DAY = date(2021, 11, 15)


def a_file(text: bytes, name: str = "bao-cao.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text)


@pytest.fixture
def piece(campaign: Campaign, as_: As, line: Line) -> Evidence:
    """A file and a document that the commune proved 1.1 with."""
    as_("xa").prove("1.1", proof=Proof(files=(a_file(b"ban dau"),)))
    return line("1.1").evidence.get()


def revised(
    piece: Evidence, doing: Doing, *, file: Any = None, reason: str = "Thay bản đã ký.", **details: Any
) -> Evidence:
    piece.refresh_from_db()
    return revise(
        evidence_id=piece.pk, details=Details(**details), file=file, reason=reason, revision=piece.revision,
        **doing.common,
    )  # fmt: skip


def test_a_revision_keeps_what_was_before_and_its_file(piece: Evidence, as_: As, client_of: ClientOf) -> None:
    now = revised(piece, as_("xa"), file=a_file(b"ban da ky", "da-ky.txt"), summary="Báo cáo năm")
    assert (now.revision, now.file_name, now.summary) == (2, "da-ky.txt", "Báo cáo năm")
    first = revisions_of(now)[1]
    assert (first.revision, first.file_name, first.summary, first.is_latest) == (1, "bao-cao.txt", "", False)
    client = client_of("xa")
    for number, text in ((1, b"ban dau"), (2, b"ban da ky")):
        assert b"".join(client.get(f"/minh-chung/{piece.pk}/ban/{number}/").streaming_content) == text  # type: ignore[attr-defined]
    assert client.get(f"/minh-chung/{piece.pk}/ban/3/").status_code == 404
    shown = client.get(f"/minh-chung/{piece.pk}/").content.decode()
    assert "Thay bản đã ký." in shown
    assert 'href="#ban-1">dùng bản 1</a>' in shown
    assert Entry.objects.filter(action="Sửa tài liệu kiểm chứng", subject_id=str(piece.pk)).count() == 1


def test_a_line_keeps_the_revision_it_was_proved_with_until_the_unit_takes_the_new_one(
    piece: Evidence, as_: As, line: Line, client_of: ClientOf
) -> None:
    revised(piece, as_("xa"), file=a_file(b"ban da ky"))
    address = f"/cham-diem/phieu/{line('1.1').entrant_id}/tieu-chi/1.1/"
    client = client_of("xa")
    assert b"".join(client.get(f"{address}tep/{piece.pk}/").streaming_content) == b"ban dau"  # type: ignore[attr-defined]
    assert "bản 1, đã có bản 2" in client.get(address).content.decode()
    client.post(f"{address}ban-moi/", {"version": line("1.1").version, "evidence": piece.pk})
    assert b"".join(client.get(f"{address}tep/{piece.pk}/").streaming_content) == b"ban da ky"  # type: ignore[attr-defined]
    assert "đã có bản 2" not in client.get(address).content.decode()


def test_a_handed_in_line_does_not_take_a_new_revision(piece: Evidence, as_: As, line: Line) -> None:
    as_("xa").hand_in()
    revised(piece, as_("xa"), file=a_file(b"ban da ky"))
    with pytest.raises(Refusal, match="rút phiếu"):
        as_("xa").renew("1.1", piece.pk)
    assert line("1.1").proofs.get().revision == 1


@pytest.mark.parametrize(
    ("details", "file", "reason", "words"),
    [
        ({}, None, "Sửa.", "Chưa có gì khác"),
        ({"summary": "x"}, None, "  ", "vì sao"),
        ({"document_number": "1/BC"}, None, "Sửa.", "cả số"),
        ({"document_number": "1/BC", "document_date": date(2021, 11, 16)}, None, "Sửa.", "sau ngày làm việc"),
        ({"address": "javascript:alert(1)"}, None, "Sửa.", "http"),
        ({"valid_from": date(2021, 2, 1), "valid_to": date(2021, 1, 1)}, None, "Sửa.", "trước ngày có hiệu lực"),
        ({}, b"MZ chuong trinh", "Sửa.", "chương trình"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_half_done(
    details: dict[str, Any], file: bytes | None, reason: str, words: str, piece: Evidence, as_: As
) -> None:
    with pytest.raises(Refusal, match=words):
        revised(piece, as_("xa"), file=a_file(file) if file else None, reason=reason, **details)
    piece.refresh_from_db()
    assert (piece.revision, piece.earlier.count()) == (1, 0)


def test_the_later_of_two_is_told(piece: Evidence, as_: As) -> None:
    revised(piece, as_("xa"), summary="Bản của người thứ nhất")
    with pytest.raises(Refusal, match="Người khác vừa sửa"):
        revise(
            evidence_id=piece.pk, details=Details(summary="Của người thứ hai"), file=None, reason="Sửa.", revision=1,
            **as_("xa").common,
        )  # fmt: skip


def test_a_file_that_is_in_the_register_already_is_named(piece: Evidence, as_: As, line: Line) -> None:
    as_("xa").prove("1.2", proof=Proof(files=(a_file(b"tep thu hai", "thu-hai.txt"),)))
    with pytest.raises(Refusal, match=r"thu-hai\.txt"):
        revised(piece, as_("xa"), file=a_file(b"tep thu hai"))


def test_withdrawn_proof_stays_marked_and_proves_nothing_new(
    piece: Evidence, as_: As, line: Line, client_of: ClientOf, posts: Callable[[str], Posts]
) -> None:
    with pytest.raises(Refusal, match="vì sao"):
        withdraw(evidence_id=piece.pk, reason=" ", **as_("xa").common)
    withdraw(evidence_id=piece.pk, reason="Ban hành nhầm.", **as_("xa").common)
    assert offered(posts("xa"), DAY) == []
    with pytest.raises(Refusal, match="đã được rút"):
        as_("xa").prove("1.2", proof=Proof(), known=(piece.pk,))
    with pytest.raises(Refusal, match="đã được rút"):
        as_("xa").prove("1.2", proof=Proof(files=(a_file(b"ban dau"),)))
    with pytest.raises(Refusal, match="đã rút"):
        revised(piece, as_("xa"), summary="x")
    with pytest.raises(Refusal, match="rút tài liệu này rồi"):
        withdraw(evidence_id=piece.pk, reason="Lần nữa.", **as_("xa").common)
    assert "đã rút" in client_of("xa").get(
        f"/cham-diem/phieu/{line('1.1').entrant_id}/tieu-chi/1.1/"
    ).content.decode()  # fmt: skip
    assert "Ban hành nhầm." in client_of("xa").get(f"/minh-chung/{piece.pk}/").content.decode()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "words"),
    [
        (None, None, ""),
        (DAY, DAY, ""),
        (date(2021, 11, 16), None, "có hiệu lực từ 16/11/2021"),
        (None, date(2021, 11, 14), "hết hiệu lực ngày 14/11/2021"),
    ],
)
def test_validity_counts_its_first_and_its_last_day(
    valid_from: date | None, valid_to: date | None, words: str
) -> None:
    assert standing(Evidence(valid_from=valid_from, valid_to=valid_to), DAY) == words


def test_one_piece_proves_several_lines_and_its_page_names_each(
    piece: Evidence, as_: As, line: Line, client_of: ClientOf
) -> None:
    as_("xa").prove("1.2", proof=Proof(), known=(piece.pk,))
    assert Evidence.objects.count() == 1
    shown = client_of("xa").get(f"/minh-chung/{piece.pk}/").content.decode()
    for code in ("1.1", "1.2"):
        assert f"/cham-diem/phieu/{line('1.1').entrant_id}/tieu-chi/{code}/" in shown


def test_another_units_proof_cannot_be_used(
    piece: Evidence, as_: As, line: Line, posts: Callable[[str], Posts]
) -> None:
    assert offered(posts("xakhac"), DAY) == []
    with pytest.raises(Refusal, match="Hãy chọn tệp"):
        as_("xakhac").prove("1.1", "tung-anh", proof=Proof(), known=(piece.pk,))


SEES = [
    ("sonoivu", 200), ("lanhdao", 200), ("mattran", 200), ("xa", 200),
    ("sotuphap", 403), ("huyen", 403), ("xakhac", 403), ("stranger", 403),
]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), SEES)
def test_a_piece_is_seen_by_its_unit_who_may_see_what_it_proves_and_who_sees_the_province(
    who: str, status: int, piece: Evidence, client_of: ClientOf
) -> None:
    for rest in ("", "ban/1/"):
        assert client_of(who).get(f"/minh-chung/{piece.pk}/{rest}").status_code == status


def test_whoever_appraises_one_of_the_lines_sees_the_proof(
    piece: Evidence, campaign: Campaign, units: dict[str, Unit], client_of: ClientOf
) -> None:
    assert client_of("sotuphap").get(f"/minh-chung/{piece.pk}/").status_code == 403
    campaign.assignments.create(code="1.1", appraiser=units["so-tu-phap"])
    assert client_of("sotuphap").get(f"/minh-chung/{piece.pk}/").status_code == 200


@pytest.mark.parametrize("who", [who for who, _ in SEES if who != "xa"])
def test_only_the_unit_revises_and_withdraws(who: str, piece: Evidence, as_: As, client_of: ClientOf) -> None:
    with pytest.raises(NotAllowed):
        revised(piece, as_(who), summary="x")
    with pytest.raises(NotAllowed):
        withdraw(evidence_id=piece.pk, reason="x", **as_(who).common)
    posted = {"revision": 1, "reason": "x", "summary": "y"}
    for step in ("sua", "rut"):
        assert client_of(who).post(f"/minh-chung/{piece.pk}/{step}/", posted).status_code == 403
    piece.refresh_from_db()
    assert (piece.revision, piece.withdrawn_at) == (1, None)


def test_the_pages_revise_and_withdraw_and_keep_what_was_typed(piece: Evidence, client_of: ClientOf) -> None:
    client = client_of("xa")
    wrong = client.post(
        f"/minh-chung/{piece.pk}/sua/", {"revision": 1, "summary": "Báo cáo quý", "reason": ""}
    )
    assert wrong.status_code == 422
    assert "Báo cáo quý" in wrong.content.decode()
    posted = {"revision": 1, "summary": "Báo cáo quý", "valid_to": "31/12/2021", "reason": "Ghi thời hạn."}
    assert client.post(f"/minh-chung/{piece.pk}/sua/", posted).status_code == 302
    assert "đến hết 31/12/2021" in client.get(f"/minh-chung/{piece.pk}/").content.decode()
    assert client.post(f"/minh-chung/{piece.pk}/rut/", {"reason": ""}).status_code == 422
    assert client.post(f"/minh-chung/{piece.pk}/rut/", {"reason": "Sai."}).status_code == 302


def test_the_register_finds_without_accents_and_narrows(
    piece: Evidence, as_: As, line: Line, client_of: ClientOf
) -> None:
    as_("xa").prove(
        "1.2", proof=Proof(document_number="45/BC-UBND", document_date=date(2020, 6, 30), issuer="Đảng ủy xã")
    )
    client = client_of("xa")

    def found(query: str) -> tuple[bool, bool]:
        shown = client.get(f"/minh-chung/{query}").content.decode()
        return "bao-cao.txt" in shown, "45/BC-UBND" in shown

    assert found("") == (True, True)
    assert found("?tim=dang uy") == (False, True)
    assert found("?tim=BAO-CAO") == (True, False)
    assert found("?nam=2020") == (False, True)
    assert found("?hieu_luc=da-rut") == (False, False)
    assert found("?nam=x&hieu_luc=khong-co&trang=q") == (True, True)
    withdraw(evidence_id=piece.pk, reason="Sai.", **as_("xa").common)
    assert found("?hieu_luc=da-rut") == (True, False)
    assert found("?hieu_luc=con") == (False, True)


@pytest.mark.parametrize(("who", "sees"), [
    ("sonoivu", True), ("lanhdao", True), ("mattran", True), ("xa", True), ("sotuphap", False), ("xakhac", False),
])  # fmt: skip
def test_a_register_holds_the_own_units_proof_and_the_provinces_everything(
    who: str, sees: bool, piece: Evidence, client_of: ClientOf
) -> None:
    assert ("bao-cao.txt" in client_of(who).get("/minh-chung/").content.decode()) is sees
    assert client_of("stranger").get("/minh-chung/").status_code == 403


def test_the_revision_of_a_moment_is_the_one_that_stood_then(piece: Evidence, as_: As, at: datetime) -> None:
    later = at.replace(hour=15)
    revise(
        evidence_id=piece.pk, details=Details(summary="x"), file=None, reason="Sửa.", revision=1,
        **(as_("xa").common | {"at": later}),
    )  # fmt: skip
    piece.refresh_from_db()
    earlier = list(piece.earlier.all())
    assert [revision_at(piece, earlier, moment) for moment in (at, later, later.replace(hour=16))] == [
        1,
        2,
        2,
    ]


def test_the_register_asks_few_questions_however_long(
    piece: Evidence,
    cast: dict[str, User],
    units: dict[str, Unit],
    at: datetime,
    client_of: ClientOf,
    max_queries: Callable[[int], AbstractContextManager[None]],
    line: Line,
) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            unit=units["thien-loc"],
            added_by=cast["xa"],
            added_at=at,
            document_number=f"{n}/BC",
            document_date=DAY,
        )
        for n in range(60)
    )
    through = SheetLine.evidence.through
    through.objects.bulk_create(
        through(sheetline=line("1.2"), evidence=one) for one in Evidence.objects.exclude(pk=piece.pk)[:40]
    )
    client = client_of("xa")
    client.get("/minh-chung/")
    for address, most in (("/minh-chung/", 14), (f"/minh-chung/{piece.pk}/", 14)):
        with max_queries(most):
            assert client.get(address).status_code == 200


@pytest.fixture
def obligation(units: dict[str, Unit], cast: dict[str, User], at: datetime) -> Obligation:
    plan_import = PlanImport.objects.create(
        file="imports/x.txt", file_name="x.txt", sha256="0" * 64, uploaded_by=cast["sonoivu"], uploaded_at=at,
        state=PlanImport.State.REVIEW, reading={}, reviewed={},
    )  # fmt: skip
    plan = Plan.objects.create(
        number="1/KH-UBND", year=2021, title="Kế hoạch thử", confirmed_at=at, confirmed_by="x", plan_import=plan_import
    )  # fmt: skip
    task = Task.objects.create(
        plan=plan, position=1, code="PL1.I.1-1", text="Việc", search="viec", deadline_kind="yearly", first_line=1,
        last_line=1,
    )  # fmt: skip
    return Obligation.objects.create(
        task=task, unit=units["thien-loc"], period="Năm 2021", period_start=date(2021, 1, 1),
        period_end=date(2021, 12, 31),
    )  # fmt: skip


def test_a_report_uses_what_the_unit_has_and_keeps_the_revision_of_its_moment(
    piece: Evidence, obligation: Obligation, as_: As, client_of: ClientOf, at: datetime
) -> None:
    client = client_of("xa")
    address = f"/phan-viec/{obligation.pk}/"
    assert "Tài liệu đơn vị đã có" in client.get(address).content.decode()
    posted = {"version": 0, "sentence": "Đã gửi báo cáo.", "known": [piece.pk], "buoc": "xong"}
    assert client.post(f"{address}bao-cao/", posted).status_code == 302
    assert list(obligation.reports.get().evidence.all()) == [piece]
    obligation.reports.update(at=at)
    piece.refresh_from_db()
    revise(
        evidence_id=piece.pk, details=Details(), file=a_file(b"ban sau"), reason="Thay.", revision=1,
        **(as_("xa").common | {"at": at.replace(hour=15)}),
    )  # fmt: skip
    handed = client.get(f"{address}minh-chung/{piece.pk}/")
    assert b"".join(handed.streaming_content) == b"ban dau"  # type: ignore[attr-defined]
    shown = client.get(f"/minh-chung/{piece.pk}/").content.decode()
    assert "Phần việc PL1.I.1-1, Năm 2021" in shown
    assert shown.count("dùng bản 1</a>") == 2


def test_another_units_piece_cannot_be_reported_with(
    piece: Evidence, obligation: Obligation, as_: As, client_of: ClientOf, units: dict[str, Unit]
) -> None:
    Obligation.objects.filter(pk=obligation.pk).update(unit=units["tung-anh"])
    posted = {"version": 0, "sentence": "Đã gửi.", "known": [piece.pk], "buoc": "xong"}
    client_of("xakhac").post(f"/phan-viec/{obligation.pk}/bao-cao/", posted)
    assert not obligation.reports.exists()
