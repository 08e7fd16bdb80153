from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from io import BytesIO

import pytest
import python_calamine as calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.directives.models import Directive, DirectiveLink
from namro.web.directives.services import linking, registering
from namro.web.directives.services.registering import Said
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan
from namro.web.ui.refusals import NotAllowed

ClientOf = Callable[[str], Client]
Enter = Callable[..., Directive]


def _typed(units: dict[str, Unit], key: str, **more: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "number": "12/KH-UBND",
        "issued_on": "5/10/2021",
        "kind": "ke_hoach",
        "holder": units[key].pk,
        "abstract": "Kế hoạch cải thiện các chỉ số",
    }
    return typed | more


def test_a_commune_writes_its_own_document_in_a_minute(
    client_of: ClientOf, units: dict[str, Unit], plan: Plan
) -> None:
    client = client_of("xa")
    assert "Ghi văn bản của đơn vị" in client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    file = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.4\n%x\n%%EOF\n")
    answer = client.post(f"/van-ban/moi/?ke_hoach={plan.pk}", _typed(units, "thien-loc", file=file))
    assert answer.status_code == 302, answer.content.decode()
    directive = Directive.objects.get()
    assert directive.unit == units["thien-loc"]
    assert directive.subjects.get().plan == plan
    piece = directive.proofs.get()
    assert client.get(f"/van-ban/{directive.pk}/tep/{piece.pk}/").status_code == 200
    assert "đã ban hành" in client.get(f"/ke-hoach/{plan.pk}/").content.decode()


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("sonoivu", True), ("lanhdao", True), ("mattran", True), ("xa", True), ("huyen", True),
        ("sotuphap", False), ("xakhac", False), ("stranger", False),
    ],
)  # fmt: skip
def test_a_communes_document_is_seen_by_itself_above_it_and_the_province(
    client_of: ClientOf, enter: Enter, username: str, sees: bool
) -> None:
    directive = enter("xa", "thien-loc", "12/KH-UBND")
    client = client_of(username)
    assert client.get(f"/van-ban/{directive.pk}/").status_code == (200 if sees else 403)
    if username != "stranger":
        assert ("12/KH-UBND" in client.get("/van-ban/").content.decode()) is sees


@pytest.mark.parametrize(
    "username", ["sonoivu", "lanhdao", "mattran", "sotuphap", "huyen", "xakhac", "stranger"]
)
def test_only_the_unit_itself_corrects_links_and_withdraws(
    posts: Callable[[str], Posts], cast: dict[str, User], at: datetime, enter: Enter, username: str
) -> None:
    directive, base = enter("xa", "thien-loc", "12/KH-UBND"), enter("sonoivu", "so-noi-vu", "1/CV")
    who = {"by": cast[username], "posts": posts(username), "at": at}
    said = Said("13/KH-UBND", date(2021, 10, 6), "ke_hoach", "", unit=directive.unit)
    with pytest.raises(NotAllowed):
        registering.revise_directive(
            directive_id=directive.pk, said=said, proof=Proof(), reason="sửa", revision=1, **who
        )
    with pytest.raises(NotAllowed):
        registering.withdraw_directive(directive_id=directive.pk, reason="rút", **who)
    with pytest.raises(NotAllowed):
        linking.link(base=base, document=directive, **who)
    assert not DirectiveLink.objects.exists()


def test_nobody_writes_into_the_register_of_another_unit(
    posts: Callable[[str], Posts], cast: dict[str, User], at: datetime, units: dict[str, Unit]
) -> None:
    said = Said("1/KH", date(2021, 10, 1), "ke_hoach", "x")
    with pytest.raises(Refusal):
        registering.enter_directive(
            said=said,
            proof=Proof(),
            entered_for=units["thien-loc"],
            by=cast["huyen"],
            posts=posts("huyen"),
            at=at,
        )
    for username in ("lanhdao", "mattran", "stranger"):
        with pytest.raises(NotAllowed):
            registering.enter_directive(
                said=said, proof=Proof(), entered_for=units["ubnd-tinh"], by=cast[username],
                posts=posts(username), at=at,
            )  # fmt: skip


