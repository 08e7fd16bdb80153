"""The published results that the program carries, from the data file of a province."""

import csv
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from namro.core.indices.model import PublishedResult


@lru_cache(maxsize=4)
def load_results(name: str = "ha_tinh") -> tuple[PublishedResult, ...]:
    """Load the results of a province by the name of its folder in `namro.registers`."""
    text = (files("namro.registers") / name / "results.csv").read_text(encoding="utf-8")
    return tuple(
        PublishedResult(
            index=row["index"],
            year=int(row["year"]),
            code=row["code"],
            name=row["name"],
            score=_number(row["score"]),
            maximum=_number(row["maximum"]),
            percent=_number(row["percent"]),
            rank=_whole(row["rank"]),
            of=_whole(row["of"]),
            announced_on=date.fromisoformat(row["announced_on"]) if row["announced_on"] else None,
            new_method=row["new_method"],
            verified=row["verified"] == "yes",
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None
