"""Bringing values of a table in: what each row would do, and only what was chosen is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.measures import Measured
from namro.web.accounts.models import User
from namro.web.measures import permissions
from namro.web.measures.models import MeasureValue, TaskMeasure
from namro.web.measures.selectors.values import expected_units, periods_of
from namro.web.measures.services.giving import Given, give_value
from namro.web.measures.value_files import FileRow
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would do; `held` is what the program holds (None: nothing), `problem` why it cannot be taken."""

    row: FileRow
    unit: Unit | None
    held: Measured | None
    version: int
    problem: str

    @property
    def key(self) -> str:
        return f"{self.row.unit_key}|{self.row.period}"

    @property
    def is_same(self) -> bool:
        return self.held == self.row.measured

    @property
    def is_conflict(self) -> bool:
        return self.held is not None and not self.is_same and not self.problem


def changes_of(measure: TaskMeasure, rows: Sequence[FileRow], posts: Posts, day: date) -> list[Change]:
    """Say of every row what it would do; three queries."""
    units = {unit.key: unit for unit in expected_units(measure.task_id)}
    labels = {period.label for period in periods_of(measure, day)}
    held = {(v.unit_id, v.period): v for v in MeasureValue.objects.filter(measure=measure)}
    found, seen = [], set()
    for row in rows:
        unit = units.get(row.unit_key)
        value = held.get((unit.pk, row.period)) if unit else None
        problem = row.problem
        if not problem and unit is None:
            problem = "mã đơn vị không có phần việc của nhiệm vụ này"
        elif not problem and row.period not in labels:
            problem = "không có kỳ này hoặc kỳ chưa bắt đầu"
        elif not problem and unit is not None and not permissions.may_give(posts, unit.pk):
            problem = "bạn không ghi số của đơn vị này được"
        elif not problem and (row.unit_key, row.period) in seen:
            problem = "đơn vị và kỳ này đã có ở một dòng trên"
        seen.add((row.unit_key, row.period))
        found.append(
            Change(row, unit, value.measured if value else None, value.version if value else 0, problem)
        )
    return found


def take_over(
    *,
    measure: TaskMeasure,
    rows: Sequence[FileRow],
    chosen: Collection[str],
    versions: dict[str, int],
    reason: str,
    by: User,
    posts: Posts,
    at: datetime,
) -> tuple[int, list[str]]:
    """Write the chosen rows; gives how many, and a sentence for each that was refused.

    A value that was changed since the preview is refused and stays as it is.
    """
    written, refused = 0, []
    for change in changes_of(measure, rows, posts, at.date()):
        if change.key not in chosen or change.problem or change.is_same or change.unit is None:
            continue
        value = change.row.measured
        given = Given(
            value.number, value.numerator, value.denominator, change.row.source, reason,
            version=versions.get(change.key, 0),
        )  # fmt: skip
        try:
            with transaction.atomic():
                give_value(
                    measure=measure, unit=change.unit, period=change.row.period, given=given, by=by, posts=posts, at=at
                )  # fmt: skip
            written += 1
        except Refusal as refusal:
            refused.append(
                f"Dòng {change.row.row} ({change.unit.name}, {change.row.period}): {refusal.sentence}"
            )
    return written, refused
