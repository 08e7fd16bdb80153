"""Sheets and files of inputs: the template goes out, comes back filled, and hostile files are refused."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest

from namro.core.errors import Refusal
from namro.core.indices.input_files import read_input_file, to_csv
from namro.core.indices.inputs import ImpossibleInput, take_inputs
from namro.core.indices.rulebook_loading import load_shipped
from namro.core.indices.scoring import score
from namro.core.indices.template import HEADINGS, write_template_csv, write_template_xlsx

RULEBOOK = load_shipped("par-index-2025")


def _read(name: str, text: str) -> dict[str, dict[str, object]]:
    values = take_inputs(RULEBOOK, read_input_file(name, text.encode())).values
    return {code: dict(names) for code, names in values.items()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"1.1": {"a": 45, "b": 43}, "3.2.3": {"1": {"a": 96.5}}}'),
        ("a.json", '{"inputs": {"1.1": {"a": 45, "b": "43"}, "3.2.3": {"1.a": "96,5"}}}'),
        (
            "a.json",
            '[{"code": "1.1", "input": "a", "value": 45}, {"code": "1.1", "name": "b", "value": 43},'
            ' {"code": "3.2.3", "input": "1.a", "value": 96.5}]',
        ),
        ("a.csv", "code,input,value\n1.1,a,45\n1.1,b,43\n3.2.3,1.a,96.5\n"),
        ("a.csv", '\ufeffMã tiêu chí;Số liệu;Giá trị\r\n1.1;a;45\r\n1.1;b;43\r\n3.2.3;1.a;"96,5"\r\n'),
        ("a.csv", "Tên bảng\n\nvalue\tcode\tinput\n45\t1.1\ta\n43\t1.1\tb\n96,5\t3.2.3\t1.a\n"),
    ],
)
def test_the_same_inputs_may_come_in_any_of_the_forms(name: str, text: str) -> None:
    assert _read(name, text) == {
        "1.1": {"a": Decimal(45), "b": Decimal(43)},
        "3.2.3": {"1.a": Decimal("96.5")},
    }


def test_the_template_goes_out_and_comes_back_filled() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template_xlsx(RULEBOOK)))
    sheet = book.active
    assert sheet is not None
    filled = {("1.1", "a"): 45, ("1.1", "b"): 43, ("2.2", "dat"): "co", ("8.1.1", "a"): 84.37}
    for row in sheet.iter_rows(min_row=3):
        row[HEADINGS.index("Giá trị")].value = filled.get((row[0].value, row[3].value))
    packed = io.BytesIO()
    book.save(packed)
    inputs = take_inputs(RULEBOOK, read_input_file("so-lieu.xlsx", packed.getvalue()))
    assert {code: dict(names) for code, names in inputs.values.items()} == {
        "1.1": {"a": 45, "b": 43},
        "2.2": {"dat": "co"},
        "8.1.1": {"a": Decimal("84.37")},
    }
    assert score(RULEBOOK, inputs).by_code["1.1"].points == Decimal("1.43")


def test_an_empty_template_scores_nothing() -> None:
    for name, data in (
        ("t.xlsx", write_template_xlsx(RULEBOOK)),
        ("t.csv", write_template_csv(RULEBOOK).encode()),
    ):
        inputs = take_inputs(RULEBOOK, read_input_file(name, data))
        assert not inputs.values


def test_the_template_is_the_same_bytes_every_time() -> None:
    assert write_template_xlsx(RULEBOOK) == write_template_xlsx(RULEBOOK)


def test_a_problem_names_the_row_of_the_sheet() -> None:
    with pytest.raises(ImpossibleInput) as refused:
        _read("a.csv", "code,input,value\n1.1,a,45\n1.1,b,-3\n")
    assert refused.value.sentence.startswith("Dòng 3, tiêu chí 1.1: b = -3")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"{", "JSON ở dòng 1"),
        ("a.json", b"[1, 2]", "JSON phải là"),
        ("a.json", b'{"1.1": 5}', "cần một bảng"),
        ("a.json", b'{"1.1": {"a": 1}, "1.1": {"a": 2}}', "hai lần"),
        ("a.json", b"[" * 100_000, "JSON"),
        ("a.csv", b"", "dòng tiêu đề"),
        ("a.csv", b"x,y\n1,2\n", "dòng tiêu đề"),
        ("a.csv", b"\xff\xfe\x00", "UTF-8"),
        ("a.csv", b'code,input,value\n1.1,"a', "CSV"),
        ("a.xlsx", b"PK\x03\x04broken", "Excel bị hỏng"),
        ("a.xlsx", b"not a package", "Excel bị hỏng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_input_file(name, data)
    assert words in refused.value.sentence


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_a_text_that_looks_like_a_formula_is_defused(cell: str) -> None:
    assert f"'{cell}" in to_csv([[cell]])


def test_numbers_in_json_stay_exact() -> None:
    raws = read_input_file("a.json", json.dumps({"8.1.1": {"a": 0.1}}).encode())
    assert raws[0].value == Decimal("0.1")
