"""Obstacles as a workbook."""

from collections.abc import Iterable, Mapping
from datetime import date

from namro.core.text import format_date
from namro.web.plans.selectors.standing import local_day
from namro.web.talks.selectors.obstacles import ObstacleRow
from namro.web.ui.workbooks import workbook

_COLUMNS = (
    ("Đơn vị", 30), ("Mã nhiệm vụ", 14), ("Kỳ", 14), ("Vướng mắc", 60), ("Đề nghị", 50), ("Đề nghị cơ quan", 26),
    ("Trạng thái", 20), ("Ngày nêu", 12), ("Số ngày", 9), ("Ngày kết thúc", 12), ("Ý kiến, quyết định", 80),
)  # fmt: skip


def obstacles_workbook(rows: Iterable[ObstacleRow], said: Mapping[int, str], *, today: date) -> bytes:
    """Give the obstacles as a sheet; `said` are the opinions and decisions by obstacle."""
    return workbook(
        name="Vướng mắc",
        title="Vướng mắc trong thực hiện",
        note=f"Đến ngày {format_date(today)}.",
        columns=_COLUMNS,
        rows=(_values(row, said.get(row.obstacle.pk, "")) for row in rows),
    )


def _values(row: ObstacleRow, said: str) -> tuple[str | int | date | None, ...]:
    one = row.obstacle
    return (
        one.obligation.unit.name, one.obligation.task.code, one.obligation.period, one.content, one.request,
        row.asked_of, str(row.state.label), local_day(one.raised_at), row.days,
        local_day(one.ended_at) if one.ended_at else None, said,
    )  # fmt: skip
