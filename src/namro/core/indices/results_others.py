"""Single published figures: other provinces and national means of PAR INDEX and SIPAS, as far as sourced."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from namro.core.indices.published import load_results

_OURS = "ha-tinh"


@dataclass(frozen=True, slots=True)
class OtherResult:
    """One figure of one province; `code` empty is the index. None is "not known"."""

    index: str
    year: int
    province: str
    code: str
    name: str
    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    verified: bool
    source: str
    new_method: str = ""

    @property
    def value(self) -> Decimal | None:
        """The figure to compare: per cent where it was published, else points."""
        return self.score if self.percent is None else self.percent

    @property
    def top(self) -> Decimal | None:
        """The most that `value` can be."""
        return self.maximum if self.percent is None else Decimal(100)


@dataclass(frozen=True, slots=True)
class NationalMean:
    """The mean of all provinces in one year, in per cent; `groups` as published (A=2;B=56;C=5)."""

    index: str
    year: int
    percent: Decimal | None
    groups: str
    announced_on: date | None
    verified: bool
    source: str


@lru_cache(maxsize=1)
def load_others() -> tuple[OtherResult, ...]:
    """Load what is known of PAR INDEX and SIPAS province by province, Hà Tĩnh's own results included."""
    rows = csv.DictReader(_text("others.csv").splitlines())
    found = [
        OtherResult(
            index=row["index"],
            year=int(row["year"]),
            province=row["province"],
            code=row["code"],
            name=row["name"],
            score=_number(row["score"]),
            maximum=_number(row["maximum"]),
            percent=_number(row["percent"]),
            rank=int(row["rank"]) if row["rank"] else None,
            of=int(row["of"]) if row["of"] else None,
            verified=row["verified"] == "yes",
            source=row["source"],
        )
        for row in rows
    ]
    found += [
        OtherResult(
            one.index, one.year, _OURS, one.code, one.name, one.score, one.maximum, one.percent,
            one.rank, one.of, one.verified, one.source, one.new_method,
        )
        for one in load_results("ha_tinh")
        if one.index != "PAPI"
    ]  # fmt: skip
    return tuple(found)


@lru_cache(maxsize=1)
def load_means() -> tuple[NationalMean, ...]:
    """Load the national means of PAR INDEX and SIPAS that a source gives or that follow from two sources."""
    return tuple(
        NationalMean(
            index=row["index"],
            year=int(row["year"]),
            percent=_number(row["mean_percent"]),
            groups=row["groups"],
            announced_on=date.fromisoformat(row["announced_on"]) if row["announced_on"] else None,
            verified=row["verified"] == "yes",
            source=row["source"],
        )
        for row in csv.DictReader(_text("national.csv").splitlines())
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _text(name: str) -> str:
    return (files("namro.registers") / "results" / name).read_text(encoding="utf-8")
