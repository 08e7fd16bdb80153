"""A report that cannot be is refused in one sentence, on the page and on the command line; nothing is opened."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from namro.cli import main
from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.services import give_post, load_register
from namro.web.program.models import ProgramState
from namro.web.reports.models import Report

AT = datetime(2025, 7, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
KIND = "cchc-bo-noi-vu"
CASES = [
    ("ubnd-xa-2025-18073", "2025-Y", ""),
    ("so-noi-vu", "2026-Q3", "Kỳ Quý III/2026 bắt đầu ngày 15/6/2026, chưa đến nên chưa mở được báo cáo."),
    (
        "ubnd-xa-2021-18073",
        "2025-Q3",
        "UBND phường Nam Hà chỉ tồn tại đến ngày 30/6/2025; báo cáo kỳ này do UBND phường Thành Sen lập.",
    ),
    (
        "ubnd-xa-2021-18082",
        "2025-Q3",
        "UBND phường Đại Nài chỉ tồn tại đến ngày 30/6/2025; báo cáo kỳ này do UBND phường Hà Huy Tập, "
        "UBND phường Thành Sen lập.",
    ),
    (
        "ubnd-huyen-can-loc",
        "2025-Q3",
        "UBND huyện Can Lộc chỉ tồn tại đến ngày 30/6/2025, không lập báo cáo của kỳ này.",
    ),
    (
        "ubnd-huyen-loc-ha",
        "2025-Q3",
        "UBND huyện Lộc Hà chỉ tồn tại đến ngày 31/12/2024; báo cáo kỳ này do UBND huyện Thạch Hà, "
        "UBND thành phố Hà Tĩnh lập.",
    ),
    (
        "ubnd-xa-2025-18073",
        "2025-Q1",
        "UBND phường Thành Sen có từ ngày 1/7/2025, sau kỳ Quý I/2025; hãy chọn kỳ khác.",
    ),
    ("ubmttq-tinh", "2025-Q3", "không phải lập báo cáo “Báo cáo cải cách hành chính định kỳ”"),
]  # fmt: skip


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    ProgramState.objects.update_or_create(id=1, defaults={"working_date": AT.date()})
    load_register(at=AT)
    return Unit.objects.in_bulk(field_name="key")


@pytest.fixture
def officer(units: dict[str, Unit]) -> User:
    return create_user(by=audit.PROGRAM, at=AT, username="canbo", full_name="Cán Bộ", password="mat-khau-thu")


@pytest.mark.parametrize(("key", "period", "said"), CASES[1:])
def test_the_command_says_why_in_one_line(
    units: dict[str, Unit],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    key: str,
    period: str,
    said: str,
) -> None:
    if period == "2025-Q1":
        assert units[key].valid_from == date(2025, 7, 1)
    asked = ["report", "make", KIND, "--unit", key, "--period", period, "--out", str(tmp_path)]
    assert main(asked) == 2
    told = capsys.readouterr().err.strip()
    assert said in told
    assert "\n" not in told
    assert not list(tmp_path.iterdir())
    assert not Report.objects.exists()


@pytest.mark.parametrize(("key", "period", "said"), CASES[1:])
def test_the_page_says_the_same(
    units: dict[str, Unit], officer: User, client: Client, key: str, period: str, said: str
) -> None:
    give_post(by=audit.PROGRAM, at=AT, user=officer, unit=units[key], role=Role.UNIT_OFFICER)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("reports:open"), {"ky": f"{KIND}:{period}", "don_vi": key})
    assert answer.status_code == 422
    page = answer.content.decode()
    # A period that is not offered is refused by the form itself, in a sentence of its own.
    # A period that has not begun is not among those offered.
    begun = period != "2026-Q3"
    assert (said if begun else "Kỳ này không có trong danh sách các kỳ mở được; hãy chọn lại.") in page
    assert not Report.objects.exists()


def test_a_unit_founded_inside_the_period_reports_from_its_first_day(
    units: dict[str, Unit], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, period, _ = CASES[0]
    asked = ["report", "make", KIND, "--unit", key, "--period", period, "--out", str(tmp_path)]
    assert main(asked) == 0
    report = Report.objects.get()
    assert report.start == date(2025, 7, 1)
    assert "từ ngày 1/7/2025, ngày đơn vị được thành lập" in report.note
    assert len(list(tmp_path.iterdir())) == 3
    assert "Danh bạ chưa có người đứng đầu của UBND phường Thành Sen" in capsys.readouterr().err


def test_a_missing_signer_is_told_on_the_page_and_leaves_the_place_open(
    units: dict[str, Unit], officer: User, client: Client
) -> None:
    unit = units["so-tu-phap"]
    give_post(by=audit.PROGRAM, at=AT, user=officer, unit=unit, role=Role.UNIT_OFFICER)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("reports:open"), {"ky": f"{KIND}:2025-Q3", "don_vi": unit.key})
    report = Report.objects.get()
    page = reverse("reports:detail", args=[report.pk])
    assert "chưa có người đứng đầu của Sở Tư pháp" in client.get(page).content.decode()
    give_post(by=audit.PROGRAM, at=AT, user=officer, unit=unit, role=Role.UNIT_HEAD)
    assert "chưa có người đứng đầu" not in client.get(page).content.decode()


def test_a_report_opened_before_the_merger_was_known_is_still_made(
    units: dict[str, Unit], tmp_path: Path
) -> None:
    unit = units["so-tu-phap"]
    asked = ["report", "make", KIND, "--unit", unit.key, "--period", "2025-Q3", "--out", str(tmp_path)]
    assert main(asked) == 0
    Unit.objects.filter(pk=unit.pk).update(valid_to=date(2025, 7, 1))
    assert main(asked) == 0
