"""A register from its data files: rows of units, districts and communes, and what is derived from them."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from namro.core.agencies.model import Group, Level, Succession, Unit
from namro.core.agencies.register import Register
from namro.core.text import fold

_TYPE_KEYS = {"thành phố": "thanh-pho", "thị xã": "thi-xa", "huyện": "huyen"}


def load_register(name: str = "ha_tinh") -> Register:
    """Load the register of a province by the name of its folder in `namro.registers`; kept after the first time."""
    return _load(name)


@lru_cache(maxsize=4)
def _load(name: str) -> Register:
    folder = files("namro.registers") / name
    head = _toml(folder / "register.toml")
    rows = _toml(folder / "units.toml")
    sources: dict[str, str] = rows["sources"]
    units = [_unit(row, sources) for row in rows["unit"]]
    successions = [
        Succession(
            row["from"],
            row["to"],
            row["on"],
            verified=row.get("verified", True),
            source=sources[row["source"]],
        )
        for row in rows["succession"]
    ]
    districts, district_successions = _districts(folder, head)
    communes, commune_successions = _communes(folder, head, districts)
    successions += district_successions + commune_successions
    units += districts + communes
    listed = _toml(folder / "groups.toml")
    groups = [_group(row, listed) for row in listed["group"]]
    names: list[str] = _toml(files("namro.registers") / "vocabulary.toml")["names"]
    sectors = {row["key"]: tuple(row["sectors"]) for row in rows["unit"] if "sectors" in row}
    return Register(
        units=tuple(_with_successors(units, successions)),
        groups=tuple(groups),
        successions=tuple(successions),
        province=head["province"],
        sectors=sectors,
        vocabulary=tuple(names),
    )


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(path: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _unit(row: dict[str, Any], sources: dict[str, str]) -> Unit:
    aliases = [*row.get("aliases", ()), *(f"Sở {sector}" for sector in row.get("sectors", ()))]
    return Unit(
        key=row["key"],
        name=row["name"],
        level=Level(row.get("level", "province")),
        kind=row["kind"],
        since=row.get("since"),
        until=row.get("until"),
        parent=None if row["key"] == "ubnd-tinh" else "ubnd-tinh",
        short_name=row.get("short_name", ""),
        aliases=tuple(a for a in dict.fromkeys(aliases) if a != row["name"]),
        verified=row.get("verified", True),
        source=sources[row["source"]],
        dates_verified=row.get("dates_verified", True),
    )


def _group(row: dict[str, Any], listed: dict[str, Any]) -> Group:
    is_open, verified = row.get("open", False), row.get("verified", True)
    source = listed["source_open"] if is_open else listed["source"] if verified else listed["source_judged"]
    return Group(
        key=row["key"],
        name=row["name"],
        aliases=tuple(row.get("aliases", ())),
        levels=tuple(Level(level) for level in row.get("levels", ())),
        kinds=tuple(row.get("kinds", ())),
        members=tuple(row.get("members", ())),
        is_open=is_open,
        verified=verified,
        source=row.get("source", source),
    )


def _slug(text: str) -> str:
    return "-".join(fold(text).split())


def _districts(folder: Traversable, head: dict[str, Any]) -> tuple[list[Unit], list[Succession]]:
    """Make the committee, the one-stop centre and the court of each district."""
    rule = head["districts"]
    rows = _rows(folder / rule["file"])
    tails = {row["code"]: f"{_TYPE_KEYS[row['type']]}-{_slug(row['name'])}" for row in rows}
    units: list[Unit] = []
    successions: list[Succession] = []
    for row in rows:
        tail, place = tails[row["code"]], f"{row['type']} {row['name']}"
        until = date.fromisoformat(row["until"])
        for prefix, title, kind, parent, source, certain in (
            ("ubnd", "UBND", "committee", "ubnd-tinh", rule["source"], True),
            ("mot-cua", rule["one_stop_name"], "one_stop", f"ubnd-{tail}", rule["one_stop_source"], True),
            ("toa-an", rule["court_name"], "court", "toa-an-nhan-dan-tinh", rule["court_source"], False),
        ):
            units.append(
                Unit(
                    key=f"{prefix}-{tail}",
                    name=f"{title} {place}",
                    level=Level.DISTRICT,
                    kind=kind,
                    until=until,
                    parent=parent,
                    short_name=place[0].upper() + place[1:] if prefix == "ubnd" else "",
                    aliases=_place_aliases(place) if prefix == "ubnd" else (),
                    source=source,
                    dates_verified=certain,
                )
            )
        successions += [
            Succession(
                f"ubnd-{tail}",
                f"ubnd-{tails[code]}",
                rule["succession_on"],
                partial=True,
                source=rule["succession_source"],
            )
            for code in row["successors"].split()
        ]
    return units, successions


def _place_aliases(place: str) -> tuple[str, ...]:
    short = {"thành phố": "TP", "thị xã": "TX", "thị trấn": "TT", "phường": "P.", "xã": "X."}
    kind = next((k for k in short if place.startswith(k + " ")), None)
    found = [f"Ủy ban nhân dân {place}", place[0].upper() + place[1:]]
    if kind in ("thành phố", "thị xã"):
        found += [f"UBND {short[kind]} {place[len(kind) + 1 :]}", f"{short[kind]} {place[len(kind) + 1 :]}"]
    return tuple(found)


def _communes(
    folder: Traversable, head: dict[str, Any], districts: list[Unit]
) -> tuple[list[Unit], list[Succession]]:
    """Make the committee and the one-stop section of each commune; a key carries the generation.

    Codes are used again with other names after a reorganisation, so a code alone names no unit.
    """
    codes = {row["code"]: row for row in _rows(folder / head["districts"]["file"])}
    units: list[Unit] = []
    successions: list[Succession] = []
    for rule in head["communes"]:
        for row in _rows(folder / rule["file"]):
            tail = f"xa-{rule['generation']}-{row.get('code') or row['key']}"
            place = f"{row['type']} {row['name']}"
            certain = row.get("dates_verified", "yes") == "yes"
            parent = "ubnd-tinh"
            if row.get("district"):
                district = codes[row["district"]]
                parent = f"ubnd-{_TYPE_KEYS[district['type']]}-{_slug(district['name'])}"
            since = date.fromisoformat(row["since"]) if row.get("since") else None
            until = date.fromisoformat(row["until"]) if row.get("until") else None
            others = [a.strip() for a in (row.get("aliases") or "").split(";") if a.strip()]
            source = rule["source"] if certain else rule["source_dates_unverified"]
            for prefix, title, kind, above, origin in (
                ("ubnd", "UBND", "committee", parent, source),
                ("mot-cua", rule["one_stop_name"], "one_stop", f"ubnd-{tail}", rule["one_stop_source"]),
            ):
                aliases = [*_place_aliases(place), *others, *(f"UBND {a[0].lower()}{a[1:]}" for a in others)]
                units.append(
                    Unit(
                        key=f"{prefix}-{tail}",
                        name=f"{title} {place}",
                        level=Level.COMMUNE,
                        kind=kind,
                        since=since,
                        until=until,
                        parent=above,
                        short_name=place[0].upper() + place[1:] if prefix == "ubnd" else "",
                        aliases=tuple(aliases) if prefix == "ubnd" else (),
                        source=origin,
                        dates_verified=certain,
                    )
                )
            for code in (row.get("successors") or "").split():
                successions.append(
                    Succession(
                        f"ubnd-{tail}",
                        f"ubnd-xa-{rule['successor_generation']}-{code.rstrip('*')}",
                        head["commune_succession"]["on"],
                        partial=code.endswith("*"),
                        source=head["commune_succession"]["source"],
                    )
                )
    return units, successions


def _with_successors(units: list[Unit], successions: list[Succession]) -> Iterator[Unit]:
    after: dict[str, list[str]] = {}
    for link in successions:
        after.setdefault(link.predecessor, []).append(link.successor)
    for unit in units:
        yield replace(unit, successors=tuple(after[unit.key])) if unit.key in after else unit
