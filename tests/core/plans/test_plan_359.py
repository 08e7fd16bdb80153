"""Plan 359/KH-UBND of Hà Tĩnh, 27/9/2021, as published: what a careful reader finds in it.

The expected figures were counted by hand in the published text (examples/ke-hoach-359-kh-ubnd.txt).
"""

from collections import Counter
from typing import Any

import pytest

from core.plans.trees import criteria, rows, strings, task_at, tasks


def test_head_names_number_day_place_issuer_and_signer(plan_359: dict[str, Any]) -> None:
    head = plan_359["document"]
    assert plan_359["schema"] == "namro.plan/1"
    assert (head["number"], head["issued_on"], head["place"]) == ("359/KH-UBND", "2021-09-27", "Hà Tĩnh")
    assert head["issuer"] == "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"
    assert head["title"].startswith("KHẮC PHỤC TỒN TẠI, HẠN CHẾ VÀ CẢI THIỆN")
    assert head["signer"] == {
        "name": "Nguyễn Hồng Lĩnh",
        "role": "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
    }


def test_two_legal_bases_and_fifteen_recipients(plan_359: dict[str, Any]) -> None:
    bases = plan_359["document"]["legal_bases"]
    assert [base[:28] for base in bases] == ["Nghị quyết số 76/NQ-CPngày 1", "Công văn số 3787/BNV-CCHC ng"]
    recipients = plan_359["document"]["recipients"]
    assert len(recipients) == 15
    assert recipients[1] == "Vụ CCHC, Bộ Nội vụ"
    assert recipients[-1] == "Lưu: VT, NC1"


def test_three_appendices_eighteen_axes_forty_two_criteria_fifty_eight_rows(plan_359: dict[str, Any]) -> None:
    assert [(a["label"], a["index"]) for a in plan_359["appendices"]] == [
        ("PHỤ LỤC 1", "PAPI"),
        ("PHỤ LỤC II", "PAR INDEX"),
        ("PHỤ LỤC 3", "SIPAS"),
    ]
    assert [len(a["axes"]) for a in plan_359["appendices"]] == [7, 8, 3]
    assert Counter(a["index"] for a, _, _ in criteria(plan_359)) == {"PAPI": 11, "PAR INDEX": 22, "SIPAS": 9}
    per_appendix = Counter(a["index"] for a, _, c in criteria(plan_359) for _ in c["tasks"])
    assert per_appendix == {"PAPI": 17, "PAR INDEX": 38, "SIPAS": 3}


def test_criteria_under_one_merged_cell_share_its_tasks(plan_359: dict[str, Any]) -> None:
    shared = {
        (a["index"], x["no"], c["no"]): c["shares_tasks_with"]
        for a, x, c in criteria(plan_359)
        if c["shares_tasks_with"]
    }
    assert shared == {
        ("PAPI", "IV", "2"): "1",
        ("SIPAS", "I", "2"): "1",
        **{("SIPAS", "II", str(no)): "1" for no in range(2, 7)},
    }


@pytest.mark.parametrize(
    ("axis", "criterion", "position", "lead", "cooperating", "deadline"),
    [
        ("I", "2", 2, "Văn phòng UBND tỉnh", None, "Hàng năm"),
        ("II", "1", 5, None, None, "Hàng năm"),
        ("VI", "2", 1, "Sở Tài chính", None, None),
        ("VI", "3", 1, "Sở Tài chính", None, None),
        ("VI", "4", 1, "Sở Tài chính", None, None),
    ],
)
def test_cells_that_are_merged_take_their_value_from_above(
    plan_359: dict[str, Any],
    axis: str,
    criterion: str,
    position: int,
    lead: str | None,
    cooperating: str | None,
    deadline: str | None,
) -> None:
    task = task_at(plan_359, "PAR INDEX", axis, criterion, position)
    for key, value in (("lead", lead), ("cooperating", cooperating), ("deadline", deadline)):
        assert task[key]["inherited"] is (value is not None), key
        if value is not None:
            assert task[key]["text"] == value


def test_only_these_cells_are_inherited(plan_359: dict[str, Any]) -> None:
    inherited = Counter(
        k for t in tasks(plan_359) for k in ("lead", "cooperating", "deadline") if t[k]["inherited"]
    )
    assert inherited == {"lead": 4, "deadline": 2}


