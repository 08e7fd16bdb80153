"""Measures, targets and baselines that a text states."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.plans.figures import find_baselines, find_measures, find_targets, index_of_title


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("phấn đấu có ít nhất 03 sáng kiến được công nhận", ("3", "sáng kiến", "at_least", "ít nhất 03 sáng kiến")),
        ("tối thiểu phải cắt giảm 10% thời gian so với quy định", ("10", "%", "at_least", "tối thiểu phải cắt giảm 10% thời gian")),
        ("100% hồ sơ được giải quyết đúng hạn", ("100", "%", "equal", "100% hồ sơ")),
        ("không quá 02 lần bổ sung hồ sơ", ("2", "lần", "at_most", "không quá 02 lần")),
        ("tỷ lệ hài lòng trên 90,5%", ("90.5", "%", "more_than", "trên 90,5%")),
        ("giải ngân từ 95% kế hoạch vốn trở lên", ("95", "%", "at_least", "từ 95% kế hoạch vốn")),
        ("tổ chức tối thiểu 1.200 lượt tập huấn", ("1200", "lượt tập", "at_least", "tối thiểu 1.200 lượt tập")),
    ],
)  # fmt: skip
def test_a_promise_in_the_text_is_a_measure(text: str, measure: tuple[str, str, str, str]) -> None:
    (found,) = find_measures(text)
    assert (str(found.quantity), found.unit, found.relation, found.text) == measure


@pytest.mark.parametrize(
    "text",
    [
        "dịch vụ công trực tuyến mức độ 3, 4",
        "theo Nghị định số 59/2019/NĐ-CP ngày 01/7/2019 của Chính phủ",
        "trong năm 2021 và các năm tiếp theo",
        "khoản 1 và khoản 19 Điều 1 Nghị định 148/2020/NĐ-CP",
        "giai đoạn 2022-2030",
        "gồm 06 chỉ tiêu không đạt kế hoạch",
    ],
)
def test_dates_documents_and_levels_are_not_measures(text: str) -> None:
    assert find_measures(text) == []


@given(st.text(max_size=200))
def test_any_text_has_measures_with_finite_quantities(text: str) -> None:
    assert all(m.quantity.is_finite() and m.unit for m in find_measures(text))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Chỉ số PAR INDEX đứng trong nhóm 10 đến 15 tỉnh", ("PAR INDEX", "rank_band", [10, 15])),
        ("phấn đấu SIPAS đạt trên 90%", ("SIPAS", "share_above", 90)),
        ("Chỉ số PAPI thuộc nhóm 10 tỉnh dẫn đầu", ("PAPI", "rank_at_most", 10)),
        ("Chỉ số PAR INDEX xếp thứ 12 trở lên", ("PAR INDEX", "rank_at_most", 12)),
        ("Chỉ số PAPI không thấp hơn năm trước", ("PAPI", "not_below_last_year", None)),
    ],
)
def test_targets(text: str, target: tuple[str, str, object]) -> None:
    (found,) = find_targets(text)
    assert (found.index, found.kind, found.value) == target


def test_a_sentence_that_names_two_indices_states_no_target() -> None:
    assert find_targets("Nâng PAR INDEX và PAPI lên nhóm 10 tỉnh") == []


def test_a_result_without_a_year_is_left_out() -> None:
    assert find_baselines(["PAPI đạt 45,005/80 điểm, xếp thứ 5/63"]) == []
    (found,) = find_baselines(
        ["Năm 2020, PAPI đạt 45,005/80 điểm, xếp thứ 5/63, tăng 11 bậc so với năm 2019"]
    )
    assert (found.year, found.score, found.rank_change) == (2020, Decimal("45.005"), 11)


def test_the_title_of_an_appendix_names_one_index_or_none() -> None:
    assert index_of_title("NỘI DUNG BỊ TRỪ ĐIỂM TRONG CHỈ SỐ PARINDEX NĂM 2020") == "PAR INDEX"
    assert index_of_title("PAR INDEX VÀ PAPI") is None
