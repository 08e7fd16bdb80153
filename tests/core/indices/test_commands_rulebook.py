"""The commands on rulebooks: what they print, what they refuse, what they leave alone."""

import json
from pathlib import Path

import pytest

from namro.cli import main


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_check_says_what_the_rulebook_adds_up_to(capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "rulebook", "check", "par-index-2025", "--format", "json")
    assert isinstance(found, dict)
    assert found["is_sound"] is True
    assert (found["total"], found["survey_points"]) == (100, 32)
    assert found["counts"]["components"] == 102


def test_check_of_a_rulebook_with_a_fault_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sai.toml"
    file.write_text(
        'format = "namro.rulebook/1"\nkey = "sai"\nindex = "Thử"\nname = "Thử"\nyears = [2025]\ntotal = 3\n'
        'legal_source = "thử"\n[rounding]\nplaces = 2\nsource = "thử"\n[[line]]\ncode = "1"\nname = "Một"\n'
        'max = 2\npoint = "documentary"\n[line.rule]\nkind = "yes_no"\nlabel = "x"\n',
        encoding="utf-8",
    )
    assert main(["rulebook", "check", str(file)]) == 1
    assert main(["score", str(file), str(file)]) == 2
    assert main(["rulebook", "inputs", str(file)]) == 2
    assert main(["rulebook", "check", str(file)]) == 1
    assert "✗ Các lĩnh vực cộng lại 2,00, khác tổng điểm 3,00." in capsys.readouterr().out


def test_an_inputs_file_can_be_written_from_the_listing_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listing = _json(capsys, "rulebook", "inputs", "par-index-2025", "--format", "json")
    assert isinstance(listing, dict)
    best = {"count": 3, "amount": 3, "number": 3, "percent": 100, "rank": 1}
    tree = {
        component["code"]: {
            one["name"]: max(one["options"], key=lambda option: option["points"])["key"]
            if one["kind"] == "choice"
            else one["most"]
            if one["kind"] == "points"
            else best[one["kind"]]
            for one in component["inputs"]
            if one["name"] != "c" and one["name"] not in {"b2", "b3"}
        }
        | {one["name"]: 0 for one in component["inputs"] if one["name"] in {"c", "b2", "b3"}}
        for component in listing["components"]
    }
    for code in ("8.2", "8.3.1", "8.3.2", "8.3.3"):
        tree[code] = {"nam_nay": 4, "nam_truoc": 3}
    tree["6.3.4"]["nam_nay"] = 2
    for part in ("1", "2", "3"):
        tree["5.4"][f"{part}.so"] = 0
    tree["8.4"]["1.b"] = 4
    file = tmp_path / "so-lieu.json"
    file.write_text(json.dumps(tree), encoding="utf-8")
    scored = _json(capsys, "score", "par-index-2025", str(file), "--format", "json")
    assert isinstance(scored, dict)
    assert [line["code"] for line in scored["lines"] if line["points"] != line["maximum"]] == [
        "3",
        "3.2",
        "3.2.3",
    ]
    # Everything done best gives all that the printed rules can give: 3.2.3 prints a rule for half its points.
    assert scored["total"]["points"] == 99.5
    assert scored["total"]["status"] == "scored"


def test_score_prints_points_maximum_and_reckoning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "so-lieu.csv"
    file.write_text("code,input,value\n1.1,a,45\n1.1,b,45\n", encoding="utf-8")
    assert main(["score", "par-index-2025", str(file)]) == 0
    out = capsys.readouterr().out
    assert "1,50/1,50  45/45 nhiệm vụ = 100% ≥ 80% → 1,50 × 100% = 1,50" in out
    assert "TỔNG ĐIỂM chưa chấm/100,00" in out
    assert "từ 1,75 đến 99,50" in out


def test_impossible_inputs_end_in_a_sentence_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "so-lieu.csv"
    file.write_text("code,input,value\n1.1,a,45\n1.1,b,46\n", encoding="utf-8")
    assert main(["score", "par-index-2025", str(file)]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("Dòng 2, tiêu chí 1.1: b = 46")
    assert not captured.out


def test_the_template_is_written_once_and_never_over_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rulebook", "template", "par-index-2025", "--to", "xlsx"]) == 0
    written = (tmp_path / "par-index-2025.xlsx").read_bytes()
    assert main(["rulebook", "template", "par-index-2025", "--to", "xlsx"]) == 2
    assert "không ghi đè" in capsys.readouterr().err
    assert (tmp_path / "par-index-2025.xlsx").read_bytes() == written
    assert main(["rulebook", "template", "par-index-2025", "--to", "csv", "--output", "a.csv"]) == 0
    assert main(["score", "par-index-2025", "par-index-2025.xlsx"]) == 0


@pytest.mark.parametrize(
    "arguments", [["rulebook", "check", "khong-co"], ["score", "par-index-2025", "khong-co.csv"]]
)
def test_a_file_that_is_not_there_is_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "khong-co" in capsys.readouterr().err
