"""The commands on reports: files from what was frozen, differences of two editions, one sentence for the rest."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from namro.cli import main
from namro.core.reports.freezing import canonical, thawed
from namro.web.reports.models import Report

Opened = Callable[..., Report]
ASK = ["report", "make", "tien-do-ke-hoach", "--unit"]


def test_a_report_that_nobody_opened_is_opened_and_made_as_a_draft(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASK, "can-loc", "--period", "2021-Q3", "--out", str(tmp_path)]) == 0
    assert Report.objects.get().unit.key == "can-loc"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        f"bao-cao-tien-do-ke-hoach-can-loc-2021-q3-du-thao.{form}" for form in ("docx", "pdf", "xlsx")
    ]
    assert "dự thảo" in capsys.readouterr().err


def test_two_editions_are_told_apart_by_number_and_by_file(
    opened: Opened, client_of: Callable[..., object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, client = opened("thien-loc"), client_of("xa")
    for text, action in (("Một", "dinh-chinh"), ("Hai", "")):
        version = report.texts.get(section="ton-tai").version
        place = reverse("reports:write", args=[report.pk, "ton-tai"])
        client.post(place, {"text": text, "version": version})  # type: ignore[attr-defined]
        for step in ("gui", action):
            report.refresh_from_db()
            if step:
                address = reverse("reports:step", args=[report.pk, step])
                client.post(address, {"version": report.version, "sentence": "Nhầm"})  # type: ignore[attr-defined]
    assert main([*ASK, "thien-loc", "--period", "2021-Q3", "--out", str(tmp_path)]) == 0
    kept = next(path for path in tmp_path.iterdir() if path.suffix == ".json")
    assert kept.name.endswith("-ban-2.json")
    capsys.readouterr()
    assert main(["report", "diff", f"{report.pk}/1", str(kept)]) == 0
    said = capsys.readouterr().out
    assert "Tồn tại, hạn chế và nguyên nhân: lời\n  - Một\n  + Hai" in said
    assert main(["report", "diff", str(kept), str(kept)]) == 0
    assert "giống nhau" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("unit", "period", "sentence"),
    [
        ("khong-co", "2021-Q3", "Không có đơn vị"),
        ("thien-loc", "2021-Q9", "không có kỳ"),
        ("thien-loc", "2022-Q1", "chưa mở được"),
        ("mat-tran", "2021-Q3", "không phải lập"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_sentence(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str], unit: str, period: str, sentence: str
) -> None:
    assert main([*ASK, unit, "--period", period, "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err.strip()
    assert sentence in said
    assert "\n" not in said
    assert not Report.objects.exists()


@pytest.mark.parametrize("name", ["khong-co.json", "9999", "1/x", "9/9/9", ""])
def test_an_edition_that_is_not_there_is_refused(
    opened: Opened, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["report", "diff", name, name]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_file_that_is_no_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff\xfe")
    assert main(["report", "diff", str(path), str(path)]) == 2
    path.write_text(json.dumps({"schema": "khac"}))
    assert main(["report", "diff", str(path), str(path)]) == 2
    assert "namro.report/1" in capsys.readouterr().err


def test_canonical_content_reads_back() -> None:
    content = {"schema": "namro.report/1", "head": {}, "sections": []}
    assert thawed(canonical(content)) == content
