"""Briefings that were issued, and what changed between two of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from namro.core.errors import Refusal
from namro.core.reports.calendar import periods_of_year
from namro.core.reports.freezing import digest
from namro.web.chase.models import UrgingLetter
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import existing
from namro.web.reports.briefing.drawing import place_words, score_words
from namro.web.reports.briefing.models import Briefing, Package
from namro.web.reports.documents.writing import Day, number
from namro.web.reports.selectors.kinds import kinds

NOT_THERE = "không có"
MOST_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class Changed:
    """One number of two briefings; the words are those the briefings print."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def briefings() -> "QuerySet[Briefing]":
    """Give the briefings without their content, the latest first."""
    return Briefing.objects.defer("content")


def checked_content(briefing: Briefing) -> dict[str, Any]:
    """Give the frozen content; raises `Refusal` when it is not what was issued."""
    if digest(briefing.content) != briefing.sha256:
        raise Refusal(
            f"{briefing} không còn nguyên vẹn (mã kiểm tra không khớp), nên không dùng được. Hãy phục hồi từ bản sao lưu."
        )
    found: dict[str, Any] = json.loads(briefing.content)
    return found


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Give every number of two briefings side by side, what is only in one of them too."""
    return (
        *_indices(before, after),
        *(
            Changed(label, number(before["work"][name]), number(after["work"][name]))
            for name, label in _WORK.items()
        ),
        Changed("Đơn vị chậm", number(before["late"]["units_late"]), number(after["late"]["units_late"])),
        *_units(before, after),
    )


_WORK = {"total": "Phần việc", "done": "Hoàn thành", "waiting": "Chờ duyệt", "late": "Quá hạn"}


def _indices(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Changed]:
    known = {one["index"]: one for one in before["indices"]}
    for one in after["indices"]:
        old = known.pop(one["index"], None)
        yield Changed(one["index"], _index_words(old), _index_words(one))
    for old in known.values():
        yield Changed(old["index"], _index_words(old), NOT_THERE)


def _index_words(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return NOT_THERE
    lost = "mất chưa biết" if one["lost_sum"] is None else f"mất {number(Decimal(one['lost_sum']), 3)}"
    return f"{one['year']}: {score_words(one)}, hạng {place_words(one)}, {lost}"


def _units(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Changed]:
    """Give the units named in both or one; a unit beyond the kept list is "không có" there, not 0."""
    old = {row["unit"]: row for row in before["late"]["rows"]}
    for row in after["late"]["rows"]:
        was = old.pop(row["unit"], None)
        yield Changed(f"{row['unit']}, quá hạn", _late_words(was), _late_words(row))
    for unit, row in old.items():
        yield Changed(f"{unit}, quá hạn", _late_words(row), NOT_THERE)


def _late_words(row: Mapping[str, Any] | None) -> str:
    return NOT_THERE if row is None else f"{number(row['late'])}/{number(row['total'])}"


def units_of_level(level: str, day: Day) -> list[str]:
    """Give the keys of the units of a level that exist on the day, in the order of the register."""
    return list(
        existing(Unit.objects.filter(level=level), on=day).order_by("sort").values_list("key", flat=True)
    )


def periods_to_pack(day: Day) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give by kind the periods that have begun, of the year of the day and the one before, the latest first."""
    found = []
    for row in kinds():
        periods = [
            one
            for year in (day.year, day.year - 1)
            for one in periods_of_year(row.kind, year)
            if one.start <= day
        ]
        periods.sort(key=lambda one: (one.end, one.start), reverse=True)
        found.append((str(row), tuple((f"{row.key}:{one.key}", f"{one.label}, {row}") for one in periods)))
    return tuple(found)


def packages_of(user_id: int) -> "QuerySet[Package]":
    """Give the packages the person had made, the latest first."""
    return Package.objects.filter(by=user_id).defer("marks")[:50]


def letters_to_pack(named: Sequence[str]) -> list[int]:
    """Give the urging letters of these numbers, all drafts when none is named, in the order of their units."""
    wanted = [int(one) for one in named[:MOST_LETTERS] if one.isdecimal() and len(one) < 12]
    found = UrgingLetter.objects.order_by("unit__sort", "id")
    found = found.filter(pk__in=wanted) if named else found.filter(state=UrgingLetter.State.DRAFT)
    return list(found.values_list("pk", flat=True))
