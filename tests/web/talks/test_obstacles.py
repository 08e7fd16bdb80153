from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine as calamine
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import Progress
from namro.web.talks.models import Obstacle, ObstacleStep
from namro.web.talks.services import obstacles as services
from namro.web.talks.states import STEPS, Action, State, diagram
from namro.web.ui.refusals import NotAllowed

ClientOf = Callable[[str], Client]
PICTURE = Path(__file__).parents[3] / "docs" / "states-of-an-obstacle.md"
SAID = {"content": "Phần mềm hỏng", "request": "Mở lại phần mềm", "asked": "interior"}


@pytest.fixture
def obstacle(
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    of_commune: Obligation,
    units: dict[str, Unit],
) -> Obstacle:
    """What hinders Thiên Lộc; Tùng Ảnh, which may not see the obligation, is asked to help."""
    return services.raise_obstacle(
        obligation=of_commune, content="Phần mềm hỏng", request="Mở lại", asked=Obstacle.Asked.UNIT,
        asked_unit=units["tung-anh"], by=cast["xa"], posts=posts("xa"), at=at - timedelta(days=12),
    )  # fmt: skip


def test_the_picture_in_the_docs_is_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == diagram(), "stale picture; run: python tools/draw_states.py"
    assert {step.target for step in STEPS.values()} - {None} == set(State)


def test_an_obstacle_goes_from_the_unit_to_the_province_and_ends(
    client_of: ClientOf, of_commune: Obligation
) -> None:
    commune, interior, leader = client_of("xa"), client_of("sonoivu"), client_of("lanhdao")
    assert "Nêu vướng mắc" in commune.get(f"/phan-viec/{of_commune.pk}/").content.decode()
    assert commune.post(f"/vuong-mac/phan-viec/{of_commune.pk}/", SAID).status_code == 302
    address = f"/vuong-mac/{Obstacle.objects.get().pk}/"
    assert interior.post(f"{address}so-noi-vu/", {"version": 0, "text": ""}).status_code == 422
    assert interior.post(f"{address}so-noi-vu/", {"version": 0, "text": "Trình UBND tỉnh"}).status_code == 302
    assert interior.post(f"{address}so-noi-vu/", {"version": 0, "text": "Cũ"}).status_code == 422
    decided = {"version": 1, "text": "Đồng ý", "document": "120/UBND-NC ngày 15/11/2021"}
    assert leader.post(f"{address}quyet-dinh/", decided).status_code == 302
    assert commune.post(f"{address}rut/", {"version": 2, "text": "x"}).status_code == 422
    assert commune.post(f"{address}da-giai-quyet/", {"version": 2, "text": "Đã mở"}).status_code == 302
    page = commune.get(address).content.decode()
    assert "120/UBND-NC" in page
    assert "Đã giải quyết" in page
    assert ObstacleStep.objects.count() == 4
    assert "Không có vướng mắc" in interior.get("/vuong-mac/").content.decode()


@pytest.mark.parametrize(
    ("username", "may"),
    [
        ("xa", {Action.SOLVE, Action.DROP}),
        ("sonoivu", {Action.ADVISE}),
        ("lanhdao", {Action.DECIDE}),
        ("xakhac", {Action.OPINION}),
        ("sotuphap", set()), ("mattran", set()), ("huyen", set()), ("stranger", set()),
    ],
)  # fmt: skip
def test_who_takes_which_step(
    cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, obstacle: Obstacle, username: str,
    may: set[Action],
) -> None:  # fmt: skip
    for action in STEPS:
        if action in may:
            continue
        with pytest.raises((NotAllowed, Refusal)):
            services.take_step(
                obstacle_id=obstacle.pk, action=action, text="x", version=0, by=cast[username],
                posts=posts(username), at=at,
            )  # fmt: skip
    assert ObstacleStep.objects.count() == 1
    for version, action in enumerate(action for action in STEPS if action in may and action != Action.DROP):
        services.take_step(
            obstacle_id=obstacle.pk, action=action, text="x", version=version, by=cast[username],
            posts=posts(username), at=at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("sonoivu", True), ("lanhdao", True), ("mattran", True), ("xa", True), ("sotuphap", True), ("xakhac", True),
        ("huyen", False), ("stranger", False),
    ],
)  # fmt: skip
def test_who_sees_an_obstacle(client_of: ClientOf, obstacle: Obstacle, username: str, sees: bool) -> None:
    client = client_of(username)
    assert client.get(f"/vuong-mac/{obstacle.pk}/").status_code == (200 if sees else 403)
    if username != "stranger":
        assert ("Phần mềm hỏng" in client.get("/vuong-mac/").content.decode()) is sees


@pytest.mark.parametrize(
    "username", ["sonoivu", "lanhdao", "sotuphap", "mattran", "huyen", "xakhac", "stranger"]
)
def test_only_the_unit_itself_reports_an_obstacle(
    client_of: ClientOf, of_commune: Obligation, username: str
) -> None:
    assert client_of(username).post(f"/vuong-mac/phan-viec/{of_commune.pk}/", SAID).status_code == 403
    assert not Obstacle.objects.exists()


