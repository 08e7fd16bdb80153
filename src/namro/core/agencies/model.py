"""Units, groups of units and what an expression such as "UBND cấp huyện, cấp xã" names."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation during one stretch of time; `until` is its last day, None while it exists."""

    key: str
    name: str
    level: Level
    kind: str  # department, office, committee (UBND), one_stop, court, front, vertical, media, board …
    since: date | None = None
    until: date | None = None
    parent: str | None = None
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    verified: bool = True
    source: str = ""
    dates_verified: bool = True  # False when `since` or `until` is not taken from its legal act

    def exists_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Succession:
    """`successor` takes over from `predecessor` on the day `on`; `partial` when only a part of its area."""

    predecessor: str
    successor: str
    on: date
    partial: bool = False
    verified: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of units: listed by level and kind at a date, or `open` when no register can list it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    kinds: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # explicit unit keys, beside what levels and kinds select
    is_open: bool = False
    verified: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """One unit or group that an expression names; `kind` is "unit" or "group"."""

    kind: str
    key: str
    name: str
    text: str = ""  # the words in the document
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class AgencyExpression:
    """What a cell of agencies says.

    `unknown` are words no register knows (they also stand in `parties` as open groups);
    `missing_separators` are the two words between which a comma or semicolon is missing;
    `likelihood` in [0, 1] says how much the text as a whole reads like a list of agencies.
    """

    text: str
    parties: tuple[Party, ...] = ()
    unknown: tuple[str, ...] = ()
    missing_separators: tuple[str, ...] = ()
    likelihood: float = 0.0
