"""The index that a province makes for its own units: sheet in, TOML out, and what a new version changed."""

import io
import tomllib
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from namro.cli import main
from namro.core.errors import Refusal
from namro.core.indices.inputs import raw_from_tree, take_inputs
from namro.core.indices.rulebook import Rulebook
from namro.core.indices.rulebook_checking import check_rulebook
from namro.core.indices.rulebook_loading import build_rulebook, load_shipped, read_rulebook, shipped_names
from namro.core.indices.rulebook_sheet import KIND_WORDS, read_rulebook_sheet
from namro.core.indices.rulebook_sheet_writing import write_blank_sheet, write_rulebook_sheet
from namro.core.indices.rulebook_writing import changes_between, write_toml
from namro.core.indices.rules.wording import in_words
from namro.core.indices.scoring import score

HEAD = [
    ["Mã bộ tiêu chí", "cap-xa-2025"],
    ["Tên chỉ số", "PAR INDEX cấp xã"],
    ["Tên bộ tiêu chí", "Bộ chỉ số CCHC của UBND cấp xã"],
    ["Năm đánh giá", "2025"],
    ["Đơn vị được chấm", "Cấp xã"],
    ["Tổng điểm", "60"],
    ["Căn cứ", "Quyết định của UBND tỉnh"],
    ["Phiên bản", "2"],
    ["Điểm thay đổi", "Thêm tiêu chí 1.11"],
    ["Xếp loại", "Tốt: 50; Khá: 40,5"],
    ["Làm tròn đến mấy chữ số", "2"],
]
COLUMNS = ["Mã", "Tên tiêu chí", "Điểm tối đa", "Loại điểm", "Cách chấm", "Tham số", "Quy tắc"]
KINDS = [
    ("Có/không", "", "5"),
    ("Chọn mức", "Đầy đủ: 5; Chưa đầy đủ: 2,5; Không làm: 0", "5"),
    (
        "Tỷ lệ",
        "a = tổng số nhiệm vụ; b = số đã hoàn thành; đơn vị = nhiệm vụ; dưới 80%: 0; từ 95%: tối đa; a = 0: tối đa",
        "5",
    ),
    ("Bậc tỷ lệ", "a = tổng số; b = số đã làm; từ 80%: 5; từ 50%: 2,5", "5"),
    ("Bậc số lượng", "từ 3: 5; từ 2: 4; từ 1: 2", "5"),
    ("Tỷ lệ %", "", "5"),
    ("Trung bình khảo sát", "thang: 1–5", "5"),
    ("Cho điểm", "Hội đồng thẩm định", "5"),
    ("Trừ điểm", "mỗi vụ: 0,5", "5"),
    ("So năm trước", "tăng: 5; bằng: 2; giảm: 0", "5"),
    ("Xếp hạng", "1–10: 10; 11–69: 0", "10"),
]
ROWS = [
    ["1", "Lĩnh vực một", "60", "", "", "", ""],
    *(
        [f"1.{number}", f"Tiêu chí {number}", points, "Tài liệu", kind, details, "Theo quyết định"]
        for number, (kind, details, points) in enumerate(KINDS, 1)
    ),
]


def _csv(head: list[list[str]] = HEAD, rows: list[list[str]] = ROWS) -> bytes:
    table = [*head, [], COLUMNS, *rows]
    return "\r\n".join("\t".join(row) for row in table).encode()


def _rulebook(**changes: list[list[str]]) -> Rulebook:
    return build_rulebook(read_rulebook_sheet("a.csv", _csv(**changes)))


def test_every_way_of_scoring_can_be_written_in_the_sheet() -> None:
    assert {kind for kind, _, _ in KINDS} == set(KIND_WORDS)
    rulebook = _rulebook()
    assert not [finding.sentence for finding in check_rulebook(rulebook) if finding.is_error]
    assert (rulebook.key, rulebook.total, rulebook.version) == ("cap-xa-2025", 60, 2)
    tree: dict[str, object] = {
        "1.1": {"dat": "co"},
        "1.2": {"chon": "2"},
        "1.3": {"a": 20, "b": 17},
        "1.4": {"a": 20, "b": 16},
        "1.5": {"so": 2},
        "1.6": {"a": 90},
        "1.7": {"diem_tb": 4},
        "1.8": {"diem": 3},
        "1.9": {"so": 3},
        "1.10": {"nam_nay": 2, "nam_truoc": 1},
        "1.11": {"hang": 11},
    }
    scored = score(rulebook, take_inputs(rulebook, raw_from_tree(tree)))
    # 5 + 2.5 + 17/20 × 5 + 5 + 4 + 4.5 + 3.75 + 3 + 3.5 + 5 + 0
    assert scored.total == Decimal("40.50")


