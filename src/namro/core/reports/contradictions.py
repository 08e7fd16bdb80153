"""What does not fit together in reports: a total its parts do not make, inside one report or among those of units."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from namro.core.reports.model import TypedFigure
from namro.core.text import format_number

MOST_NAMES = 5


class Weight(StrEnum):
    """How much a finding asks of the reader, the most first."""

    NUMBER = "number"  # numbers that contradict each other
    RESULT = "result"  # one result or document of two units
    WORDS = "words"  # the same words without number or name
    FORM = "form"  # what many write


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit, in one sentence, with the units it is about and the words of each.

    `figure` names the figure it stands at, where it is about one.
    """

    section: str
    units: tuple[str, ...]
    sentence: str
    words: tuple[str, ...] = ()
    weight: Weight = Weight.NUMBER
    figure: str = ""

    @property
    def key(self) -> str:
        """Ten letters that stay the same while the finding does: its name in an address."""
        said = "\n".join((self.section, self.sentence, *self.units, *self.words))
        return hashlib.sha256(said.encode()).hexdigest()[:10]


def wrong_total(
    label: str, section: str, total: Decimal | None, parts: Mapping[str, Decimal | None]
) -> Finding | None:
    """Say when a typed total is not what its known units make; units that are not known are named, never 0."""
    if total is None or not parts:
        return None
    known = {unit: value for unit, value in parts.items() if value is not None}
    made = sum(known.values(), Decimal(0))
    if made == total:
        return None
    missing = [unit for unit in parts if unit not in known]
    said = f"“{label}” ghi {format_number(total)} nhưng các đơn vị cộng lại là {format_number(made)}"
    if missing:
        said += f" (chưa có số của {some_names(missing)})"
    return Finding(section, tuple(known), f"{said}; hãy sửa số hoặc ghi rõ lý do.")


def wrong_totals_within(
    section: str, typed: Sequence[TypedFigure], values: Mapping[str, Decimal | None]
) -> tuple[Finding, ...]:
    """Find totals of a part of one report that the figures declared as their parts do not make.

    `values` by the key of the figure. A part that is not known is not 0: then only a total that its known parts
    already exceed is told, and only where none of them is negative.
    """
    by_key = {one.key: one for one in typed}
    found = []
    for one in typed:
        total = values.get(one.key)
        known = {key: value for key in one.parts if (value := values.get(key)) is not None}
        if total is None or not known:
            continue
        made = sum(known.values(), Decimal(0))
        all_known = len(known) == len(one.parts)
        if made == total or (not all_known and (made < total or min(known.values()) < 0)):
            continue
        terms = " + ".join(f"{by_key[key].label} {format_number(value)}" for key, value in known.items())
        whole = "các số thành phần cộng lại là" if all_known else "riêng các số thành phần đã có là"
        found.append(
            Finding(
                section,
                (),
                f"“{one.label}” ghi {format_number(total)} nhưng {whole} {format_number(made)} ({terms}).",
                figure=one.key,
            )
        )
    return tuple(found)


def of_unit(finding: Finding, unit: str) -> Finding:
    """Give a finding of one report as one about its unit, named in front."""
    return replace(finding, units=(unit,), sentence=f"{unit}: {finding.sentence}")


def some_names(names: Sequence[str]) -> str:
    """Give the first names and how many more: "A, B và 34 đơn vị khác"."""
    if len(names) <= MOST_NAMES + 1:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMES])} và {len(names) - MOST_NAMES} đơn vị khác"
