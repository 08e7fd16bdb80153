from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from namro.web.indices.models import Result
from namro.web.organisations.models import Unit
from namro.web.overview.selectors.figures import index_figures
from namro.web.overview.selectors.ledger import Ledger, ledgers
from namro.web.overview.selectors.plan_basis import basis
from namro.web.overview.selectors.province import due_soon, soon_count, standing
from namro.web.plans.models import Obligation, Plan
from namro.web.plans.selectors.standing import Tally
from namro.web.plans.states import Shown

PROVINCE = ("sonoivu", "lanhdao", "mattran")


def page(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def ledger_of(index: str, today: date) -> Ledger:
    found = basis()
    assert found is not None
    return ledgers(found, [index], today)[0]


@pytest.mark.parametrize("username", PROVINCE)
def test_the_province_sees_the_distance_to_every_target(
    plan: Plan, client_of: Callable[[str], Client], username: str
) -> None:
    shown = page(client_of(username))
    assert "hạng 16/63" in shown
    assert "còn 1 bậc" in shown
    assert "còn 0,87 điểm phần trăm" in shown
    assert "đã đạt, hơn 5 bậc" in shown
    assert "45,005" in shown


@pytest.mark.parametrize("username", ["sotuphap", "huyen", "xa"])
def test_a_unit_sees_its_own_morning_and_no_other_unit(
    plan: Plan, client_of: Callable[[str], Client], username: str
) -> None:
    shown = page(client_of(username))
    assert "Hôm nay" in shown
    assert "Đơn vị có việc quá hạn" not in shown


def test_the_morning_of_a_commune_says_what_presses_and_why(
    plan: Plan, client_of: Callable[[str], Client]
) -> None:
    shown = page(client_of("xa"))
    assert "Quá hạn" in shown
    assert "quá hạn 15 ngày" in shown
    assert "−0,362" in shown
    assert 'href="/viec-cua-toi/"' in shown


def test_a_stranger_is_told_who_can_help(plan: Plan, client_of: Callable[[str], Client]) -> None:
    response = client_of("stranger").get("/")
    assert response.status_code == 403
    assert "Cán bộ theo dõi kế hoạch của Sở Nội vụ" in response.content.decode()


def test_before_any_plan_the_page_says_what_to_do(client_of: Callable[[str], Client]) -> None:
    shown = page(client_of("sonoivu"))
    assert "Chưa có kế hoạch nào" in shown
    assert "Nhập văn bản" in shown
    assert "Cán bộ theo dõi kế hoạch của Sở Nội vụ nhập văn bản" in page(client_of("lanhdao"))
    assert "Đơn vị chưa có phần việc nào" in page(client_of("xa"))


def test_a_loss_that_no_task_answers_stands_out(plan: Plan, client_of: Callable[[str], Client]) -> None:
    shown = page(client_of("sonoivu"))
    assert "Công bằng trong tuyển dụng vào khu vực công" in shown
    assert "Chưa có nhiệm vụ nào" in shown
    assert "tên chưa kiểm chứng" in shown


def test_the_ledger_puts_the_greatest_loss_first_and_counts_shared_tasks(plan: Plan, today: date) -> None:
    ledger = ledger_of("PAPI", today)
    rows = {row.name: row for row in ledger.known}
    assert ledger.rows[0].name == "Dịch vụ giáo dục tiểu học công lập"
    assert (ledger.rows[0].task_count, ledger.rows[0].tally.total) == (5, 15)
    assert rows["Cơ hội tham gia"].tally == rows["Tri thức công dân"].tally
    assert rows["Cơ hội tham gia"].tally.total == 3
    assert len(ledger.known) == 12
    assert len(ledger.unanswered) == 9


def test_a_criterion_without_points_is_unknown_and_not_zero(
    plan: Plan, today: date, client_of: Callable[[str], Client]
) -> None:
    ledger = ledger_of("PAR INDEX", today)
    assert ledger.known == ()
    assert [row.name for row in ledger.unknown] == ["Sáng kiến"]
    assert "chưa có số liệu điểm" in page(client_of("sonoivu"), "/chi-so/par-index/")


def test_every_obligation_is_counted_once(plan: Plan, today: date) -> None:
    found = standing(today)
    assert found.tally.total == Obligation.objects.count() == 21
    assert sum(level.tally.total for level in found.levels) == 21
    assert found.tally.counts[Shown.SILENT] == 18
    assert soon_count(today) == 3
    assert [(row.text, row.count) for row in due_soon(today)] == [("Tuyên truyền.", 3)]


def test_units_with_few_obligations_are_not_ranked(plan: Plan, today: date) -> None:
    found = standing(today)
    assert {row.unit.level for row in found.late} == {"commune"}
    assert (len(found.late), found.late_count) == (3, 6)  # all that are late are counted, few are ranked
    assert found.too_few == 3  # the departments owe one thing each


def test_a_unit_that_reported_once_is_no_longer_silent(
    plan: Plan, today: date, units: dict[str, Unit]
) -> None:
    one = Obligation.objects.filter(unit=units["thien-loc"]).first()
    assert one is not None
    Obligation.objects.filter(pk=one.pk).update(state="accepted", reported_at=timezone.now())
    found = standing(today)
    assert "thien-loc" not in {row.unit.key for row in found.silent}
    last = found.late[-1]  # the smallest share of late work stands last
    assert (last.unit.key, last.tally.late, last.tally.total, last.silent) == ("thien-loc", 4, 6, 4)


def test_nothing_of_the_future_is_shown(plan: Plan, today: date, client_of: Callable[[str], Client]) -> None:
    assert Result.objects.filter(year=2021).exists()
    assert all(figure.year == 2020 for figure in index_figures(basis(), today))
    assert "88,6" not in page(client_of("sonoivu"), "/chi-so/par-index/")


def test_later_the_newest_result_is_measured_against_the_target(plan: Plan) -> None:
    figures = {figure.index: figure for figure in index_figures(basis(), date(2022, 7, 1))}
    assert (figures["PAR INDEX"].year, figures["PAR INDEX"].rank) == (2021, 8)
    assert figures["PAR INDEX"].rank_change == 8
    assert figures["PAR INDEX"].distance is not None
    assert figures["PAR INDEX"].distance.is_reached


@pytest.mark.parametrize("slug", ["par-index", "sipas", "papi"])
def test_the_page_of_an_index_shows_years_target_and_ledger(
    plan: Plan, client_of: Callable[[str], Client], slug: str
) -> None:
    shown = page(client_of("xa"), f"/chi-so/{slug}/")
    assert "Kết quả qua các năm" in shown
    assert "Khoảng cách = " in shown
    assert "style=" not in shown


def test_the_picture_and_the_table_say_the_same(plan: Plan, client_of: Callable[[str], Client]) -> None:
    shown = page(client_of("sonoivu"), "/chi-so/papi/")
    assert "năm 2018 hạng 7/61, năm 2019 hạng 16/63, năm 2020 hạng 5/63" in shown
    for rank in ("7/61", "16/63", "5/63"):
        assert f'<td class="num">{rank}</td>' in shown


def test_an_index_nobody_knows_is_not_found(plan: Plan, client_of: Callable[[str], Client]) -> None:
    assert client_of("sonoivu").get("/chi-so/par/").status_code == 404


def test_the_list_of_indices_leads_to_each(plan: Plan, client_of: Callable[[str], Client]) -> None:
    shown = page(client_of("xa"), "/chi-so/")
    assert all(f"/chi-so/{slug}/" in shown for slug in ("par-index", "sipas", "papi"))


@pytest.mark.parametrize(
    ("username", "address", "most"),
    [("sonoivu", "/", 22), ("xa", "/", 15), ("sonoivu", "/chi-so/", 9), ("xa", "/chi-so/papi/", 15)],
)
def test_pages_keep_their_budget_of_queries(
    plan: Plan,
    client_of: Callable[[str], Client],
    max_queries: Callable[[int], AbstractContextManager[None]],
    *,
    username: str,
    address: str,
    most: int,
) -> None:
    client = client_of(username)
    with max_queries(most):
        page(client, address)


def test_a_bar_in_words_names_every_part() -> None:
    counts = dict.fromkeys(Shown, 0) | {Shown.ACCEPTED: 2, Shown.SILENT: 1}
    assert Tally(counts, 1).words == "hoàn thành 2, không báo cáo 1"
