"""A published edition as it was frozen: the lines of a unit, and how two editions differ."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rulebook_loading import read_rulebook
from namro.core.indices.rules.writing import write_points
from namro.core.text import format_date
from namro.web.campaigns.models import Campaign, Publication, PublishedSheet
from namro.web.campaigns.selectors.boxes import inputs_in_words as told_inputs
from namro.web.campaigns.states import Mark, Verdict

Frozen = Mapping[str, Any]
_NOTHING = "để trống"


def text_of(content: Frozen) -> str:
    """Write frozen content the one way whose SHA-256 is published: names sorted, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def edition_of(campaign: Campaign, edition: int) -> Publication | None:
    """Give an edition with its frozen content; one query."""
    return campaign.publications.filter(edition=edition).first()


def published_sheet_of(campaign: Campaign, edition: int, unit_key: str) -> PublishedSheet | None:
    """Give the frozen sheet of one unit with its edition, without the content of the others; one query."""
    return (
        PublishedSheet.objects.filter(
            publication__campaign=campaign, publication__edition=edition, unit_key=unit_key
        )
        .select_related("publication")
        .defer("publication__content")
        .first()
    )


def sheet_in(content: Frozen, unit_key: str) -> Frozen | None:
    """Give the frozen sheet of a unit."""
    return next((sheet for sheet in content.get("sheets", ()) if sheet["unit_key"] == unit_key), None)


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One line of a frozen sheet, with what the frozen rulebook calls it."""

    code: str
    name: str
    inputs: str
    held: Frozen

    @property
    def verdict(self) -> str:
        """The first verdict in words; nothing when there was none."""
        found = self.held["first"]["verdict"]
        return str(Verdict(found).label) if found else ""


def lines_of(sheet: Frozen, rulebook: Rulebook) -> tuple[FrozenLine, ...]:
    """Give the lines of a frozen sheet, in its order; `rulebook` is the one its campaign is bound to."""
    known = rulebook.by_code
    return tuple(
        FrozenLine(
            line["code"],
            known[line["code"]].name if line["code"] in known else "",
            "; ".join(told_inputs(known[line["code"]], line["inputs"]))
            if line["code"] in known
            else inputs_in_words(line["inputs"]),
            line,
        )
        for line in sheet["lines"]
    )


def places_of(lines: Iterable[FrozenLine], rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """Give the fields of a frozen sheet, each as it is named and the code of its first line, to jump to."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        held = rulebook.by_code.get(line.code)
        field = next((above for above in rulebook.upwards(held) if not above.parent), None) if held else None
        if field is not None:
            found.setdefault(field.code, (f"{field.code}. {field.name}", line.code))
    return tuple(found.values())


def names_in(publication: Publication) -> dict[str, str]:
    """Give the names of the frozen rulebook's lines by code."""
    return {code: line.name for code, line in _frozen_lines(publication).items()}


def _frozen_lines(publication: Publication) -> Mapping[str, Line]:
    toml = publication.content.get("rulebook", {}).get("toml", "")
    return _rulebook(toml).by_code if toml else {}


@lru_cache(maxsize=8)
def _rulebook(toml: str) -> Rulebook:
    return read_rulebook(toml.encode())


def inputs_in_words(inputs: Frozen) -> str:
    """Write frozen inputs as "a = 45, b = 45"."""
    return ", ".join(f"{name} = {str(value).replace('.', ',')}" for name, value in sorted(inputs.items()))


def points_in_words(points: str | None) -> str:
    """Write frozen points as they are read here; None was not scored."""
    return "chưa chấm" if points is None else write_points(Decimal(points))


def piece_in_words(piece: Frozen) -> str:
    """Name a frozen piece of proof with its revision."""
    if piece["number"]:
        day = date.fromisoformat(piece["date"]) if piece["date"] else None
        name = f"Văn bản {piece['number']}" + (f" ngày {format_date(day)}" if day else "")
    else:
        name = piece["file"] or piece["address"]
    return f"{name} (bản {piece.get('revision', 1)})"


