"""Documents that are no plan, or whose tables name no tasks, are refused in one sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from namro.core.errors import Refusal

Read = Callable[[bytes, str], dict[str, Any]]

SCORES = """<p>KẾ HOẠCH</p><table border="1"><tr><td>TT</td><td>Tên đơn vị</td><td>Điểm chuẩn</td><td>Điểm đạt</td></tr>
<tr><td>1</td><td>Sở Tư pháp</td><td>100</td><td>85,5</td></tr><tr><td>2</td><td>Sở Nội vụ</td><td>100</td><td>90</td></tr>
<tr><td>3</td><td>Sở Xây dựng</td><td>100</td><td>77</td></tr></table>"""


def test_a_table_without_a_column_of_tasks_is_refused_by_name(read: Read) -> None:
    with pytest.raises(Refusal, match="không bảng nào có cột nhiệm vụ"):
        read(SCORES.encode(), "bang-diem.html")


@pytest.mark.parametrize(
    "text", ["Xin chào.", "Thực đơn hôm nay\n\nCơm gà\n\nCanh chua", "1\n\n2\n\n3\n\n4\n\n5\n\n6\n\n7"]
)
def test_a_text_that_is_no_plan_is_refused(read: Read, text: str) -> None:
    with pytest.raises(Refusal, match="Không nhận ra kế hoạch"):
        read(text.encode(), "a.txt")
