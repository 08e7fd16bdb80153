"""What rooms offer for a report: the figures of its parts, those of a merged unit with its stretches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from namro.core.reports.aggregation import Given, gather
from namro.core.reports.mergers import names
from namro.core.reports.model import OutlineSection, ReportKind
from namro.web.organisations.models import Unit
from namro.web.reports.models import FigurePart, ReportFigure
from namro.web.reports.selectors.mergers import Before
from namro.web.ui.figures import Answer, Ask, Figure, figures_of, group_of, is_offered

_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Filled:
    """A figure for a report, not saved yet, with its stretches where units were merged inside the period."""

    figure: ReportFigure
    parts: tuple[FigurePart, ...] = ()


def sections(kind: ReportKind) -> Iterable[tuple[OutlineSection, tuple[str, ...]]]:
    """Give the parts with the names of their figures; groups of the kind that no part names stand in the first."""
    named = {group_of(name) for section in kind.outline.sections for name in section.figures}
    loose = tuple(group for group in kind.figures if group not in named)
    for at, section in enumerate(kind.outline.sections):
        yield section, (*section.figures, *(loose if at == 0 else ()))


def offered_figures(
    section: OutlineSection,
    group: str,
    ask: Ask,
    *,
    unit: Unit,
    befores: Sequence[Before] = (),
    answer: Answer = figures_of,
) -> Iterable[Filled]:
    """Give the figures of a group, or of a name in it; of a unit with predecessors, each with the stretches and what they come to.

    The rule stands in docs/calculations/reports.md: what is whole counts in the figure, the rest is only shown.
    """
    if not is_offered(group):
        return
    own = answer(group, ask)
    if not befores:
        yield from (Filled(offered(section, one, ask.day)) for one in own)
        return
    shapes: dict[str, Figure] = {}
    parts: dict[str, list[FigurePart]] = {}
    for one in own:
        shapes[one.name] = one
        parts[one.name] = [_part(one, unit, ask)]
    for before in befores:
        asked = asked_before(ask, before)
        for one in answer(group, asked):
            shapes.setdefault(one.name, one)
            part = _part(one, before.unit, asked)
            part.is_whole, part.why = before.stretch.is_whole, before.stretch.why
            parts.setdefault(one.name, []).append(part)
    for name, shape in shapes.items():
        yield _merged(section, shape, parts[name], ask.day)


def asked_before(ask: Ask, before: Before) -> Ask:
    """Give the same question for a unit that ended inside the period: its stretch, closed on its last day."""
    stretch = before.stretch
    return replace(
        ask,
        start=stretch.start,
        end=stretch.end,
        day=min(ask.day, stretch.end),
        unit_ids=frozenset({before.unit.pk}),
    )


def _merged(section: OutlineSection, shape: Figure, parts: list[FigurePart], day: date) -> Filled:
    whole = [part for part in parts if part.is_whole]
    given = [Given(part.name, part.as_of, part.value, part.numerator, part.denominator) for part in whole]
    total = gather(shape.rule, given, unit=shape.unit, places=shape.places)
    figure = offered(
        section,
        replace(shape, value=total.value, numerator=total.numerator, denominator=total.denominator),
        day,
    )
    said = [total.reckoning]
    apart = [f"{part.name} ({part.why})" for part in parts if not part.is_whole]
    if apart:
        said.append(f"Không gộp: {names(apart)}.")
    figure.reckoning = " ".join(said)
    for position, part in enumerate(parts, 1):
        part.position = position
    return Filled(figure, tuple(parts))


def _part(figure: Figure, unit: Unit, ask: Ask) -> FigurePart:
    return FigurePart(
        of_unit=unit,
        start=ask.start,
        end=ask.end,
        as_of=ask.day,
        value=rounded(figure.value),
        numerator=rounded(figure.numerator),
        denominator=rounded(figure.denominator),
    )


def offered(section: OutlineSection, figure: Figure, day: date) -> ReportFigure:
    """Give a figure that a room offers as a figure of a report, not saved yet."""
    return ReportFigure(
        section=section.key,
        name=figure.name[:160],
        label=figure.label[:400],
        unit=figure.unit[:60],
        definition=figure.definition[:1000],
        source=figure.source[:500],
        rule=figure.rule,
        places=figure.places,
        address=figure.address if len(figure.address) <= 300 else "",
        origin=ReportFigure.Origin.OFFERED,
        as_of=day,
        value=rounded(figure.value),
        numerator=rounded(figure.numerator),
        denominator=rounded(figure.denominator),
    )


def rounded(value: Decimal | None) -> Decimal | None:
    """Give the value as the database keeps it: six decimals."""
    return None if value is None else value.quantize(_PLACES)
