"""`namro ledger` and `namro ranking`: the figures of the plan come out, and bad questions get one sentence."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from namro.cli import main

PLAN = Path(__file__).parents[3] / "examples" / "ke-hoach-359-kh-ubnd.txt"
ASK = ["ledger", "--index", "papi", "--province", "Hà Tĩnh", "--year", "2020"]
KEYS = {"code", "name", "value", "reference", "lost", "rank", "of", "covered_by_plan", "within_noise"}


def test_the_ledger_with_the_plan_finds_eleven_covered_and_sc43(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--plan", str(PLAN), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(set(row) >= KEYS for row in rows)
    assert [row["code"] for row in rows if not row["covered_by_plan"]] == ["SC43"]
    assert len([row for row in rows if row["covered_by_plan"]]) == 11
    sc43 = next(row for row in rows if row["code"] == "SC43")
    assert (round(sc43["lost"], 3), sc43["rank"], sc43["of"]) == (0.114, 32, 63)


def test_the_table_says_what_has_no_task(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--plan", str(PLAN)]) == 0
    out = capsys.readouterr().out
    assert "Kế hoạch có nhiệm vụ cho 11/12 nội dung; chưa có: SC43" in out
    assert "có thể do cách đo thay đổi" in out


def test_the_whole_ledger_holds_total_dimensions_and_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--all", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert len(rows) == 1 + 8 + 29
    total = next(row for row in rows if row["level"] == "index")
    assert (total["value"], total["rank"], total["covered_by_plan"]) == (Decimal("45.0052"), 5, None)


def test_par_index_counts_from_the_maximum_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["ledger", "--index", "PAR INDEX", "--province", "ha tinh", "--year", "2020", "--format", "json"]
    assert main(ask) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["code"], row["value"], row["reference"], row["basis"]) for row in rows] == [
        ("", 85.31, 100, "to_maximum"),
        ("8-1", 8.92, 10, "to_maximum"),  # what SIPAS gives within PAR INDEX
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["ledger", "--index", "pci", "--province", "Hà Tĩnh", "--year", "2020"],
            "papi, par-index hoặc sipas",
        ),
        (["ledger", "--index", "papi", "--province", "Hà Tỉn", "--year", "2020"], "gần giống Hà Tĩnh"),
        (["ledger", "--index", "papi", "--province", "Hà Tĩnh", "--year", "2010"], "2011–2024"),
        (["ledger", "--index", "papi", "--province", "Hà Tĩnh", "--year", "0"], "không hợp lệ"),
        (["ledger", "--index", "papi", "--province", "Quảng Ninh", "--year", "2021"], "không công bố"),
        ([*ASK, "--plan", "khong-co.docx"], "khong-co.docx"),
        (["ranking", "--year", "2010"], "2011–2024"),
        (["ranking", "--year", "2020", "--code", "SC99"], "không có mã “SC99”"),
    ],
)
def test_a_bad_question_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_the_ranking_of_2022_leaves_out_who_has_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ranking", "--year", "2022", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out, parse_float=Decimal)
    ours = next(row for row in rows if row["province"] == "Hà Tĩnh")
    assert (ours["value"], ours["rank"], ours["of"], ours["group"]) == (Decimal("44.3138"), 8, 61, 1)
    assert [row["province"] for row in rows if row["rank"] is None] == ["Bắc Giang", "Bắc Ninh"]


def test_the_ranking_as_a_table_names_those_left_out_and_who_ties(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ranking", "--year", "2019", "--code", "sc83"]) == 0
    assert "(đồng hạng)" in capsys.readouterr().out
    assert main(["ranking", "--year", "2022"]) == 0
    assert "Không xếp hạng vì không có kết quả: Bắc Giang, Bắc Ninh." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("year", "line"),
    [
        ("2019", "PAPI 2019: 44,7979 điểm, hạng 16/63"),
        ("2020", "PAPI 2020: 45,0052 điểm, hạng 5/63"),
        ("2022", "PAPI 2022: 44,3138 điểm, hạng 8/61"),
    ],
)
def test_the_table_begins_with_the_total_and_its_rank(
    year: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASK[:-1], year]) == 0
    assert capsys.readouterr().out.splitlines()[1] == line


@pytest.mark.parametrize("command", [["--help"], ["ledger", "--help"], ["score", "--help"]])
def test_the_help_of_commands_holds_no_english(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(command)
    out = capsys.readouterr().out
    assert out.startswith("cách gõ: namro")
    for english in ("usage", "positional", "options:", "show this"):
        assert english not in out
