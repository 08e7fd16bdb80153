"""A draft of a plan: no number, no day yet, and the word that says so."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    "day",
    [
        "Hà Tĩnh, ngày      tháng      năm",
        "Hà Tĩnh, ngày … tháng … năm …",
        "Hà Tĩnh, ngày ... tháng 9 năm 2021",
        "Hà Tĩnh, ngày     tháng 9 năm 2021",
    ],
)
@pytest.mark.parametrize("mark", ["DỰ THẢO", "Dự thảo lần 2", "(DỰ THẢO)", ""])
def test_an_open_day_and_the_mark_of_a_draft_stay_out_of_its_title(
    plan_359_text: str, read: Read, day: str, mark: str
) -> None:
    issued = next(line for line in plan_359_text.splitlines() if "ngày 27 tháng 9 năm 2021" in line)
    text = plan_359_text.replace(issued, f"{day}\n\n{mark}\n", 1)
    before, after = read(plan_359_text.encode())["document"], read(text.encode())["document"]
    assert after["title"] == before["title"]
    assert (after["issued_on"], after["place"]) == (None, "Hà Tĩnh")
    assert after["issuer"] == before["issuer"]
    assert after["number"] == before["number"]
