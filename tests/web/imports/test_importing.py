"""A document on its way in: what is taken, what is refused, and a reading that runs once whatever happens."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from makers.import_reading import lines, reading
from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.imports import jobs
from namro.web.imports.selectors.imports import progress_of, twin_of
from namro.web.imports.services import guarded_reading, importing
from namro.web.imports.services.guarded_reading import Read, Stopped
from namro.web.plans.models import PlanImport

State = PlanImport.State
Reader = Callable[..., Read]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stand in for the process that reads: set `answer` to what it does, see in `calls` how often it ran."""
    stage: dict[str, Any] = {"calls": 0, "answer": lambda progress: Read(reading(), lines())}

    def read(path: Path, name: str, *, progress: Callable[[int, int, str], bool]) -> Read:
        stage["calls"] += 1
        answer: Read = stage["answer"](progress)
        return answer

    monkeypatch.setattr(guarded_reading, "read", read)
    return stage


def receive(by: User, at: datetime, data: bytes = b"noi dung", name: str = "ke-hoach.docx") -> PlanImport:
    return importing.receive(content=io.BytesIO(data), name=name, size=len(data), by=by, at=at)


def test_an_upload_is_read_in_the_background(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    assert row.state == State.REVIEW
    assert row.reading == reading()
    assert (row.number, row.title) == ("359/KH-UBND", "Kế hoạch khắc phục tồn tại, hạn chế")
    assert row.source_lines == lines()


@pytest.mark.parametrize(
    "name", ["bao-cao.doc", "bao-cao.docm", "anh.jpg", "bang.xls", "goi.zip", "khong-ten"]
)
def test_a_kind_nobody_reads_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(Refusal) as refusal:
        importing.check_upload(name, 10)
    assert "hãy" in refusal.value.sentence


def test_empty_and_huge_files_are_refused(settings: Any) -> None:
    with pytest.raises(Refusal, match="rỗng"):
        importing.check_upload("a.docx", 0)
    with pytest.raises(Refusal, match="50 MB"):
        importing.check_upload("a.docx", settings.MAX_UPLOAD_BYTES + 1)


def test_the_same_bytes_are_recognised(reader: dict[str, Any], cast: dict[str, User], at: datetime) -> None:
    first = receive(cast["sonoivu"], at)
    with pytest.raises(importing.AlreadyImported) as known:
        receive(cast["sonoivu"], at, name="ten-khac.docx")
    assert known.value.earlier == first
    assert PlanImport.objects.count() == 1


def test_a_document_put_aside_may_be_brought_in_again(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    first = receive(cast["sonoivu"], at)
    importing.discard(plan_import=first, by=cast["sonoivu"], at=at)
    assert receive(cast["sonoivu"], at) != first


def test_the_same_bytes_can_be_read_again_on_purpose(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    first = receive(cast["sonoivu"], at)
    again = importing.read_again(plan_import=first, by=cast["sonoivu"], at=at)
    assert again.state == State.REVIEW
    assert again.sha256 == first.sha256
    with again.file.open("rb") as content:
        assert content.read() == b"noi dung"


def test_the_same_words_in_another_file_are_recognised_after_reading(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    first = receive(cast["sonoivu"], at)
    assert twin_of(first) is None
    spaced = [[number * 2, f"  {text.upper()} "] for number, text in lines()]
    reader["answer"] = lambda progress: Read(reading(), spaced)
    second = receive(cast["sonoivu"], at, b"byte khac", "ke-hoach.pdf")
    assert twin_of(second) == first


def test_a_job_handed_out_twice_reads_once(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    jobs.read_import(row.pk)
    assert reader["calls"] == 1


def test_a_job_for_an_import_that_is_gone_does_nothing(db: None, reader: dict[str, Any]) -> None:
    jobs.read_import(987)
    assert reader["calls"] == 0


def test_a_second_run_beside_a_living_one_leaves_it_alone(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    PlanImport.objects.update(state=State.READING, heard_at=timezone.now())
    jobs.read_import(row.pk)
    assert reader["calls"] == 1


def test_a_run_that_died_is_taken_over_when_the_job_is_handed_out_again(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    long_ago = timezone.now() - timedelta(minutes=5)
    PlanImport.objects.update(state=State.READING, heard_at=long_ago, reading=None, reviewed=None)
    jobs.read_import(row.pk)
    row.refresh_from_db()
    assert (reader["calls"], row.state) == (2, State.REVIEW)


def test_a_run_overtaken_by_another_writes_nothing(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    def slow(progress: Callable[[int, int, str], bool]) -> Read:
        PlanImport.objects.update(attempt=99)
        assert not progress(1, 2, "Đọc bảng")
        return Read(reading(), lines())

    reader["answer"] = slow
    row = receive(cast["sonoivu"], at)
    assert row.state == State.READING
    assert row.reading is None


def test_progress_is_kept_with_a_sign_of_life(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    def halfway(progress: Callable[[int, int, str], bool]) -> Read:
        assert progress(3, 6, "Đọc các bảng")
        shown = progress_of(PlanImport.objects.get())
        assert (shown.percent, shown.is_under_way, shown.is_silent) == (50, True, False)
        return Read(reading(), lines())

    reader["answer"] = halfway
    assert receive(cast["sonoivu"], at).state == State.REVIEW


def test_a_refusal_is_shown_and_the_document_can_be_read_again(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    def refuse(progress: Any) -> Read:
        raise Refusal("Tệp này có mật khẩu; hãy bỏ mật khẩu.")

    good = reader["answer"]
    reader["answer"] = refuse
    row = receive(cast["sonoivu"], at)
    assert (row.state, row.error) == (State.FAILED, "Tệp này có mật khẩu; hãy bỏ mật khẩu.")
    reader["answer"] = good
    importing.restart(plan_import=row, by=cast["sonoivu"], at=at)
    row.refresh_from_db()
    assert (row.state, row.error) == (State.REVIEW, "")


def test_a_broken_reader_leaves_a_sentence_and_no_traceback(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    PlanImport.objects.update(state=State.WAITING)

    def broken(progress: Any) -> Read:
        raise ValueError("bug")

    reader["answer"] = broken
    with pytest.raises(ValueError, match="bug"):
        jobs.read_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == (State.FAILED, guarded_reading.BROKEN)


def test_a_reading_can_be_stopped_and_then_writes_nothing(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    def stopped(progress: Callable[[int, int, str], bool]) -> Read:
        importing.cancel(plan_import=PlanImport.objects.get(), by=cast["sonoivu"], at=at)
        assert not progress(1, 2, "Đọc bảng")
        raise Stopped

    reader["answer"] = stopped
    row = receive(cast["sonoivu"], at)
    assert row.state == State.FAILED
    assert "Nguyễn Thị Thu Hà" in row.error
    with pytest.raises(Refusal):
        importing.cancel(plan_import=row, by=cast["sonoivu"], at=at)


def test_a_reading_that_lives_is_not_restarted_and_one_fallen_silent_is(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    PlanImport.objects.update(state=State.READING, heard_at=timezone.now())
    with pytest.raises(Refusal):
        importing.restart(plan_import=row, by=cast["sonoivu"], at=at)
    PlanImport.objects.update(heard_at=timezone.now() - timedelta(minutes=2))
    importing.restart(plan_import=row, by=cast["sonoivu"], at=at)
    row.refresh_from_db()
    assert row.state == State.REVIEW


def test_putting_aside_can_be_taken_back(reader: dict[str, Any], cast: dict[str, User], at: datetime) -> None:
    row = receive(cast["sonoivu"], at)
    importing.discard(plan_import=row, by=cast["sonoivu"], at=at)
    importing.restore(plan_import=row, by=cast["sonoivu"], at=at)
    row.refresh_from_db()
    assert row.state == State.REVIEW
    with pytest.raises(Refusal):
        importing.restore(plan_import=row, by=cast["sonoivu"], at=at)


def test_a_plan_in_force_cannot_be_put_aside(
    reader: dict[str, Any], cast: dict[str, User], at: datetime
) -> None:
    row = receive(cast["sonoivu"], at)
    PlanImport.objects.update(state=State.CONFIRMED)
    with pytest.raises(Refusal):
        importing.discard(plan_import=row, by=cast["sonoivu"], at=at)
