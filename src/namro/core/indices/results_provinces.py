"""Provinces as dated units: the 63 of before July 2025, the 34 of today, and who took over from whom."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

# The pairs stand in a list in the press of June 2025; the resolution itself has not been compared.
MERGERS_SOURCE = (
    "Nghị quyết 202/2025/QH15, theo phương án đăng tại "
    "nghean24h.vn/34-tinh-thanh-du-kien-hoat-dong-ngay-tu-ngay-172025-a753727.html; chưa đối chiếu văn bản"
)
_DOUBTS = {
    "press": "việc sáp nhập ghi theo phương án đăng báo tháng 6/2025, chưa đối chiếu nghị quyết",
    "memory": "việc thay đổi tỉnh chưa có văn bản nào đối chiếu",
}


@dataclass(frozen=True, slots=True)
class Province:
    """One province during one stretch of time; `until` is its last day, None while it exists.

    `successor` is the key of the province that took it over. `sample` is the group of the PAPI sample
    ("small", "medium", "large"), empty when not known. `change_mark` says what stands behind its beginning
    and its successor: "press" (a list in the press), "memory" (nothing yet), empty where nothing changed.
    """

    key: str
    name: str
    kind: str  # tỉnh, thành phố
    english: str
    aliases: tuple[str, ...]
    since: date | None
    until: date | None
    successor: str
    sample: str
    change_mark: str = ""

    @property
    def doubt(self) -> str:
        """Say why the change of this province is not certain yet; empty when no change is carried."""
        return _DOUBTS.get(self.change_mark, "")

    def exists_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@lru_cache(maxsize=1)
def load_provinces() -> tuple[Province, ...]:
    """Load all provinces, those of before the reorganisation first, in the order of the PAPI tables."""
    text = (files("namro.registers") / "results" / "provinces.csv").read_text(encoding="utf-8")
    return tuple(
        Province(
            key=row["key"],
            name=row["name"],
            kind=row["kind"],
            english=row["english"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            since=_day(row["since"]),
            until=_day(row["until"]),
            successor=row["successor"],
            sample=row["sample"],
            change_mark=row["change_mark"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Province]:
    return {province.key: province for province in load_provinces()}


def province(key: str) -> Province:
    """Give the province of a key; KeyError when there is none."""
    return _by_key()[key]


def as_now(key: str, on: date) -> Province:
    """Give the province that carries the area of another on the day: itself while it exists."""
    found = province(key)
    while found.until is not None and found.until < on and found.successor:
        found = province(found.successor)
    return found


def as_then(key: str, on: date) -> tuple[Province, ...]:
    """Give the provinces of the day whose whole area belongs to the province of `key`, in the order of the tables."""
    target = province(key)
    if target.exists_on(on):
        return (target,)
    return tuple(one for one in load_provinces() if one.exists_on(on) and _leads_to(one, key))


def _leads_to(start: Province, key: str) -> bool:
    while start.successor:
        start = province(start.successor)
        if start.key == key:
            return True
    return False
