from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.services import reporting
from namro.web.plans.services.reporting import ChangedMeanwhile, Progress
from namro.web.ui.refusals import NotAllowed

LETTER = Proof(document_number="12/BC-UBND", document_date=date(2021, 11, 1))
DONE = Progress(sentence="Đã niêm yết tại trụ sở và trang thông tin.")


@dataclass
class Desk:
    """One obligation and the people around it, with the version each of them last saw."""

    obligation: Obligation
    cast: dict[str, User]
    posts: Callable[[str], Posts]
    at: datetime

    def _who(self, name: str, version: int | None) -> dict[str, Any]:
        self.obligation.refresh_from_db()
        return {
            "obligation_id": self.obligation.pk,
            "by": self.cast[name],
            "posts": self.posts(name),
            "at": self.at,
            "version": self.obligation.version if version is None else version,
        }

    def report(
        self,
        name: str = "xa",
        *,
        done: bool = True,
        progress: Progress = DONE,
        proof: Proof = LETTER,
        version: int | None = None,
    ) -> Obligation:
        return reporting.report(**self._who(name, version), done=done, progress=progress, proof=proof)

    def withdraw(self, name: str = "xa", version: int | None = None) -> Obligation:
        return reporting.withdraw(**self._who(name, version))

    def accept(self, name: str = "sonoivu", version: int | None = None) -> Obligation:
        return reporting.accept(**self._who(name, version))

    def return_(
        self, name: str = "sonoivu", reason: str = "Thiếu ảnh", version: int | None = None
    ) -> Obligation:
        return reporting.return_(**self._who(name, version), reason=reason)

    def reopen(
        self, name: str = "sonoivu", reason: str = "Số liệu sai", version: int | None = None
    ) -> Obligation:
        return reporting.reopen(**self._who(name, version), reason=reason)


@pytest.fixture
def desk(
    *,
    of_commune: Obligation,
    cast: dict[str, User],
    posts: Callable[[str], Posts],
    at: datetime,
    settings: Settings,
    tmp_path: Path,
) -> Desk:
    settings.MEDIA_ROOT = tmp_path
    return Desk(of_commune, cast, posts, at)


def _pdf(name: str = "anh.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 minh chung" + more)


def test_the_whole_errand_is_kept_step_by_step(desk: Desk) -> None:
    desk.report(done=False, progress=Progress(sentence="Đang soạn", percent=40), proof=Proof())
    desk.report()
    desk.return_()
    desk.report(progress=Progress(sentence="Đã bổ sung ảnh"), proof=Proof(files=(_pdf(),)))
    accepted = desk.accept("sotuphap")
    assert (accepted.state, accepted.closed_by, accepted.return_reason) == ("accepted", "Lê Anh Tuấn", "")
    steps = desk.obligation.reports.values_list("action", "state_before", "state_after", "by_name")
    assert list(steps) == [
        ("start", "not_started", "in_progress", "Võ Văn Nam"),
        ("submit", "in_progress", "submitted", "Võ Văn Nam"),
        ("return", "submitted", "returned", "Nguyễn Thị Thu Hà"),
        ("submit", "returned", "submitted", "Võ Văn Nam"),
        ("accept", "submitted", "accepted", "Lê Anh Tuấn"),
    ]
    entries = Entry.objects.filter(subject_type="obligation", subject_id=str(desk.obligation.pk))
    assert entries.count() == 5
    assert {entry.unit_key for entry in entries} == {"thien-loc"}
    assert accepted.version == 5


