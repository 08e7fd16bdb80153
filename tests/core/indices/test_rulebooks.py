"""Every carried rulebook holds together, and a rulebook that does not is told where."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from namro.core.errors import Refusal
from namro.core.indices import load_results
from namro.core.indices.inputs import raw_from_tree, take_inputs
from namro.core.indices.rulebook import Rulebook
from namro.core.indices.rulebook_checking import check_rulebook
from namro.core.indices.rulebook_loading import build_rulebook, load_shipped, read_rulebook, shipped_names
from namro.core.indices.rules import NotScored
from namro.core.indices.score_json import check_to_json, inputs_to_json, score_to_json
from namro.core.indices.scoring import score
from namro.core.indices.template import write_template_csv

D = Decimal


def _line(code: str, most: str, **more: object) -> dict[str, Any]:
    rule = {"kind": "yes_no", "label": "Đã làm"}
    return {
        "code": code,
        "name": f"Tiêu chí {code}",
        "max": D(most),
        "point": "documentary",
        "rule": rule,
        **more,
    }


def _field(code: str, most: str) -> dict[str, Any]:
    return {"code": code, "name": f"Lĩnh vực {code}", "max": D(most)}


def _tree(*lines: dict[str, Any], **head: object) -> dict[str, Any]:
    return {
        "format": "namro.rulebook/1",
        "key": "thu",
        "index": "Thử",
        "name": "Bộ tiêu chí thử",
        "years": [2025],
        "total": D("3.00"),
        "legal_source": "Quyết định thử",
        "rounding": {"places": 2, "source": "thử"},
        "line": list(lines) or [_field("1", "3.00"), _line("1.1", "1.00"), _line("1.2", "2.00")],
        **head,
    }


def _errors(rulebook: Rulebook) -> list[str]:
    return [finding.sentence for finding in check_rulebook(rulebook) if finding.is_error]


@pytest.mark.parametrize("name", shipped_names())
def test_a_carried_rulebook_holds_together_and_names_its_source(name: str) -> None:
    rulebook = load_shipped(name)
    assert rulebook.key == name
    assert not _errors(rulebook)
    assert rulebook.legal_source
    assert check_to_json(rulebook, check_rulebook(rulebook))["is_sound"]
    assert len(inputs_to_json(rulebook)["components"]) == len(rulebook.components)
    assert write_template_csv(rulebook)


@pytest.mark.parametrize("name", shipped_names())
def test_a_carried_rulebook_scores_nothing_from_nothing(name: str) -> None:
    rulebook = load_shipped(name)
    tree = score_to_json(score(rulebook, take_inputs(rulebook, [])))
    assert tree["total"]["points"] is None
    assert tree["total"]["status"] == "not_scored"
    assert all(line["points"] is None for line in tree["lines"])


def test_every_assessment_year_has_one_papi_rulebook() -> None:
    years = [year for name in shipped_names() if name.startswith("papi") for year in load_shipped(name).years]
    assert sorted(years) == list(range(2011, 2025))


@pytest.mark.parametrize(
    ("name", "components"), [("papi-2011", 22), ("papi-2018", 28), ("papi-2019", 29), ("papi-2021", 28)]
)
def test_the_parts_of_papi_are_those_of_their_years(name: str, components: int) -> None:
    rulebook = load_shipped(name)
    assert len(rulebook.components) == components
    codes = set(rulebook.by_code)
    assert ("SC83" in codes) == (name in {"papi-2019", "papi-2021"})
    assert ("SC52" in codes) == (name != "papi-2021")
    for field in rulebook.children[""]:
        parts = rulebook.children[field.code]
        assert all(part.maximum == D(10) / len(parts) for part in parts)


def test_papi_of_ha_tinh_adds_up_to_the_published_total() -> None:
    tree = {
        result.code: {"diem": result.score}
        for result in load_results()
        if result.index == "PAPI" and result.year == 2020 and result.code
    }
    rulebook = load_shipped("papi-2019")
    total = score(rulebook, take_inputs(rulebook, raw_from_tree(tree))).total
    assert isinstance(total, Decimal)
    assert round(total, 4) == D("45.0052")


def test_where_no_source_gives_the_maximum_every_sum_says_so() -> None:
    rulebook = load_shipped("par-index-2020")
    assert [line.maximum for line in rulebook.children[""]] == [None] * 8
    assert any("chưa biết điểm tối đa của 8 trên 8" in f.sentence for f in check_rulebook(rulebook))
    scored = score(rulebook, take_inputs(rulebook, raw_from_tree({"8-1": {"a": "89,13"}})))
    assert scored.by_code["8-1"].points == D("8.91")  # the plan prints 8,92 for the same rate
    assert isinstance(scored.by_code["8"].points, NotScored)
    assert scored.by_code["8"].high is None
    assert (scored.low, scored.high) == (D("8.91"), 100)


def test_the_blocks_of_points_add_up_to_the_whole() -> None:
    assert sum(block.points for block in load_shipped("par-index-2022").blocks) == 100
    blocks = load_shipped("par-index-2020").blocks
    assert blocks[0].points + blocks[1].points == 100
    assert blocks[2].points + blocks[3].points == blocks[1].points


def test_the_class_of_a_total_is_told_only_where_its_bound_is_known() -> None:
    rulebook = load_shipped("par-index-2022")
    scored = score(rulebook, take_inputs(rulebook, []))
    assert scored.result_class is None
    assert replace(scored, total=D("85.31")).result_class == "B"
    assert replace(scored, total=D(90)).result_class == "A"
    assert replace(scored, total=D("79.99")).result_class is None


def test_a_small_rulebook_is_read_checked_and_scored() -> None:
    rulebook = build_rulebook(_tree())
    assert not _errors(rulebook)
    scored = score(
        rulebook, take_inputs(rulebook, raw_from_tree({"1.1": {"dat": "co"}, "1.2": {"dat": "khong"}}))
    )
    assert scored.total == 1
    assert scored.total_sentence == "1,00 = 1,00"
    assert scored.sentence("1") == "1,00 + 0,00 = 1,00"


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (_tree(_field("1", "3"), _line("1.1", "1"), _line("1.1", "2")), "Mã 1.1 dùng 2 lần"),
        (
            _tree(_field("1", "3"), _line("1.1", "1"), _line("1.2", "1")),
            "cộng lại 2,00, khác điểm tối đa 3,00",
        ),
        (_tree(_line("1", "2")), "Các lĩnh vực cộng lại 2,00, khác tổng điểm 3,00"),
        (
            _tree({**_line("1", "3"), "rule": {"kind": "yes_no", "label": "x", "max": D(2)}}),
            "nhiều nhất 2,00, khác",
        ),
        (_tree({"code": "1", "name": "x", "max": D(3)}), "không có quy tắc và không nói vì sao"),
        (
            _tree({**_field("1", "3"), "rule": _line("1", "3")["rule"]}, _line("1.1", "3")),
            "không được có quy tắc riêng",
        ),
        (_tree({**_line("1", "3"), "point": ""}), "thiếu loại điểm"),
        (_tree(expected={"components": D(7)}), "nguồn ghi 7, trong tệp đếm được 2"),
        (_tree(expected={"apples": D(7)}), "Không rõ số phải kiểm"),
    ],
)
def test_what_does_not_hold_together_is_found(tree: dict[str, Any], words: str) -> None:
    assert any(words in sentence for sentence in _errors(build_rulebook(tree)))


def test_a_component_may_say_why_it_has_no_rule_and_why_it_does_not_add_up() -> None:
    silent = {"code": "1", "name": "x", "max": D(1), "no_rule": "Chưa có nguồn."}
    uneven = {
        **_line("2", "2"),
        "rule": {"kind": "yes_no", "label": "x", "max": D(1)},
        "discrepancy": "In sai.",
    }
    rulebook = build_rulebook(_tree(silent, uneven))
    assert not _errors(rulebook)
    assert [finding.code for finding in check_rulebook(rulebook)] == ["1", "2", "2"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"format = ", "TOML"),
        (b'format = "other/1"', "namro.rulebook/1"),
        (b"x" * 6_000_000, "quá lớn"),
        ((b"a = [" * 20_000), "TOML"),
    ],
)
def test_a_file_that_is_no_rulebook_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_rulebook(data)
    assert words in refused.value.sentence


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (_tree(years=[]), "years"),
        (_tree(rounding={"places": 99, "source": "x"}), "rounding.places"),
        (_tree(colour="red"), "“colour”"),
        (_tree(line=[]), "Không có dòng tiêu chí"),
        (_tree(_line("1.1", "1")), "Dòng tiêu chí 1.1: không thấy dòng cha “1”"),
        (_tree({**_line("1", "3"), "point": "magic"}), "Loại điểm “magic”"),
        (_tree({**_line("1", "3"), "colour": 1}), "“colour”"),
        (_tree({**_line("1", "3"), "rule": {"kind": "magic"}}), "Dòng tiêu chí 1: Loại quy tắc “magic”"),
        (_tree({"code": "1", "max": "ba"}), "Dòng tiêu chí 1:"),
        (_tree(legal_source=""), "legal_source"),
        (_tree({**_line("1", "3"), "max": D("1e400")}), "tối đa 10 chữ số"),
        (_tree({**_line("1", "3"), "max": D("0.0000001")}), "6 sau dấu phẩy"),
        (_tree({**_line("1", "3"), "max": D("nan")}), "phải là một số"),
        (_tree({**_line("1", "3"), "max": "1/0"}), "phải là một số"),
        (_tree({**_line("1", "3"), "rule": {"kind": "yes_no", "label": "x", "max": D("1e99")}}), "10 chữ số"),
    ],
)
def test_a_rulebook_with_a_wrong_line_is_refused_with_its_code(tree: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        build_rulebook(tree)
    assert words in refused.value.sentence


def test_an_unknown_name_lists_the_carried_ones() -> None:
    with pytest.raises(Refusal, match="par-index-2025"):
        load_shipped("par-index-1999")
