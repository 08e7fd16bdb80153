"""Clauses of plans that give their work in the body, without a table."""

from collections.abc import Callable
from typing import Any

import pytest

from namro.core.agencies import load_register
from namro.core.plans.clauses import find_owners
from namro.core.plans.evidence import Judge

JUDGE = Judge(load_register(), 2022, None)
BODY = """KẾ HOẠCH

Cải cách hành chính năm 2022

II. NHIỆM VỤ

1. Cải cách thể chế

a) Rà soát, hệ thống hóa văn bản quy phạm pháp luật.

- Đơn vị chủ trì: Sở Tư pháp.

- Đơn vị phối hợp: Các sở, ban, ngành cấp tỉnh.

- Thời gian thực hiện: Quý II/2022.

b) Kiểm tra văn bản. Cơ quan chủ trì: Sở Nội vụ; cơ quan phối hợp: UBND cấp huyện. Thời hạn: Thường xuyên.

III. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ theo dõi, đôn đốc.
"""


def test_lines_with_a_label_name_who_leads_and_when(read: Callable[[bytes, str], dict[str, Any]]) -> None:
    tree = read(BODY.encode(), "a.txt")
    found = [
        (c["no"], c["owners"]["text"], c["deadline"]["kind"], c["deadline"]["due"]) for c in tree["clauses"]
    ]
    assert found == [
        ("II.1.a", "Sở Tư pháp", "by_date", "2022-06-30"),
        ("II.1.b", "Sở Nội vụ", "continuous", None),
        ("III.1", "Sở Nội vụ", "none", None),
    ]
    assert [f["code"] for f in tree["findings"] if f["severity"] == "error"] == []
    assert "no_table_of_tasks" in [f["code"] for f in tree["findings"]]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Giao Sở Nội vụ chủ trì, phối hợp với các đơn vị theo dõi.", "Sở Nội vụ"),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh tăng cường giám sát.",
         "Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh"),
        ("UBND cấp xã có trách nhiệm niêm yết.", "UBND cấp xã"),
        ("Chú trọng lấy ý kiến. Đối với UBND cấp huyện cần lấy ý kiến về đất đai.", "UBND cấp huyện"),
        ("Tiếp tục quán triệt, triển khai có hiệu quả các Nghị quyết.", ""),
        ("Có giải pháp tích cực để nâng cao tỷ lệ hồ sơ trực tuyến.", ""),
    ],
)  # fmt: skip
def test_a_clause_obliges_whom_it_names_and_nobody_else(text: str, owner: str) -> None:
    assert find_owners(text, JUDGE).text == owner


def test_an_appendix_heading_with_its_title_on_the_same_line(
    read: Callable[[bytes, str], dict[str, Any]],
) -> None:
    table = "\n".join(
        [
            "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành",
            "1\tXây dựng kế hoạch rà soát văn bản của tỉnh\tSở Tư pháp\tTháng 02/2022",
            "2\tTổ chức tập huấn công tác pháp chế của tỉnh\tSở Tư pháp\tQuý III",
        ]
    )
    (appendix,) = read(f"PHỤ LỤC I: DANH MỤC NHIỆM VỤ NĂM 2022\n\n{table}\n".encode(), "a.txt")["appendices"]
    assert (appendix["label"], appendix["title"]) == ("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ NĂM 2022")
