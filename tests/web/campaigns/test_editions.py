"""What was published: its pages, its original, its workbook, what differs, ties and classes, and that it stays."""

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from namro.core.indices.ranking import rank
from namro.core.indices.rulebook_loading import read_rulebook
from namro.core.text import format_date
from namro.web.campaigns.models import Publication, PublishedSheet, SheetLine
from namro.web.campaigns.selectors.editions import FrozenLine, differences, places_of, text_of
from namro.web.campaigns.selectors.standings import class_of
from namro.web.campaigns.states import Move, Verdict
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Details, Proof, revise
from web.campaigns.conftest import SMALL_RULEBOOK
from web.campaigns.doing import Doing, Line

As = Callable[[str], Doing]
ClientOf = Callable[[str], Client]


def place(publication: Publication, rest: str = "", edition: int = 1) -> str:
    return f"/cham-diem/{publication.campaign_id}/cong-bo/{edition}/{rest}"


def test_the_hash_of_the_downloaded_original_is_the_one_on_the_page(
    published: Publication, client_of: ClientOf
) -> None:
    answer = client_of("xakhac").get(place(published, "ban-goc.json"))
    assert hashlib.sha256(answer.content).hexdigest() == published.sha256
    assert published.sha256 in client_of("xakhac").get(place(published)).content.decode()
    assert json.loads(answer.content)["sheets"][0]["unit_key"]
    assert "attachment" in answer["Content-Disposition"]


def test_the_frozen_sheet_shows_inputs_reckoning_decisions_and_proof_with_its_revision(
    published: Publication, client_of: ClientOf
) -> None:
    shown = client_of("xa").get(place(published, "don-vi/thien-loc/")).content.decode()
    for words in (
        "a (tổng số nhiệm vụ): 45", "45/45", "Kế hoạch có 50 nhiệm vụ.", "Năm nhiệm vụ thuộc năm sau.", "45/BC-UBND", "bản 1",
        "Đã gửi đủ bốn báo cáo quý đúng hạn.", "3,70", "Tốt",
    ):  # fmt: skip
        assert words in shown, words
    assert client_of("xa").get(place(published, "don-vi/khong-co/")).status_code == 404


@pytest.mark.parametrize(
    ("who", "is_led"),
    [("xa", True), ("sonoivu", True), ("mattran", True), ("xakhac", False), ("huyen", False)],
)
def test_published_lines_are_for_everybody_and_the_proof_for_who_may_see_the_sheet(
    who: str, is_led: bool, published: Publication, client_of: ClientOf
) -> None:
    answer = client_of(who).get(place(published, "don-vi/thien-loc/"))
    assert answer.status_code == 200
    assert ("/minh-chung/" in answer.content.decode().split("<main")[1]) is is_led


@pytest.mark.parametrize("rest", ["", "don-vi/thien-loc/", "ban-goc.json", "bang-diem.xlsx"])
def test_a_stranger_sees_no_edition(rest: str, published: Publication, client_of: ClientOf) -> None:
    assert client_of("stranger").get(place(published, rest)).status_code == 403
    assert client_of("xa").get(place(published, rest, edition=9)).status_code == 404


def test_the_workbook_holds_every_line_and_no_formula(published: Publication, client_of: ClientOf) -> None:
    packed = client_of("xa").get(place(published, "bang-diem.xlsx")).content
    book = openpyxl.load_workbook(BytesIO(packed))
    assert book.sheetnames == ["Xếp hạng", "Từng tiêu chí", "Kiểm tra"]
    assert book["Từng tiêu chí"].max_row == 1 + 9
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert published.sha256 in {cell.value for cell in cells}
    assert book["Xếp hạng"]["C2"].value == 3.7


def corrected(published: Publication, as_: As) -> Publication:
    officer, campaign = as_("sonoivu"), published.campaign
    officer.go(campaign, Move.CORRECT, "Tính sót hai nhiệm vụ.")
    officer.judge_again("1.1", "1.40", "Còn hai nhiệm vụ chưa xong.")
    officer.go(campaign, Move.PUBLISH)
    return campaign.publications.get(edition=2)


