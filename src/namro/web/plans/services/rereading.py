"""Reads again what a person typed in place of a cell: agencies by the register, deadlines, measures."""

from functools import lru_cache
from typing import Any

from namro.core import agencies as core_agencies
from namro.core import plans as core_plans
from namro.core.text import clean, squeeze
from namro.core.time import read_deadline


@lru_cache(maxsize=1)
def _register() -> Any:
    return core_agencies.load_register()


def agencies(text: str) -> dict[str, Any]:
    """Give a cell of agencies as the reader would write it; words no register knows stay as open groups."""
    own = squeeze(clean(text))
    expression = core_agencies.read_agencies(own, _register())
    return {
        "text": own,
        "units": [
            {"kind": party.kind, "key": party.key, "name": party.name, **({"open": True} if party.is_open else {})}
            for party in expression.parties
        ],
        "inherited": False,
    }


def deadline(text: str, *, year: int) -> dict[str, Any]:
    """Give a cell of deadline as the reader would write it; `year` stands where the text names none."""
    reading = read_deadline(text, year=year)
    return {
        "text": reading.text,
        "kind": str(reading.kind),
        "due": reading.due.isoformat() if reading.due else None,
        "dates": [day.isoformat() for day in reading.dates],
        "inherited": False,
    }


def measures(text: str) -> list[dict[str, Any]]:
    """Give the quantities that the text itself promises."""
    return [
        {"text": m.text, "quantity": str(m.quantity), "unit": m.unit, "relation": m.relation}
        for m in core_plans.read_measures(text)
    ]
