"""Many urging letters are made in the background, few at once; who sees their register may make them."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from namro.web.chase.models import UrgingLetter
from namro.web.organisations.models import Unit
from namro.web.reports.briefing.models import Package
from namro.web.reports.briefing.services import packing
from namro.web.reports.documents.views.urging import MOST_IN_A_REQUEST

pytestmark = pytest.mark.django_db
AsWho = Callable[[str], Client]
MANY = MOST_IN_A_REQUEST + 2


@pytest.fixture(autouse=True)
def _quiet(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with patch.object(packing, "async_task", lambda _job, _pk: None):
        yield


@pytest.fixture
def drafts(units: dict[str, Unit]) -> list[UrgingLetter]:
    """More drafts than one request draws, each to a unit of its own."""
    content = {
        "schema": "namro.urging/1", "unit": "UBND xã Thiên Lộc", "day": "2021-11-15", "since": None,
        "items": [{"code": "PL1.1", "text": "Việc", "period": "Tháng 9", "due": "2021-09-30", "days": 46, "plan": "1/KH-UBND"}],
    }  # fmt: skip
    model = units["thien-loc"]
    made = Unit.objects.bulk_create(
        Unit(key=f"xa-{n}", name=f"UBND xã Thứ {n}", search="xa", sort=f"{n:03}", level="commune",
             kind="committee", parent=model.parent)
        for n in range(MANY)
    )  # fmt: skip
    return UrgingLetter.objects.bulk_create(
        UrgingLetter(unit=unit, day=date(2021, 11, 15), content=content, made_by="x",
                     made_at="2021-11-15T09:00+07:00")
        for unit in made
    )  # fmt: skip


def test_many_letters_are_asked_for_made_in_the_background_and_each_is_a_file(
    drafts: list[UrgingLetter], client_of: AsWho
) -> None:
    client = client_of("sonoivu")
    answer = client.get(reverse("documents:urging_batch"), {"dang": "zip-docx"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('briefing:letters')}?dang=zip-docx"
    page = client.get(answer["Location"]).content.decode()
    assert f"Lập {MANY} công văn đôn đốc" in page
    assert not Package.objects.exists(), "looking makes nothing"
    begun = client.post(reverse("briefing:letters"), {"dang": "zip-docx", "cv": [one.pk for one in drafts]})
    package = Package.objects.get()
    assert begun["Location"] == reverse("briefing:package", args=[package.pk])
    gone = drafts[0].pk
    UrgingLetter.objects.filter(pk=gone).delete()
    packing.run(package.pk)
    package.refresh_from_db()
    assert (package.state, package.done) == ("done", MANY)
    assert "Bỏ qua 1" in package.said
    assert (package.file.name or "").endswith(".zip")
    names = zipfile.ZipFile(io.BytesIO(package.file.read())).namelist()
    assert len(set(names)) == MANY - 1
    assert all(name.endswith(".docx") for name in names)


def test_few_letters_come_at_once(drafts: list[UrgingLetter], client_of: AsWho) -> None:
    named = "&".join(f"cv={one.pk}" for one in drafts[:2])
    answer = client_of("sonoivu").get(f"{reverse('documents:urging_batch')}?dang=zip-docx&{named}")
    assert answer.status_code == 200
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 2


def test_one_file_of_all_is_a_pdf_and_a_strange_form_is_refused(
    drafts: list[UrgingLetter], client_of: AsWho
) -> None:
    client, address = client_of("lanhdao"), reverse("briefing:letters")
    assert client.post(address, {"dang": "exe", "cv": [drafts[0].pk]}).status_code == 422
    assert client.post(address, {"dang": "pdf", "cv": ["x"]}).status_code == 422
    assert not Package.objects.exists()
    client.post(address, {"dang": "pdf", "cv": [one.pk for one in drafts[:3]]})
    package = Package.objects.get()
    packing.run(package.pk)
    content = b"".join(client.get(reverse("briefing:package_file", args=[package.pk])).streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")


@pytest.mark.parametrize(("who", "status"), [("sonoivu", 200), ("lanhdao", 200), ("mattran", 200), ("huyen", 403), ("xa", 403), ("stranger", 403)])  # fmt: skip
def test_who_sees_the_register_of_letters_may_make_them(
    who: str, status: int, drafts: list[UrgingLetter], client_of: AsWho
) -> None:
    assert client_of(who).get(reverse("briefing:letters")).status_code == status


def test_a_leader_still_makes_no_packages_of_reports(client_of: AsWho, drafts: list[UrgingLetter]) -> None:
    assert client_of("lanhdao").get(reverse("briefing:packages")).status_code == 403
    client_of("sonoivu").post(reverse("briefing:letters"), {"dang": "pdf", "cv": [drafts[0].pk]})
    package = Package.objects.get()
    assert client_of("lanhdao").get(reverse("briefing:package", args=[package.pk])).status_code == 403
