"""Writes the core's register of units and groups into the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from namro.core.agencies import model as core
from namro.core.text import fold, sort_key
from namro.web.audit import services as audit
from namro.web.organisations.models import Group, Succession, Unit, UnitAlias


class Register(Protocol):
    """Units, groups and successions as `core.agencies` gives them."""

    @property
    def units(self) -> Iterable[core.Unit]: ...

    @property
    def groups(self) -> Iterable[core.Group]: ...

    @property
    def successions(self) -> Iterable[core.Succession]: ...


_UNIT_FIELDS = (
    "name", "short_name", "search", "sort", "level", "kind", "valid_from", "valid_to", "verified", "dates_verified", "source",
)  # fmt: skip
_GROUP_FIELDS = ("name", "rule", "is_open", "verified", "source")


@transaction.atomic
def load_register(*, at: datetime, by: audit.Person = audit.PROGRAM, register: Register | None = None) -> int:
    """Bring the database to the register given (or to the one the program carries); give the number of rows changed.

    A second call with the same register changes nothing. Units that the register no longer names stay,
    because obligations may hang on them.
    """
    if register is None:
        from namro.core.agencies import load_register as carried

        register = carried()
    units, groups = list(register.units), list(register.groups)
    changed = _write(Unit, {u.key: _unit_columns(u) for u in units}, _UNIT_FIELDS)
    ids = dict(Unit.objects.values_list("key", "id"))
    changed += _set_parents(units, ids)
    changed += _write_aliases(units, ids)
    changed += _write_successions(list(register.successions), ids)
    changed += _write(Group, {g.key: _group_columns(g) for g in groups}, _GROUP_FIELDS)
    if changed:
        audit.record(
            by=by,
            at=at,
            action="Nạp danh bạ đơn vị",
            subject=f"{len(units)} đơn vị, {len(groups)} nhóm đơn vị",
            subject_type="register",
            subject_id="register",
            after={"units": len(units), "groups": len(groups), "changed": changed},
        )
    return changed


def _unit_columns(unit: core.Unit) -> dict[str, Any]:
    names = [unit.name, unit.short_name, *unit.aliases]
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "search": " | ".join(dict.fromkeys(fold(n) for n in names if n))[:400],
        "sort": sort_column(unit.name),
        "level": str(unit.level),
        "kind": unit.kind,
        "valid_from": unit.since,
        "valid_to": unit.until,
        "verified": unit.verified,
        "dates_verified": unit.dates_verified,
        "source": unit.source[:300],
    }


def sort_column(name: str) -> str:
    """Give text that every database orders, byte by byte, in Vietnamese dictionary order."""
    letters, tones, _ = sort_key(name)
    return "".join(f"{letter + 2000:04x}" for letter in letters[:80]) + "." + "".join(map(str, tones[:79]))


def _group_columns(group: core.Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "rule": {
            "levels": [str(level) for level in group.levels],
            "kinds": list(group.kinds),
            "members": list(group.members),
            "aliases": list(group.aliases),
        },
        "is_open": group.is_open,
        "verified": group.verified,
        "source": group.source[:300],
    }


def _write(model: Any, wanted: dict[str, dict[str, Any]], fields: tuple[str, ...]) -> int:
    known = {row.key: row for row in model.objects.all()}
    new = [model(key=key, **columns) for key, columns in wanted.items() if key not in known]
    changed = []
    for key, columns in wanted.items():
        row = known.get(key)
        if row is None or all(getattr(row, name) == columns[name] for name in fields):
            continue
        for name in fields:
            setattr(row, name, columns[name])
        changed.append(row)
    model.objects.bulk_create(new, batch_size=500)
    model.objects.bulk_update(changed, fields, batch_size=200)
    return len(new) + len(changed)


def _set_parents(units: list[core.Unit], ids: dict[str, int]) -> int:
    current = dict(Unit.objects.values_list("key", "parent_id"))
    changed = [
        Unit(id=ids[u.key], parent_id=ids[u.parent] if u.parent else None)
        for u in units
        if current[u.key] != (ids[u.parent] if u.parent else None)
    ]
    Unit.objects.bulk_update(changed, ["parent"], batch_size=400)
    return len(changed)


def _write_aliases(units: list[core.Unit], ids: dict[str, int]) -> int:
    wanted = {
        (ids[u.key], name): fold(name)[:200]
        for u in units
        for name in (u.name, u.short_name, *u.aliases)
        if name
    }
    known = {(alias.unit_id, alias.name): alias.pk for alias in UnitAlias.objects.all()}
    ours = {ids[u.key] for u in units}
    gone = [pk for (unit_id, name), pk in known.items() if unit_id in ours and (unit_id, name) not in wanted]
    new = [UnitAlias(unit_id=u, name=n, folded=f) for (u, n), f in wanted.items() if (u, n) not in known]
    UnitAlias.objects.filter(id__in=gone).delete()
    UnitAlias.objects.bulk_create(new, batch_size=500)
    return len(gone) + len(new)


def _write_successions(wanted: list[core.Succession], ids: dict[str, int]) -> int:
    known = {(row.predecessor_id, row.successor_id): row for row in Succession.objects.all()}
    new, changed = [], []
    for succession in wanted:
        pair = ids[succession.predecessor], ids[succession.successor]
        columns = {
            "on": succession.on,
            "partial": succession.partial,
            "verified": succession.verified,
            "source": succession.source[:300],
        }
        row = known.get(pair)
        if row is None:
            new.append(Succession(predecessor_id=pair[0], successor_id=pair[1], **columns))
        elif any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            changed.append(row)
    Succession.objects.bulk_create(new, batch_size=500)
    Succession.objects.bulk_update(changed, ["on", "partial", "verified", "source"], batch_size=400)
    return len(new) + len(changed)
