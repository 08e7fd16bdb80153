"""The ledger of lost points: what fell, what the plan answers, what chance may explain, what cannot be compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.indices.ledger import find_province, papi_ledger
from namro.core.indices.ledger_model import Basis, LedgerRow, row_to_json
from namro.core.indices.ledger_noise import respondents, widest_band
from namro.core.indices.ledger_others import others_ledger
from namro.core.indices.results import YearTable, load_papi, papi_frame
from namro.core.indices.results_others import load_others
from namro.core.indices.results_provinces import province

HA_TINH = province("ha-tinh")
# Appendix 1 of Plan 359, as written there.
PLAN = [
    "Tri thức công dân",
    "Cơ hội tham gia",
    "Công khai danh sách hộ nghèo",
    "Tiếp cận dịch vụ Tư pháp",
    "Kiểm soát tham nhũng trong chính quyền",
    "Kiểm soát tham nhũng trong cung ứng dịch vụ công",
    "Dịch vụ chứng thực, xác nhận của chính quyền",
    "Dịch vụ cấp giấy phép xây dựng",
    "Dịch vụ cấp giấy chứng nhận quyền sử dụng đất",
    "Dịch vụ giáo dục tiểu học công lập",
    "Chất lượng nước",
]


def _parts(
    year: int, basis: Basis = Basis.YEAR_ON_YEAR, plan: list[str] | None = None
) -> dict[str, LedgerRow]:
    ledger = papi_ledger(load_papi(), HA_TINH, year, basis, plan_criteria=plan)
    return {row.code or row.name: row for row in ledger.rows if row.level == "part"}


def test_the_plan_answers_eleven_of_twelve_losses_and_not_sc43() -> None:
    ledger = papi_ledger(load_papi(), HA_TINH, 2020, plan_criteria=PLAN)
    lost = [row for row in ledger.lost_rows if row.level == "part"]
    assert len(lost) == 12
    assert sum(row.covered is True for row in lost) == 11
    assert [row.code for row in ledger.uncovered] == ["SC43"]
    assert all(row.code for row in ledger.rows if row.level == "part")


def test_sc43_fell_by_a_tenth_and_stands_32nd() -> None:
    row = _parts(2020, plan=PLAN)["SC43"]
    assert (row.rank, row.of) == (32, 63)
    assert row.lost is not None
    assert round(row.lost, 3) == Decimal("0.114")
    assert row.reckoning.endswith("= −0,114; mất 0,114 điểm.")


@pytest.mark.parametrize(
    ("code", "rank"), [("SC33", 51), ("SC63", 60), ("SC12", 3), ("SC83", 1), ("SC53", 40), ("SC62", 26)]
)
def test_ranks_of_2020_are_those_among_63(code: str, rank: int) -> None:
    row = _parts(2020)[code]
    assert (row.rank, row.of) == (rank, 63)


def test_without_a_plan_nothing_is_said_about_it() -> None:
    assert {row.covered for row in _parts(2020).values()} == {None}


def test_a_criterion_that_is_only_similar_is_not_taken_for_an_answer() -> None:
    row = _parts(2020, plan=["Công bằng trong tuyển dụng khu vực công"])["SC43"]
    assert row.covered is False
    assert "hãy chọn" in row.warnings[0]


def test_a_criterion_that_no_part_bears_is_told_with_its_amount_unknown() -> None:
    row = _parts(2020, plan=["Vệ sinh đô thị"])["Vệ sinh đô thị"]
    assert (row.code, row.value, row.lost, row.covered) == (None, None, None, True)


def test_what_rose_is_not_lost_and_stands_after_what_fell() -> None:
    ledger = papi_ledger(load_papi(), HA_TINH, 2020)
    rose = next(row for row in ledger.rows if row.code == "SC32")
    assert rose.change is not None
    assert (rose.lost, round(rose.change, 3)) == (Decimal(0), Decimal("0.285"))
    changes = [row.change for row in ledger.rows if row.change is not None]
    assert changes == sorted(changes)


def test_other_bases_compare_with_the_maximum_the_median_and_the_best_quarter() -> None:
    table = load_papi()[2020]
    assert {row.reference for row in _parts(2020, Basis.TO_MAXIMUM).values()} >= {Decimal("2.5")}
    assert all(row.lost for row in _parts(2020, Basis.TO_MAXIMUM).values())
    median = _parts(2020, Basis.TO_MEDIAN)["SC43"]
    assert (median.reference, median.lost) == (sorted(filter(None, table.columns["SC43"]))[31], Decimal(0))
    top = _parts(2020, Basis.TO_TOP_QUARTER)["SC43"]
    ranking = table.ranking("SC43")
    assert top.reference == ranking.values[ranking.ranks.index(16)]
    assert top.value == ranking.values[table.place("ha-tinh")]
    assert top.reference is not None
    assert top.value is not None
    assert top.lost == top.reference - top.value > 0


def test_only_one_of_twelve_losses_is_beyond_the_noise_and_that_one_fell_everywhere() -> None:
    lost = [row for row in _parts(2020).values() if row.lost]
    beyond = [row for row in lost if row.within_noise is False]
    assert [row.code for row in beyond] == ["SC62"]
    assert "Trung vị các tỉnh cũng đổi từ 1,724 (2019) sang 1,413 (2020)" in beyond[0].warnings[0]


def test_the_band_of_192_people_and_a_part_of_four() -> None:
    band = widest_band(Decimal("0.25"), Decimal("2.5"), 192, 192)
    assert band is not None
    # 1,96 × √2 × (2,25 / 2) / √192
    assert round(band, 4) == Decimal("0.2250")


def test_where_the_sample_is_not_known_nothing_is_said_about_noise() -> None:
    assert respondents(papi_frame(), HA_TINH, 2023) is None
    assert respondents(papi_frame(), province("tuyen-quang-2025"), 2020) is None
    assert {row.within_noise for row in _parts(2024).values()} == {None}
    assert respondents(papi_frame(), province("ha-noi"), 2020) == 576


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_more_people_never_widen_the_band(first: int, second: int) -> None:
    low, high = Decimal(0), Decimal(10)
    few, many = sorted([first, second])
    wide, narrow = widest_band(low, high, few), widest_band(low, high, many)
    assert wide is not None
    assert narrow is not None
    assert wide >= narrow > 0


def test_where_the_range_changed_the_difference_is_no_loss() -> None:
    row = _parts(2021)["SC51"]
    assert (row.lost, row.within_noise) == (None, None)
    assert "Thang điểm đổi từ 0,25–2,50 (năm 2020) sang 0,33–3,33 (năm 2021)" in row.warnings[0]


def test_what_was_not_measured_the_year_before_cannot_have_fallen() -> None:
    row = _parts(2019)["SC83"]
    assert (row.reference, row.lost) == (None, None)
    assert "chưa đo" in row.warnings[0]


def test_a_part_that_is_no_longer_measured_is_told() -> None:
    ledger = papi_ledger(load_papi(), HA_TINH, 2021)
    assert any("SC52" in note for note in ledger.notes)
    assert any("Quảng Ninh, Bắc Giang, Bắc Ninh" in note for note in ledger.notes)


def test_a_dimension_whose_parts_changed_carries_a_warning() -> None:
    ledger = papi_ledger(load_papi(), HA_TINH, 2021)
    row = next(row for row in ledger.rows if row.code == "5")
    assert row.lost is not None
    assert row.warnings


def test_par_index_across_the_change_of_method_carries_a_warning() -> None:
    ledger = others_ledger(load_others(), "PAR INDEX", HA_TINH, 2022, Basis.YEAR_ON_YEAR)
    assert ledger.rows[0].lost == Decimal("2.65")
    assert "876/QĐ-BNV" in ledger.rows[0].warnings[0]
    before = others_ledger(load_others(), "PAR INDEX", HA_TINH, 2021, Basis.YEAR_ON_YEAR)
    assert (before.rows[0].lost, before.rows[0].warnings) == (Decimal(0), ())


def test_par_index_lists_the_plans_criteria_with_the_amount_unknown() -> None:
    ledger = others_ledger(
        load_others(), "PAR INDEX", HA_TINH, 2020, plan_criteria=["Thực hiện các nhiệm vụ do Chính phủ giao"]
    )
    assert [(row.code, row.lost, row.covered) for row in ledger.rows] == [
        ("", Decimal("14.69"), None), ("8-1", Decimal("1.08"), False), (None, None, True),
    ]  # fmt: skip


def test_the_edge_of_the_best_quarter_is_the_published_province_of_rank_16() -> None:
    ledger = others_ledger(load_others(), "PAR INDEX", province("khanh-hoa"), 2021, Basis.TO_TOP_QUARTER)
    assert ledger.rows[0].reference == Decimal("87.61")
    unknown = others_ledger(load_others(), "PAR INDEX", HA_TINH, 2023, Basis.TO_MEDIAN)
    assert (unknown.rows[0].reference, unknown.rows[0].lost) == (None, None)
    assert "xếp thứ 32" in unknown.rows[0].warnings[0]


@pytest.mark.parametrize(
    ("key", "year", "words"),
    [("quang-ninh", 2021, "không công bố kết quả"), ("ha-tinh", 2010, "2011–2024")],
)
def test_what_was_not_published_is_refused_in_a_sentence(key: str, year: int, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        papi_ledger(load_papi(), province(key), year)
    assert words in refused.value.sentence


def test_a_result_that_is_not_known_is_refused_with_the_years_that_are() -> None:
    with pytest.raises(Refusal) as refused:
        others_ledger(load_others(), "SIPAS", HA_TINH, 2024)
    assert "2019, 2020, 2021, 2022, 2023" in refused.value.sentence


def test_a_province_that_is_not_sure_is_refused_with_what_it_may_be() -> None:
    assert find_province("Hoà Bình", 2020).key == "hoa-binh"
    with pytest.raises(Refusal) as refused:
        find_province("Hà Tỉn", 2020)
    assert "Hà Tĩnh" in refused.value.sentence


def test_the_figures_of_a_merged_province_are_as_then_and_say_so() -> None:
    ledger = papi_ledger(load_papi(), province("ha-giang"), 2020)
    assert any("từ 1/7/2025 thuộc Tuyên Quang" in note for note in ledger.notes)


@given(
    st.lists(st.one_of(st.none(), st.decimals("0.25", "2.5", places=4)), min_size=4, max_size=4),
    st.lists(st.one_of(st.none(), st.decimals("0.25", "2.5", places=4)), min_size=4, max_size=4),
)
def test_lost_is_never_negative_and_never_known_without_both_years(
    old: list[Decimal | None], new: list[Decimal | None]
) -> None:
    codes = ["SC11", "SC12", "SC13", "SC14"]
    tables = {
        year: YearTable(
            papi_frame(),
            year,
            ["ha-tinh", "nghe-an"],
            {c: [v, Decimal(1)] for c, v in zip(codes, vs, strict=True)},
        )
        for year, vs in ((2019, old), (2020, new))
    }
    if all(value is None for value in new):
        return
    for row in papi_ledger(tables, HA_TINH, 2020).rows:
        assert row.lost is None or row.lost >= 0
        if row.level == "part" and row.code:
            before, after = old[codes.index(row.code)], new[codes.index(row.code)]
            assert (row.lost is None) == (before is None or after is None)
        tree = row_to_json(row)
        assert (tree["lost"] is None) == (row.lost is None)


def test_the_ledger_of_a_merged_province_says_that_the_merger_is_not_verified() -> None:
    ledger = papi_ledger(load_papi(), find_province("Hà Giang", 2020), 2020)
    assert any("Chưa kiểm chứng: việc sáp nhập ghi theo phương án đăng báo" in note for note in ledger.notes)
    own = papi_ledger(load_papi(), find_province("Hà Tĩnh", 2020), 2020)
    assert not any("Chưa kiểm chứng" in note for note in own.notes)
