"""A table of given tasks: read under limits, looked at, taken over whole or not at all."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.indices.input_files import read_tables
from namro.core.text import clean, fold, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import GivenImport, GivenTask
from namro.web.directives.services.giving import MAX_TEXT, Given, write_task
from namro.web.organisations.models import Unit, UnitAlias
from namro.web.organisations.selectors import Posts, existing

SECONDS, MEGABYTES, MOST_ROWS = 60, 400, 2_000
State = GivenImport.State
_COLUMNS = {
    "number": {"so", "so viec", "ma", "ma nhiem vu", "so nhiem vu", "so, ky hieu", "so ky hieu"},
    "given_on": {"ngay", "ngay giao", "ngay ban hanh", "ngay van ban"},
    "giver": {"co quan giao", "nguoi giao", "noi giao"},
    "text": {"noi dung", "nhiem vu", "noi dung nhiem vu", "noi dung giao", "viec"},
    "units": {
        "don vi",
        "don vi thuc hien",
        "co quan thuc hien",
        "don vi chu tri",
        "chu tri",
        "co quan chu tri",
    },
    "due": {"han", "thoi han", "han xu ly", "han hoan thanh", "thoi han hoan thanh"},
    "source": {"van ban", "van ban giao", "van ban goc", "nguon"},
}
_NEEDED = {"number": "Số", "given_on": "Ngày giao", "text": "Nội dung", "units": "Đơn vị"}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def receive(*, name: str, data: bytes, assigner: Unit, by: User, posts: Posts, at: datetime) -> GivenImport:
    """Read a CSV or XLSX file in a child process with bounded time and memory and keep it to be looked at.

    Nothing becomes a task yet. Raises `NotAllowed` or `Refusal`.
    """
    permissions.check_may_give(posts)
    found = cli_guard.run_guarded(partial(_read, name, data), seconds=SECONDS, megabytes=MEGABYTES)
    return GivenImport.objects.create(
        file_name=name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        rows=_judged(found, assigner, on=at.date()),
        assigner=assigner,
        uploaded_by=by,
        uploaded_at=at,
    )


def take_over(*, table_id: int, by: User, posts: Posts, at: datetime) -> int:
    """Write every row that can be as a task; gives how many. Whole or not at all; raises `Refusal`."""
    permissions.check_may_give(posts)
    with transaction.atomic():
        table = _waiting(table_id)
        if any(row["problems"] for row in table.rows):
            raise Refusal("Bảng còn dòng sai; hãy sửa tệp rồi tải lên lại.")
        units = Unit.objects.in_bulk([pk for row in table.rows for pk in row["unit_ids"]])
        fresh = [row for row in table.rows if not row["known"]]
        for row in fresh:
            given = Given(
                number=row["number"],
                given_on=date.fromisoformat(row["given_on"]),
                giver=row["giver"],
                text=row["text"],
                units=[units[pk] for pk in row["unit_ids"]],
                due=date.fromisoformat(row["due"]) if row["due"] else None,
                source=row["source"],
            )
            write_task(given=given, assigner=table.assigner, by=by, at=at, taken_from=table)
        _decide(table, State.CONFIRMED, by=by, at=at)
        audit.record(
            by=by, at=at, action="Nạp bảng việc được giao", subject=f"{len(fresh)} việc từ tệp {table.file_name}",
            subject_type="given_import", subject_id=table.pk, after={"added": len(fresh)},
        )  # fmt: skip
    return len(fresh)


@transaction.atomic
def put_aside(*, table_id: int, by: User, posts: Posts, at: datetime) -> None:
    """Put a table aside; nothing of it is taken over. Raises `Refusal` when it was decided already."""
    permissions.check_may_give(posts)
    table = _waiting(table_id)
    _decide(table, State.CANCELLED, by=by, at=at)
    audit.record(
        by=by, at=at, action="Bỏ bảng việc được giao", subject=table.file_name, subject_type="given_import",
        subject_id=table.pk,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """What taking a table over would do."""

    rows: tuple[dict[str, Any], ...]
    wrong: int
    known: int

    @property
    def fresh(self) -> int:
        return sum(not row["problems"] and not row["known"] for row in self.rows)


def summary(table: GivenImport) -> Summary:
    """Count the rows, those that cannot be, and those that are there already; what is wrong comes first."""
    rows = sorted(table.rows, key=lambda row: not row["problems"])
    named = Unit.objects.in_bulk({pk for row in rows for pk in row["unit_ids"]})
    shown = tuple(
        row
        | {
            "unit_names": [named[pk].name for pk in row["unit_ids"] if pk in named],
            "given_on": date.fromisoformat(row["given_on"]) if row["given_on"] else None,
            "due": date.fromisoformat(row["due"]) if row["due"] else None,
        }
        for row in rows
    )
    return Summary(shown, sum(bool(row["problems"]) for row in rows), sum(row["known"] for row in rows))


def _waiting(table_id: int) -> GivenImport:
    table = (
        GivenImport.objects.select_for_update(of=("self",))
        .select_related("assigner")
        .filter(pk=table_id)
        .first()
    )
    if table is None or table.state != State.REVIEW:
        raise Refusal("Bảng này đã được nạp hoặc đã bỏ; hãy mở lại danh sách.")
    return table


def _decide(table: GivenImport, state: str, *, by: User, at: datetime) -> None:
    table.state, table.decided_by_name, table.decided_at = state, by.get_full_name() or by.get_username(), at
    table.save(update_fields=["state", "decided_by_name", "decided_at"])


def _read(name: str, data: bytes) -> list[dict[str, str]]:
    """Give the rows of the first table with the needed columns, each as text by column, with its place."""
    for table in read_tables(name, data):
        for top, cells in enumerate(table[:20]):
            places = _header(cells)
            if set(_NEEDED) <= set(places):
                return _rows(table, top, places)
    raise Refusal(
        f"Không thấy bảng có các cột {', '.join(_NEEDED.values())}; hãy ghi tên cột ở dòng đầu rồi tải lại."
    )


def _header(cells: Sequence[object]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        said = fold(str(cell or "")).strip()
        for column, names in _COLUMNS.items():
            if said in names:
                found.setdefault(column, place)
    return found


def _rows(table: Sequence[Sequence[object]], top: int, places: dict[str, int]) -> list[dict[str, str]]:
    rows = []
    for number, cells in enumerate(table[top + 1 :], start=top + 2):
        row = {column: _text(cells[place]) if place < len(cells) else "" for column, place in places.items()}
        if any(row.values()):
            rows.append(row | {"place": f"Dòng {number}"})
    if not rows:
        raise Refusal("Bảng chỉ có dòng tên cột, chưa có việc nào.")
    if len(rows) > MOST_ROWS:
        raise Refusal(f"Bảng có hơn {MOST_ROWS} dòng; hãy chia thành nhiều tệp.")
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return squeeze(clean(str(cell if cell is not None else "")))


def _judged(rows: list[dict[str, str]], assigner: Unit, *, on: date) -> list[dict[str, Any]]:
    """Turn texts into days and units; what forbids taking a row over is said in its `problems`."""
    known = set(
        GivenTask.objects.filter(
            assigner=assigner, withdrawn_at__isnull=True, number__in=[row["number"] for row in rows]
        ).values_list("number", "given_on")
    )
    by_name = _names(on)
    seen: set[tuple[str, date | None]] = set()
    judged = []
    for row in rows:
        problems: list[str] = []
        given_on, due = _day(row["given_on"]), _day(row.get("due", ""))
        number, text = row["number"], row["text"]
        if not number or len(number) > 80:
            problems.append("thiếu số của việc, hoặc số dài quá 80 chữ")
        if not text or len(text) > MAX_TEXT:
            problems.append(f"thiếu nội dung, hoặc nội dung dài quá {MAX_TEXT} chữ")
        if given_on is None:
            problems.append(f"ngày giao «{row['given_on'][:40]}» không đọc được; ghi dạng 15/11/2021")
        elif given_on > on:
            problems.append("ngày giao nằm sau ngày làm việc")
        if row.get("due") and due is None:
            problems.append(f"hạn «{row['due'][:40]}» không đọc được; ghi dạng 15/11/2021")
        if due and given_on and due < given_on:
            problems.append("hạn nằm trước ngày giao")
        unit_ids, unknown = _units(row["units"], by_name)
        problems += [f"không biết đơn vị «{name[:80]}»" for name in unknown]
        if not unit_ids and not unknown:
            problems.append("chưa ghi đơn vị thực hiện")
        if (number, given_on) in seen:
            problems.append("số và ngày trùng với một dòng trên")
        seen.add((number, given_on))
        judged.append(
            {
                "place": row["place"],
                "number": number,
                "given_on": given_on.isoformat() if given_on else None,
                "giver": row.get("giver", "")[:200],
                "text": text,
                "unit_ids": unit_ids,
                "units": row["units"],
                "due": due.isoformat() if due else None,
                "source": row.get("source", "")[:300],
                "problems": problems,
                "known": (number, given_on) in known,
            }
        )
    return judged


def _names(on: date) -> dict[str, int]:
    """Give the units of the day by every folded name; two units of one name are named by neither."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    here = existing(Unit.objects.all(), on=on)
    said = [
        (fold(name), pk)
        for unit in here
        for pk, name in ((unit.pk, unit.name), (unit.pk, unit.short_name))
        if name
    ]
    said += list(UnitAlias.objects.filter(Q(unit__in=here)).values_list("folded", "unit_id"))
    for name, pk in said:
        if found.setdefault(name, pk) != pk:
            twice.add(name)
    return {name: pk for name, pk in found.items() if name not in twice}


def _units(text: str, by_name: dict[str, int]) -> tuple[list[int], list[str]]:
    whole = by_name.get(fold(text).strip())
    if whole is not None:
        return [whole], []
    ids: list[int] = []
    unknown: list[str] = []
    for part in (squeeze(one) for one in re.split(r"[;\n]", text)):
        if not part:
            continue
        pk = by_name.get(fold(part))
        if pk is None:
            unknown.append(part)
        elif pk not in ids:
            ids.append(pk)
    return ids, unknown


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.strip())
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text.strip()[:10]) if text.strip() else None
    except ValueError:
        return None
