"""Merged cells on their grid: every place is covered once, or the table is refused with the place of the fault."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.letters.grid import check_size, lay, shown
from namro.core.letters.model import Cell, Column, Run, Table
from namro.core.letters.widths import BREAK, breakable, column_widths, word_width


def test_cells_stand_beside_those_that_reach_down_from_above() -> None:
    rows = ((Cell("a", rows=2), Cell("b", columns=2)), (Cell("c"), Cell("d")))
    placed = [[(one.cell.value, one.column, one.is_start) for one in row] for row in lay(rows, 3, "Bảng")]
    assert placed == [[("a", 0, True), ("b", 1, True)], [("a", 0, False), ("c", 1, True), ("d", 2, True)]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (((Cell("a"),),), "hàng 1 thiếu ô"),
        (((Cell("a"), Cell("b"), Cell("c")),), "hàng 1 thừa ô"),
        (((Cell("a", columns=3),),), "hàng 1, cột 1"),
        (((Cell("a"), Cell("b", rows=2)), (Cell("c", columns=2),)), "hàng 2, cột 1"),
        (((Cell("a", rows=5), Cell("b")),), "quá hàng cuối"),
        (((Cell("a", columns=0), Cell("b")),), "hàng 1, cột 1"),
        (((Cell("a", columns=10**9), Cell("b")),), "hàng 1, cột 1"),
    ],
)
def test_cells_that_overlap_or_leave_holes_are_refused_with_their_place(
    rows: tuple[tuple[Cell, ...], ...], said: str
) -> None:
    with pytest.raises(Refusal) as refused:
        lay(rows, 2, "Bảng «Hồ sơ»")
    assert str(refused.value).startswith("Bảng «Hồ sơ»: ")
    assert said in str(refused.value)


@given(st.lists(st.lists(st.builds(Cell, st.just("x"), st.just(()), st.integers(0, 3), st.integers(0, 3)))))
def test_every_place_is_covered_once_or_the_table_is_refused(rows: list[list[Cell]]) -> None:
    try:
        laid = lay(rows, 3, "Bảng")
    except Refusal:
        return
    assert len(laid) == len(rows)
    for row in laid:
        assert [at for one in row for at in range(one.column, one.column + one.cell.columns)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (Cell(None), "chưa có"),
        (Cell(0), "0"),
        (Cell(12_345), "12.345"),
        (Cell(Decimal("1234.5")), "1.234,5"),
        (Cell(Decimal("97.205"), places=2), "97,21"),
        (Cell(Decimal("-0.5"), places=1), "-0,5"),
        (Cell(date(2021, 9, 27)), "27/9/2021"),
        (Cell("Sở Nội vụ"), "Sở Nội vụ"),
        (Cell("bỏ qua", text=(Run("a", bold=True), Run("b"))), "ab"),
    ],
)
def test_cells_print_as_officials_write(cell: Cell, printed: str) -> None:
    assert shown(cell) == printed


def test_a_table_that_no_office_program_opens_is_refused() -> None:
    row = tuple(Cell("") for _ in range(10))
    with pytest.raises(Refusal, match="quá lớn"):
        check_size(Table(tuple(Column(1) for _ in range(10)), (), (row,) * 40_001))


shares = st.lists(st.floats(0.1, 100), min_size=1, max_size=8)


@given(shares, st.lists(st.text("aW mi", max_size=30), min_size=8, max_size=8), st.floats(50, 300))
def test_columns_together_are_as_wide_as_the_table_and_none_is_lost(
    asked: list[float], said: list[str], width: float
) -> None:
    columns = tuple(Column(share) for share in asked)
    rows = (tuple(Cell(said[at]) for at in range(len(asked))),)
    widths = column_widths(Table(columns, (), rows), width, (), lay(rows, len(asked), "Bảng"))
    assert sum(widths) == pytest.approx(width)
    assert min(widths) > 0


def test_a_narrow_column_is_widened_to_its_longest_word() -> None:
    head = ((Cell("STT"), Cell("Đơn vị")),)
    table = Table((Column(1), Column(99)), head, ())
    narrow, wide = column_widths(table, 165, lay(head, 2, "Bảng"), ())
    assert narrow >= word_width("STT", 12, bold=True)
    assert narrow + wide == pytest.approx(165)


@given(st.text(max_size=200))
def test_breaking_long_words_adds_places_to_break_and_nothing_else(text: str) -> None:
    bare = text.replace(BREAK, "")
    assert breakable(bare, 20, 12).replace(BREAK, "") == bare


def test_ordinary_words_are_not_broken() -> None:
    assert breakable("nghiêng nghiêng trách nhiệm", 20, 12) == "nghiêng nghiêng trách nhiệm"
    assert BREAK in breakable("https://dichvucong.gov.vn/p/trang-chu/dvc-trang-chu", 20, 12)
