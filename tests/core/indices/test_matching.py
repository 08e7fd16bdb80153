"""Names of provinces and units: what is sure, what is only proposed, what is not known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.agencies import load_register
from namro.core.indices.matching import (
    How,
    match_name,
    match_province,
    match_unit,
    spelled,
)
from namro.core.indices.results_provinces import load_provinces

THEN, NOW = date(2020, 12, 31), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "how", "key"),
    [
        ("Hà Tĩnh", How.EXACT, "ha-tinh"),
        ("  HÀ  TĨNH ", How.EXACT, "ha-tinh"),
        ("tỉnh Hà Tĩnh", How.EXACT, "ha-tinh"),
        ("UBND tỉnh Nghệ An", How.EXACT, "nghe-an"),
        ("Hoà Bình", How.EXACT, "hoa-binh"),
        ("Hòa Bình", How.EXACT, "hoa-binh"),
        ("Thanh Hoá", How.EXACT, "thanh-hoa"),
        ("Bà Rịa–Vũng Tàu", How.EXACT, "ba-ria-vung-tau"),
        ("BR-VT", How.ALIAS, "ba-ria-vung-tau"),
        ("TP.HCM", How.ALIAS, "ho-chi-minh"),
        ("TP. Hồ Chí Minh", How.EXACT, "ho-chi-minh"),
        ("TT-Huế", How.ALIAS, "thua-thien-hue"),
        ("TT. Huế", How.ALIAS, "thua-thien-hue"),
        ("Đắc Lắc", How.ALIAS, "dak-lak"),
        ("Dak Lak", How.NO_MARKS, "dak-lak"),
        ("Hanoi", How.NO_MARKS, "ha-noi"),
        ("Ho Chi Minh City", How.NO_MARKS, "ho-chi-minh"),
        ("Ha Tinh Province", How.NO_MARKS, "ha-tinh"),
        ("Hà Giang", How.EXACT, "ha-giang"),
    ],
)
def test_a_name_that_is_sure(text: str, how: How, key: str) -> None:
    match = match_province(text, on=THEN)
    assert (match.how, match.key) == (how, key)


@pytest.mark.parametrize(
    ("text", "how", "candidate"),
    [
        ("Hà Tính", How.OTHER_MARKS, "ha-tinh"),
        ("Hà Tỉn", How.NEAR, "ha-tinh"),
        ("Quảng Nm", How.NEAR, "quang-nam"),
    ],
)
def test_a_name_that_is_only_similar_is_proposed_and_never_taken(text: str, how: How, candidate: str) -> None:
    match = match_province(text, on=THEN)
    assert (match.how, match.key, match.candidates[0][0]) == (how, None, candidate)
    assert match.sentence.endswith(("hãy chọn.", "hãy xác nhận."))


@pytest.mark.parametrize("text", ["", "  ", "-", "Hà", "Quảng", "Paris", "tỉnh", "TP"])
def test_a_name_that_is_nobody(text: str) -> None:
    assert match_province(text, on=THEN).how is How.UNKNOWN


def test_after_the_reorganisation_an_old_name_means_the_province_it_was() -> None:
    match = match_province("Hà Giang", on=NOW)
    assert (match.how, match.key) == (How.MERGED, "ha-giang")
    assert match_province("Tuyên Quang", on=NOW).key == "tuyen-quang-2025"
    assert match_province("Tuyên Quang", on=THEN).key == "tuyen-quang"
    assert match_province("Huế", on=NOW).key == "hue"
    assert match_province("Hà Tĩnh", on=NOW).key == "ha-tinh"


@pytest.mark.parametrize("day", [THEN, NOW])
def test_every_province_is_found_by_each_of_its_names(day: date) -> None:
    for one in load_provinces():
        if one.exists_on(day):
            for name in (one.name, one.english, one.name.upper(), *one.aliases):
                assert match_province(name, on=day).key == one.key, name


@given(st.text(max_size=30))
def test_any_text_gets_an_answer_and_a_key_only_when_sure(text: str) -> None:
    match = match_province(text, on=THEN)
    assert (match.key is not None) == (match.confidence >= 0.9)
    assert match.sentence


def test_the_place_of_a_tone_mark_does_not_matter_but_the_tone_does() -> None:
    assert spelled("Khánh Hoà") == spelled("khánh hòa")
    assert spelled("Thủy") == spelled("Thuỷ")
    assert spelled("Hòa") != spelled("Hóa")


def test_a_commune_with_another_tone_is_not_taken_for_its_neighbour() -> None:
    match = match_unit("UBND xã Thạch Hà", load_register(), on=date(2021, 9, 27))
    assert (match.how, match.key) == (How.OTHER_MARKS, None)
    assert match.candidates[0][1] == "UBND xã Thạch Hạ"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sở Nội vụ", "so-noi-vu"),
        ("Sở GD&ĐT", "so-giao-duc-va-dao-tao"),
        ("UBND huyện Thạch Hà", "ubnd-huyen-thach-ha"),
        ("UBND huyen Thach Ha", "ubnd-huyen-thach-ha"),
    ],
)
def test_a_unit_is_found_with_the_register(text: str, key: str) -> None:
    assert match_unit(text, load_register(), on=date(2021, 9, 27)).key == key


def test_a_part_of_an_index_is_found_whatever_the_capitals() -> None:
    names = {"SC33": "Tiếp cận dịch vụ tư pháp", "SC12": "Cơ hội tham gia"}
    assert match_name("Tiếp cận dịch vụ Tư pháp", names).key == "SC33"
    assert match_name("Cơ hội tham gia của dân", names).key is None