def test_the_examples_in_the_blank_sheet_can_be_read() -> None:
    for number, (kind, (_, example)) in enumerate(KIND_WORDS.items(), 1):
        row = [str(number), f"Tiêu chí {number}", "1,5", "Khảo sát", kind, example, ""]
        assert _rulebook(rows=[row]).components[0].rule is not None


def test_the_blank_sheet_comes_back_filled() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_blank_sheet()))
    sheet = book["Bộ tiêu chí"]
    for row, (label, value) in enumerate(HEAD, 1):
        assert sheet.cell(row, 1).value == label
        sheet.cell(row, 2).value = int(value) if value.isdigit() else value
    start = len(HEAD) + 2
    assert [sheet.cell(start, column).value for column in range(1, 8)] == COLUMNS
    for number, cells in enumerate(ROWS, start + 1):
        for column, cell in enumerate(cells, 1):
            sheet.cell(number, column).value = float(cell) if column == 3 else cell
    packed = io.BytesIO()
    book.save(packed)
    found = build_rulebook(read_rulebook_sheet("a.xlsx", packed.getvalue()))
    assert not changes_between(_rulebook(), found)
    assert found.years == (2025,)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [["1", "x", "1", "Tài liệu", "Phép màu", "", ""]],
            "Dòng 14, tiêu chí 1: cách chấm “Phép màu” chưa có",
        ),
        ([["1", "x", "1", "", "Có/không", "", ""]], "loại điểm"),
        ([["1", "x", "một", "Tài liệu", "Có/không", "", ""]], "điểm tối đa “một” phải là một số"),
        ([["1", "x", "1", "Tài liệu", "Chọn mức", "Đầy đủ", ""]], "phải viết “nhãn: điểm”"),
        (
            [["1", "x", "1", "Tài liệu", "Tỷ lệ", "a = tổng; b = xong; khoảng 80%: 0", ""]],
            "không hiểu tham số",
        ),
        ([["1", "x", "1", "Tài liệu", "So năm trước", "tăng: 1", ""]], "tăng: …; bằng: …; giảm: …"),
        ([["1.1", "x", "1", "Tài liệu", "Có/không", "", ""]], "không thấy dòng cha “1”"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_number(rows: list[list[str]], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        _rulebook(rows=rows)
    assert words in refused.value.sentence


def _with_parents(*rows: tuple[str, str]) -> bytes:
    told = [[code, "x", "1", "Tài liệu", "Có/không", "", parent] for code, parent in rows]
    table = [*HEAD, [], [*COLUMNS[:6], "Mã dòng cha"], *told]
    return "\r\n".join("\t".join(row) for row in table).encode()


def test_a_row_may_name_its_parent_where_its_code_does_not() -> None:
    found = build_rulebook(read_rulebook_sheet("a.csv", _with_parents(("1", ""), ("SC1", "1"), ("1.2", ""))))
    assert [(line.code, line.parent, line.depth) for line in found.lines] == [
        ("1", "", 1), ("SC1", "1", 2), ("1.2", "1", 2),
    ]  # fmt: skip


def test_a_parent_that_is_not_there_is_refused_with_the_row() -> None:
    with pytest.raises(Refusal, match="tiêu chí SC1: không thấy dòng cha “9” đứng trước nó"):
        read_rulebook_sheet("a.csv", _with_parents(("1", ""), ("SC1", "9")))


def test_a_sheet_without_a_head_says_what_is_missing() -> None:
    with pytest.raises(Refusal, match="còn thiếu: Mã bộ tiêu chí"):
        _rulebook(head=HEAD[1:])


def test_a_new_version_says_what_changed() -> None:
    rows = [list(row) for row in ROWS if row[0] != "1.2"]
    rows[1][1] = "Tên mới"
    rows[2][2] = "4"
    rows[3][5] = rows[3][5].replace("80%", "90%")
    rows.append(["1.12", "Tiêu chí mới", "6", "Tài liệu", "Có/không", "", ""])
    told = changes_between(_rulebook(), _rulebook(rows=rows))
    assert [one.partition(": “(b/a)")[0].partition(": “Theo")[0] for one in told] == [
        "1.2: bỏ “Tiêu chí 2” (5,00 điểm).",
        "1.1: tên “Tiêu chí 1” → “Tên mới”.",
        "1.1: đổi lời hoặc giới hạn của số liệu phải nhập.",
        "1.3: điểm tối đa 5,00 → 4,00.",
        "1.3: đổi cách chấm",
        "1.4: đổi cách chấm",
        "1.12: thêm “Tiêu chí mới” (6,00 điểm).",
    ]
    assert "từ 80%: 5,00" in told[5]
    assert "→ “Theo tỷ lệ b/a, với a là tổng số, b là số đã làm: từ 90%: 5,00" in told[5]
    assert not changes_between(_rulebook(), _rulebook())


@pytest.mark.parametrize("name", shipped_names())
def test_toml_that_is_written_reads_back_to_the_same(name: str) -> None:
    text = (files("namro.rulebooks") / f"{name}.toml").read_text(encoding="utf-8")
    tree = tomllib.loads(text, parse_float=Decimal)
    written = write_toml(tree)
    assert tomllib.loads(written, parse_float=Decimal) == tree
    assert not changes_between(load_shipped(name), read_rulebook(written.encode()))


@pytest.mark.parametrize("name", shipped_names())
def test_a_rulebook_goes_out_to_the_sheet_and_comes_back_with_the_same_rules(name: str) -> None:
    text = (files("namro.rulebooks") / f"{name}.toml").read_text(encoding="utf-8")
    tree = tomllib.loads(text, parse_float=Decimal)
    back = build_rulebook(read_rulebook_sheet("a.xlsx", write_rulebook_sheet(tree)))
    before = load_shipped(name)
    assert not changes_between(before, back)
    assert [
        (line.parent, line.depth, line.official, line.clause, line.no_rule, line.point) for line in back.lines
    ] == [
        (line.parent, line.depth, line.official, line.clause, line.no_rule, line.point)
        for line in before.lines
    ]
    assert (back.years, back.total, back.rounding.places) == (
        before.years, before.total, before.rounding.places,
    )  # fmt: skip


def test_every_way_of_scoring_goes_out_in_its_own_words() -> None:
    tree = read_rulebook_sheet("a.csv", _csv())
    sheet = openpyxl.load_workbook(io.BytesIO(write_rulebook_sheet(tree)))["Bộ tiêu chí"]
    told = [
        (str(row[4]), str(row[5] or "")) for row in sheet.iter_rows(min_row=14, values_only=True) if row[4]
    ]
    assert [kind for kind, _ in told] == [kind for kind, _, _ in KINDS]
    assert build_rulebook(tree).classes == _rulebook().classes
    assert [(one.label, one.at_least) for one in _rulebook().classes] == [
        ("Tốt", Decimal(50)), ("Khá", Decimal("40.5")),
    ]  # fmt: skip


def test_every_row_that_cannot_be_read_is_named_at_once() -> None:
    rows = [["1", "x", "một", "", "", "", ""], ["2", "y", "1", "Tài liệu", "Phép màu", "", ""], ROWS[0]]
    with pytest.raises(Refusal) as refused:
        _rulebook(rows=rows)
    told = refused.value.sentence.split("\n")
    assert [one.split(",")[0] for one in told] == ["Dòng 14", "Dòng 15", "Dòng 16"]
    assert "đã dùng ở dòng 14" in told[2]


@pytest.mark.parametrize("name", shipped_names())
def test_every_rule_is_said_in_words(name: str) -> None:
    for line in load_shipped(name).components:
        if line.rule is not None:
            assert all(sentence and "None" not in sentence for sentence in in_words(line.rule)), line.code


def test_the_words_of_a_ratio_say_its_floor_and_what_holds_without_cases() -> None:
    rule = load_shipped("par-index-2025").by_code["1.1"].rule
    assert rule is not None
    assert in_words(rule) == (
        "(b/a) × 1,50, với a là tổng số nhiệm vụ đề ra theo kế hoạch, b là số nhiệm vụ đã hoàn thành.",
        "Dưới 80%: 0 điểm.",
        "Khi a = 0: quy tắc không nói, nên để “chưa chấm”.",
    )


def test_letters_that_toml_forbids_are_written_safely() -> None:
    tree = {"a": 'dấu " và \\ và \n và \x00', "b": [Decimal("0.50"), 3, True]}
    assert tomllib.loads(write_toml(tree), parse_float=Decimal) == tree


def test_the_command_imports_compares_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bang.csv").write_bytes(_csv())
    assert main(["rulebook", "import", "bang.csv"]) == 0
    assert main(["rulebook", "check", "cap-xa-2025.toml"]) == 0
    assert main(["rulebook", "compare", "cap-xa-2025.toml", "cap-xa-2025.toml"]) == 0
    assert "Hai bộ tiêu chí như nhau." in capsys.readouterr().out
    assert main(["rulebook", "import", "bang.csv"]) == 2
    assert "không ghi đè" in capsys.readouterr().err
    Path("sai.csv").write_bytes(_csv(rows=ROWS[:-1]))
    assert main(["rulebook", "import", "sai.csv", "--output", "sai.toml"]) == 2
    assert "khác điểm tối đa 60,00" in capsys.readouterr().err
    assert not Path("sai.toml").exists()
    assert main(["rulebook", "sheet"]) == 0
    assert Path("bo-tieu-chi.xlsx").read_bytes() == write_blank_sheet()
