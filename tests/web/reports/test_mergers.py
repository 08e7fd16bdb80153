"""The mergers of 1/7/2025 in Hà Tĩnh, as the carried register has them, inside the Ministry's third quarter."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from namro.core.letters.model import Table
from namro.core.reports.calendar import period_called
from namro.core.reports.diff import differences
from namro.core.reports.freezing import canonical, thawed
from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.cascade.services.transferring import decide_unit, pass_to_successors
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.organisations.models import Role, Succession, Unit
from namro.web.organisations.selectors import posts_on
from namro.web.organisations.services import give_post, load_register
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.program.models import ProgramState
from namro.web.reports.documents.cchc import cchc_letter
from namro.web.reports.documents.making import made
from namro.web.reports.documents.stretches import TITLE
from namro.web.reports.models import Report, ReportFigure
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.selectors.mergers import befores_of
from namro.web.reports.services.filling import fill
from namro.web.reports.services.flow import take_step
from namro.web.reports.services.freezing import content_of
from namro.web.reports.services.opening import open_report
from namro.web.reports.services.writing import Number, save_text, set_figure
from namro.web.reports.states import Action

KIND, PERIOD = "cchc-bo-noi-vu", "2025-Q3"
DAY = date(2025, 9, 20)
AT = datetime(2025, 9, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ON, LAST = date(2025, 7, 1), date(2025, 6, 30)
START, END = date(2025, 6, 15), date(2025, 9, 14)
SEN, TAP = "ubnd-xa-2025-18073", "ubnd-xa-2025-18652"  # phường Thành Sen, phường Hà Huy Tập
NAI = "ubnd-xa-2021-18082"  # phường Đại Nài, a part to each
WHOLE = tuple(
    f"ubnd-xa-2021-{code}" for code in (18070, 18073, 18076, 18079, 18085, 18091, 18097, 18109)
)  # into Thành Sen wholly
DISTRICT = "ubnd-huyen-can-loc"


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    ProgramState.objects.update_or_create(id=1, defaults={"working_date": DAY})
    load_register(at=AT)
    return Unit.objects.in_bulk(field_name="key")


@pytest.fixture
def task(units: dict[str, Unit]) -> Task:
    """One due before the merger of each old unit (three of Đại Nài, four of Can Lộc), two after it of Thành Sen."""
    plan = Plan.objects.create(
        number="1/KH-UBND", year=2025, title="Kế hoạch thử", confirmed_at=AT, confirmed_by="x"
    )
    made = Task.objects.create(
        plan=plan, position=1, code="PL1.I.1-1", text="Việc", search="viec", deadline_kind="monthly",
        first_line=1, last_line=1,
    )  # fmt: skip
    before = date(2025, 6, 25)
    for key in WHOLE:
        owed(made, units[key], before, "a")
    for at in "abc":
        owed(made, units[NAI], before, at)
    for at in "abcd":
        owed(made, units[DISTRICT], before, at)
    for at in "ab":
        owed(made, units[SEN], date(2025, 8, 25), at)
    return made


def owed(task: Task, unit: Unit, due: date, name: str) -> Obligation:
    return Obligation.objects.create(
        task=task, unit=unit, period=f"{name} {due}", period_start=due.replace(day=1), period_end=due, due=due
    )


@pytest.fixture
def officer(units: dict[str, Unit]) -> User:
    """One who writes for Thành Sen, Hà Huy Tập and Sở Nội vụ."""
    person = create_user(
        by=audit.PROGRAM, at=AT, username="canbo", full_name="Cán Bộ", password="mat-khau-thu"
    )
    for key in (SEN, TAP, "so-noi-vu"):
        give_post(by=audit.PROGRAM, at=AT, user=person, unit=units[key], role=Role.UNIT_OFFICER)
    return person


def opened(units: dict[str, Unit], key: str, *, whole: bool = False) -> Report:
    kind = kind_called(KIND)
    report, _ = open_report(
        kind=kind, unit=units[key], period=period_called(kind.kind, PERIOD), is_consolidated=whole, by=audit.PROGRAM,
        at=AT,
    )  # fmt: skip
    return report


def handed_in(report: Report, officer: User) -> Report:
    posts = posts_on(officer, on=DAY)
    save_text(
        report_id=report.pk, section="chi-dao", text="Đã làm.", version=0, by=officer, posts=posts, at=AT
    )
    report.refresh_from_db()
    return take_step(
        report_id=report.pk, action=Action.SUBMIT, version=report.version, by=officer, posts=posts, at=AT
    )


def due_in(report: Report) -> ReportFigure:
    return report.figures.get(name="phan-viec.den-han")


def parts_of(report: Report) -> dict[str, Decimal | None]:
    return {part.of_unit.key: part.stands for part in due_in(report).parts.select_related("of_unit")}


def test_the_register_says_what_became_part_of_a_commune(
    units: dict[str, Unit], max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    with max_queries(3):
        found = befores_of(units[SEN].pk, START, END)
    assert {one.unit.key for one in found} == {*WHOLE, NAI}
    assert {(one.stretch.start, one.stretch.end) for one in found} == {(START, LAST)}
    assert [one.unit.key for one in found if not one.stretch.is_whole] == [NAI]
    with max_queries(1):
        assert befores_of(units["so-tu-phap"].pk, START, END) == ()


def test_the_figures_of_those_merged_stand_in_the_report_of_the_commune(
    units: dict[str, Unit], task: Task
) -> None:
    report = opened(units, SEN)
    figure = due_in(report)
    assert figure.stands == 2 + len(WHOLE)
    assert parts_of(report) == {SEN: 2, **dict.fromkeys(WHOLE, Decimal(1)), NAI: 3}
    nai = figure.parts.get(of_unit=units[NAI])
    assert str(nai) == "Phần việc đến hạn trong kỳ (UBND phường Đại Nài, đến hết 30/6/2025)"
    assert (nai.start, nai.end, nai.as_of, nai.is_whole) == (START, LAST, LAST, False)
    assert nai.why.startswith("một phần")
    assert figure.reckoning.startswith("Tổng của 9 số = 10 phần việc")
    assert "Không gộp: UBND phường Đại Nài, đến hết 30/6/2025 (một phần" in figure.reckoning
    share = report.figures.get(name="phan-viec.ty-le-hoan-thanh")
    assert share.stands_as_share == (0, 10)
    assert len(report.note) < 500
    assert not report.note.endswith("…")


def test_an_obligation_that_passed_to_the_successor_is_counted_once(
    units: dict[str, Unit], task: Task, officer: User
) -> None:
    owed(task, units[WHOLE[0]], date(2025, 7, 20), "sau")  # due after the end of its unit: the successor's
    before = parts_of(opened(units, SEN))
    assert before[SEN] == 3
    passed = pass_to_successors(on=date(2025, 7, 10), at=AT.replace(month=7, day=10))
    assert passed.moved > len(WHOLE)
    report = Report.objects.get()
    fill(report, at=AT)
    assert parts_of(report) == before
    assert due_in(report).stands == 3 + len(WHOLE)
    give_post(by=audit.PROGRAM, at=AT, user=officer, unit=units["so-noi-vu"], role=Role.PLAN_OFFICER)
    posts = posts_on(officer, on=DAY)
    decide_unit(
        from_unit=units[NAI], to_unit=units[TAP], reason="Quyết định 5", on=date(2025, 8, 1), by=officer,
        posts=posts, at=AT,
    )  # fmt: skip
    fill(report, at=AT)
    assert parts_of(report) == before, "what a person passed on later was still owed by the unit that ended"
    other = opened(units, TAP)
    assert parts_of(other)[NAI] == 3
    assert due_in(other).stands == 0


def test_the_consolidated_report_counts_every_unit_and_stretch_once(
    units: dict[str, Unit], task: Task, officer: User
) -> None:
    first, second = opened(units, SEN), opened(units, TAP)
    handed_in(first, officer)
    handed_in(second, officer)
    whole = opened(units, "so-noi-vu", whole=True)
    figure = due_in(whole)
    assert figure.stands == 2 + len(WHOLE) + 3 + 4 == Obligation.objects.count()
    assert "UBND phường Đại Nài, đến hết 30/6/2025" in figure.reckoning
    assert "UBND huyện Can Lộc, đến hết 30/6/2025" in figure.reckoning
    assert "UBND huyện Can Lộc" not in figure.reckoning.split("chưa có số")[-1].split(".")[0]
    beside = parts_of(whole)
    assert (beside.pop(NAI), beside.pop(DISTRICT)) == (3, 4)
    assert set(beside.values()) == {Decimal(0)}, "districts without work"
    reports = sum(due_in(one).stands or 0 for one in (first, second))
    assert figure.stands == reports + 7, "the list behind the number adds up to it"
    annex = next(
        one
        for one in cchc_letter(content_of(whole, author="x", at=AT, edition=1)).appendices
        if one.title == TITLE
    )
    rows = [row for block in annex.blocks if isinstance(block, Table) for row in block.rows]
    assert "Số chung" not in {row[1].value for row in rows}
    names = {one["unit"]: one for one in content_of(whole, author="x", at=AT, edition=1)["gathered_from"]}
    assert names["UBND phường Thành Sen"]["counted"] is True
    assert names["UBND phường Nam Hà, đến hết 30/6/2025"]["counted"] is True
    assert names["UBND huyện Can Lộc, đến hết 30/6/2025"]["how"]
    assert names["UBND phường Trần Phú"]["counted"] is False, "the new one of the name of an old one"


def test_a_figure_by_hand_stands_for_the_unit_and_all_that_is_whole_in_it(
    units: dict[str, Unit], task: Task, officer: User
) -> None:
    report = opened(units, SEN)
    set_figure(
        report_id=report.pk, figure_id=due_in(report).pk, number=Number(Decimal(50)), reason="Sổ giấy", version=0,
        by=officer, posts=posts_on(officer, on=DAY), at=AT,
    )  # fmt: skip
    handed_in(report, officer)
    assert due_in(opened(units, "so-noi-vu", whole=True)).stands == 50 + 3 + 4


@pytest.mark.parametrize(
    ("rule", "parts", "said"),
    [
        ("sum", {}, 3 + 7),
        ("maximum", {}, 7),
        ("ratio_of_sums", {"denominator": 10}, 50),
    ],
)
def test_a_measure_keeps_what_each_predecessor_gave_by_its_own_rule(
    units: dict[str, Unit], task: Task, rule: str, parts: dict[str, int], said: int
) -> None:
    measure = TaskMeasure.objects.create(
        task=task, name="Thủ tục niêm yết", unit_of_measure="thủ tục", across_periods="latest", across_units=rule,
        months=1, since=date(2025, 1, 1), source="Thử", defined_by="x", defined_at=AT,
    )  # fmt: skip
    for key, given in ((WHOLE[0], 3), (WHOLE[1], 7)):
        number = {"numerator": given} if parts else {"number": given}
        MeasureValue.objects.create(
            measure=measure, unit=units[key], period="Tháng 6/2025", period_start=date(2025, 6, 1),
            period_end=LAST, by="x", at=AT.replace(month=6), **number, **parts,
        )  # fmt: skip
    figure = opened(units, SEN).figures.get(name=f"chi-tieu.{measure.pk}")
    assert figure.stands == said
    pass_to_successors(on=ON, at=AT.replace(month=7, day=1))
    fill(figure.report, at=AT)
    figure.refresh_from_db()
    assert figure.stands == said
    assert {one.of_unit.key for one in figure.parts.all() if one.stands is not None} == set(WHOLE[:2])


def test_a_total_by_hand_is_held_against_the_reports_and_what_counts_beside_them(
    units: dict[str, Unit], task: Task, officer: User, client: Client
) -> None:
    handed_in(opened(units, SEN), officer)
    whole = opened(units, "so-noi-vu", whole=True)
    posts = posts_on(officer, on=DAY)
    set_figure(
        report_id=whole.pk, figure_id=due_in(whole).pk, number=Number(Decimal(99)), reason="Thử", version=0,
        by=officer, posts=posts, at=AT,
    )  # fmt: skip
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("reports:gathering", args=[whole.pk])).content.decode()
    assert "ghi 99 nhưng các đơn vị cộng lại là 17" in page


def test_nothing_of_a_merged_commune_counts_before_its_successor_hands_in(
    units: dict[str, Unit], task: Task
) -> None:
    opened(units, SEN)
    whole = opened(units, "so-noi-vu", whole=True)
    assert due_in(whole).stands == 4
    assert "UBND phường Thành Sen" in due_in(whole).reckoning


def test_what_was_frozen_has_the_stretches_and_the_difference_shows_them(
    units: dict[str, Unit], task: Task
) -> None:
    report = opened(units, SEN)
    old = thawed(canonical(content_of(report, author="x", at=AT, edition=1)))
    figure = next(
        one for section in old["sections"] for one in section["figures"] if one["name"] == "phan-viec.den-han"
    )
    assert figure["parts"][0]["unit_key"] == SEN
    assert figure["parts"][1]["name"].endswith(", đến hết 30/6/2025")
    owed(task, units[WHOLE[1]], date(2025, 6, 20), "thêm")
    fill(report, at=AT)
    new = content_of(report, author="x", at=AT, edition=2)
    places = {one.place: (one.before, one.after) for one in differences(old, new)}
    found = next(place for place in places if "UBND phường Nam Hà, đến hết 30/6/2025" in place)
    assert "Phần việc đến hạn" in found
    assert (places[found][0][0], places[found][1][0]) == ("1", "2")


def test_an_edition_from_before_has_no_stretches_and_still_reads(units: dict[str, Unit], task: Task) -> None:
    plain = content_of(opened(units, "so-tu-phap"), author="x", at=AT, edition=1)
    assert all("parts" not in one for section in plain["sections"] for one in section["figures"])
    assert differences(plain, thawed(canonical(plain))) == ()


def test_a_succession_that_is_not_verified_is_shown_and_not_added(units: dict[str, Unit], task: Task) -> None:
    Succession.objects.filter(predecessor=units[WHOLE[0]]).update(verified=False)
    report = opened(units, SEN)
    assert due_in(report).stands == 1 + len(WHOLE)
    assert "chưa được kiểm chứng" in due_in(report).reckoning


def test_a_chain_of_mergers_gives_each_stretch_once(units: dict[str, Unit], task: Task) -> None:
    first, middle = units[WHOLE[0]], units[WHOLE[1]]
    Succession.objects.filter(predecessor=first).delete()
    on = date(2025, 6, 22)
    Unit.objects.filter(pk=first.pk).update(valid_to=date(2025, 6, 21))
    Unit.objects.filter(pk=middle.pk).update(valid_from=on)
    Succession.objects.create(predecessor=first, successor=middle, on=on)
    Obligation.objects.filter(unit=first).update(due=date(2025, 6, 18))
    owed(task, first, date(2025, 6, 24), "giua")  # due when the middle one had it
    before = parts_of(opened(units, SEN))
    assert (before[first.key], before[middle.key]) == (1, 2)
    pass_to_successors(on=ON, at=AT.replace(month=7, day=1))
    report = Report.objects.get()
    fill(report, at=AT)
    assert parts_of(report) == before
    assert due_in(report).stands == sum(value or 0 for key, value in before.items() if key != NAI)


def test_the_document_has_an_annex_with_every_unit_of_the_period(units: dict[str, Unit], task: Task) -> None:
    content = content_of(opened(units, SEN), author="x", at=AT, edition=1)
    annex = next(one for one in cchc_letter(content).appendices if one.title == TITLE)
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    rows = {
        str(row[1].value): row for row in tables[0].rows
    }  # the first figures: the others stand in further tables
    assert "UBND phường Nam Hà, đến hết 30/6/2025" in rows
    assert rows["UBND phường Đại Nài, đến hết 30/6/2025 (không gộp)"][2].value == 3
    assert rows["Số chung"][2].value == 10
    for form in ("docx", "pdf", "xlsx"):
        assert made(content, form, is_draft=True)
    alone = content_of(opened(units, "so-tu-phap"), author="x", at=AT, edition=1)
    assert TITLE not in [one.title for one in cchc_letter(alone).appendices]


def test_the_pages_show_each_unit_under_the_figure(
    units: dict[str, Unit], task: Task, officer: User, client: Client
) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    report = opened(units, SEN)
    page = client.get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert "Gồm 9 đơn vị, 1 đơn vị không gộp" in page
    assert "UBND phường Trần Phú, đến hết 30/6/2025" in page
    place = reverse("reports:figure", args=[report.pk, due_in(report).pk])
    assert "một phần: đơn vị này chia cho nhiều đơn vị" in client.get(place).content.decode()
    handed_in(report, officer)
    edition = client.get(reverse("reports:edition", args=[report.editions.get().pk])).content.decode()
    assert "UBND phường Trần Phú, đến hết 30/6/2025" in edition


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_obligation_counts_once_whenever_it_was_passed_on(
    units: dict[str, Unit], task: Task, seed: int
) -> None:
    """Random dues and owners, passed on early, late or never: the whole is the number of what somebody owed."""
    chance = random.Random(seed)
    split = "ubnd-xa-2021-18796"  # xã Kỳ Lợi, to three communes
    heirs = [
        SEN,
        TAP,
        *Succession.objects.filter(predecessor=units[split]).values_list("successor__key", flat=True),
    ]
    lines = Succession.objects.filter(successor__key__in=heirs)
    old = sorted({*lines.values_list("predecessor__key", flat=True), DISTRICT})
    lost = 0
    for at in range(60):
        key = chance.choice([*old, *heirs])
        first, last = (ON, END) if key in heirs else (START, END)
        due = first + timedelta(days=chance.randrange((last - first).days + 1))
        owed(task, units[key], due, f"r{at}")
        # Nobody can say whose what is that a split or ended unit was to do after its end.
        lost += key in (NAI, split, DISTRICT) and due > LAST
    for key in heirs:
        opened(units, key)
    for month in chance.sample([7, 8, 9], chance.randrange(3)):
        pass_to_successors(on=date(2025, month, 1), at=AT.replace(month=month, day=1))
    for report in Report.objects.all():
        if chance.random() < 0.7:
            fill(report, at=AT)
    Report.objects.update(state="submitted")
    whole = due_in(opened(units, "so-noi-vu", whole=True))
    assert whole.stands == Obligation.objects.count() - lost
    totals = sum(due_in(one).stands or 0 for one in Report.objects.filter(is_consolidated=False))
    assert whole.stands == totals + sum(part.stands or 0 for part in whole.parts.all())
