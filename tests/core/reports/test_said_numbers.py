"""Words that contradict the figure beside them: twenty that do, twenty honest ones that do not."""

from decimal import Decimal

import pytest

from namro.core.reports.said_numbers import FigureBeside, said_otherwise

FIGURES = (
    FigureBeside("pv.den-han", "Phần việc đến hạn trong kỳ", "phần việc", Decimal(15)),
    FigureBeside("pv.hoan-thanh", "Đã hoàn thành", "phần việc", Decimal(10)),
    FigureBeside("pv.qua-han", "Quá hạn", "phần việc", Decimal(3)),
    FigureBeside("pv.ty-le", "Tỷ lệ hoàn thành", "%", Decimal("66.666667"), Decimal(10), Decimal(15)),
    FigureBeside("pv.dung-han", "Tỷ lệ nộp đúng hạn", "%", Decimal(80), Decimal(12), Decimal(15)),
    FigureBeside(
        "nhap.hs", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", Decimal("98.5"), Decimal(1970), Decimal(2000)
    ),
    FigureBeside("nhap.hl", "Tỷ lệ người dân hài lòng", "%", Decimal("89.13"), Decimal(8913), Decimal(10000)),
    FigureBeside("nhap.khac", "Tỷ lệ chưa biết", "%", None, None, None),
)
CONTRADICT = (
    ("Đã hoàn thành 12/15 phần việc.", "10/15"),
    ("Toàn xã hoàn thành 11/15 phần việc đến hạn trong kỳ.", "10/15"),
    ("Kết quả: hoàn thành 9 trên 15 phần việc", "10/15"),
    ("Đơn vị đã hoàn thành được 13/15 phần việc; còn lại sẽ làm tiếp.", "10/15"),
    ("Trong kỳ, đã hoàn thành 14/15 phần việc.", "10/15"),
    ("Tỷ lệ phần việc hoàn thành là 80%.", "10/15"),
    ("Phần việc hoàn thành đạt 85,5%", "10/15"),
    ("Hoàn thành 12 trên tổng số 15 phần việc.", "10/15"),
    ("Tỷ lệ hoàn thành phần việc trong kỳ đạt 70 %.", "10/15"),
    ("Nộp đúng hạn 10/15.", "12/15"),
    ("Tỷ lệ nộp đúng hạn đạt 90%.", "12/15"),
    ("Còn vướng mắc, tỷ lệ nộp đúng hạn là 85%.", "12/15"),
    ("Báo cáo nộp đúng hạn đạt 11/15", "12/15"),
    ("Giải quyết đúng hạn 1.950/2.000 hồ sơ.", "1.970/2.000"),
    ("Hồ sơ giải quyết đúng hạn đạt 99,2%.", "1.970/2.000"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn là 97%", "1.970/2.000"),
    ("1.900/2.000 hồ sơ được giải quyết đúng hạn.", "1.970/2.000"),
    ("Tỷ lệ người dân hài lòng đạt 92,13%.", "8.913/10.000"),
    ("Tỷ lệ người dân hài lòng đạt 91%.", "8.913/10.000"),
    ("Toàn đơn vị: đã hoàn thành 15/15 phần việc", "10/15"),
    ("Uỷ ban xã đã hoàn thành 8/15 phần việc.", "10/15"),
)
HONEST = (
    "Đã hoàn thành 10/15 phần việc.",
    "Tỷ lệ hoàn thành phần việc đạt 66,67%.",
    "Tỷ lệ hoàn thành phần việc đạt 67%.",
    "Tỷ lệ hoàn thành phần việc đạt 66,6%.",
    "Hoàn thành 12/15 tiêu chí nông thôn mới.",
    "Hoàn thành 8/9 phần việc của cấp xã.",
    "Hoàn thành 12/15 phần việc lĩnh vực đất đai.",
    "Chưa hoàn thành 5/15 phần việc.",
    "Quá hạn 3/15 phần việc.",
    "Phấn đấu hoàn thành 14/15 phần việc trong quý IV.",
    "Cùng kỳ hoàn thành 13/15 phần việc.",
    "Họp ngày 12/10 về phần việc hoàn thành.",
    "Theo Kế hoạch 12/15/KH-UBND về hoàn thành phần việc.",
    "Tỷ lệ hoàn thành phần việc tăng 5% so với quý trước.",
    "Hoàn thành hơn 80% phần việc.",
    "Hoàn thành 10 phần việc, nộp đúng hạn 12/15.",
    "Nộp đúng hạn 80%, hoàn thành 66,7% phần việc.",
    "Giải quyết đúng hạn 98,5% hồ sơ; trước hạn 40%.",
    "Chỉ tiêu tỷ lệ người dân hài lòng trên 90%.",
    "Năm 2020 tỷ lệ người dân hài lòng đạt 85%.",
    "Kỳ trước đã hoàn thành 9/15 phần việc.",
    "Hoàn thành 12/15 phần việc và 10/15 chỉ tiêu.",
    "Tỷ lệ chưa biết là 50%.",
    "Đã hoàn thành 12/16 phần việc.",
)


@pytest.mark.parametrize(("words", "stands"), CONTRADICT)
def test_words_that_say_another_number_are_pointed_out_with_what_stands(words: str, stands: str) -> None:
    (found,) = said_otherwise("a", words, FIGURES)
    assert f"là {stands} (" in found.sentence.replace("\u202f", ".")
    assert found.words[0] in words
    assert found.figure


@pytest.mark.parametrize("words", HONEST)
def test_honest_words_are_left_alone(words: str) -> None:
    assert said_otherwise("a", words, FIGURES) == ()


def test_there_are_twenty_of_each() -> None:
    assert len(CONTRADICT) >= 20
    assert len(HONEST) >= 20


def test_one_figure_is_told_once_and_nothing_is_told_without_figures() -> None:
    words = "Đã hoàn thành 12/15 phần việc. Toàn xã hoàn thành 12/15 phần việc."
    assert len(said_otherwise("a", words, FIGURES)) == 1
    assert said_otherwise("a", words, ()) == ()
    assert said_otherwise("a", words, FIGURES[:3]) == ()