def test_audited_units_co_operate_and_are_a_group_nobody_can_list(plan_359: dict[str, Any]) -> None:
    task = task_at(plan_359, "PAR INDEX", "VI", "3")
    assert task["cooperating"]["text"] == "Các đơn vị được kiểm toán"
    assert [(u["kind"], u["is_open"]) for u in task["cooperating"]["units"]] == [("group", True)]


def test_bullets_of_one_cell_are_lines_of_one_text(plan_359: dict[str, Any]) -> None:
    assert task_at(plan_359, "PAPI", "IV", "1")["text"].count("\n") == 5
    assert task_at(plan_359, "PAR INDEX", "V", "2")["text"].count("\n") == 7
    assert task_at(plan_359, "PAR INDEX", "VII", "5", 1)["text"].startswith("Tăng cường hoạt động kiểm tra")
    assert "\nHuy động và phát huy" in task_at(plan_359, "PAR INDEX", "VII", "5", 1)["text"]


def test_a_cell_wrapped_over_lines_is_one_line(plan_359: dict[str, Any]) -> None:
    task = task_at(plan_359, "PAR INDEX", "VIII", "3", 5)
    assert task["lead"]["text"] == "Văn phòng Điều phối Nông thôn mới tỉnh"
    assert [unit["kind"] for unit in task["lead"]["units"]] == ["unit"]


def test_the_row_that_points_at_appendix_three_has_neither_who_nor_when(plan_359: dict[str, Any]) -> None:
    task = task_at(plan_359, "PAR INDEX", "VIII", "1")
    assert task["refers_to"] == "Phụ lục III"
    assert (task["lead"]["text"], task["deadline"]["kind"]) == ("", "none")


def test_deadlines_by_kind(plan_359: dict[str, Any]) -> None:
    kinds = Counter(t["deadline"]["kind"] for t in tasks(plan_359))
    assert kinds == {
        "yearly": 35,
        "by_date": 17,
        "roadmap": 2,
        "monthly": 1,
        "continuous": 1,
        "on_event": 1,
        "none": 1,
    }
    assert {t["deadline"]["due"] for t in tasks(plan_359) if t["deadline"]["kind"] == "by_date"} == {
        "2021-12-31"
    }


def test_communes_lead_as_a_group(plan_359: dict[str, Any]) -> None:
    lead = task_at(plan_359, "PAPI", "II", "1")["lead"]["units"]
    assert [(unit["kind"], unit["name"]) for unit in lead] == [
        ("group", "UBND cấp huyện"),
        ("group", "UBND cấp xã"),
    ]


def test_measures_are_read_from_the_text(plan_359: dict[str, Any]) -> None:
    found = [(m["quantity"], m["unit"], m["relation"]) for t in tasks(plan_359) for m in t["measures"]]
    assert ("10", "%", "at_least") in found
    assert found.count(("100", "%", "equal")) == 4
    goal = task_at(plan_359, "PAR INDEX", "I", "1")["measures"]
    assert [(m["text"], m["quantity"], m["unit"], m["relation"]) for m in goal] == [
        ("ít nhất 03 sáng kiến", "3", "sáng kiến", "at_least")
    ]


def test_targets(plan_359: dict[str, Any]) -> None:
    assert [(t["index"], t["kind"], t["value"]) for t in plan_359["targets"]] == [
        ("PAR INDEX", "rank_band", [10, 15]),
        ("SIPAS", "share_above", 90),
        ("PAPI", "rank_at_most", 10),
    ]


def test_baselines_with_rank_and_change_of_rank(plan_359: dict[str, Any]) -> None:
    keys = ("index", "year", "score", "max", "percent", "rank", "of", "rank_change")
    assert [tuple(b[key] for key in keys) for b in plan_359["baselines"]] == [
        ("PAR INDEX", 2020, "85.31", "100", None, 16, 63, -4),
        ("SIPAS", 2020, "8.92", "10", "89.13", 11, 63, 13),
        ("PAPI", 2020, "45.005", "80", None, 5, 63, 11),
    ]


