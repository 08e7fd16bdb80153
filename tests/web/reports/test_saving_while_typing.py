"""Words that the page saves by itself while somebody types: one version for a sitting, nothing lost between two."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.organisations.selectors import Posts
from namro.web.reports.models import Report, ReportText, TextVersion
from namro.web.reports.services.writing import Saved, save_text

Opened = Callable[..., Report]
SECTION = "ton-tai"


@pytest.fixture
def typed(
    cast: dict[str, User], posts: Callable[[str], Posts], opened: Opened, at: datetime
) -> Callable[..., Saved]:
    """`typed("Một", minutes=3)` is a pause in the writing of the commune's officer."""
    report = opened("thien-loc")

    def saved(text: str, *, minutes: float = 0, who: str = "xa", version: int | None = None) -> Saved:
        held = ReportText.objects.get(report=report, section=SECTION)
        return save_text(
            report_id=report.pk, section=SECTION, text=text, version=held.version if version is None else version,
            by=cast[who], posts=posts("xa"), at=at + timedelta(minutes=minutes), by_itself=True,
        )  # fmt: skip

    return saved


def _versions() -> list[tuple[str, bool]]:
    return list(TextVersion.objects.order_by("id").values_list("text", "kept_aside"))


def test_pauses_of_one_sitting_make_one_version_and_one_entry(typed: Callable[..., Saved]) -> None:
    for minutes, words in enumerate(("Một", "Một hai", "Một hai ba")):
        assert typed(words, minutes=minutes).text.version == minutes + 1
    assert _versions() == [("Một hai ba", False)]
    assert Entry.objects.filter(action="Viết báo cáo").count() == 1
    assert ReportText.objects.get(section=SECTION).text == "Một hai ba"


def test_a_longer_pause_begins_a_new_version(typed: Callable[..., Saved]) -> None:
    typed("Một")
    typed("Hai", minutes=11)
    assert _versions() == [("Một", False), ("Hai", False)]
    assert Entry.objects.filter(action="Viết báo cáo").count() == 2


def test_another_person_begins_a_version_of_their_own(typed: Callable[..., Saved]) -> None:
    typed("Một")
    typed("Một, người khác thêm", minutes=1, who="sonoivu")
    typed("Một, người đầu sửa tiếp", minutes=2)
    assert [words for words, _ in _versions()] == [
        "Một",
        "Một, người khác thêm",
        "Một, người đầu sửa tiếp",
    ]


def test_words_typed_over_a_newer_version_are_kept_beside_once_and_kept_up_to_date(
    typed: Callable[..., Saved],
) -> None:
    typed("Của người nhanh hơn", who="sonoivu")
    assert typed("Của tôi", minutes=1, version=0).kept_aside
    assert typed("Của tôi, thêm", minutes=2, version=0).kept_aside
    assert _versions() == [("Của người nhanh hơn", False), ("Của tôi, thêm", True)]
    assert ReportText.objects.get(section=SECTION).text == "Của người nhanh hơn"


def test_the_page_is_told_the_version_the_time_and_what_went_wrong(
    client_of: Callable[[str], Client], opened: Opened
) -> None:
    report, client = opened("thien-loc"), client_of("xa")
    place = reverse("reports:write", args=[report.pk, SECTION])
    answer = client.post(place, {"text": "Một", "version": 0, "tu-luu": 1})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert answer.json()["said"].startswith("Đã lưu ")
    conflict = client.post(place, {"text": "Hai", "version": 0, "tu-luu": 1})
    assert conflict.status_code == 409
    assert "giữ riêng" in conflict.json()["said"]
    page = client.get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert "giữ bên cạnh" in page
    long = client.post(place, {"text": "x" * 50_001, "version": 1, "tu-luu": 1})
    assert long.status_code == 422
    assert "dài quá" in long.json()["said"]
    assert client_of("huyen").post(place, {"text": "x", "version": 1, "tu-luu": 1}).status_code == 403


def test_words_kept_beside_go_away_once_their_writer_saved_both_together(
    client_of: Callable[[str], Client], opened: Opened, typed: Callable[..., Saved]
) -> None:
    typed("Của người nhanh hơn", who="sonoivu")
    typed("Của tôi", minutes=1, version=0)
    typed("Của cả hai", minutes=2)
    page = client_of("xa").get(reverse("reports:detail", args=[opened("thien-loc").pk])).content.decode()
    assert "giữ bên cạnh" not in page
    assert TextVersion.objects.filter(kept_aside=True).count() == 1  # the history keeps them
