"""The library of rulebooks: those the program carries, those the province made, and one as a page shows it."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from namro.core.indices.inputs import wanted_of
from namro.core.indices.rulebook import Line, PointKind, Rulebook
from namro.core.indices.rulebook_checking import check_rulebook, sum_of_survey
from namro.core.indices.rulebook_loading import load_shipped, read_rulebook, shipped_names
from namro.core.indices.rules import WantedKind
from namro.core.indices.rules.wording import in_words
from namro.web.campaigns.models import Campaign, ProvinceRulebook

POINT_WORDS = {
    PointKind.DOCUMENTARY: "tài liệu",
    PointKind.RATIO: "tỷ lệ",
    PointKind.SURVEY: "điều tra xã hội học",
    PointKind.GIVEN: "cơ quan khác cho",
}
_INPUT_WORDS = {
    WantedKind.COUNT: "số đếm",
    WantedKind.AMOUNT: "số lượng",
    WantedKind.NUMBER: "số",
    WantedKind.PERCENT: "tỷ lệ %",
    WantedKind.CHOICE: "chọn",
    WantedKind.RANK: "thứ hạng",
    WantedKind.POINTS: "điểm",
    WantedKind.SCORE: "điểm trung bình",
}


@dataclass(frozen=True, slots=True)
class Book:
    """One rulebook on the shelf; `stored` None: the program carries it, under `name`."""

    rulebook: Rulebook
    name: str
    stored: ProvinceRulebook | None
    used: int
    unverified: int
    components: int


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of the tree as its page shows it."""

    line: Line
    is_component: bool
    point: str
    words: tuple[str, ...]
    inputs: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def depth_class(self) -> str:
        return f"depth-{min(self.line.depth, 4)}"


@dataclass(frozen=True, slots=True)
class BookPage:
    """A whole rulebook: lines, what surveys give, classes, and what the source leaves open."""

    rulebook: Rulebook
    lines: tuple[BookLine, ...]
    survey_points: Decimal | None
    components: int
    kinds: tuple[tuple[str, int], ...]
    open_ends: tuple[str, ...]


def shipped_books() -> tuple[Book, ...]:
    """Give the carried rulebooks in the order of their names; one query for where they are used."""
    used = _used()
    return tuple(
        _book(load_shipped(name), name, None, used.get(load_shipped(name).key, 0)) for name in shipped_names()
    )


def province_books() -> tuple[Book, ...]:
    """Give every version of the province's own rulebooks, the latest of each first; two queries."""
    used = _used_texts()
    return tuple(
        _book(rulebook_in(stored), stored.key, stored, used.get(stored.sha256, 0))
        for stored in ProvinceRulebook.objects.defer("toml").order_by("key", "-version")
    )


def latest_of(key: str) -> ProvinceRulebook | None:
    """Give the newest version under this key."""
    return ProvinceRulebook.objects.filter(key=key).order_by("-version").first()


def newest_books() -> tuple[ProvinceRulebook, ...]:
    """Give the newest version of every rulebook of the province, without their texts; one query."""
    newest: dict[str, ProvinceRulebook] = {}
    for stored in ProvinceRulebook.objects.defer("toml").order_by("key", "-version"):
        newest.setdefault(stored.key, stored)
    return tuple(newest.values())


def versions_of(stored: ProvinceRulebook) -> tuple[ProvinceRulebook, ...]:
    """Give all versions under the key of this one, the latest first."""
    return tuple(ProvinceRulebook.objects.filter(key=stored.key).defer("toml").order_by("-version"))


def uses_of(stored: ProvinceRulebook) -> tuple[Campaign, ...]:
    """Give the campaigns bound to this very text."""
    found = Campaign.objects.filter(rulebook_sha256=stored.sha256).defer("rulebook_toml")
    return tuple(found.order_by("-year", "-id"))


def rulebook_in(stored: ProvinceRulebook) -> Rulebook:
    """Give the stored version as a rulebook; its text is read once per process."""
    return _parsed(stored.sha256, stored.pk)


@lru_cache(maxsize=32)
def _parsed(sha256: str, pk: int) -> Rulebook:
    text = ProvinceRulebook.objects.values_list("toml", flat=True).get(pk=pk, sha256=sha256)
    return read_rulebook(text.encode())


def shipped_tables(name: str) -> Mapping[str, Any]:
    """Give the tables of a carried rulebook's text; `name` is one of `shipped_names`."""
    return tables_of((files("namro.rulebooks") / f"{name}.toml").read_text(encoding="utf-8"))


def tables_of(toml: str) -> Mapping[str, Any]:
    """Give the tables of a text that is known to be a rulebook, with exact decimals."""
    return tomllib.loads(toml, parse_float=Decimal)


def page_of(rulebook: Rulebook) -> BookPage:
    """Say the rulebook line by line; no query."""
    components = {line.code for line in rulebook.components}
    kinds = Counter(POINT_WORDS[line.point] for line in rulebook.components if line.point)
    return BookPage(
        rulebook=rulebook,
        lines=tuple(_line(line, line.code in components) for line in rulebook.lines),
        survey_points=sum_of_survey(rulebook) if kinds[POINT_WORDS[PointKind.SURVEY]] else None,
        components=len(components),
        kinds=tuple(kinds.most_common()),
        open_ends=tuple(
            found.sentence
            for found in check_rulebook(rulebook)
            if not found.is_error and found.code not in components
        ),
    )


def _line(line: Line, is_component: bool) -> BookLine:
    doubts = [line.discrepancy, line.unsaid] if is_component else []
    if not line.name_verified:
        doubts.append("Tên của dòng này chưa có nguồn kiểm chứng.")
    if is_component and line.rule is None:
        doubts.append(f"Chưa có cách chấm. {line.no_rule}".strip())
    return BookLine(
        line=line,
        is_component=is_component,
        point=POINT_WORDS[line.point] if line.point and is_component else "",
        words=in_words(line.rule) if line.rule else (),
        inputs=tuple(
            f"{wanted.label} ({wanted.unit or _INPUT_WORDS[wanted.kind]})" for wanted in wanted_of(line)
        ),
        doubts=tuple(doubt for doubt in doubts if doubt),
    )


def _book(rulebook: Rulebook, name: str, stored: ProvinceRulebook | None, used: int) -> Book:
    unverified = sum(not line.name_verified for line in rulebook.lines)
    return Book(rulebook, name, stored, used, unverified, len(rulebook.components))


def _used() -> Mapping[str, int]:
    return Counter(Campaign.objects.values_list("rulebook_key", flat=True))


def _used_texts() -> Mapping[str, int]:
    return Counter(Campaign.objects.values_list("rulebook_sha256", flat=True))