def test_a_report_with_an_obstacle_waits_for_its_record(
    client_of: ClientOf,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    of_commune: Obligation,
) -> None:
    reporting.report(
        obligation_id=of_commune.pk, done=False, progress=Progress("Thiếu kinh phí", obstacle=True), proof=Proof(),
        by=cast["xa"], posts=posts("xa"), at=at, version=0,
    )  # fmt: skip
    interior = client_of("sonoivu")
    page = interior.get("/vuong-mac/").content.decode()
    assert "chưa có hồ sơ" in page
    assert "Thiếu kinh phí" in page
    address = f"/vuong-mac/phan-viec/{of_commune.pk}/tu-bao-cao/"
    for username in ("huyen", "xakhac", "mattran", "sotuphap", "lanhdao", "stranger"):
        assert client_of(username).post(address).status_code == 403
    assert interior.post(address).status_code == 302
    assert Obstacle.objects.get().content == "Thiếu kinh phí"
    interior.post(address)  # pressed twice
    assert Obstacle.objects.count() == 1
    assert "Báo cáo nêu vướng mắc, chưa có hồ sơ" not in interior.get("/vuong-mac/").content.decode()


@pytest.mark.parametrize("step", ["da-giai-quyet", "rut"])
def test_what_is_settled_does_not_come_back_as_without_a_record(
    client_of: ClientOf, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime,
    of_commune: Obligation, step: str,
) -> None:  # fmt: skip
    reporting.report(
        obligation_id=of_commune.pk, done=False, progress=Progress("Thiếu kinh phí", obstacle=True), proof=Proof(),
        by=cast["xa"], posts=posts("xa"), at=at, version=0,
    )  # fmt: skip
    commune = client_of("xa")
    commune.post(f"/vuong-mac/phan-viec/{of_commune.pk}/tu-bao-cao/")
    obstacle = Obstacle.objects.get()
    commune.post(f"/vuong-mac/{obstacle.pk}/{step}/", {"version": 0, "text": "Đã bố trí kinh phí"})
    of_commune.refresh_from_db()
    assert (of_commune.obstacle, of_commune.version, of_commune.sentence) == (False, 1, "Thiếu kinh phí")
    page = client_of("sonoivu").get("/vuong-mac/").content.decode()
    assert "Báo cáo nêu vướng mắc, chưa có hồ sơ" not in page
    assert "Thiếu kinh phí" not in page
    entry = Entry.objects.get(action="Gỡ báo vướng mắc")
    assert (entry.subject_id, entry.reason) == (str(of_commune.pk), "Đã bố trí kinh phí")
    assert of_commune.reports.get().obstacle  # what was reported then stays in the history


def test_one_obstacle_is_open_at_a_time_also_after_reopening(
    client_of: ClientOf, obstacle: Obstacle, of_commune: Obligation
) -> None:
    client = client_of("xa")
    assert client.post(f"/vuong-mac/phan-viec/{of_commune.pk}/", SAID).status_code == 422
    client.post(f"/vuong-mac/{obstacle.pk}/da-giai-quyet/", {"version": 0, "text": "xong"})
    assert client.post(f"/vuong-mac/phan-viec/{of_commune.pk}/", SAID).status_code == 302
    assert (
        client.post(f"/vuong-mac/{obstacle.pk}/mo-lai/", {"version": 1, "text": "lại hỏng"}).status_code
        == 422
    )


def test_age_is_counted_to_the_day_and_exported_with_opinions(
    client_of: ClientOf, obstacle: Obstacle
) -> None:
    client = client_of("sonoivu")
    client.post(f"/vuong-mac/{obstacle.pk}/so-noi-vu/", {"version": 0, "text": "=1+1 ý kiến"})
    content = client.get("/vuong-mac/xuat/?xem=advised").content
    rows = calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    row = next(row for row in rows if "Phần mềm hỏng" in row)
    assert 12 in row
    assert "=1+1 ý kiến" in str(row[-1])


@pytest.mark.parametrize(
    "more",
    [{"content": "ă" * 20_000}, {"content": " \u200b"}, {"request": ""}, {"asked": "unit"}, {"asked": "x"}],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    client_of: ClientOf, of_commune: Obligation, more: dict[str, str]
) -> None:
    assert client_of("xa").post(f"/vuong-mac/phan-viec/{of_commune.pk}/", SAID | more).status_code == 422
    assert not Obstacle.objects.exists()


def test_pages_stay_within_their_queries(
    client_of: ClientOf, obstacle: Obstacle, max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = client_of("sonoivu")
    with max_queries(10):
        client.get("/vuong-mac/")
    with max_queries(9):
        client.get(f"/vuong-mac/{obstacle.pk}/")
