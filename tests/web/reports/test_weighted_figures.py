"""A weighted mean goes from a measure through the reports of units into the whole, by its own rule."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from namro.core.errors import Refusal
from namro.core.measures import Aggregation
from namro.core.reports.diff import figure_words
from namro.core.reports.freezing import thawed
from namro.web.accounts.models import User
from namro.web.measures.models import TaskMeasure
from namro.web.measures.services.defining import Definition, define_measure
from namro.web.measures.services.giving import Given, give_value
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Task
from namro.web.reports.annex_files import annex_workbook, read_annex
from namro.web.reports.documents.periodic import value_words
from namro.web.reports.forms import FigureForm
from namro.web.reports.kind_lines import RULE_WORDS, read_typed, typed_lines
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.services.annexes import take_annex
from namro.web.reports.services.flow import refresh, take_step
from namro.web.reports.services.writing import Number, set_figure
from namro.web.reports.states import Action
from namro.web.ui.figures import RATIO, WEIGHTED, Ask, named

Opened = Callable[..., Report]
PostsOf = Callable[[str], Posts]
WEIGHED = Definition(
    "Điểm hài lòng trung bình", "điểm", "latest", "weighted_mean", date(2021, 7, 1), "Kế hoạch thử",
    denominator_label="số phiếu",
)  # fmt: skip


@pytest.fixture
def mean(work: Task, cast: dict[str, User], posts: PostsOf, units: dict[str, Unit], at: datetime) -> str:
    """The name of a weighted measure that Thiên Lộc gave 80 for with weight 100 and Can Lộc 90 with weight 300."""
    people = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    measure = define_measure(task=work, wanted=WEIGHED, **(people | {"at": at.replace(month=8)}))  # type: ignore[arg-type]
    for key, value, weight in (("thien-loc", 80, 100), ("can-loc", 90, 300)):
        given = Given(number=Decimal(value), denominator=Decimal(weight))
        give_value(measure=measure, unit=units[key], period="Quý III/2021", given=given, **people)  # type: ignore[arg-type]
    return f"chi-tieu.{measure.pk}"


@pytest.fixture
def typed_mean(opened: Opened, mean: str) -> ReportFigure:
    """A figure of Thiên Lộc's report that is typed with its weight."""
    report = opened("thien-loc")
    return ReportFigure.objects.create(
        report=report, section="chi-tieu", position=99, name="nhap.chi-tieu.s1", label="Điểm", unit="điểm",
        rule=WEIGHTED, places=2, origin=ReportFigure.Origin.TYPED, as_of=date(2021, 9, 30),
    )  # fmt: skip


@pytest.mark.parametrize("how", list(Aggregation))
def test_every_way_of_measures_reaches_reports_under_its_own_name(
    how: Aggregation, work: Task, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    inside = how if how is Aggregation.RATIO_OF_SUMS else Aggregation.LATEST
    wanted = Definition(
        "Số thử", "việc", inside.value, how.value, date(2021, 7, 1), "Kế hoạch thử", "tử", "mẫu"
    )
    measure = define_measure(
        task=work, wanted=wanted, by=cast["sonoivu"], posts=posts("sonoivu"), at=at.replace(month=8)
    )
    figures = named(["chi-tieu"], Ask(date(2021, 7, 1), date(2021, 9, 30), at.date()))
    assert figures[f"chi-tieu.{measure.pk}"].rule == how.value
    assert how.value in RULE_WORDS
    assert how.value in TaskMeasure.Across.values


def test_units_give_value_and_weight_and_the_whole_is_their_weighted_mean(
    mean: str, opened: Opened, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    for key, who in (("thien-loc", "xa"), ("can-loc", "huyen")):
        report = opened(key)
        report.texts.filter(section="nhiem-vu").update(text="Đã làm.")
        take_step(
            report_id=report.pk, action=Action.SUBMIT, version=report.version, by=cast[who], posts=posts(who), at=at
        )  # fmt: skip
    own = Report.objects.get(unit__key="thien-loc").figures.get(name=mean)
    assert (own.rule, own.stands, own.stands_as_share) == (WEIGHTED, 80, (8000, 100))
    whole = opened("so-noi-vu", whole=True)
    refresh(report_id=whole.pk, by=cast["sonoivu"], posts=posts("sonoivu"), at=at)
    figure = whole.figures.get(name=mean)
    assert figure.stands == Decimal("87.5")
    assert figure.stands_as_share == (35000, 400)
    assert "tổng quyền số 400" in figure.reckoning
    assert figure.definition == own.definition == "PL1.I.1-1: Điểm hài lòng trung bình; quyền số: số phiếu."
    assert "tổng quyền số 100 = 80 điểm" in own.source
    frozen = thawed(Report.objects.get(unit__key="thien-loc").editions.get().content)
    (kept,) = (one for section in frozen["sections"] for one in section["figures"] if one["name"] == mean)
    assert (kept["value"], kept["numerator"], kept["denominator"], kept["rule"]) == (
        "80", "8000", "100", WEIGHTED,
    )  # fmt: skip
    assert figure_words(kept) == "80,00 điểm (quyền số 100)"
    assert value_words(kept) == "80,00 điểm (quyền số 100)"


def test_a_number_by_hand_needs_its_weight_and_keeps_both(
    mean: str, opened: Opened, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    report = opened("thien-loc")
    figure = report.figures.get(name=mean)
    form = FigureForm(figure=figure)
    assert {"value", "denominator"} <= set(form.fields)
    assert "numerator" not in form.fields
    assert form.fields["denominator"].label == "Quyền số"

    def change(number: Number) -> ReportFigure:
        return set_figure(
            report_id=report.pk, figure_id=figure.pk, number=number, reason="Đếm lại", version=figure.version,
            by=cast["xa"], posts=posts("xa"), at=at,
        )  # fmt: skip

    for weight in (None, Decimal(0), Decimal(-1)):
        with pytest.raises(Refusal, match="quyền số"):
            change(Number(Decimal(70), None, weight))
    with pytest.raises(Refusal, match="quá lớn"):
        change(Number(Decimal(10) ** 14, None, Decimal(100)))
    changed = change(Number(Decimal(70), None, Decimal(50)))
    assert (changed.stands, changed.stands_as_share) == (70, (3500, 50))


def test_a_typed_weighted_figure_goes_out_in_a_table_and_back(
    typed_mean: ReportFigure, cast: dict[str, User], posts: PostsOf, at: datetime
) -> None:
    typed_mean.own_value, typed_mean.own_denominator = Decimal(70), Decimal(50)
    packed = annex_workbook("Biểu", [typed_mean])
    (row,) = read_annex("bieu.xlsx", packed)
    assert (row.value, row.numerator, row.denominator) == (70, None, 50)
    take_annex(
        report_id=typed_mean.report_id, rows=[row], source="Biểu 1", by=cast["xa"], posts=posts("xa"), at=at
    )
    typed_mean.refresh_from_db()
    assert (typed_mean.stands, typed_mean.stands_as_share) == (70, (3500, 50))


def test_every_rule_has_a_word_to_set_it_by() -> None:
    assert set(RULE_WORDS) == {one.value for one in Aggregation}
    lines = "\n".join(f"Số {rule}; điểm; {word}" for rule, word in RULE_WORDS.items())
    figures = read_typed(lines, [])
    assert [one["rule"] for one in figures] == list(RULE_WORDS)
    assert {one["rule"] for one in figures if one["places"] == 2} == {RATIO, WEIGHTED}
    assert typed_lines(figures) == lines
