"""The fixed words of official documents, as Decree 30 writes them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from makers.letters import results_table, sample
from namro.core.letters import layout
from namro.core.letters.layout import DECREE, rule_length
from namro.core.letters.model import Depth, Kind, Letter, Paragraph, plain, point
from namro.core.letters.wording import (
    addressees_of,
    end_of,
    grounds_of,
    number_line,
    place_line,
    recipients_of,
    reference_line,
)

BARE = Letter(Kind.PLAN, "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH", "Kế hoạch", symbol="KH-UBND", place="Hà Tĩnh")


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("5", "Số: 05/KH-UBND"),
        ("359", "Số: 359/KH-UBND"),
        ("10", "Số: 10/KH-UBND"),
        ("", "Số:       /KH-UBND"),
    ],
)
def test_numbers_under_ten_take_a_leading_zero_and_open_ones_stay_open(number: str, line: str) -> None:
    assert number_line(replace(BARE, number=number)) == line


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2022, 1, 5), "Hà Tĩnh, ngày 05 tháng 01 năm 2022"),
        (date(2022, 2, 15), "Hà Tĩnh, ngày 15 tháng 02 năm 2022"),
        (date(2021, 9, 27), "Hà Tĩnh, ngày 27 tháng 9 năm 2021"),
        (date(2021, 12, 1), "Hà Tĩnh, ngày 01 tháng 12 năm 2021"),
        (None, "Hà Tĩnh, ngày      tháng      năm        "),
    ],
)
def test_days_under_ten_and_the_first_two_months_take_a_leading_zero(day: date | None, line: str) -> None:
    assert place_line(replace(BARE, issued_on=day)) == line


def test_points_go_by_the_vietnamese_alphabet() -> None:
    assert [point(at) for at in range(7)] == ["a", "b", "c", "d", "đ", "e", "g"]
    assert [point(at) for at in (21, 22, 23, 24)] == ["x", "y", "aa", "ab"]
    assert len({point(at) for at in range(2000)}) == 2000


def test_grounds_end_with_semicolons_and_the_last_with_a_stop() -> None:
    grounds = ("Căn cứ Luật A.", "Căn cứ Nghị định B;", "Căn cứ Quyết định C")
    assert grounds_of(replace(BARE, grounds=grounds)) == (
        "Căn cứ Luật A;",
        "Căn cứ Nghị định B;",
        "Căn cứ Quyết định C.",
    )


def test_one_addressee_stands_alone_and_many_stand_after_dashes() -> None:
    assert addressees_of(replace(BARE, addressees=("Bộ Nội vụ",))) == ("Bộ Nội vụ",)
    assert addressees_of(replace(BARE, addressees=("- Sở Tư pháp;", "Sở Y tế"))) == (
        "- Sở Tư pháp;",
        "- Sở Y tế.",
    )


def test_recipients_stand_after_dashes() -> None:
    assert recipients_of(replace(BARE, recipients=("Như trên;", "Lưu: VT, NC1."))) == (
        "- Như trên;",
        "- Lưu: VT, NC1.",
    )


@pytest.mark.parametrize(
    ("words", "end"), [("xử lý", "./."), ("xử lý.", "/."), ("xử lý./.", ""), ("xử lý./. ", "")]
)
def test_the_text_ends_with_the_sign_of_the_end_once(words: str, end: str) -> None:
    assert end_of((Paragraph(plain(words)),)) == end
    assert (words.rstrip() + end).endswith("./.")
    assert not (words.rstrip() + end).endswith("../.")


def test_nothing_is_set_after_a_table_a_heading_or_nothing() -> None:
    assert end_of((results_table(),)) == ""
    assert end_of((Paragraph(plain("MỤC TIÊU"), Depth.SECTION, "I.", heading=True),)) == ""
    assert end_of(()) == ""


def test_an_appendix_says_what_it_belongs_to() -> None:
    assert (
        reference_line(sample(Kind.PLAN))
        == "(Kèm theo Kế hoạch số 05/KH-UBND ngày 05 tháng 02 năm 2022 của Ủy ban nhân dân tỉnh Đường Mới)"
    )
    assert "số …/KH-UBND ngày … tháng … năm …" in reference_line(BARE)


@pytest.mark.parametrize("name", sorted(DECREE))
def test_every_chosen_size_is_one_that_the_decree_allows(name: str) -> None:
    allowed = DECREE[name]
    assert allowed.low <= Decimal(str(getattr(layout, name))) <= allowed.high
    assert allowed.where.startswith("NĐ 30/2020/NĐ-CP")


def test_rules_under_names_are_between_a_third_and_a_half_of_an_ordinary_line() -> None:
    assert layout.text_width() == layout.LEFT_HALF + layout.RIGHT_HALF
    assert 1 / 3 <= layout.RULE_SHARE <= 1 / 2
    assert rule_length("", 13, upper=True) >= 12
    assert rule_length("A" * 500, 13, upper=True) <= 60
