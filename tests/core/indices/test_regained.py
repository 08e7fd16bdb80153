"""What came back of a loss; the examples of docs/calculations/results.md come out as they are printed there."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.indices.ledger import find_province, papi_ledger
from namro.core.indices.ledger_model import Basis, Caution, LedgerRow
from namro.core.indices.regained import Regained, regained
from namro.core.indices.results import load_papi

TEXT = (Path(__file__).parents[3] / "docs" / "calculations" / "results.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.split("## What came back")[1].split("\n## ")[0].splitlines()
    if line.startswith("| Hà Tĩnh")
]


def _row(
    value: str, reference: str | None, *, comparable: bool = True, warnings: tuple[Caution, ...] = ()
) -> LedgerRow:
    return LedgerRow(
        code="X", name="Nội dung", level="part", value=Decimal(value),
        reference=None if reference is None else Decimal(reference), rank=5, of=63, maximum=Decimal(10),
        basis=Basis.YEAR_ON_YEAR, comparable=comparable, noise_band=Decimal("0.2"), covered=None, warnings=warnings,
        verified=True, source="x",
    )  # fmt: skip


def _told(value: Decimal | None, places: int) -> str:
    return "null" if value is None else f"{value:.{places}f}"


def test_there_are_examples() -> None:
    assert len(ROWS) == 8


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: "-".join(cells[1:4]))
def test_the_example_comes_out_as_printed(cells: list[str]) -> None:
    name, year, code, basis, *figures = cells
    place, tables = find_province(name, int(year)), load_papi()
    row = next(one for one in papi_ledger(tables, place, int(year), Basis(basis)).rows if one.code == code)
    later = {one.code: one for one in papi_ledger(tables, place, int(year) + 1).rows}
    back = regained(row, later.get(code), int(year) + 1)
    assert back is not None
    assert figures == [_told(back.lost, 3), _told(back.points, 3), _told(back.percent, 1), back.words]


def _back(lost_from: str, low: str, after: str) -> Regained:
    back = regained(_row(low, lost_from), _row(after, low), 2021)
    assert back is not None
    return back


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("1.0", "chưa lấy lại"),
        ("0.9", "mất thêm"),
        ("1.00999", "lấy lại dưới 1%"),
        ("1.01", "lấy lại 1%"),
        ("1.999", "lấy lại 99%"),
        ("2.0", "lấy lại đủ"),
        ("3.0", "lấy lại đủ"),
    ],
)
def test_the_share_is_cut_and_not_rounded(after: str, words: str) -> None:
    assert _back("2", "1", after).words == words


def test_what_lost_nothing_has_nothing_to_get_back() -> None:
    assert regained(_row("2", "1"), _row("3", "2"), 2021) is None
    assert regained(_row("1", None), _row("3", "1"), 2021) is None


def test_a_scale_that_changed_is_not_compared_and_says_why() -> None:
    why = Caution("Thang điểm đổi.", "đổi thang điểm")
    back = regained(_row("1", "2"), _row("3", "1", comparable=False, warnings=(why,)), 2021)
    assert back is not None
    assert (back.points, back.percent, back.words) == (None, None, "không so được")
    assert "Thang điểm đổi." in back.reckoning
    assert not back.is_regained
    assert not back.is_worse


def test_a_part_no_longer_measured_says_so() -> None:
    back = regained(_row("1", "2"), None, 2021)
    assert back is not None
    assert back.words == "không so được"
    assert back.cautions[0].short == "năm 2021 không đo"


def test_the_reckoning_can_be_checked_by_hand() -> None:
    back = _back("2", "1", "1.62")
    assert back.reckoning == "Điểm 2021 − điểm 2020 = 1,62 − 1 = +0,620; bằng 62,0% của 1,000 điểm đã mất."


_POINTS = st.decimals(min_value=0, max_value=10, places=4)


@given(_POINTS, _POINTS, _POINTS)
def test_the_words_never_promise_more_than_came_back(before: Decimal, low: Decimal, after: Decimal) -> None:
    back = regained(_row(str(low), str(before)), _row(str(after), str(low)), 2021)
    if before <= low:
        assert back is None
        return
    assert back is not None
    assert back.points == after - low
    assert (back.words == "lấy lại đủ") == (after >= before)
    assert (back.words == "mất thêm") == (after < low)
    if back.words.startswith("lấy lại") and back.words[8].isdigit():
        said = Decimal(back.words.removeprefix("lấy lại ").removesuffix("%"))
        assert back.percent is not None
        assert said <= back.percent < said + 1