def test_two_editions_are_told_apart_line_by_line(
    published: Publication, as_: As, client_of: ClientOf
) -> None:
    second = corrected(published, as_)
    found = {
        (line.unit_key, line.code): {(one.what, one.before, one.after) for one in line.differences}
        for line in differences(published, second)
    }
    assert found == {
        ("thien-loc", ""): {("Tổng điểm", "3,70", "3,60")},
        ("thien-loc", "1.1"): {
            ("Thẩm định lần 2", "1,50", "1,40"),
            ("Lý do lần 2", "để trống", "Còn hai nhiệm vụ chưa xong."),
            ("Điểm đạt được", "1,50", "1,40"),
        },
    }
    client = client_of("xa")
    shown = client.get(place(published, "khac/", edition=2)).content.decode()
    assert "3,60" in shown
    assert "Còn hai nhiệm vụ chưa xong." in shown
    backwards = client.get(place(published, "khac/?so-voi=2")).content.decode()
    assert "Bản 1 và bản 2 khác gì" in backwards
    for wrong in ("khac/", "khac/?so-voi=1", "khac/?so-voi=77", "khac/?so-voi=99999999999"):
        assert client.get(place(published, wrong)).status_code == 404


def test_an_edition_does_not_differ_from_itself(published: Publication) -> None:
    assert differences(published, published) == ()


def test_a_corrected_proof_does_not_reach_what_was_published(
    published: Publication, as_: As, line: Line, client_of: ClientOf
) -> None:
    before = text_of(published.content)
    piece = line("1.1").evidence.get()
    revise(
        evidence_id=piece.pk,
        details=Details(document_number="46/BC-UBND", document_date=piece.document_date),
        file=SimpleUploadedFile("bao-cao.txt", b"ban moi"), reason="Ghi nhầm số.", revision=1, **as_("xa").common,
    )  # fmt: skip
    published.refresh_from_db()
    assert text_of(published.content) == before
    shown = client_of("xa").get(place(published, "don-vi/thien-loc/")).content.decode()
    assert "45/BC-UBND" in shown
    assert "46/BC-UBND" not in shown
    assert f"/minh-chung/{piece.pk}/#ban-1" in shown
    second = corrected(published, as_)
    frozen = second.content["sheets"][0]["lines"][0]["evidence"][0]
    assert (frozen["number"], frozen["revision"]) == ("45/BC-UBND", 1)


def test_units_with_the_same_total_share_the_better_rank_and_the_next_is_left_out() -> None:
    totals = [Decimal(one) if one else None for one in ("3.7", None, "3.70", "2", "3.7", "1.99", "2.00")]
    placed = rank(totals)
    assert placed.ranks == (1, None, 1, 4, 1, 6, 4)
    assert placed.of == 6
    assert [placed.tied(place) for place in range(7)] == [2, 0, 2, 1, 2, 0, 1]


@pytest.mark.parametrize(
    ("total", "label"),
    [("4", "Tốt"), ("3.00", "Tốt"), ("3", "Tốt"), ("2.99", "Khá"), ("2", "Khá"), ("1.99", ""), ("0", ""), (None, "")],
)  # fmt: skip
def test_a_class_begins_exactly_at_its_bound_and_below_the_last_there_is_none(
    total: str | None, label: str
) -> None:
    rulebook = read_rulebook(SMALL_RULEBOOK.encode())
    assert class_of(rulebook, Decimal(total) if total else None) == label


def test_ties_and_classes_come_out_of_the_walk(
    campaign: object, as_: As, line: Line, client_of: ClientOf
) -> None:
    """Two communes end level, the third a hundredth below the bound of the class."""
    officer = as_("sonoivu")
    for unit in ("thien-loc", "tung-anh", "vuong-loc"):
        points = "1.50" if unit != "vuong-loc" else "0.79"
        lines = SheetLine.objects.filter(entrant__unit__key=unit)
        lines.filter(code="1.1").update(
            self_points=points, first_verdict=Verdict.ACCEPTED, first_points=points
        )
        lines.filter(code="1.2").update(self_points=1, first_verdict=Verdict.ACCEPTED, first_points=1)
        lines.filter(code="2.1").update(survey_points="1.20")
    held = line("1.1").entrant.campaign
    for step in (Move.APPRAISE, Move.ASK, Move.APPRAISE_AGAIN, Move.PUBLISH):
        officer.go(held, step)
    rows = {row["unit_key"]: row for row in held.publications.get().ranking}
    assert {key: (row["rank"], row["tied"], row["class"], row["of"]) for key, row in rows.items()} == {
        "thien-loc": (1, 1, "Tốt", 3),
        "tung-anh": (1, 1, "Tốt", 3),
        "vuong-loc": (3, 0, "Khá", 3),
    }
    assert rows["vuong-loc"]["total"] == "2.99"
    shown = client_of("xa").get(place(held.publications.get())).content.decode()
    assert shown.count("cùng hạng</span>") == 2