@pytest.mark.parametrize(
    ("progress", "proof", "missing"),
    [
        (Progress(), LETTER, "một câu nói rõ đã làm gì\\.$"),
        (DONE, Proof(), "minh chứng: một tệp"),
        (Progress(sentence="  "), Proof(), "đã làm gì và minh chứng"),
        (Progress(sentence="x", percent=80), LETTER, "100%"),
        (Progress(sentence="x", percent=101), LETTER, "từ 0 đến 100"),
        (Progress(sentence="x", quantity=Decimal(-1)), LETTER, "không âm"),
        (DONE, Proof(document_number="12/BC-UBND"), "ngày ban hành"),
        (DONE, Proof(document_date=date(2021, 11, 1)), "số, ký hiệu"),
        (DONE, Proof(document_number="1", document_date=date(2021, 12, 1)), "sau ngày làm việc"),
        (DONE, Proof(address="javascript:alert(1)"), "http"),
        (DONE, Proof(files=(SimpleUploadedFile("a.exe", b"MZ...."),)), "chương trình"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence_and_nothing_is_written(
    desk: Desk, progress: Progress, proof: Proof, missing: str
) -> None:
    with pytest.raises(Refusal, match=missing):
        desk.report(progress=progress, proof=proof)
    desk.obligation.refresh_from_db()
    assert (desk.obligation.state, desk.obligation.version) == ("not_started", 0)
    assert not desk.obligation.reports.exists()
    assert not Evidence.objects.exists()


def test_a_report_that_fails_leaves_no_file_behind(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="đã làm gì"):
        desk.report(progress=Progress(), proof=Proof(files=(_pdf(),)))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_obstacle_needs_a_sentence_and_is_shown_until_it_is_over(desk: Desk) -> None:
    with pytest.raises(Refusal, match="vướng mắc"):
        desk.report(done=False, progress=Progress(percent=10, obstacle=True), proof=Proof())
    stuck = desk.report(
        done=False, progress=Progress(sentence="Chưa có kinh phí", obstacle=True), proof=Proof()
    )
    assert stuck.obstacle
    assert not desk.report().obstacle


def test_progress_says_at_least_something(desk: Desk) -> None:
    with pytest.raises(Refusal, match="một câu"):
        desk.report(done=False, progress=Progress(), proof=Proof())


def test_proof_given_before_counts_after_a_return(desk: Desk) -> None:
    desk.report()
    desk.return_()
    again = desk.report(progress=Progress(sentence="Đã sửa số liệu"), proof=Proof())
    assert again.state == "submitted"


def test_a_return_needs_a_reason_that_the_unit_reads(desk: Desk) -> None:
    desk.report()
    with pytest.raises(Refusal, match="lý do"):
        desk.return_(reason="   ")
    assert desk.return_(reason="Ảnh không đọc được").return_reason == "Ảnh không đọc được"


def test_accepted_is_locked_until_it_is_reopened_with_a_reason(desk: Desk) -> None:
    desk.report()
    desk.accept()
    for step in (desk.report, desk.withdraw, desk.accept, desk.return_):
        with pytest.raises(Refusal, match="đã khóa"):
            step()
    with pytest.raises(Refusal, match="lý do"):
        desk.reopen(reason="")
    reopened = desk.reopen()
    assert (reopened.state, reopened.closed_at, reopened.closed_by) == ("returned", None, "")
    assert desk.obligation.reports.filter(action="accept").exists()


def test_a_report_is_withdrawn_by_its_unit_before_anybody_decides(desk: Desk) -> None:
    desk.report()
    with pytest.raises(NotAllowed, match="UBND xã Thiên Lộc"):
        desk.withdraw("sonoivu")
    assert desk.withdraw().state == "in_progress"
    with pytest.raises(Refusal, match="Đang làm"):
        desk.accept()


@pytest.mark.parametrize("name", ["sonoivu", "lanhdao", "sotuphap", "huyen", "mattran", "xakhac", "stranger"])
def test_nobody_else_reports_for_a_commune(desk: Desk, name: str) -> None:
    with pytest.raises(NotAllowed):
        desk.report(name)


@pytest.mark.parametrize("name", ["lanhdao", "huyen", "mattran", "xa", "xakhac", "stranger"])
def test_nobody_else_decides_for_a_commune(desk: Desk, name: str) -> None:
    desk.report()
    for decide in (desk.accept, desk.return_):
        with pytest.raises(NotAllowed):
            decide(name)


def test_of_two_at_once_the_later_is_told_who_was_quicker(desk: Desk) -> None:
    desk.report()
    seen = desk.obligation.version + 1
    desk.accept("sotuphap", version=seen)
    with pytest.raises(ChangedMeanwhile, match="Lê Anh Tuấn vừa thực hiện «Công nhận hoàn thành»"):
        desk.return_("sonoivu", version=seen)
    desk.obligation.refresh_from_db()
    assert desk.obligation.state == "accepted"
    assert desk.obligation.reports.count() == 2


def test_a_change_between_reading_and_writing_is_seen_by_the_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.report()
    version = desk.obligation.version + 1
    look = reporting._check

    def slow(obligation: Obligation, *args: Any) -> None:
        look(obligation, *args)
        Obligation.objects.filter(pk=obligation.pk).update(version=version + 1)

    monkeypatch.setattr(reporting, "_check", slow)
    with pytest.raises(ChangedMeanwhile):
        desk.accept(version=version)
    desk.obligation.refresh_from_db()
    assert desk.obligation.state == "submitted"


def test_late_acceptance_is_known_from_the_day_of_the_report(desk: Desk) -> None:
    Obligation.objects.filter(pk=desk.obligation.pk).update(due=desk.at.date() - timedelta(days=1))
    desk.report()
    accepted = desk.accept()
    assert accepted.reported_at is not None
    assert accepted.due is not None
    assert accepted.reported_at.date() > accepted.due


def test_the_same_file_is_kept_once_for_a_unit_and_proves_several_steps(desk: Desk, tmp_path: Path) -> None:
    desk.report(done=False, proof=Proof(files=(_pdf("a.pdf"),)))
    desk.report(proof=Proof(files=(_pdf("b.pdf"),)))
    piece = Evidence.objects.get()
    assert piece.file_name == "a.pdf"
    assert piece.reports.count() == 2
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
