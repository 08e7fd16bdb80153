"""What a ledger of lost points says: its rows, its basis, and how both are told."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from namro.core.indices.falls import signed
from namro.core.text import format_number

PLACES = 3


class Basis(StrEnum):
    """What points are compared with before they count as lost."""

    YEAR_ON_YEAR = "year_on_year"
    TO_MAXIMUM = "to_maximum"
    TO_MEDIAN = "to_median"
    TO_TOP_QUARTER = "to_top_quarter"


BASIS_NAMES = {
    Basis.YEAR_ON_YEAR: "so với năm trước",
    Basis.TO_MAXIMUM: "so với điểm tối đa",
    Basis.TO_MEDIAN: "so với trung vị các tỉnh",
    Basis.TO_TOP_QUARTER: "so với ngưỡng của nhóm cao nhất",
}


class Caution(str):
    """A sentence that must be read with figures, and `short`: the same in a few words, for a narrow place."""

    short: str

    def __new__(cls, sentence: str, short: str) -> "Caution":
        made = super().__new__(cls, sentence)
        made.short = short
        return made


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One part of an index in one year beside what it is compared with; None is "not known".

    `code` None: only a plan names it. `noise_band`: a difference up to it may be chance of sampling.
    `covered` None: no plan was given. `warnings` are sentences that must be read with the figures.
    """

    code: str | None
    name: str
    level: str  # part, dimension, index
    value: Decimal | None
    reference: Decimal | None
    rank: int | None
    of: int | None
    maximum: Decimal | None
    basis: Basis
    comparable: bool
    noise_band: Decimal | None
    covered: bool | None
    warnings: tuple[Caution, ...]
    verified: bool
    source: str

    @property
    def change(self) -> Decimal | None:
        """Value less reference, negative when points are missing; None while it cannot be told."""
        if self.value is None or self.reference is None or not self.comparable:
            return None
        return self.value - self.reference

    @property
    def lost(self) -> Decimal | None:
        """Points lost, never negative; None while it cannot be told."""
        change = self.change
        return None if change is None else max(-change, Decimal(0))

    @property
    def within_noise(self) -> bool | None:
        """True when sampling alone may explain the difference, None when the sample is not known."""
        change = self.change
        if change is None or self.noise_band is None:
            return None
        return abs(change) <= self.noise_band

    @property
    def reckoning(self) -> str:
        """The rule with its inputs, in one sentence; empty while the loss cannot be told."""
        change = self.change
        if change is None or self.value is None or self.reference is None:
            return ""
        words = {
            Basis.YEAR_ON_YEAR: "điểm năm trước",
            Basis.TO_MAXIMUM: "điểm tối đa",
            Basis.TO_MEDIAN: "trung vị",
            Basis.TO_TOP_QUARTER: "ngưỡng nhóm cao nhất",
        }[self.basis]
        sentence = (
            f"Điểm − {words} = {format_number(self.value)} − {format_number(round_short(self.reference))} "
            f"= {signed(change, PLACES)}"
        )
        return f"{sentence}; " + (
            f"mất {format_number(-change, PLACES)} điểm." if change < 0 else "không mất điểm."
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one province, index and year; `rows` hold every part, the greatest loss first."""

    index: str
    province: str
    province_name: str
    year: int
    basis: Basis
    rows: tuple[LedgerRow, ...]
    notes: tuple[str, ...]

    @property
    def lost_rows(self) -> tuple[LedgerRow, ...]:
        """The rows that lost points, and those of which it cannot be told."""
        return tuple(row for row in self.rows if row.lost is None or row.lost > 0)

    @property
    def uncovered(self) -> tuple[LedgerRow, ...]:
        """The rows that lost points and that the plan does not name."""
        return tuple(row for row in self.rows if row.lost and row.covered is False)


def round_short(value: Decimal) -> Decimal:
    """Cut a number without end (10/3) to six places; others stay as they are."""
    return value if -int(value.as_tuple().exponent) <= 9 else value.quantize(Decimal("0.000001"))


def in_order(rows: list[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Put the greatest loss first, what gained after, and what cannot be told last."""
    return tuple(
        sorted(
            rows, key=lambda row: (row.change is None, row.change or Decimal(0), row.code or "~", row.name)
        )
    )


def row_to_json(row: LedgerRow) -> dict[str, Any]:
    """Give a row as a tree for JSON; numbers stay Decimal, unknown is None."""
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "value": row.value,
        "reference": None if row.reference is None else round_short(row.reference),
        "lost": None if row.lost is None else round_short(row.lost),
        "rank": row.rank,
        "of": row.of,
        "covered_by_plan": row.covered,
        "within_noise": row.within_noise,
        "noise_band": None if row.noise_band is None else round(row.noise_band, PLACES),
        "maximum": None if row.maximum is None else round_short(row.maximum),
        "basis": row.basis.value,
        "reckoning": row.reckoning,
        "warnings": list(row.warnings),
        "verified": row.verified,
        "source": row.source,
    }
