"""A document on its way in: taken from a person, read in the background, stopped, put aside."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePath
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_q.tasks import async_task

from namro.core.errors import Refusal
from namro.core.text import fold, format_number
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.imports.selectors.imports import SILENT_AFTER, document_of
from namro.web.imports.selectors.review_tree import prepare
from namro.web.imports.services import guarded_reading
from namro.web.plans.models import PlanImport

State = PlanImport.State
KINDS = (".txt", ".docx", ".html", ".htm", ".pdf", ".xlsx")
_CONVERT = {
    ".doc": "Tệp .doc là dạng cũ của Word; hãy mở bằng Word, chọn Lưu thành .docx rồi tải lên.",
    ".docm": "Tệp .docm có thể chứa macro nên không được nhận; hãy lưu thành .docx rồi tải lên.",
    ".xls": "Tệp .xls là dạng cũ của Excel; hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lên.",
    ".xlsm": "Tệp .xlsm có thể chứa macro nên không được nhận; hãy lưu thành .xlsx rồi tải lên.",
    ".odt": "Tệp .odt chưa đọc được; hãy lưu thành .docx rồi tải lên.",
    ".rtf": "Tệp .rtf chưa đọc được; hãy lưu thành .docx rồi tải lên.",
    ".zip": "Tệp nén chưa đọc được; hãy giải nén rồi tải từng văn bản lên.",
    ".rar": "Tệp nén chưa đọc được; hãy giải nén rồi tải từng văn bản lên.",
    ".jpg": "Ảnh chụp không có chữ để đọc; hãy tải văn bản gốc dạng .docx hoặc .pdf có lớp chữ.",
    ".png": "Ảnh chụp không có chữ để đọc; hãy tải văn bản gốc dạng .docx hoặc .pdf có lớp chữ.",
}
READ_IMPORT = "namro.web.imports.jobs.read_import"


class AlreadyImported(Exception):
    """The same bytes stand in the program already."""

    def __init__(self, earlier: PlanImport) -> None:
        super().__init__(earlier.pk)
        self.earlier = earlier


def check_upload(name: str, size: int) -> None:
    """Refuse, with what to do instead, a file that is empty, too large or of a kind nobody reads."""
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        raise Refusal(
            _CONVERT.get(kind)
            or f"Tệp “{name}” không thuộc các dạng đọc được; hãy chọn tệp .docx, .pdf, .html, .xlsx hoặc .txt."
        )
    if size == 0:
        raise Refusal(f"Tệp “{name}” rỗng; hãy kiểm tra lại tệp gốc rồi tải lên.")
    if size > settings.MAX_UPLOAD_BYTES:
        most = format_number(settings.MAX_UPLOAD_BYTES // 1_000_000)
        raise Refusal(
            f"Tệp “{name}” lớn hơn {most} MB; hãy bỏ bớt hình ảnh hoặc tách từng phụ lục thành một tệp rồi tải lên."
        )


def receive(*, content: IO[bytes], name: str, size: int, by: User, at: datetime) -> PlanImport:
    """Keep an uploaded document and start reading it.

    Raises Refusal for a file that cannot be taken, AlreadyImported when the same bytes are here already.
    """
    name = PurePath(name.replace("\\", "/")).name[-200:]
    check_upload(name, size)
    digest = hashlib.sha256()
    while block := content.read(1 << 20):
        digest.update(block)
    earlier = (
        PlanImport.objects.filter(sha256=digest.hexdigest())
        .exclude(state=State.DISCARDED)
        .order_by("-id")
        .first()
    )
    if earlier is not None:
        raise AlreadyImported(earlier)
    content.seek(0)
    return _keep(content=content, name=name, size=size, sha256=digest.hexdigest(), by=by, at=at)


def read_again(*, plan_import: PlanImport, by: User, at: datetime) -> PlanImport:
    """Read the bytes of an earlier import once more, on purpose, as an import of its own."""
    with plan_import.file.open("rb") as content:
        return _keep(
            content=content,
            name=plan_import.file_name,
            size=plan_import.size,
            sha256=plan_import.sha256,
            by=by,
            at=at,
        )


def _keep(*, content: IO[bytes], name: str, size: int, sha256: str, by: User, at: datetime) -> PlanImport:
    row = PlanImport(
        file_name=name, size=size, sha256=sha256, uploaded_by=by, uploaded_at=at, heard_at=timezone.now()
    )
    try:
        row.file.save(f"{sha256[:16]}{PurePath(name).suffix.lower()}", File(content), save=False)
    except OSError as error:
        raise Refusal(
            "Máy chủ chưa ghi được tệp (có thể hết chỗ trên đĩa); hãy báo người quản trị rồi tải lại."
        ) from error
    try:
        with transaction.atomic():
            row.save()
            _record(row, "Nhập văn bản kế hoạch", by=by, at=at)
            async_task(READ_IMPORT, row.pk)
    except BaseException:
        row.file.delete(save=False)
        raise
    row.refresh_from_db()
    return row


def restart(*, plan_import: PlanImport, by: User, at: datetime) -> None:
    """Read a document again that failed, was stopped, or whose reading has fallen silent."""
    silent = Q(state__in=(State.WAITING, State.READING), heard_at__lt=timezone.now() - SILENT_AFTER)
    with transaction.atomic():
        taken = PlanImport.objects.filter(Q(state=State.FAILED) | silent, pk=plan_import.pk).update(
            state=State.WAITING,
            attempt=F("attempt") + 1,
            error="",
            progress_done=0,
            progress_total=0,
            progress_step="",
            heard_at=timezone.now(),
        )
        if not taken:
            raise Refusal("Văn bản này đang được đọc hoặc đã đọc xong; hãy tải lại trang.")
        _record(plan_import, "Đọc lại văn bản kế hoạch", by=by, at=at)
        async_task(READ_IMPORT, plan_import.pk)


def cancel(*, plan_import: PlanImport, by: User, at: datetime) -> None:
    """Stop a reading under way; the run that is at it notices within a second and writes nothing more."""
    with transaction.atomic():
        taken = PlanImport.objects.filter(pk=plan_import.pk, state__in=(State.WAITING, State.READING)).update(
            state=State.FAILED,
            attempt=F("attempt") + 1,
            error=f"Việc đọc đã dừng theo yêu cầu của {by.get_full_name()}. Bấm “Đọc lại” khi muốn đọc tiếp.",
        )
        if not taken:
            raise Refusal("Văn bản này không còn đang đọc nên không dừng được; hãy tải lại trang.")
        _record(plan_import, "Dừng đọc văn bản kế hoạch", by=by, at=at)


def discard(*, plan_import: PlanImport, by: User, at: datetime) -> None:
    """Put a document aside; nothing is deleted, so `restore` brings it back."""
    with transaction.atomic():
        taken = (
            PlanImport.objects.filter(pk=plan_import.pk)
            .exclude(state__in=(State.CONFIRMED, State.DISCARDED))
            .update(state=State.DISCARDED, attempt=F("attempt") + 1)
        )
        if not taken:
            raise Refusal("Văn bản này đã thành kế hoạch hoặc đã bỏ nên không bỏ được nữa.")
        _record(plan_import, "Bỏ văn bản kế hoạch", by=by, at=at)


def restore(*, plan_import: PlanImport, by: User, at: datetime) -> None:
    """Take a document back that was put aside; it stands where it stood, or waits to be read again."""
    with transaction.atomic():
        rows = PlanImport.objects.filter(pk=plan_import.pk, state=State.DISCARDED)
        taken = rows.filter(reviewed__isnull=False).update(state=State.REVIEW) or rows.update(
            state=State.FAILED, error="Văn bản này chưa được đọc xong. Bấm “Đọc lại” để đọc."
        )
        if not taken:
            raise Refusal("Văn bản này không ở trạng thái đã bỏ; hãy tải lại trang.")
        _record(plan_import, "Lấy lại văn bản kế hoạch đã bỏ", by=by, at=at)


def _record(row: PlanImport, action: str, *, by: User, at: datetime) -> None:
    audit.record(
        by=by, at=at, action=action, subject=row.file_name, subject_type="plan_import", subject_id=row.pk
    )


def text_digest(lines: list[list[Any]]) -> str:
    """Give the mark of the words alone: the same for the same text in another file or format."""
    words = fold(" ".join(str(text) for _, text in lines))
    return hashlib.sha256(words.encode()).hexdigest()


def run(import_id: int) -> None:
    """Read one import: the work of the background job.

    Called twice for the same import it does the work once: a run claims the import first, and writes
    only while its claim stands. A run that died leaves the import claimable after a time of silence.
    """
    attempt = _claim(import_id)
    if attempt is None:
        return
    row = PlanImport.objects.only("id", "file", "file_name").get(pk=import_id)
    try:
        result = guarded_reading.read(
            Path(row.file.path), row.file_name, progress=_progress(import_id, attempt)
        )
        tree = prepare(result.reading)
    except guarded_reading.Stopped:
        return
    except Refusal as refusal:
        _finish(import_id, attempt, state=State.FAILED, error=refusal.sentence)
        return
    except Exception:
        _finish(import_id, attempt, state=State.FAILED, error=guarded_reading.BROKEN)
        raise
    number, title = document_of(tree)
    _finish(
        import_id,
        attempt,
        state=State.REVIEW,
        error="",
        reading=result.reading,
        reviewed=tree,
        source_lines=result.lines,
        text_digest=text_digest(result.lines),
        number=number,
        title=title,
        progress_step="",
    )


def _claim(import_id: int) -> int | None:
    now = timezone.now()
    row = PlanImport.objects.only("id", "attempt").filter(pk=import_id).first()
    if row is None:
        return None
    free = Q(state=State.WAITING) | Q(state=State.READING, heard_at__lt=now - SILENT_AFTER)
    taken = PlanImport.objects.filter(free, pk=import_id, attempt=row.attempt).update(
        state=State.READING, attempt=row.attempt + 1, heard_at=now, progress_step="Đang mở văn bản"
    )
    return row.attempt + 1 if taken else None


def _progress(import_id: int, attempt: int) -> Callable[[int, int, str], bool]:
    def write(done: int, total: int, step: str) -> bool:
        return bool(
            _mine(import_id, attempt).update(
                progress_done=max(done, 0),
                progress_total=max(total, 0),
                progress_step=step[:200],
                heard_at=timezone.now(),
            )
        )

    return write


def _finish(import_id: int, attempt: int, **values: Any) -> None:
    _mine(import_id, attempt).update(heard_at=timezone.now(), **values)


def _mine(import_id: int, attempt: int) -> Any:
    return PlanImport.objects.filter(pk=import_id, attempt=attempt, state=State.READING)


__all__ = [
    "KINDS",
    "AlreadyImported",
    "cancel",
    "check_upload",
    "discard",
    "read_again",
    "receive",
    "restart",
    "restore",
    "run",
    "text_digest",
]
