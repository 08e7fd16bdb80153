"""Where the numbers of one report do not fit: totals and their parts, words and the figures beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from namro.core.reports.contradictions import Finding, wrong_totals_within
from namro.core.reports.model import ReportKind
from namro.core.reports.said_numbers import FigureBeside, said_otherwise
from namro.web.reports.models import ReportFigure
from namro.web.ui.figures import RATIO


@dataclass(frozen=True, slots=True)
class Stood:
    """A figure of a report as it stands; only a share has its two parts."""

    section: str
    name: str
    label: str
    unit: str
    rule: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def stood(figure: ReportFigure) -> Stood:
    """Give a figure as it stands."""
    over, under = figure.stands_as_share
    return Stood(
        figure.section, figure.name, figure.label, figure.unit, figure.rule, figure.stands, over, under
    )


def typed_name(section: str, key: str) -> str:
    """Give the name of a typed figure of a part."""
    return f"nhap.{section}.{key}"


def misfits(
    kind: ReportKind, figures: Iterable[Stood], texts: Sequence[tuple[str, str]]
) -> tuple[Finding, ...]:
    """Find what does not fit in one report, each at the name of its figure; `texts` are words by section."""
    by_section: dict[str, list[Stood]] = {}
    for figure in figures:
        by_section.setdefault(figure.section, []).append(figure)
    found: list[Finding] = []
    for section in kind.outline.sections:
        held = by_section.get(section.key, ())
        if any(one.parts for one in section.typed):
            values = {one.name: one.value for one in held}
            named = {one.key: values.get(typed_name(section.key, one.key)) for one in section.typed}
            found += (
                replace(one, figure=typed_name(section.key, one.figure))
                for one in wrong_totals_within(section.key, section.typed, named)
            )
    for key, text in texts:
        beside = [_beside(one) for one in by_section.get(key, ())]
        if text and beside:
            found += said_otherwise(key, text, beside)
    return tuple(found)


def _beside(one: Stood) -> FigureBeside:
    if one.rule != RATIO:  # whatever else stands below a value is a weight
        return FigureBeside(one.name, one.label, one.unit, one.value)
    return FigureBeside(one.name, one.label, one.unit, one.value, one.numerator, one.denominator)