def test_proof_is_frozen_with_the_hash_of_its_file(campaign: object, as_: As, line: Line) -> None:
    commune, officer = as_("xa"), as_("sonoivu")
    commune.fill("1.1", a=45, b=45)
    commune.prove("1.1", proof=Proof(files=(SimpleUploadedFile("danh-muc.txt", b"danh muc"),)))
    commune.answer("1.2", "co")
    commune.say("1.2", "Đã gửi đủ báo cáo.")
    held = line("1.1").entrant.campaign
    officer.go(held, Move.APPRAISE)
    officer.judge("1.1", Verdict.ACCEPTED)
    officer.judge("1.2", Verdict.ACCEPTED)
    officer.answer("2.1", 80)
    for step in (Move.ASK, Move.APPRAISE_AGAIN, Move.PUBLISH):
        officer.go(held, step)
    sheets = {sheet["unit_key"]: sheet for sheet in held.publications.get().content["sheets"]}
    [piece] = sheets["thien-loc"]["lines"][0]["evidence"]
    assert piece["sha256"] == hashlib.sha256(b"danh muc").hexdigest() == Evidence.objects.get().sha256
    assert piece["file"] == "danh-muc.txt"


@pytest.mark.parametrize("model", [Publication, PublishedSheet])
def test_the_database_itself_refuses_to_touch_what_was_published(
    model: type[Publication] | type[PublishedSheet], published: Publication
) -> None:
    before = list(model.objects.order_by("pk").values())
    for statement in ("UPDATE {} SET is_invented = is_invented", "DELETE FROM {}"):
        with (
            pytest.raises(DatabaseError, match="đã công bố không được sửa"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(model._meta.db_table))
    assert before
    assert list(model.objects.order_by("pk").values()) == before


def test_what_was_published_of_an_invented_campaign_goes_with_it(published: Publication) -> None:
    held = {"campaign": published.campaign, "at": published.at, "by_name": "x", "content": {}, "ranking": []}
    invented = Publication.objects.create(edition=7, sha256="0" * 64, is_invented=True, **held)
    PublishedSheet.objects.create(publication=invented, unit_key="x", content={}, is_invented=True)
    invented.delete()
    assert Publication.objects.get() == published


def test_the_sheets_beside_an_edition_are_the_sheets_that_were_hashed(published: Publication) -> None:
    held = {sheet.unit_key: sheet.content for sheet in published.sheets.all()}
    again = {
        **published.content,
        "sheets": [held[sheet["unit_key"]] for sheet in published.content["sheets"]],
    }
    assert hashlib.sha256(text_of(again).encode()).hexdigest() == published.sha256


def test_the_page_of_the_campaign_names_the_day_of_publication_not_the_day_that_was_planned(
    published: Publication, client_of: ClientOf
) -> None:
    shown = client_of("xa").get(f"/cham-diem/{published.campaign_id}/").content.decode()
    assert f"<b>Đã công bố</b><span>ngày {format_date(published.at.date())}</span>" in shown


def test_a_long_frozen_sheet_leads_to_the_first_line_of_every_field() -> None:
    rulebook = read_rulebook((files("namro.rulebooks") / "par-index-2025.toml").read_bytes())
    lines = [FrozenLine(line.code, line.name, "", {}) for line in rulebook.components]
    found = places_of(lines, rulebook)
    assert [code for _, code in found] == ["1.1", "2.1.1", "3.1", "4.1.1", "5.1.1", "6.1.1", "7.1", "8.1.1"]
    assert found[2][0] == "3. CẢI CÁCH THỦ TỤC HÀNH CHÍNH"


def test_the_page_of_one_unit_does_not_read_the_sheets_of_all(
    published: Publication, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("xa")
    client.get(place(published))
    with django_assert_max_num_queries(20) as asked:
        client.get(place(published, "don-vi/thien-loc/"))
    for query in asked.captured_queries:
        assert '"campaigns_publication"."content"' not in query["sql"]
