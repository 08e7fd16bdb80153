"""Pages of rankings: figures as published, ties and gaps said, why of a rank, a province over the years."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from namro.web.indices import province_selectors, ranking_selectors
from namro.web.indices.ranking_selectors import ordered, ranking_list
from namro.web.indices.services import load_results
from namro.web.program.models import ProgramState

ClientOf = Callable[[str], Client]
LATE = date(2026, 1, 1)


@pytest.fixture
def officer(client_of: ClientOf, at: Any) -> Client:
    load_results(at=at)
    return client_of("sonoivu")


@pytest.fixture
def late(officer: Client) -> Client:
    ProgramState.objects.update(working_date=LATE)
    return officer


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("year", "points", "rank", "of"),
    [(2020, "45,0052", 5, 63), (2019, "44,7979", 16, 63), (2022, "44,3138", 8, 61)],
)
def test_the_page_shows_the_points_and_rank_that_were_published(
    late: Client, year: int, points: str, rank: int, of: int
) -> None:
    page = _text(late, f"/chi-so/papi/xep-hang/{year}/")
    assert f'<p class="figure-value">{points} <small>điểm</small>' in page
    assert f'<p class="figure-value">{rank}<small>/{of}</small>' in page


def test_who_has_no_result_is_named_and_not_ranked(late: Client) -> None:
    page = _text(late, "/chi-so/papi/xep-hang/2022/")
    assert "Không xếp hạng 2 tỉnh không có kết quả năm 2022:</strong> Bắc Giang, Bắc Ninh." in page
    shown = ranking_list("PAPI", 2022, day=LATE)
    assert shown is not None
    assert len(shown.rows) == 61


def test_a_year_that_is_not_known_on_the_day_is_not_there(officer: Client) -> None:
    assert officer.get("/chi-so/papi/xep-hang/2021/").status_code == 404
    assert officer.get("/chi-so/papi/xep-hang/")["Location"] == "/chi-so/papi/xep-hang/2020/"
    assert officer.get("/chi-so/papi/xep-hang/2020/?theo=SC99").status_code == 404
    assert officer.get("/chi-so/khac/xep-hang/2020/").status_code == 404
    assert officer.get("/chi-so/papi/xep-hang/2020/khong-co/").status_code == 404


def test_the_list_can_be_ranked_by_one_part(officer: Client) -> None:
    page = _text(officer, "/chi-so/papi/xep-hang/2020/?theo=sc62")
    assert '<p class="figure-value">26<small>/63</small>' in page
    assert '<option value="sc62" selected>' in page


@pytest.mark.parametrize(
    ("order", "first"), [("hang", "Quảng Ninh"), ("-hang", "Gia Lai"), ("ten", "An Giang")]
)
def test_the_list_can_be_sorted(order: str, first: str, db: None) -> None:
    shown = ranking_list("PAPI", 2020, day=LATE)
    assert shown is not None
    rows = ordered(shown.rows, order)
    worst = max(shown.rows, key=lambda row: row.rank or 0).name
    assert rows[0].name == (worst if order == "-hang" else first)
    assert len(rows) == 63


def test_the_own_province_stands_beside_the_chosen_ones(officer: Client) -> None:
    page = _text(officer, "/chi-so/papi/xep-hang/2020/?so=nghe-an&so=thanh-hoa")
    beside = page.split('id="so-sanh"')[1].split("</table>")[0]
    names = [name for name in ("Hà Tĩnh", "Nghệ An", "Thanh Hóa", "Quảng Ninh") if name in beside]
    assert names == ["Hà Tĩnh", "Nghệ An", "Thanh Hóa"]


def test_the_workbook_holds_every_ranked_province(officer: Client) -> None:
    answer = officer.get("/chi-so/papi/xep-hang/2020/tep/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 3 + 63 + 1
    assert [row[:4] for row in rows if row[2] == "Hà Tĩnh"] == [[5.0, 63.0, "Hà Tĩnh", 45.0052]]


def test_a_rank_says_why(officer: Client) -> None:
    page = _text(officer, "/chi-so/papi/xep-hang/2020/ha-tinh/")
    assert "4 tỉnh có điểm cao hơn: hạng = 1 + 4 = 5, trong 63 tỉnh có kết quả." in page
    assert "hạng 1 đến 16 là nhóm cao nhất" in page
    assert "= 45,0052" in page
    assert "Quảng Ninh: 48,8114" in page


def test_who_has_no_rank_is_told_which_parts_are_missing(late: Client) -> None:
    page = _text(late, "/chi-so/papi/xep-hang/2022/bac-ninh/")
    assert "Không xếp hạng vì không có kết quả của 14 nội dung: SC21" in page
    assert "không tính thành 0" in page


def test_a_province_over_the_years_breaks_its_line_where_the_measuring_changed(late: Client) -> None:
    life = province_selectors.life("PAPI", province_selectors.find("ha-tinh"), day=LATE)  # type: ignore[arg-type]
    assert [one.rank for one in life.years if one.year in (2019, 2020, 2022)] == [16, 5, 8]
    assert [one.year for one in life.years if one.new_method] == [2018, 2019, 2021]
    assert life.chart is not None
    assert len(life.chart.points) == 14
    page = _text(late, "/chi-so/papi/tinh/ha-tinh/")
    assert "8 nội dung thay vì 6" in page


@pytest.mark.parametrize("slug", ["par-index", "sipas"])
def test_the_change_of_method_of_2022_is_marked(late: Client, slug: str) -> None:
    assert "Từ năm 2022 đổi cách đo theo Quyết định 876/QĐ-BNV ngày 10/11/2022." in _text(
        late, f"/chi-so/{slug}/tinh/ha-tinh/"
    )
    assert "chỉ để tham khảo" in _text(late, f"/chi-so/{slug}/xep-hang/2022/")


def test_the_mean_of_all_provinces_stands_beside_the_own_figure(officer: Client) -> None:
    page = _text(officer, "/chi-so/par-index/xep-hang/2020/")
    assert '<p class="figure-value">83,72 <small>%</small>' in page
    assert "suy ra, chưa kiểm chứng" in page


def test_printed_ranks_are_kept_where_not_all_provinces_are_known(officer: Client) -> None:
    page = _text(officer, "/chi-so/par-index/xep-hang/2020/")
    assert "Chỉ biết số của 12 trong 63 tỉnh; hạng giữ như đã công bố." in page


def test_a_merged_province_is_shown_as_then_and_as_now(late: Client) -> None:
    page = _text(late, "/chi-so/papi/tinh/ha-giang/")
    assert "Từ 1/7/2025 thuộc" in page
    assert "chưa kiểm chứng" in page
    assert "không biết trọng số mẫu" in page
    page = _text(late, "/chi-so/papi/xep-hang/2022/don-vi-nay/")
    assert "34 tỉnh, thành phố" in page
    assert "chưa rõ: có tỉnh không có kết quả" in page


def test_what_does_not_follow_is_told(late: Client, officer: Client) -> None:
    page = _text(late, "/chi-so/papi/doi-chieu/")
    assert "in 6,7249, cộng các phần được 6,7250" in page
    assert page.count("Ngoài khoảng điểm") == 2
    assert page.count("Tổng không khớp các phần") == 9
    assert _text(late, "/chi-so/par-index/doi-chieu/").count("Tổng không khớp các khối") == 3


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran"])
def test_whoever_holds_a_post_may_read(client_of: ClientOf, at: Any, who: str) -> None:
    load_results(at=at)
    for path in (
        "xep-hang/2020/",
        "xep-hang/2020/ha-tinh/",
        "tinh/ha-tinh/",
        "doi-chieu/",
        "xep-hang/2020/tep/",
    ):
        assert client_of(who).get(f"/chi-so/papi/{path}").status_code == 200


def test_a_stranger_may_not(client_of: ClientOf) -> None:
    assert client_of("stranger").get("/chi-so/papi/xep-hang/2020/").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["papi/xep-hang/2020/", "papi/xep-hang/2020/ha-tinh/", "papi/tinh/ha-tinh/", "papi/doi-chieu/",
     "par-index/xep-hang/2020/", "sipas/tinh/ha-tinh/"],
)  # fmt: skip
def test_no_page_asks_the_database_much(
    officer: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    officer.get(f"/chi-so/{path}")
    with django_assert_max_num_queries(14):
        assert officer.get(f"/chi-so/{path}").status_code == 200


def test_without_results_the_page_says_what_to_do(client_of: ClientOf) -> None:
    ProgramState.objects.update(working_date=date(2011, 1, 1))
    page = _text(client_of("sonoivu"), "/chi-so/papi/xep-hang/")
    assert "Chưa có kết quả nào" in page
    assert ranking_selectors.years("PAPI", day=date(2011, 1, 1)) == ()
