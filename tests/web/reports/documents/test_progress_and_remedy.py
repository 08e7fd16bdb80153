"""Progress report and remedy plan: the figures of the pages, in files that open, the same bytes twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from docx import Document

from makers.office import convert, needs_office
from namro.core.agencies import load_register as load_agencies
from namro.core.documents import read_document
from namro.core.errors import Refusal
from namro.core.letters.docx import docx
from namro.core.letters.model import Cell, Letter, Table, words_of
from namro.core.letters.pdf import pdf
from namro.core.letters.templates import template_called
from namro.core.letters.xlsx import xlsx
from namro.core.plans import read_plan, to_json
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.figures import index_figures
from namro.web.overview.selectors.plan_basis import basis
from namro.web.overview.selectors.province import standing
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.selectors.plans import plan_tally
from namro.web.reports.documents import progress, remedy
from namro.web.reports.documents.facts import Loss, LossBook, PastTask, books_of_plan, index_facts
from namro.web.reports.documents.periods import closing_choice, progress_period
from namro.web.reports.documents.progress_figures import progress_of
from namro.web.reports.documents.writing import without_marks

ClientOf = Callable[[str], Client]
PostsOf = Callable[[str], Posts]


def report(plan: Plan, posts: Posts, day: date, unit: Unit | None = None, period: str = "2021-Q4") -> Letter:
    """Give the report made on the day, as of the closing day of the period: of the running quarter, that day."""
    asked = progress_period(period, day)
    closing = closing_choice(asked, "", day)
    facts = index_facts(posts, closing) if unit is None else ()
    words = template_called("tien-do").wording
    return progress.progress_letter(progress_of(plan, unit, posts, closing), asked, facts, words, made_on=day)


def proposed(posts: Posts, day: date, books: Sequence[LossBook] | None = None) -> Letter:
    found = books_of_plan(posts, day, 2021) if books is None else books
    return remedy.remedy_letter(found, 2022, template_called("khac-phuc").wording, day=day)


def told(letter: Letter) -> str:
    return "\n".join(words_of(block.text) for block in letter.blocks if hasattr(block, "text"))


def table_called(letter: Letter, name: str) -> list[tuple[object, ...]]:
    every = (*letter.blocks, *(block for one in letter.appendices for block in one.blocks))
    found = next(block for block in every if isinstance(block, Table) and block.name == name)
    return [tuple(cell.value for cell in row) for row in found.rows]


def test_the_counts_are_those_of_the_overview_and_of_the_plan(
    worked: Plan, posts: PostsOf, today: date
) -> None:
    tally, letter = standing(today).tally, report(worked, posts("sonoivu"), today)
    assert tally == plan_tally(worked, today)
    states = {row[0]: row[1] for row in table_called(letter, "Trạng thái")}
    assert states["Cộng"] == tally.total
    for part in tally.parts:
        assert states[part.label] == part.count
    assert f"hoàn thành {tally.accepted}/{tally.total}" in told(letter)
    assert (
        "Kỳ chưa kết thúc (ngày cuối 31/12/2021), số liệu đến hết ngày 15/11/2021, lập ngày 15/11/2021; nguồn"
        in told(letter)
    )


def test_the_indices_are_those_of_the_overview(worked: Plan, posts: PostsOf, today: date) -> None:
    shown = {row[0]: row for row in table_called(report(worked, posts("sonoivu"), today), "Chỉ số")}
    for figure in index_figures(basis(), today):
        assert figure.distance is not None
        assert shown[figure.index][4] == f"{figure.rank}/{figure.of}"
        assert str(shown[figure.index][7]).startswith(figure.distance.words)


def test_late_units_are_those_past_due_with_what_they_owe(worked: Plan, posts: PostsOf, today: date) -> None:
    rows = table_called(report(worked, posts("sonoivu"), today), "Đơn vị quá hạn")
    late = {str(row[1]) for row in rows}
    owing = Obligation.objects.filter(due__lt=today, state__in=["not_started", "in_progress", "returned"])
    assert late == set(owing.values_list("unit__name", flat=True))


def test_the_report_of_a_unit_holds_its_own_rows_only(
    worked: Plan, units: dict[str, Unit], posts: PostsOf, today: date
) -> None:
    letter = report(worked, posts("xa"), today, units["thien-loc"])
    own = Obligation.objects.filter(unit=units["thien-loc"]).count()
    assert len(table_called(letter, "Phụ lục")) == own
    assert (letter.superior, letter.issuer) == ("", "ỦY BAN NHÂN DÂN\nXÃ THIÊN LỘC")
    assert letter.symbol == "BC-UBND"
    assert letter.place == "Thiên Lộc"
    assert "Vượng Lộc" not in told(letter)


def test_a_unit_without_work_and_a_plan_without_rows_still_give_a_document(
    today: date, units: dict[str, Unit], cast: object, posts: PostsOf
) -> None:
    plan = Plan.objects.create(
        number="=1+1/KH-UBND <b>", year=2021, title="x", confirmed_at="2021-11-15T00:00Z", confirmed_by="x"
    )
    for unit in (None, units["mat-tran"]):
        letter = report(plan, posts("sonoivu"), today, unit)
        assert "Chưa có phần việc nào được giao" in told(letter)
        assert "=1+1/KH-UBND <b>" in letter.abstract
        assert docx(letter).startswith(b"PK")


def test_a_period_that_has_not_begun_is_refused_in_one_sentence(worked: Plan, client_of: ClientOf) -> None:
    answer = client_of("sonoivu").get(f"/soan-thao/tien-do/{worked.pk}/", {"ky": "2022-Q1"})
    assert answer.status_code == 422
    assert "chưa đến vào ngày 15/11/2021" in answer.content.decode()
    assert client_of("sonoivu").get(f"/soan-thao/tien-do/{worked.pk}/", {"ky": "x"}).status_code == 422


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_every_form_can_be_downloaded_with_the_same_bytes_twice(
    form: str, worked: Plan, client_of: ClientOf
) -> None:
    address = f"/soan-thao/tien-do/{worked.pk}/?ky=2021-Q3&dang={form}"
    first, second = (client_of("sonoivu").get(address) for _ in range(2))
    assert first.status_code == 200
    assert f'.{form}"' in first["Content-Disposition"]
    assert first.content == second.content


@pytest.mark.parametrize(
    ("who", "whole", "commune"),
    [
        ("sonoivu", 200, 200), ("lanhdao", 200, 200), ("mattran", 200, 200), ("xa", 200, 200),
        ("xakhac", 200, 403), ("huyen", 200, 403), ("sotuphap", 200, 403), ("stranger", 403, 403),
    ],
)  # fmt: skip
def test_units_get_their_own_report_and_no_others(
    who: str, whole: int, commune: int, worked: Plan, client_of: ClientOf
) -> None:
    client, address = client_of(who), f"/soan-thao/tien-do/{worked.pk}/"
    answer = client.get(address)
    assert answer.status_code == whole
    if who in ("xa", "xakhac", "huyen", "sotuphap"):
        assert "của toàn tỉnh như sau" not in answer.content.decode()
    assert client.get(address, {"don-vi": "thien-loc"}).status_code == commune
    remedy_answer = client.get("/soan-thao/khac-phuc/").status_code
    assert remedy_answer == (200 if who in ("sonoivu", "lanhdao", "mattran") else 403)


def test_the_remedy_plan_has_every_loss_of_the_book_and_reads_back_whole(
    worked: Plan, posts: PostsOf, today: date
) -> None:
    books = books_of_plan(posts("sonoivu"), today, 2021)
    letter = proposed(posts("sonoivu"), today)
    tree = to_json(read_plan(read_document(docx(letter), "ke-hoach.docx"), load_agencies()))
    assert tree["unaccounted"] == []
    read = {
        (section["index"], one["name"]): one["tasks"][0]["extra"]["Điểm mất"]
        for section in tree["appendices"]
        for axis in section["axes"]
        for one in axis["criteria"]
    }
    assert read.keys() == {(book.index, loss.name) for book in books for loss in book.losses}
    papi = next(book for book in books if book.index == "PAPI")
    assert len([loss for loss in papi.losses if loss.lost]) == 12
    worst = next(loss for loss in papi.losses if loss.place == 1)
    assert read["PAPI", worst.name].endswith("(mất nhiều thứ 1)")


@pytest.mark.django_db
def test_tasks_that_worked_are_proposed_again_and_others_are_not() -> None:
    past = PastTask("Niêm yết công khai", "UBND cấp xã", "Sở Tư pháp", "30/11/2021", 3, 3, has_worked=True)
    other = replace(past, text="Hội thảo", in_time=1, has_worked=False)
    loss = Loss("1.1", "Tri thức công dân", "1", "Tham gia", Decimal("1.2"), Decimal("1.0"), Decimal("0.2"), 1,
                "Tuyên truyền ít", "", verified=True, past=(past, replace(past, text="Tập huấn"), other))  # fmt: skip
    book = LossBook(
        "PAPI", "PAPI", 2021, "so với năm 2020", "x", Decimal(45), Decimal(80), None, 7, 63, (loss,)
    )
    words = template_called("khac-phuc").wording
    letter = remedy.remedy_letter([book], 2022, words, day=date(2022, 6, 1))
    rows = list(letter.appendices[0].blocks[0].rows)  # type: ignore[union-attr]
    said = [cell.value for row in rows for cell in row]
    assert "Niêm yết công khai" in said
    assert "Tập huấn" in said
    assert "Hội thảo" not in said
    assert "30/11/2021" not in said  # the next year sets its own day
    assert any(isinstance(cell, Cell) and cell.rows == 2 for row in rows for cell in row)
    tree = to_json(read_plan(read_document(docx(letter), "x.docx"), load_agencies()))
    tasks = tree["appendices"][0]["axes"][0]["criteria"][0]["tasks"]
    assert [task["text"] for task in tasks] == ["Niêm yết công khai", "Tập huấn"]
    assert {task["extra"]["Nguyên nhân"] for task in tasks} >= {
        "Tuyên truyền ít; nhiệm vụ trước đây: 3, đã có tác dụng: 2."
    }


def test_without_any_loss_there_is_one_sentence() -> None:
    with pytest.raises(Refusal, match="Chưa có tiêu chí mất điểm nào"):
        remedy.remedy_letter([], 2022, template_called("khac-phuc").wording, day=date(2021, 1, 1))


def test_the_book_of_points_leads_to_the_remedy_plan(worked: Plan, client_of: ClientOf) -> None:
    page = client_of("sonoivu").get("/chi-so/papi/so-diem/2020/").content.decode()
    assert 'href="/soan-thao/khac-phuc/"' in page
    assert (
        'href="/soan-thao/khac-phuc/"'
        not in client_of("xa").get("/chi-so/papi/so-diem/2020/").content.decode()
    )


@needs_office
def test_libreoffice_opens_both_and_has_every_word_of_the_tables(
    worked: Plan, posts: PostsOf, today: date, tmp_path: Path
) -> None:
    made = {
        "tien-do": report(worked, posts("sonoivu"), today),
        "khac-phuc": proposed(posts("sonoivu"), today),
    }
    opened = convert({f"{name}.docx": docx(one) for name, one in made.items()}, "docx", tmp_path)
    for name, content in opened.items():
        before, after = (Document(BytesIO(one)) for one in (docx(made[name]), content))
        assert len(after.tables) == len(before.tables)
        cells = (
            [" ".join(cell.text.split()) for table in one.tables for row in table.rows for cell in row.cells]
            for one in (before, after)
        )
        first, second = cells
        assert first == second


def test_pdf_and_workbook_are_the_same_bytes_twice(worked: Plan, posts: PostsOf, today: date) -> None:
    letter = proposed(posts("sonoivu"), today)
    assert pdf(letter) == pdf(letter)
    assert xlsx(letter) == xlsx(letter)


def test_words_of_a_plan_leave_the_marks_of_its_footnotes_behind() -> None:
    assert without_marks("kết quả 7 tháng [2] để có giải pháp[1].") == "kết quả 7 tháng để có giải pháp."
    assert without_marks("đạt [85,31] điểm") == "đạt [85,31] điểm"
