"""The own obligations as rows to fill, and a filled table compared with what stands now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from namro.core.text import format_date, read_number
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.standing import local_day, shown_state
from namro.web.plans.services.reporting import MAX_SENTENCE
from namro.web.plans.states import WAITS_FOR_UNIT, State
from namro.web.worklist.models import FilledTable
from namro.web.worklist.table_files import (
    CONDITIONS,
    DOING,
    FILLED,
    STUCK,
    Cells,
    InRow,
    OutRow,
    number_text,
    shown_text,
)

_UNKNOWN = "Không thấy phần việc này: khóa của dòng bị sửa hoặc bị xóa."
_NOT_OWN = "Không phải phần việc của đơn vị bạn."
_TWICE = "Phần việc này có hai dòng trong tệp; hãy giữ một dòng."


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: its column, what stands now, what the file says."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of the file: what it would change, or the sentence that says why it cannot."""

    row: InRow
    obligation: Obligation | None
    changes: tuple[Change, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The file against the program."""

    changing: tuple[Judged, ...]
    problems: tuple[Judged, ...]
    untouched: int


def rows_to_fill(posts: Posts, today: date) -> list[OutRow]:
    """Give what the person's units still have to report, what is due first comes first."""
    owed = (
        Obligation.objects.filter(
            unit_id__in=posts.unit_ids, state__in=[state.value for state in WAITS_FOR_UNIT]
        )
        .select_related("unit", "task")
        .defer("task__search", "task__dates", "task__measures", "task__extra")
        .order_by("sort_due", "id")
    )
    return [
        OutRow(
            one.pk,
            one.version,
            (
                one.unit.name,
                one.task.code,
                shown_text(one.task.text),
                one.period,
                format_date(one.due) if one.due else "",
                str(shown_state(one, today).label),
            ),
            cells_now(one),
        )
        for one in owed
    ]


def cells_now(obligation: Obligation) -> Cells:
    """Give what the cells to fill say of an obligation as it stands; proof is always new, so those are empty."""
    condition = ""
    if obligation.state == State.IN_PROGRESS:
        condition = STUCK if obligation.obstacle else DOING
    return Cells(
        condition=condition,
        percent=str(obligation.percent) if obligation.percent is not None else "",
        quantity=number_text(obligation.quantity) if obligation.quantity is not None else "",
        sentence=shown_text(obligation.sentence),
    )


def compare(table: FilledTable, *, posts: Posts, today: date) -> Comparison:
    """Judge every row that was touched; one query, nothing is written."""
    rows = rows_of(table)
    found = Obligation.objects.select_related("unit", "task").in_bulk(
        [row.pk for row in rows if row.pk is not None]
    )
    times = Counter(row.pk for row in rows if row.pk is not None)
    changing: list[Judged] = []
    problems: list[Judged] = []
    untouched = 0
    for row in rows:
        if not row.is_touched:
            untouched += 1
            continue
        obligation = found.get(row.pk) if row.pk is not None else None
        if obligation is not None and obligation.unit_id not in posts.unit_ids:
            problems.append(Judged(row, None, (), _NOT_OWN))
            continue
        changes = _changes(cells_now(obligation), row.cells) if obligation else ()
        problem = _problem(row, obligation, times)
        if not problem and not changes:
            untouched += 1
            continue
        (problems if problem else changing).append(Judged(row, obligation, changes, problem))
    return Comparison(tuple(changing), tuple(problems), untouched)


def rows_of(table: FilledTable) -> list[InRow]:
    """Give the rows as they were read."""
    return [
        InRow(line, pk, version, touched, Cells(*cells)) for line, pk, version, touched, cells in table.rows
    ]


def _problem(row: InRow, obligation: Obligation | None, times: Counter[int]) -> str:
    if obligation is None or row.pk is None:
        return _UNKNOWN
    if times[row.pk] > 1:
        return _TWICE
    if obligation.state not in WAITS_FOR_UNIT:
        return f"Phần việc đã ở trạng thái «{State(obligation.state).label}» nên không nhập được nữa."
    if obligation.version != row.version:
        day = f" ngày {format_date(local_day(obligation.reported_at))}" if obligation.reported_at else ""
        return f"Có người đã cập nhật phần việc này{day}, sau khi bảng được xuất; hãy xem hai bên rồi xuất bảng mới."
    return wrong_cell(row.cells)


def wrong_cell(cells: Cells) -> str:
    """Give the sentence for the first cell that cannot be; empty where all can."""
    if cells.condition not in CONDITIONS:
        return f"Tình trạng phải là một trong: {', '.join(CONDITIONS)}."
    if cells.percent and percent_of(cells) is None:
        return "Tỷ lệ là số nguyên từ 0 đến 100, ví dụ 50."
    if cells.quantity and quantity_of(cells) is None:
        return "Số lượng ghi bằng chữ số, ví dụ 3 hoặc 12,5."
    if cells.day and day_of(cells) is None:
        return "Ngày văn bản ghi như 12/11/2021."
    if bool(cells.number) != bool(cells.day):
        return "Văn bản làm minh chứng cần cả số và ngày."
    if len(cells.sentence) > MAX_SENTENCE:
        return f"Câu báo cáo dài quá {MAX_SENTENCE} chữ."
    return ""


def percent_of(cells: Cells) -> int | None:
    text = cells.percent.removesuffix("%").strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 3 or int(text) > 100:
        return None
    return int(text)


def quantity_of(cells: Cells) -> Decimal | None:
    number = read_number(cells.quantity) if cells.quantity else None
    return number if number is not None and number >= 0 else None


def day_of(cells: Cells) -> date | None:
    parts = cells.day.replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _changes(now: Cells, asked: Cells) -> tuple[Change, ...]:
    pairs: Sequence[tuple[str, str, str]] = list(zip(FILLED, astuple(now), astuple(asked), strict=True))
    return tuple(Change(column, before, after) for column, before, after in pairs if before != after)
