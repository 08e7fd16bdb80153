"""The five clears of a piece of work that is handed on, and its share of the whole."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.plans.handing import (
    HandedOn,
    check_clear,
    check_shares,
    clears_of_hand_over,
    share_known,
)

TODAY = date(2021, 11, 15)
CLEAR = HandedOn(
    work="Niêm yết danh sách hộ nghèo tại trụ sở",
    person="Trần Thị Hiền",
    responsibility="Chịu trách nhiệm danh sách đúng, đủ",
    given_on=TODAY,
    due=date(2021, 12, 20),
    limit=date(2021, 12, 31),
    product="Biên bản niêm yết",
)


def _missing(piece: HandedOn) -> list[str]:
    return [clear.name for clear in clears_of_hand_over(piece) if not clear.is_clear]


def test_a_piece_that_is_clear_in_all_five_is_taken() -> None:
    check_clear(CLEAR)
    assert _missing(CLEAR) == []


@pytest.mark.parametrize(
    ("change", "name", "sentence"),
    [
        ({"work": "Niêm yết"}, "what", "Rõ việc: cần ghi nội dung công việc phải làm."),
        ({"work": "việc " * 251}, "what", "Rõ việc: gộp quá nhiều việc (251 chữ)"),
        ({"person": None}, "who", "Rõ người: cần chọn phòng hoặc một công chức cụ thể."),
        ({"person": None, "division": "Văn phòng"}, "who", "Văn phòng chưa có trưởng phòng"),
        ({"responsibility": " làm "}, "responsibility", "Rõ trách nhiệm: cần ghi"),
        ({"due": None}, "when", "Rõ thời gian: cần ghi ngày phải xong."),
        ({"due": date(2021, 11, 14)}, "when", "trước ngày giao 15/11/2021"),
        ({"due": date(2022, 1, 1)}, "when", "sau hạn 31/12/2021; cần chọn ngày sớm hơn hoặc ghi lý do."),
        ({"product": " "}, "effect", "Rõ hiệu quả: cần ghi sản phẩm"),
        ({"quantity": Decimal(0), "counted_in": "hộ"}, "effect", "phải lớn hơn 0"),
        ({"quantity": Decimal(5)}, "effect", "cần ghi đơn vị tính"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(change: dict[str, object], name: str, sentence: str) -> None:
    piece = replace(CLEAR, **change)  # type: ignore[arg-type]
    assert _missing(piece) == [name]
    with pytest.raises(Refusal) as refused:
        check_clear(piece)
    assert sentence in refused.value.sentence


def test_everything_that_is_missing_is_said_at_once_with_the_name_of_the_piece() -> None:
    with pytest.raises(Refusal) as refused:
        check_clear(replace(CLEAR, work="", responsibility="", product=""), "Phần giao 2")
    said = refused.value.sentence
    assert said.startswith("Phần giao 2: ")
    assert all(word in said for word in ("Rõ việc", "Rõ trách nhiệm", "Rõ hiệu quả"))


def test_a_later_day_is_taken_with_a_reason_and_a_number_stands_for_a_product() -> None:
    check_clear(replace(CLEAR, due=date(2022, 1, 5), reason_later="Chờ hướng dẫn của Sở"))
    check_clear(replace(CLEAR, product="", quantity=Decimal(120), counted_in="hộ"))
    check_clear(replace(CLEAR, limit=None, due=date(2030, 1, 1)))


@given(st.integers(-40, 40), st.integers(-40, 40), st.booleans())
def test_a_day_is_clear_between_the_giving_and_the_limit_or_with_a_reason(
    due: int, limit: int, has_reason: bool
) -> None:
    piece = replace(
        CLEAR,
        due=TODAY + timedelta(due),
        limit=TODAY + timedelta(limit),
        reason_later="lý do" if has_reason else "",
    )
    assert ("when" not in _missing(piece)) == (due >= 0 and (due <= limit or has_reason))


@given(st.lists(st.none() | st.decimals("0.01", "100", places=2), max_size=6))
def test_shares_are_taken_when_the_known_ones_do_not_exceed_the_whole(shares: list[Decimal | None]) -> None:
    fits = sum(share or 0 for share in shares) <= 100
    if fits:
        check_shares(shares)
    else:
        with pytest.raises(Refusal, match="không được quá 100%"):
            check_shares(shares)
    known = share_known(shares)
    assert (known is None) == (not shares or None in shares)


@pytest.mark.parametrize("share", [Decimal(0), Decimal(-1), Decimal("100.01")])
def test_a_share_is_a_part_of_the_whole(share: Decimal) -> None:
    with pytest.raises(Refusal):
        check_shares([share])
