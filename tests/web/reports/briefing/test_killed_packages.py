"""A package whose worker is killed with -9 goes on behind what was made; one that is stopped leaves nothing."""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.briefing.models import Package
from namro.web.reports.briefing.services import packing, parts
from namro.web.reports.documents.packing import pack_into

WORK = """
import time, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = {media!r}
from namro.web.reports.briefing.services import packing
whole = packing._made
def slowly(*args):
    time.sleep({pause})
    return whole(*args)
packing._made = slowly
packing.run({package})
"""
UNITS = ("so-tu-phap", "can-loc", "duc-tho", "thien-loc", "vuong-loc", "tung-anh")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def package(units: dict[str, Unit], cast: dict[str, User], at: datetime) -> Package:
    """A package of six units' quarterly reports as ZIP, and one unit that is not there."""
    marks = [["tien-do-ke-hoach", "2021-Q3", key] for key in (*UNITS, "khong-co")]
    return Package.objects.create(
        kind="bao-cao", title="Quý III", form="zip", marks=marks, by=cast["sonoivu"], made_at=at, heard_at=at
    )


def _worker(package: Package, pause: float) -> "subprocess.Popen[bytes]":
    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        database = f"sqlite:{kept['NAME']}"
    else:
        names = {
            name: kept[name.upper()] for name in ("host", "port", "user", "password") if kept[name.upper()]
        }
        query = "&".join(f"{name}={quote(str(value), safe='/')}" for name, value in names.items())
        database = f"postgresql:{kept['NAME']}?{query}"
    work = WORK.format(media=str(settings.MEDIA_ROOT), pause=pause, package=package.pk)
    env = {
        **os.environ,
        "NAMRO_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "namro.config.settings",
        "PYTHONPATH": "src",
    }
    return subprocess.Popen([sys.executable, "-c", work], env=env)


def _notes(package: Package) -> list[Path]:
    return sorted(parts.folder_of(package.shelf).glob("*.json"))


def _names(package: Package) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(package.file.read())).namelist()


@pytest.mark.django_db(transaction=True)
def test_a_killed_package_goes_on_behind_what_was_made_and_is_the_same_file(
    transactional_db: None, package: Package
) -> None:
    child = _worker(package, 0.4)
    until = time.monotonic() + 90
    while len(_notes(package)) < 2:
        assert time.monotonic() < until
        assert child.poll() is None
        time.sleep(0.02)
    child.kill()  # -9
    assert child.wait() == -9
    package.refresh_from_db()
    made = {one: one.stat().st_mtime_ns for one in _notes(package)}
    assert 2 <= len(made) < len(UNITS)
    assert (package.state, package.done) in {("running", len(made)), ("running", len(made) - 1)}
    done: list[int] = []
    heard = packing._heard

    def counted(package: Package, at: int) -> bool:
        done.append(at)
        return heard(package, at)

    with (
        patch.object(parts, "clear"),
        patch.object(packing, "_heard", counted),
    ):
        packing.run(package.pk)
    assert done == [*range(len(made), len(UNITS) + 1), len(UNITS) + 1], "nothing is made or counted twice"
    assert {one: one.stat().st_mtime_ns for one in made} == made
    package.refresh_from_db()
    assert (package.state, package.done) == ("done", len(UNITS) + 1)
    assert "Bỏ qua 1" in package.said
    assert len(_names(package)) == 2 * len(UNITS)

    again = Package.objects.create(
        kind="bao-cao", title="x", form="zip", marks=package.marks, by=package.by, made_at=package.made_at,
        heard_at=package.heard_at,
    )  # fmt: skip
    packing.run(again.pk)
    again.refresh_from_db()
    package.file.seek(0)
    assert again.file.read() == package.file.read()
    assert not parts.folder_of(again.shelf).exists()


@pytest.mark.django_db
def test_a_stopped_package_leaves_nothing_and_refuses_to_be_stopped_again(
    package: Package, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    ask = {"package": package, "by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    whole = packing._made

    def stopped_after_two(one: Package, mark: list[str]) -> dict[str, bytes]:
        if mark[2] == UNITS[2]:
            with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
                packing.cancel(**ask)  # type: ignore[arg-type]
        return whole(one, mark)

    with patch.object(packing, "_made", stopped_after_two):
        packing.run(package.pk)
    package.refresh_from_db()
    assert (package.state, package.done, package.file.name) == ("cancelled", 2, "")
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
    with pytest.raises(Refusal, match="đã dừng"):
        packing.cancel(**ask)  # type: ignore[arg-type]
    packing.run(package.pk)
    package.refresh_from_db()
    assert package.state == "cancelled"


@pytest.mark.django_db
def test_a_package_stopped_while_its_file_is_put_together_keeps_no_file(
    package: Package, tmp_path: Path
) -> None:
    def stopped(*args: object) -> None:
        pack_into(*args)  # type: ignore[arg-type]
        Package.objects.filter(pk=package.pk).update(state=Package.State.CANCELLED)

    with patch.object(packing, "pack_into", stopped):
        packing.run(package.pk)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.django_db
def test_a_long_package_is_made_in_turns(package: Package) -> None:
    handed: list[int] = []
    with (
        patch.object(packing, "SECONDS_OF_A_TURN", -1.0),
        patch.object(packing, "async_task", lambda _job, pk: handed.append(pk)),
    ):
        packing.run(package.pk)
    assert handed == [package.pk]
    packing.run(package.pk)
    package.refresh_from_db()
    assert package.state == "done"


@pytest.mark.django_db
def test_only_its_maker_stops_a_package_and_the_page_says_so(
    package: Package, client_of: Callable[[str], Client]
) -> None:
    address = f"/tai-lieu-hop/goi/{package.pk}/"
    assert "Dừng lại" in client_of("sonoivu").get(address).content.decode()
    assert client_of("lanhdao").post(f"{address}dung/").status_code == 403
    assert client_of("sonoivu").post(f"{address}dung/").status_code == 302
    page = client_of("sonoivu").get(address).content.decode()
    assert "Đã dừng ở 0/7 đơn vị" in page
    assert client_of("sonoivu").get(f"{address}tai/").status_code == 302
