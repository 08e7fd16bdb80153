"""Plans of other shapes: columns in another order, more or fewer of them, with and without sections, in every format."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.plans.trees import criteria, rows, tasks
from makers.pdf_writer import to_pdf
from makers.plan_files import to_docx, to_html, to_text, to_xlsx
from makers.plan_sketch import USUAL_ORDER, Axis, Criterion, PlanSketch, Row, sketch

Read = Callable[[bytes, str], dict[str, Any]]
FORMATS: dict[str, Callable[[PlanSketch], tuple[bytes, str]]] = {
    "docx": lambda plan: (to_docx(plan), "ke-hoach.docx"),
    "html": lambda plan: (to_html(plan).encode(), "ke-hoach.html"),
    "xlsx": lambda plan: (to_xlsx(plan), "ke-hoach.xlsx"),
    "pdf": lambda plan: (to_pdf(plan), "ke-hoach.pdf"),
    "text": lambda plan: (to_text(plan).encode(), "ke-hoach.txt"),
    "text without empty cells": lambda plan: (to_text(plan, empty_cells=False).encode(), "ke-hoach.txt"),
}
ORDERS = {
    "usual": USUAL_ORDER,
    "deadline before lead": ("stt", "criterion", "task", "deadline", "lead", "cooperating"),
    "no criterion": ("stt", "task", "lead", "cooperating", "deadline"),
    "no criterion, deadline first": ("stt", "task", "deadline", "lead", "cooperating"),
    "no co-operating unit": ("stt", "task", "lead", "deadline"),
    "product in the middle": ("stt", "criterion", "task", "product", "lead", "cooperating", "deadline"),
    "monitoring unit and product": ("stt", "task", "lead", "cooperating", "monitor", "deadline", "product"),
    "extra columns at the end": (
        "stt", "criterion", "task", "lead", "cooperating", "deadline", "product", "monitor",
    ),
}  # fmt: skip
SHAPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "section over the full width": {"axis_spans": True},
    "no appendix heading": {"appendix": ()},
}


def expected_rows(plan: PlanSketch, index: str | None) -> list[tuple[Any, ...]]:
    """Give what a reader should find, straight from the sketch."""
    out: list[tuple[Any, ...]] = []
    with_criterion = "criterion" in plan.columns
    for axis in plan.axes:
        for criterion in axis.criteria:
            above: Row | None = None
            for row in criterion.rows:
                cells: list[tuple[str, bool]] = []
                for key in ("lead", "cooperating", "deadline"):
                    value = getattr(row, key)
                    inherited = value is None and key in plan.columns
                    source = above if value is None else row
                    text = getattr(source, key) if key in plan.columns else ""
                    cells.append((text, inherited))
                extra = tuple(
                    sorted((plan.headings[k], v) for k, v in row.extra.items() if k in plan.columns)
                )
                name = (criterion.no, criterion.name) if with_criterion else (None, None)
                out.append((index, axis.no or None, axis.name or None, *name, None, row.task, *cells, extra))
                above = row
    return out


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_plan_reads_the_same_whatever_its_columns_and_format(
    read: Read, order: str, shape: str, kind: str
) -> None:
    plan = sketch(ORDERS[order], **SHAPES[shape])
    if "criterion" not in ORDERS[order]:
        plan = replace(plan, merge_criteria=False)
    tree = read(*FORMATS[kind](plan))
    assert rows(tree) == expected_rows(plan, "PAPI" if plan.appendix else None)
    assert tree["unaccounted"] == []


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "text"])
def test_the_head_of_another_plan_is_read_in_every_format(read: Read, kind: str) -> None:
    head = read(*FORMATS[kind](sketch()))["document"]
    assert (head["number"], head["issued_on"], head["place"]) == ("12/KH-UBND", "2026-03-05", "Hà Tĩnh")
    assert head["issuer"] == "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"
    assert head["recipients"] == ["Bộ Nội vụ", "Các sở, ban, ngành cấp tỉnh", "Lưu: VT"]
    assert head["signer"]["name"] == "Nguyễn Văn A"


def test_other_words_for_the_same_columns(read: Read) -> None:
    plan = sketch(
        ("stt", "criterion", "task", "deadline", "lead", "cooperating", "product"),
        headings={
            "stt": "TT",
            "criterion": "Tồn tại, hạn chế",
            "task": "Nội dung công việc",
            "deadline": "Thời gian thực hiện",
            "lead": "Cơ quan thực hiện",
            "cooperating": "Cơ quan phối hợp",
            "product": "Kết quả, sản phẩm đầu ra",
        },
    )
    for kind, write in FORMATS.items():
        assert rows(read(*write(plan))) == expected_rows(plan, "PAPI"), kind


def test_a_plan_without_sections_has_one_axis_and_one_criterion_without_name(read: Read) -> None:
    plan = sketch(
        ("stt", "task", "lead", "deadline"),
        axes=(
            Axis("", "", tuple(
                Criterion(str(no), "", (Row(f"Rà soát, đơn giản hóa thủ tục nội bộ nhóm {no} của đơn vị.", lead, "", due),))
                for no, lead, due in (
                    (1, "Sở Tư pháp", "Quý II/2026"),
                    (2, "Văn phòng UBND tỉnh", "30/6/2026"),
                    (3, "UBND cấp xã", "Thường xuyên"),
                )
            )),
        ),
    )  # fmt: skip
    for kind, write in FORMATS.items():
        tree = read(*write(replace(plan, merge_criteria=False)))
        found = [
            (axis["no"], axis["name"], c["no"], c["name"], len(c["tasks"])) for _, axis, c in criteria(tree)
        ]
        assert found == [(None, None, None, None, 3)], kind


def test_several_dates_in_one_cell_are_all_kept_and_the_last_is_due(read: Read) -> None:
    axis = Axis(
        "I",
        "Công khai",
        (
            Criterion(
                "1",
                "Báo cáo",
                (Row("Tổng hợp, báo cáo kết quả thực hiện.", "Sở Nội vụ", "", "30/6/2026; 31/12/2026"),),
            ),
        ),
    )
    for kind, write in FORMATS.items():
        task = tasks(read(*write(sketch(axes=(axis,)))))[0]
        assert task["dates"] == ["2026-06-30", "2026-12-31"], kind
        assert task["deadline"]["due"] == "2026-12-31"


def test_lead_and_co_operating_in_one_cell_are_told_apart(read: Read) -> None:
    axis = Axis(
        "I",
        "Công khai",
        (
            Criterion(
                "1",
                "Niêm yết",
                (
                    Row(
                        "Niêm yết thủ tục tại nơi tiếp dân.",
                        "Chủ trì: Sở Tư pháp; phối hợp: Văn phòng UBND tỉnh",
                        "",
                        "Hàng năm",
                    ),
                ),
            ),
        ),
    )
    plan = sketch(
        ("stt", "criterion", "task", "lead", "deadline"),
        axes=(axis,),
        headings={"lead": "Cơ quan chủ trì, phối hợp"},
    )
    task = tasks(read(*FORMATS["html"](plan)))[0]
    assert (task["lead"]["text"], task["cooperating"]["text"]) == ("Sở Tư pháp", "Văn phòng UBND tỉnh")


def test_a_two_row_heading_puts_lead_and_co_operating_under_one_word(read: Read) -> None:
    page = """<p>KẾ HOẠCH</p><p>Cải cách hành chính năm 2026</p><table border="1">
    <tr><td rowspan="2">TT</td><td rowspan="2">Nhiệm vụ</td><td colspan="2">Đơn vị thực hiện</td><td rowspan="2">Thời hạn</td></tr>
    <tr><td>Chủ trì</td><td>Phối hợp</td></tr>
    <tr><td>1</td><td>Ban hành danh mục dịch vụ công trực tuyến của tỉnh.</td><td>Sở Tư pháp</td><td>Sở Nội vụ</td><td>Quý I/2026</td></tr>
    <tr><td>2</td><td>Kiểm tra công tác cải cách hành chính tại các đơn vị.</td><td>Sở Nội vụ</td><td>UBND cấp xã</td><td>Hàng năm</td></tr>
    </table>"""
    found = [
        (t["lead"]["text"], t["cooperating"]["text"], t["deadline"]["text"])
        for t in tasks(read(page.encode(), "a.html"))
    ]
    assert found == [("Sở Tư pháp", "Sở Nội vụ", "Quý I/2026"), ("Sở Nội vụ", "UBND cấp xã", "Hàng năm")]


def test_one_table_for_each_section_with_the_heading_above_it(read: Read) -> None:
    def table(task: str, lead: str) -> str:
        return (
            "<table border='1'><tr><th>TT</th><th>Nhiệm vụ</th><th>Chủ trì</th><th>Thời hạn</th></tr>"
            f"<tr><td>1</td><td>{task}</td><td>{lead}</td><td>Hàng năm</td></tr></table>"
        )

    page = (
        "<p>PHỤ LỤC</p><p>NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH</p><p>I. Cải cách thể chế</p>"
        + table("Rà soát văn bản quy phạm pháp luật của tỉnh.", "Sở Tư pháp")
        + "<p>II. Cải cách thủ tục hành chính</p>"
        + table("Công bố thủ tục hành chính kịp thời, đầy đủ.", "Văn phòng UBND tỉnh")
    )
    tree = read(page.encode(), "a.html")
    assert [(axis["no"], axis["name"]) for _, axis, _ in criteria(tree)] == [
        ("I", "Cải cách thể chế"),
        ("II", "Cải cách thủ tục hành chính"),
    ]
    assert tree["appendices"][0]["title"] == "NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"


def test_flattened_text_that_has_lost_its_heading_row_is_still_read(
    plan_359_text: str, read: Read, plan_359: dict[str, Any]
) -> None:
    lines = plan_359_text.split("\n")
    start = next(i for i, line in enumerate(lines) if line == "STT")
    headless = lines[:start] + lines[start + 12 :]
    tree = read("\n".join(headless).encode(), "a.txt")
    assert [row[6:] for row in rows(tree) if row[0] == "PAPI"] == [
        row[6:] for row in rows(plan_359) if row[0] == "PAPI"
    ]
