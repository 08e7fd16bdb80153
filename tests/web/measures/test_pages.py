"""The pages of measures as each of the cast and a stranger sees them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from io import BytesIO

import pytest
import python_calamine as calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.measures.value_files import read_values
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Task

ClientOf = Callable[[str], Client]
Give = Callable[..., MeasureValue]
Budget = Callable[[int], AbstractContextManager[None]]
NOW = "Quý IV/2021"


def _at(measure: TaskMeasure, name: str = "detail") -> str:
    return reverse(f"measures:{name}", args=[measure.pk])


def _one(measure: TaskMeasure, unit: Unit) -> str:
    return reverse("measures:give", args=[measure.pk, unit.pk])


@pytest.mark.parametrize("who", ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran"])
def test_whoever_holds_a_post_reads_the_totals(
    client_of: ClientOf, share: TaskMeasure, give: Give, max_queries: Budget, who: str
) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    client = client_of(who)
    for address in (reverse("measures:list"), _at(share), reverse("measures:task", args=[share.task_id])):
        with max_queries(20):
            answer = client.get(address)
        assert answer.status_code == 200
        assert "80,00" in answer.content.decode()


def test_a_stranger_reads_nothing(client_of: ClientOf, share: TaskMeasure) -> None:
    client = client_of("stranger")
    for address in (reverse("measures:list"), _at(share), _at(share, "export"), _at(share, "import")):
        assert client.get(address).status_code == 403


def test_the_values_of_a_unit_are_seen_by_it_and_by_those_who_follow(
    client_of: ClientOf, share: TaskMeasure, give: Give, units: dict[str, Unit]
) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    here = _one(share, units["thien-loc"])
    for who, may in (
        ("sonoivu", True), ("lanhdao", True), ("sotuphap", True), ("mattran", True), ("xa", True),
        ("xakhac", False), ("huyen", False), ("stranger", False),
    ):  # fmt: skip
        assert (client_of(who).get(here).status_code == 200) is may, who


def test_drilling_down_leads_to_the_unit_that_has_given_nothing(
    client_of: ClientOf, share: TaskMeasure, give: Give
) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    client = client_of("sonoivu")
    missing = client.get(_at(share), {"thieu": "1", "tu": NOW, "den": NOW}).content.decode()
    assert "UBND xã Vượng Lộc" in missing
    assert "UBND xã Thiên Lộc" not in missing
    other = client_of("xakhac").get(_at(share), {"thieu": "1"}).content.decode()
    assert "UBND xã Vượng Lộc" not in other


def test_a_value_is_given_on_the_page_of_the_obligation(
    client_of: ClientOf, share: TaskMeasure, of_commune: Obligation, max_queries: Budget
) -> None:
    client = client_of("xa")
    here = reverse("plans:obligation", args=[of_commune.pk])
    assert "Số liệu phải ghi" in client.get(here).content.decode()
    typed = {
        "period": NOW,
        "numerator": "1.234",
        "denominator": "2.468",
        "version": "0",
        "obligation": of_commune.pk,
    }
    answer = client.post(_one(share, of_commune.unit), typed)
    assert answer.headers["Location"] == here
    value = MeasureValue.objects.get()
    assert (value.numerator, value.denominator, value.obligation_id) == (1234, 2468, of_commune.pk)
    assert "Ghi số liệu</button>" not in client.get(here).content.decode()


def test_a_wrong_value_keeps_what_was_typed(
    client_of: ClientOf, share: TaskMeasure, of_commune: Obligation
) -> None:
    typed = {"period": NOW, "numerator": "bốn", "denominator": "5", "version": "0"}
    answer = client_of("xa").post(_one(share, of_commune.unit), typed)
    assert answer.status_code == 422
    assert "bốn" in answer.content.decode()


@pytest.mark.parametrize("who", ["lanhdao", "huyen", "xa", "mattran", "stranger"])
def test_others_define_and_retire_nothing(client_of: ClientOf, share: TaskMeasure, who: str) -> None:
    client = client_of(who)
    assert client.get(reverse("measures:define", args=[share.task_id])).status_code == 403
    assert client.post(_at(share, "retire"), {"reason": "x"}).status_code == 403


def test_the_named_lead_takes_a_suggestion_of_the_plan(client_of: ClientOf, posting: Task) -> None:
    words = {"text": "ít nhất 03 sáng kiến", "quantity": "3", "unit": "sáng kiến", "relation": "at_least"}
    Task.objects.filter(pk=posting.pk).update(measures=[words])
    client = client_of("sotuphap")
    assert (
        "ít nhất 03 sáng kiến"
        in client.get(reverse("measures:task", args=[posting.pk])).content.decode().lower()
    )
    here = reverse("measures:define", args=[posting.pk])
    form = client.get(here, {"goi-y": "van-ban-0"}).context["form"]
    typed = {**form.initial, "since": "01/01/2021"}
    assert client.post(here, typed).status_code == 302
    assert TaskMeasure.objects.get().target == Decimal(3)


def test_values_go_out_to_a_workbook_and_come_back_after_a_preview(
    client_of: ClientOf, share: TaskMeasure, give: Give, units: dict[str, Unit]
) -> None:
    give(share, "thien-loc", NOW, numerator=4, denominator=5)
    client = client_of("sonoivu")
    out = client.get(_at(share, "export")).content
    rows = (
        calamine.CalamineWorkbook.from_filelike(BytesIO(out))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    assert rows[3][:6] == ["Mã đơn vị", "Đơn vị", "Kỳ", "Tử số", "Mẫu số", "Nguồn"]
    assert len(rows) == 4 + 4 * 4
    table = (
        "Mã đơn vị;Kỳ;Tử số;Mẫu số;Nguồn\n"
        f"thien-loc;{NOW};5;5;\nvuong-loc;{NOW};1;2;BC 1\ncan-loc;{NOW};1;2;\nvuong-loc;Quý I/2030;1;2;\n"
        f"tung-anh;{NOW};nhiều;2;\n"
    ).encode()
    here = _at(share, "import")
    seen = client.post(here, {"file": SimpleUploadedFile("a.csv", table)})
    assert seen.status_code == 200
    assert [len(seen.context[k]) for k in ("fresh", "conflicts", "problems")] == [1, 1, 3]
    kept = seen.context["kept"]
    chosen = {"bang": kept, "lay": [f"vuong-loc|{NOW}"], f"ban|vuong-loc|{NOW}": "0"}
    client.post(here, chosen)
    assert {v.unit.key: v.numerator for v in MeasureValue.objects.all()} == {"thien-loc": 4, "vuong-loc": 1}
    both = {"bang": kept, "lay": [f"thien-loc|{NOW}"], f"ban|thien-loc|{NOW}": "1"}
    assert client.post(here, both).status_code == 422  # a correction without its reason
    client.post(here, {**both, "reason": "Theo báo cáo giấy"})
    assert MeasureValue.objects.get(unit=units["thien-loc"]).numerator == 5
    assert client.post(here, {**both, "bang": kept + "x"}).status_code == 422


def test_a_unit_brings_in_its_own_rows_only(client_of: ClientOf, share: TaskMeasure) -> None:
    table = f"Mã đơn vị;Kỳ;Tử số;Mẫu số\nthien-loc;{NOW};5;5\nvuong-loc;{NOW};1;2\n".encode()
    seen = client_of("xa").post(_at(share, "import"), {"file": SimpleUploadedFile("a.csv", table)})
    assert [c.row.unit_key for c in seen.context["fresh"]] == ["thien-loc"]
    assert [c.row.unit_key for c in seen.context["problems"]] == ["vuong-loc"]


@pytest.mark.parametrize("data", [b"\x00\x01", b"PK\x03\x04 broken", b"a;b\n1;2"])
def test_a_table_that_is_none_is_refused_with_a_sentence(
    client_of: ClientOf, share: TaskMeasure, data: bytes
) -> None:
    answer = client_of("sonoivu").post(_at(share, "import"), {"file": SimpleUploadedFile("a.xlsx", data)})
    assert answer.status_code == 422
    assert "notice-error" in answer.content.decode()


def test_a_whole_number_in_a_workbook_stays_whole() -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Mã đơn vị", "Kỳ", "Tử số", "Mẫu số"])
    sheet.write_row(1, 0, ["thien-loc", NOW, 4, 5.25])
    book.close()
    (row,) = read_values("a.xlsx", out.getvalue(), is_share=True, needs_weight=False)
    assert (str(row.measured.numerator), str(row.measured.denominator)) == ("4", "5.25")
