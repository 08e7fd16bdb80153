"""Charts of documents: names that can be read, colours that mean what they show, numbers as documents write them."""

from decimal import Decimal

import pytest

from namro.core.letters.charts import chart_svg, colours_of, lies_down, spec
from namro.core.letters.codec import from_tree, to_tree
from namro.core.letters.model import Chart, Kind, Letter, Series

RED, GREEN = "#9d1c20", "#4e8a4d"


def _chart(*labels: str, kind: str = "bar", meanings: tuple[str, ...] = ("", "")) -> Chart:
    values = tuple(Decimal(1204 + at) for at in range(len(labels)))
    series = tuple(Series(f"Dãy {at}", values, meaning) for at, meaning in enumerate(meanings))
    return Chart("Biểu đồ", kind, labels, series, "phần việc", 0)


@pytest.mark.parametrize(
    ("labels", "lies"),
    [
        (("Cấp tỉnh", "Cấp huyện", "Cấp xã"), False),
        (("Cấp tỉnh", "Phần việc quá hạn chưa báo cáo"), True),
        (tuple("ABCDEFG"), True),
    ],
)
def test_long_or_many_names_stand_beside_lying_bars(labels: tuple[str, ...], lies: bool) -> None:
    chart = _chart(*labels)
    assert lies_down(chart) is lies
    encoding = spec(chart)["layer"][0]["encoding"]
    assert encoding["y" if lies else "x"]["field"] == "nhan"


def test_a_line_of_periods_never_lies_down() -> None:
    assert not lies_down(_chart(*(f"Tháng {month}/2021" for month in range(1, 13)), kind="line"))


def test_a_long_name_is_whole_in_the_drawing() -> None:
    drawn = chart_svg(_chart("Phần việc đã được công nhận hoàn thành trong kỳ báo cáo", "Quá hạn"))
    for word in ("Phần việc đã được công nhận", "hoàn thành trong kỳ báo cáo"):
        assert word in drawn
    assert "…" not in drawn


def test_red_and_green_are_kept_for_late_and_accepted() -> None:
    neutral = colours_of(_chart("A", meanings=("",) * 8))
    assert not {RED, GREEN} & set(neutral)
    assert colours_of(_chart("A", meanings=("good", "", "bad"))) == (GREEN, neutral[0], RED)


def test_numbers_in_a_drawing_are_written_as_in_documents() -> None:
    assert "1.204" in chart_svg(_chart("A", meanings=("",)))


def test_the_meaning_of_a_series_survives_its_tree() -> None:
    letter = Letter(
        kind=Kind.REPORT, issuer="UBND TỈNH", abstract="Thử", blocks=(_chart("A", meanings=("bad", "")),)
    )
    assert from_tree(to_tree(letter)) == letter