def mark_in_words(line: Frozen) -> str:
    """Say what was marked before the first appraisal; nothing where nothing was, and in editions of before."""
    mark = line.get("mark") or {"kind": "", "text": ""}
    return f"{Mark(mark['kind']).label}: {mark['text']}" if mark["kind"] else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two editions have differently."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineDifference:
    """The differences at one line of a unit; `code` is empty for the unit's total, rank and class."""

    unit: str
    unit_key: str
    code: str
    name: str
    differences: tuple[Difference, ...]


def differences(before: Publication, after: Publication) -> tuple[LineDifference, ...]:
    """Give everything that differs, unit by unit in the order of the later edition, lines in sheet order."""
    found = []
    ranks = ({row["unit_key"]: row for row in one.content.get("ranking", ())} for one in (before, after))
    old_ranks, new_ranks = ranks
    names = names_in(before) | names_in(after)
    for sheet in _all_sheets(before.content, after.content):
        key = sheet["unit_key"]
        old, new = sheet_in(before.content, key), sheet_in(after.content, key)
        whole = _differing(_summary(old, old_ranks.get(key)), _summary(new, new_ranks.get(key)))
        if whole:
            found.append(LineDifference(sheet["unit"], key, "", "", whole))
        old_lines = {line["code"]: line for line in old["lines"]} if old else {}
        new_lines = {line["code"]: line for line in new["lines"]} if new else {}
        for code in {**new_lines, **old_lines}:
            told = _differing(_told(old_lines.get(code)), _told(new_lines.get(code)))
            if told:
                found.append(LineDifference(sheet["unit"], key, code, names.get(code, ""), told))
    return tuple(found)


def _all_sheets(before: Frozen, after: Frozen) -> Iterator[Frozen]:
    seen = set()
    for sheet in (*after.get("sheets", ()), *before.get("sheets", ())):
        if sheet["unit_key"] not in seen:
            seen.add(sheet["unit_key"])
            yield sheet


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Difference, ...]:
    return tuple(
        Difference(what, old.get(what) or _NOTHING, new.get(what) or _NOTHING)
        for what in {**new, **old}
        if (old.get(what) or "") != (new.get(what) or "")
    )


def _summary(sheet: Frozen | None, row: Frozen | None) -> dict[str, str]:
    if sheet is None:
        return {"Phiếu": "không có trong bản này"}
    rank = f"{row['rank']}/{row['of']}" if row and row["rank"] else "không xếp"
    return {
        "Phiếu": "có",
        "Tổng điểm": points_in_words(sheet["total"]),
        "Hạng": rank,
        "Xếp loại": row["class"] if row else "",
    }


def _told(line: Frozen | None) -> dict[str, str]:
    """Give everything a frozen line says, by its official name."""
    if line is None:
        return {}
    return {
        "Số liệu": inputs_in_words(line["inputs"]),
        "Cách tính": line["reckoning"],
        "Tự đánh giá": points_in_words(line["self"]),
        "Căn cứ": line["self_text"],
        "Cần bổ sung": mark_in_words(line),
        "Giải trình lần 1": line.get("first_explanation", ""),
        "Kết luận lần 1": str(Verdict(line["first"]["verdict"]).label) if line["first"]["verdict"] else "",
        "Thẩm định lần 1": points_in_words(line["first"]["points"]),
        "Lý do lần 1": line["first"]["reason"],
        "Giải trình": line["explanation"],
        "Thẩm định lần 2": points_in_words(line["second"]["points"]),
        "Lý do lần 2": line["second"]["reason"],
        "Điều tra XHH": points_in_words(line["survey"]),
        "Điểm đạt được": points_in_words(line["final"]),
        "Ghi chú": line["note"],
        "Tài liệu kiểm chứng": "; ".join(piece_in_words(piece) for piece in line["evidence"]),
    }
