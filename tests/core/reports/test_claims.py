"""What several units claim: results of two first, forms of words as one finding of all, other results left alone."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.reports.claims import MOST_SHARING, Claim, duplicates
from namro.core.reports.contradictions import Weight, some_names
from namro.core.reports.document_numbers import MOST_UNDATED

FORM = "Đơn vị đã triển khai đầy đủ các nhiệm vụ được giao."
RESULT = "Đã cấp 125 giấy chứng nhận quyền sử dụng đất tại thôn Trung Thiên trong một tuần."


def _all(*texts: str) -> list[Claim]:
    return [Claim(f"Xã {at}", "a", text) for at, text in enumerate(texts)]


def test_what_everybody_writes_is_one_finding_with_everybody_counted() -> None:
    (found,) = duplicates(_all(*[FORM] * 200))
    assert found.weight is Weight.FORM
    assert found.sentence.startswith("200 đơn vị cùng viết câu này")
    assert len(found.units) == 200
    assert found.words == (FORM,)


def test_a_result_of_two_stands_before_a_form_of_many() -> None:
    found = duplicates(_all(*[f"{FORM} {RESULT}" if at in (3, 9) else FORM for at in range(50)]))
    assert [one.weight for one in found] == [Weight.RESULT, Weight.FORM]
    assert found[0].units == ("Xã 3", "Xã 9")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RESULT, RESULT.replace("125", "126")),
        (RESULT, RESULT.replace("Trung Thiên", "Yên Bình")),
        (f"{RESULT[:-1]} rưỡi.", RESULT.replace("Trung Thiên", "Thiên Trung")),
        ("Đã rà soát 12 thủ tục hành chính của cấp xã.", "Đã rà soát 15 thủ tục hành chính của cấp xã."),
        (FORM, FORM.replace("đầy đủ các", "một phần những việc trong")),
    ],
)
def test_another_number_name_or_wording_is_another_result(one: str, other: str) -> None:
    assert duplicates(_all(one, other)) == ()


def test_leading_zeros_marks_case_and_order_do_not_make_another_sentence() -> None:
    (found,) = duplicates(_all("Đã mở 05 lớp tập huấn cho cán bộ.", "ĐÃ MỞ 5 lớp tập huấn, cho cán bộ."))
    assert "cùng một câu" in found.sentence


def test_the_same_words_in_different_parts_are_not_compared() -> None:
    assert duplicates([Claim("A", "a", RESULT), Claim("B", "b", RESULT)]) == ()


def test_a_document_is_the_same_only_where_no_date_says_otherwise() -> None:
    one, other = "Ban hành Kế hoạch số 15/KH-UBND ngày {} về tuyên truyền.", "Có Kế hoạch 15/KH-UBND ngày {}."
    assert duplicates(_all(one.format("5/8/2021"), other.format("06/8/2021"))) == ()
    (found,) = duplicates(_all(one.format("5/8/2021"), other.format("05 tháng 8 năm 2021")))
    assert found.weight is Weight.RESULT
    assert "Văn bản số 15/KH-UBND được Xã 0, Xã 1 cùng nêu" in found.sentence


def test_numbers_that_meet_by_chance_are_one_finding_and_a_symbol_of_one_agency_is_always_told() -> None:
    texts = [f"Ban hành văn bản {at // 2}/KH-UBND số thứ {at}." for at in range(2, 2 * MOST_UNDATED + 6)]
    found = duplicates(_all(*texts, "Có 9/QĐ-SNV.", "Theo 9/QĐ-SNV."))
    assert [one.weight for one in found] == [Weight.RESULT, Weight.WORDS]
    assert "9/QĐ-SNV" in found[0].sentence
    assert found[1].sentence.startswith(f"{MOST_UNDATED + 2} số văn bản")


def test_the_ground_of_all_is_no_result_of_anybody() -> None:
    texts = [f"Thực hiện Kế hoạch số 359/KH-UBND, xã đã làm việc {at}." for at in range(MOST_SHARING + 1)]
    (found,) = (one for one in duplicates(_all(*texts)) if "359" in one.sentence)
    assert found.weight is Weight.FORM


def test_a_document_in_a_sentence_already_told_is_not_told_again() -> None:
    (found,) = duplicates(_all(*["Đã ban hành Quyết định số 12/QĐ-UBND về rà soát."] * 2))
    assert "có văn bản số 12/QĐ-UBND" in found.sentence


def test_findings_keep_their_key_and_differ_by_it() -> None:
    claims = _all(*[f"{FORM} {RESULT}"] * 2)
    keys = [one.key for one in duplicates(claims)]
    assert keys == [one.key for one in duplicates(claims)]
    assert len(set(keys)) == len(keys) == 2


def test_many_names_are_cut_and_counted() -> None:
    assert some_names(["A", "B"]) == "A, B"
    assert some_names([str(at) for at in range(40)]) == "0, 1, 2, 3, 4 và 35 đơn vị khác"


_SENTENCE = st.lists(
    st.sampled_from(["đã", "rà", "soát", "công", "khai", "thủ", "tục", "mười", "việc", "xã"]),
    min_size=6,
    max_size=9,
)


@given(_SENTENCE, _SENTENCE)
def test_two_sentences_are_near_exactly_when_four_fifths_of_their_words_are_shared(
    one: list[str], other: list[str]
) -> None:
    a, b = set(one), set(other)
    near = len(a) > 5 and len(b) > 5 and 5 * len(a & b) >= 4 * len(a | b)
    assert bool(duplicates(_all(" ".join(one), " ".join(other)))) == near


@given(st.randoms())
def test_the_order_of_units_changes_no_group_of_equal_sentences(chance: random.Random) -> None:
    claims = _all(*[FORM] * 7, RESULT, RESULT, "Câu khác hẳn chỉ có một đơn vị viết ra.")
    shuffled = claims[:]
    chance.shuffle(shuffled)
    told = {frozenset(one.units) for one in duplicates(shuffled)}
    assert told == {frozenset(f"Xã {at}" for at in range(7)), frozenset({"Xã 7", "Xã 8"})}


def test_dates_are_read_as_numbers_not_as_days() -> None:
    assert duplicates(_all(f"Họp ngày {date(2021, 8, 5):%d/%m/%Y} về việc thứ nhất của xã.", FORM)) == ()