def test_clauses_of_the_body(plan_359: dict[str, Any]) -> None:
    kinds = Counter(clause["kind"] for clause in plan_359["clauses"])
    assert kinds == {"goal": 2, "requirement": 2, "task": 5, "organisation": 8, "closing": 2, "footnote": 2}
    assert sum(clause["is_duty"] for clause in plan_359["clauses"]) == 15
    assert [clause["no"] for clause in plan_359["clauses"] if clause["kind"] == "task"] == [
        f"II.1.{letter}" for letter in "abcdđ"
    ]


@pytest.mark.parametrize(
    ("no", "rhythm", "owner"),
    [
        ("III.2", "monthly", "UBND cấp huyện"),
        ("III.5", "none", "Giám đốc các sở, Thủ trưởng các ban, ngành"),
        ("III.6", "none", "Đài Phát thanh và Truyền hình tỉnh, Báo Hà Tĩnh"),
        ("III.7", "none", "Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh"),
        ("III.8", "none", "Sở Nội vụ"),
        ("Kết 1", "quarterly", "Giám đốc các sở"),
        ("Kết 2", "on_event", "các cơ quan, đơn vị, địa phương"),
    ],
)
def test_duties_name_owner_and_rhythm(plan_359: dict[str, Any], no: str, rhythm: str, owner: str) -> None:
    clause = next(c for c in plan_359["clauses"] if c["no"] == no)
    assert clause["deadline"]["kind"] == rhythm
    assert clause["owners"]["text"].startswith(owner)
    assert clause["owners"]["units"]


def test_what_the_web_page_put_around_goes_to_surroundings(plan_359: dict[str, Any]) -> None:
    around = "\n".join(entry["text"] for entry in plan_359["surroundings"])
    assert around.startswith("Hệ thống pháp luật")
    for words in ("HIỆU LỰC VĂN BẢN", "• Số hiệu: 359/KH-UBND", "Tải văn bản"):
        assert words in around


def test_every_line_stands_in_the_reading(plan_359: dict[str, Any], plan_359_text: str) -> None:
    assert plan_359["unaccounted"] == []
    said = "\n".join(strings(plan_359))
    missing = [line for line in plan_359_text.split("\n") if " ".join(line.split()) not in said]
    assert missing == []


def test_findings_tell_what_to_look_at(plan_359: dict[str, Any]) -> None:
    found = Counter(f["code"] for f in plan_359["findings"])
    assert found["figures_disagree"] == 1
    assert found["date_contradicts_deadline"] == 3
    assert found["lead_inherited"] == 4
    assert found["deadline_inherited"] == 2
    assert found["missing_separator"] == 2
    assert found["appendix_named_otherwise"] == 2
    assert {f["severity"] for f in plan_359["findings"]} <= {"error", "warning", "note"}
    assert not [f for f in plan_359["findings"] if f["severity"] == "error"]
    for finding in plan_359["findings"]:  # one sentence each
        assert finding["message"].endswith(".")
        assert ". " not in finding["message"]


def test_rows_are_sure_but_for_the_merged_leads_which_show_their_other_reading(
    plan_359: dict[str, Any],
) -> None:
    doubtful = [t for t in tasks(plan_359) if t["confidence"] < 0.9]
    assert 1 <= len(doubtful) <= 6
    assert all(t["alternative"] and t["alternative"]["reason"] for t in doubtful)
    assert task_at(plan_359, "PAR INDEX", "VI", "4") in doubtful
    assert sum(t["confidence"] > 0.95 for t in tasks(plan_359)) >= 50


def test_the_text_reads_the_same_in_every_form(
    plan_359: dict[str, Any], plan_359_text: str, read: Any
) -> None:
    import unicodedata

    forms = {
        "NFD": unicodedata.normalize("NFD", plan_359_text).encode(),
        "with a byte order mark": b"\xef\xbb\xbf" + plan_359_text.encode(),
        "UTF-16": plan_359_text.encode("utf-16"),
        "UTF-16 BE without mark": plan_359_text.encode("utf-16-be"),
        "stray control characters": plan_359_text.replace(" ", " \x07", 300)
        .replace("a", "a\u200b", 200)
        .encode(),
        "carriage returns": plan_359_text.replace("\n", "\r\n").encode(),
        "empty cells missing": "\n".join(
            line for line in plan_359_text.split("\n") if "\u00a0" not in line or line.strip("\u00a0 ")
        ).encode(),
    }
    for name, data in forms.items():
        assert rows(read(data)) == rows(plan_359), name
