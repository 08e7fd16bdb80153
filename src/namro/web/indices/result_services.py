"""Brings tables of published results in: read under limits, looked at, taken over whole or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.indices.results_importing import OF_UNITS, ImportedRow, ImportedTable, read_sheet
from namro.core.indices.results_sheets import Sheet, check_columns, open_sheet
from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.indices.models import PROVINCE, Result, ResultImport
from namro.web.indices.result_selectors import (
    DIFFERENT,
    NEW,
    UNSURE,
    Before,
    Line,
    number,
    preview,
    sheet_of,
)

SECONDS, MEGABYTES = 60, 400
State = ResultImport.State


def open_table(name: str, data: bytes) -> Sheet:
    """Open a file of a stranger in a child process with bounded time and memory; raises `Refusal`."""
    return cli_guard.run_guarded(partial(open_sheet, name, data), seconds=SECONDS, megabytes=MEGABYTES)


def read_table(sheet: Sheet, *, index: str, year: int | None) -> ImportedTable:
    """Read the figures of a stranger's table under the same bounds; raises `Refusal`."""
    return cli_guard.run_guarded(
        partial(read_sheet, sheet, index=index, year=year), seconds=SECONDS, megabytes=MEGABYTES
    )


@transaction.atomic
def receive(
    *,
    sheet: Sheet,
    table: ImportedTable | None,
    name: str,
    data: bytes,
    source: str,
    index: str,
    year: int | None,
    announced_on: date | None,
    by: User,
    at: datetime,
) -> ResultImport:
    """Keep a table for a person to look at; nothing is taken over. Raises `Refusal` without a source.

    `table` None: its headings were not recognised, and a person must say what each column is.
    """
    if not source.strip():
        raise Refusal("Hãy ghi nguồn công bố của bảng kết quả.")
    return ResultImport.objects.create(
        file_name=name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        source=source.strip()[:400],
        cells=[list(row) for row in sheet.rows],
        heading=sheet.heading,
        columns={str(at): what for at, what in sheet.columns.items()},
        index=index,
        year=year,
        announced_on=announced_on,
        rows=[_kept(row) for row in table.rows] if table else [],
        findings=list(table.findings) if table else [],
        state=State.REVIEW if table else State.COLUMNS,
        uploaded_by=by.get_full_name() or by.get_username(),
        uploaded_at=at,
    )


def choose_columns(*, table_id: int, columns: Mapping[int, str], index: str, year: int | None) -> None:
    """Read a table again with the columns as a person chose them; nothing is taken over. Raises `Refusal`."""
    row = ResultImport.objects.get(pk=table_id)
    _check_open(row)
    check_columns(columns)
    read = read_table(replace(sheet_of(row), columns=columns), index=index, year=year)
    with transaction.atomic():
        row = ResultImport.objects.select_for_update().get(pk=table_id)
        _check_open(row)
        row.columns = {str(at): what for at, what in columns.items()}
        row.index, row.year, row.state = index, year, State.REVIEW
        row.rows, row.findings = [_kept(one) for one in read.rows], list(read.findings)
        row.save(update_fields=["columns", "index", "year", "state", "rows", "findings"])


