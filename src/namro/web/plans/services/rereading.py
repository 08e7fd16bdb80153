"""Reads again what a person typed in place of a cell: agencies by the register, deadlines, measures.

The results have the form that the reader gives them in schema `namro.plan/1`.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from namro.core.agencies import Register, load_register
from namro.core.plans import find_measures
from namro.core.plans.model import Agencies, TaskDeadline
from namro.core.plans.schema import agencies_to_json, deadline_to_json, measures_to_json
from namro.core.text import clean, squeeze
from namro.core.time import read_deadline


@lru_cache(maxsize=1)
def register() -> Register:
    """Give the register the reader itself uses, loaded once per process."""
    return load_register()


def agencies(text: str, *, on: date | None) -> dict[str, Any]:
    """Give a cell of agencies; words no register knows stay in it as open groups."""
    own = squeeze(clean(text))
    expression = register().read(own, on=on)
    cell = agencies_to_json(Agencies(own, list(expression.parties)))
    del cell["source"]
    return cell


def deadline(text: str, *, year: int) -> dict[str, Any]:
    """Give a cell of deadline; `year` stands where the text names none."""
    own = squeeze(clean(text))
    cell = deadline_to_json(TaskDeadline(own, read_deadline(own, year=year)))
    del cell["source"]
    return cell


def measures(text: str) -> list[dict[str, Any]]:
    """Give the quantities that the text itself promises."""
    return measures_to_json(find_measures(text))
