"""Takes a filled spreadsheet in: kept to be looked at, then each chosen row through the report of its obligation."""

import hashlib
from collections.abc import Collection
from dataclasses import astuple
from datetime import datetime
from functools import partial

from django.db import transaction

from namro import cli_guard
from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts
from namro.web.plans.services.reporting import Progress, report
from namro.web.ui.refusals import NotAllowed
from namro.web.worklist import permissions
from namro.web.worklist.models import FilledTable
from namro.web.worklist.selectors.tables import Judged, compare, day_of, percent_of, quantity_of
from namro.web.worklist.table_files import DONE, STUCK, read_table

MAX_BYTES = 20_000_000
SECONDS, MEGABYTES = 30, 400
VIA = "nhập từ bảng"
State = FilledTable.State


def receive(*, name: str, data: bytes, by: User, posts: Posts, at: datetime) -> FilledTable:
    """Read a file in a child process with bounded time and memory and keep it; nothing is reported yet."""
    permissions.check_may_fill_table(posts)
    if len(data) > MAX_BYTES:
        raise Refusal("Tệp quá lớn (trên 20 MB); hãy kiểm tra lại tệp.")
    found = cli_guard.run_guarded(partial(read_table, name, data), seconds=SECONDS, megabytes=MEGABYTES)
    return FilledTable.objects.create(
        by=by,
        at=at,
        file_name=name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        rows=[[row.line, row.pk, row.version, row.is_touched, list(astuple(row.cells))] for row in found],
    )


def apply(*, table: FilledTable, lines: Collection[int], by: User, posts: Posts, at: datetime) -> FilledTable:
    """Report each chosen row, by itself and against the version it was written from; once per table.

    What cannot be reported is kept with its sentence; the rest is not held up by it.
    """
    permissions.check_may_fill_table(posts)
    if not lines:
        raise Refusal("Chưa chọn dòng nào để nhập.")
    with transaction.atomic():
        row = FilledTable.objects.select_for_update().get(pk=table.pk)
        if row.by_id != by.pk or row.state != State.REVIEW:
            raise Refusal("Bảng này đã được nhập hoặc đã bỏ; hãy tải tệp lên lại nếu cần.")
        refused = []
        for judged in compare(row, posts=posts, today=at.date()).changing:
            if judged.row.line not in lines:
                continue
            try:
                with transaction.atomic():
                    _report(judged, by=by, posts=posts, at=at)
                row.saved += 1
            except (Refusal, NotAllowed) as refusal:
                refused.append([judged.row.line, refusal.sentence])
        row.refused, row.state = refused, State.APPLIED
        row.save(update_fields=["saved", "refused", "state"])
        audit.record(
            by=by,
            at=at,
            action="Nhập bảng phần việc",
            subject=f"{row.file_name}: {row.saved} dòng",
            subject_type="filled_table",
            subject_id=row.pk,
            after={"saved": row.saved, "refused": refused[:200], "sha256": row.sha256},
        )
    return row


def cancel(*, table: FilledTable, by: User) -> None:
    """Put a table aside that was not taken over."""
    FilledTable.objects.filter(pk=table.pk, by=by, state=State.REVIEW).update(state=State.CANCELLED)


def _report(judged: Judged, *, by: User, posts: Posts, at: datetime) -> None:
    assert judged.obligation is not None
    cells = judged.row.cells
    report(
        obligation_id=judged.obligation.pk,
        done=cells.condition == DONE,
        progress=Progress(cells.sentence, percent_of(cells), quantity_of(cells), cells.condition == STUCK),
        proof=Proof(document_number=cells.number, document_date=day_of(cells), address=cells.address),
        by=by,
        posts=posts,
        at=at,
        version=judged.row.version,
        via=VIA,
    )