def _kept(row: ImportedRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "index": row.index,
        "year": row.year,
        "province": row.province.text,
        "key": row.province.key,
        "candidates": [list(one) for one in row.province.candidates],
        "sentence": row.province.sentence,
        "code": row.code,
        "name": row.name,
        "score": _plain(row.score),
        "maximum": _plain(row.maximum),
        "percent": _plain(row.percent),
        "rank": row.rank,
        "of": row.of,
        "problems": list(row.problems),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


@transaction.atomic
def take_over(
    *, table_id: int, choices: Mapping[str, str], reason: str, by: User, at: datetime
) -> tuple[int, int]:
    """Write the figures of a table; gives how many were added and how many corrected. Raises `Refusal`.

    Whole or not at all: a row that cannot be, or a province not decided on, stops it. A figure that was
    loaded before is only corrected with a reason, and each correction is recorded with both figures.
    """
    table = _waiting(table_id)
    if table.state == State.COLUMNS:
        raise Refusal("Hãy chọn mỗi cột của bảng là gì trước khi nạp.")
    seen = preview(table, choices)
    if seen.problems:
        raise Refusal("Bảng còn dòng sai; hãy sửa tệp rồi tải lên lại.")
    if seen.count(UNSURE):
        raise Refusal("Còn tên tỉnh chưa xác nhận; hãy chọn tỉnh hoặc bỏ qua từng tên.")
    reason = reason.strip()[:400]
    if seen.different and not reason:
        raise Refusal("Có số đã nạp sẽ bị sửa; hãy ghi lý do đính chính.")
    taken: dict[tuple[str, int, str, str], str] = {}
    for line in seen.lines:
        if line.state in (NEW, DIFFERENT):
            spot = (line.row["index"], line.row["year"], line.key, line.row["code"])
            if spot in taken:
                raise Refusal(
                    f"{line.row['place']} và {taken[spot].lower()} cùng nói về một số của {line.province}."
                )
            taken[spot] = line.row["place"]
    fresh = [
        line for line in seen.lines if line.state == NEW or (line.state == DIFFERENT and line.is_carried)
    ]
    added = [_filled(line, table, Result()) for line in fresh]
    Result.objects.bulk_create(added, batch_size=500)
    for line in seen.different:
        assert line.before is not None
        before = _figures(line.before)
        result = line.before.result
        if result is not None:
            _filled(line, table, result).save()
        after = _figures(result) if result is not None else _given(line, table)
        audit.record(
            by=by, at=at, action="Đính chính kết quả chỉ số",
            subject=f"{line.row['index']} {line.row['year']} {line.row['code']} {line.province}".replace("  ", " "),
            subject_type="results", subject_id=table.pk if result is None else result.pk,
            before=before, after=after, reason=reason,
        )  # fmt: skip
    _decide(table, State.CONFIRMED, by=by, at=at, reason=reason)
    audit.record(
        by=by, at=at, action="Nạp kết quả chỉ số", subject=f"{seen.new} kết quả mới từ tệp {table.file_name}",
        subject_type="results", subject_id=table.pk,
        after={"added": seen.new, "corrected": len(seen.different), "source": table.source},
    )  # fmt: skip
    return seen.new, len(seen.different)


@transaction.atomic
def put_aside(*, table_id: int, by: User, at: datetime) -> None:
    """Put a table aside; nothing of it is taken over. Raises `Refusal` when it was decided already."""
    table = _waiting(table_id)
    _decide(table, State.CANCELLED, by=by, at=at, reason="")
    audit.record(
        by=by, at=at, action="Bỏ bảng kết quả chỉ số", subject=table.file_name, subject_type="results",
        subject_id=table.pk,
    )  # fmt: skip


def _waiting(table_id: int) -> ResultImport:
    table = ResultImport.objects.select_for_update().filter(pk=table_id).first()
    if table is None:
        raise Refusal("Bảng này không còn; hãy mở lại danh sách.")
    _check_open(table)
    return table


def _check_open(table: ResultImport) -> None:
    if table.state not in (State.REVIEW, State.COLUMNS):
        raise Refusal("Bảng này đã được nạp hoặc đã bỏ; hãy mở lại danh sách.")


def _decide(table: ResultImport, state: str, *, by: User, at: datetime, reason: str) -> None:
    table.state, table.reason = state, reason
    table.decided_by, table.decided_at = by.get_full_name() or by.get_username(), at
    table.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _filled(line: Line, table: ResultImport, result: Result) -> Result:
    """Put the given figures on a row; what the table leaves open stays as it was."""
    row = line.row
    is_unit = row["index"] == OF_UNITS
    result.index, result.year, result.code = row["index"], row["year"], row["code"]
    result.province, result.unit = (PROVINCE, line.key) if is_unit else (line.province, "")
    if row["name"] and not result.name:
        result.name, result.folded_name = row["name"][:400], fold(row["name"])[:400]
    for name in ("score", "maximum", "percent"):
        value = number(row[name])
        if value is not None:
            setattr(result, name, value)
    for name in ("rank", "of"):
        if row[name] is not None:
            setattr(result, name, row[name])
    result.source, result.verified, result.taken_from = table.source, True, table
    result.announced_on = table.announced_on or result.announced_on
    return result


def _figures(result: Result | Before) -> dict[str, Any]:
    return {
        "score": _plain(result.score),
        "maximum": _plain(result.maximum),
        "percent": _plain(result.percent),
        "rank": result.rank,
        "of": result.of,
        "source": result.source,
    }


def _given(line: Line, table: ResultImport) -> dict[str, Any]:
    row = line.row
    given = {name: row[name] for name in ("score", "maximum", "percent", "rank", "of")}
    return {**given, "source": table.source}
