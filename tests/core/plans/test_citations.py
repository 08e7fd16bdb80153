from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.plans.citations import citations_in

PREAMBLE = (
    "Căn cứ Nghị quyết số 76/NQ-CPngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính giai "
    "đoạn 2021-2030; Công văn số 3787/BNV-CCHC ngày 04/8/2021 của Bộ Nội vụ về việc triển khai các nội dung"
)


def test_the_documents_of_a_preamble_are_read_with_day_issuer_and_abstract() -> None:
    first, second = citations_in(PREAMBLE)
    assert (first.kind, first.number, first.issued_on) == ("Nghị quyết", "76/NQ-CP", date(2021, 7, 15))
    assert first.issuer == "Chính phủ"
    assert first.about == "Chương trình tổng thể cải cách hành chính giai đoạn 2021-2030"
    assert (second.kind, second.number, second.issued_on) == ("Công văn", "3787/BNV-CCHC", date(2021, 8, 4))
    assert (second.issuer, second.about) == ("Bộ Nội vụ", "triển khai các nội dung")


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        (
            "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ",
            "30/2020/NĐ-CP",
            date(2020, 3, 5),
        ),
        (
            "Kế hoạch số 513/KH-UBND ngày 31/12/2020 của Ủy ban nhân dân tỉnh về CCHC",
            "513/KH-UBND",
            date(2020, 12, 31),
        ),
        ("Quyết định số 9/QĐ-BNV", "9/QĐ-BNV", None),
        ("Quyết định số 9/QĐ-BNV ngày 31/02/2021", "9/QĐ-BNV", None),
    ],
)
def test_a_day_that_is_not_written_or_cannot_be_is_unknown(text: str, number: str, day: date | None) -> None:
    (found,) = citations_in(text)
    assert (found.number, found.issued_on) == (number, day)


def test_the_same_document_is_given_once() -> None:
    assert len(citations_in("Nghị quyết số 76/NQ-CP; theo Nghị quyết số 76/NQ-CP")) == 1


@given(st.text(alphabet="Nghị quyếtsố 0123/-CPàngày;.của về\n", max_size=400))
def test_whatever_is_written_nothing_breaks(text: str) -> None:
    for found in citations_in(text):
        assert found.number