def test_a_correction_keeps_what_was_said_and_why(
    client_of: ClientOf, enter: Enter, units: dict[str, Unit]
) -> None:
    directive = enter("xa", "thien-loc", "12/KH-UBND")
    typed = {"number": "21/KH-UBND", "issued_on": "6/10/2021", "kind": "ke_hoach", "revision": 1}
    client = client_of("xa")
    assert client.post(f"/van-ban/{directive.pk}/sua/", typed).status_code == 422  # no reason
    assert client.post(f"/van-ban/{directive.pk}/sua/", typed | {"reason": "Ghi nhầm số"}).status_code == 302
    page = client.get(f"/van-ban/{directive.pk}/").content.decode()
    assert "21/KH-UBND" in page
    assert "12/KH-UBND" in page
    assert "Ghi nhầm số" in page
    stale = client.post(f"/van-ban/{directive.pk}/sua/", typed | {"reason": "lần nữa"})
    assert stale.status_code == 422
    assert "vừa sửa" in stale.content.decode()
    assert Entry.objects.get(action="Sửa văn bản trong sổ").reason == "Ghi nhầm số"


def test_a_withdrawn_document_stays_readable_and_counts_nowhere(
    client_of: ClientOf, enter: Enter, plan: Plan
) -> None:
    directive = enter("xa", "thien-loc", "12/KH-UBND", plan=plan)
    client = client_of("xa")
    assert client.post(f"/van-ban/{directive.pk}/rut/", {"reason": ""}).status_code == 422
    assert client.post(f"/van-ban/{directive.pk}/rut/", {"reason": "Ghi hai lần"}).status_code == 302
    assert "Ghi hai lần" in client.get(f"/van-ban/{directive.pk}/").content.decode()
    assert "12/KH-UBND" not in client.get("/van-ban/").content.decode()
    assert "chưa ban hành" in client.get(f"/ke-hoach/{plan.pk}/").content.decode()


@pytest.mark.parametrize("day", ["", "16/11/2021", "31/2/2021"])
def test_a_day_that_is_missing_in_the_future_or_none_is_refused(
    client_of: ClientOf, units: dict[str, Unit], day: str
) -> None:
    answer = client_of("xa").post("/van-ban/moi/", _typed(units, "thien-loc", issued_on=day))
    assert answer.status_code == 422
    assert "ngày" in answer.content.decode().lower()
    assert not Directive.objects.exists()


def test_the_same_paper_is_not_written_twice(client_of: ClientOf, units: dict[str, Unit]) -> None:
    client = client_of("xa")
    assert client.post("/van-ban/moi/", _typed(units, "thien-loc")).status_code == 302
    assert client.post("/van-ban/moi/", _typed(units, "thien-loc")).status_code == 422
    assert Directive.objects.count() == 1


def test_long_texts_are_refused_and_markup_is_shown_as_written(
    client_of: ClientOf, units: dict[str, Unit]
) -> None:
    client = client_of("xa")
    long = client.post("/van-ban/moi/", _typed(units, "thien-loc", abstract="ă" * 20_000))
    assert long.status_code == 422
    assert "2000" in long.content.decode()
    assert not Directive.objects.exists()
    said = "<script>alert(1)</script>\u0007\u200b=1+1"
    client.post("/van-ban/moi/", _typed(units, "thien-loc", abstract=said))
    directive = Directive.objects.get()
    assert directive.abstract == "<script>alert(1)</script>=1+1"
    page = client.get(f"/van-ban/{directive.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_export_holds_no_formula(client_of: ClientOf, units: dict[str, Unit]) -> None:
    client = client_of("xa")
    client.post("/van-ban/moi/", _typed(units, "thien-loc", abstract='=HYPERLINK("http://x")'))
    content = client.get("/van-ban/xuat/").content
    rows = calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any('=HYPERLINK("http://x")' in row for row in rows)
    assert b"<f>" not in content


def test_pages_stay_within_their_queries(
    client_of: ClientOf, enter: Enter, plan: Plan, of_commune: Obligation,
    max_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    last = enter("sonoivu", "so-noi-vu", "0/CV", plan=plan)
    for number in range(1, 12):
        last = enter("sonoivu", "so-noi-vu", f"{number}/CV", plan=plan, bases=[last])
    client = client_of("sonoivu")
    with max_queries(16):
        client.get("/van-ban/")
    with max_queries(22):
        client.get(f"/van-ban/{last.pk}/")
    with max_queries(11):
        client.get(f"/van-ban/ke-hoach/{plan.pk}/")
