"""The figures of a consolidated report: each gathered from the units' reports by its own rule, each stretch once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from namro.core.reports.aggregation import Gathered, Given, gather
from namro.core.reports.mergers import Piece, Reported, counted_once, names
from namro.web.reports.models import FigurePart, Report, ReportFigure
from namro.web.reports.selectors.gathering import COUNTED, reports_below, unopened
from namro.web.reports.selectors.mergers import Before, first_day, held_then, mergers_below
from namro.web.reports.services.offering import asked_before, offered_figures, rounded, sections
from namro.web.ui.figures import Ask, OneAsking


def gathered_figures(report: Report, day: date) -> dict[str, ReportFigure]:
    """Give one figure per name that any unit's handed-in report has, with whom it counts and who is missing.

    A report that was not handed in gives nothing: its unit is missing, not 0. Units merged inside the period count
    with their own stretch, once, whoever shows it; what ended without a successor is reckoned by the program.
    """
    below = reports_below(report)
    never = unopened(report, below)
    handed_in = {one.pk: one for one in below if one.state in COUNTED}
    shapes, reported = _reported(below, handed_in)
    alone = mergers_below(report, below, never).alone
    spoken_for = {one.unit_id for one in handed_in.values()}
    reckoned = _reckoned(report, [one for one in alone if one.unit.pk not in spoken_for], day)
    for name, (shape, ones) in reckoned.items():
        shapes.setdefault(name, shape)
        reported[name] += ones
    gone = {one.unit.pk: one.name for one in alone}
    stretches = {given.unit for ones in reported.values() for one in ones for given in _before(one)}
    stretches |= set(gone.values())
    found: dict[str, ReportFigure] = {}
    for name, shape in shapes.items():
        counted = counted_once(reported[name])
        entries = list(counted.values())
        entries += [Given(one.unit.name, one.end) for one in below if one.unit_id not in counted]
        entries += [Given(unit.name, report.end) for unit in never]
        if shape.is_typed:  # a unit that is gone types nothing: it is missing
            entries += [Given(said, report.end) for unit, said in gone.items() if unit not in counted]
        found[name] = _figure(shape, entries, stretches, gone.values(), day)
    return found


def _reported(
    below: Sequence[Report], handed_in: Mapping[int, Report]
) -> tuple[dict[str, ReportFigure], dict[str, list[Reported]]]:
    """Give the shape of every figure, and what each handed-in report says of it; the last reckoned report first."""
    shapes: dict[str, ReportFigure] = {}
    reported: dict[str, list[tuple[datetime, int, Reported]]] = defaultdict(list)
    figures = ReportFigure.objects.filter(report__in=below).order_by("position", "id")
    parts: dict[int, list[FigurePart]] = defaultdict(list)
    of_handed_in = FigurePart.objects.filter(figure__report__in=list(handed_in))
    for part in of_handed_in.select_related("of_unit").order_by("figure_id", "position"):
        parts[part.figure_id].append(part)
    for figure in figures:
        shapes.setdefault(figure.name, figure)
        source = handed_in.get(figure.report_id)
        if source is None:
            continue
        over, under = figure.stands_as_share
        given = Given(source.unit.name, source.end, figure.stands, over, under)
        pieces = tuple(_piece(part, source) for part in parts[figure.pk])
        reported[figure.name].append(
            (
                source.filled_at or source.opened_at,
                source.pk,
                Reported(source.unit_id, given, pieces, figure.is_changed),
            )
        )
    return shapes, defaultdict(
        list,
        {
            name: [one for _, _, one in sorted(ones, key=lambda row: row[:2], reverse=True)]
            for name, ones in reported.items()
        },
    )


def _piece(part: FigurePart, source: Report) -> Piece:
    is_own = part.of_unit_id == source.unit_id
    over, under = part.stands_as_share
    name = source.unit.name if is_own else part.name
    return Piece(part.of_unit_id, Given(name, part.end, part.stands, over, under), part.is_whole)


def _before(one: Reported) -> Iterable[Given]:
    return (piece.given for piece in one.pieces if piece.unit != one.unit)


def _reckoned(
    report: Report, alone: Sequence[Before], day: date
) -> dict[str, tuple[ReportFigure, list[Reported]]]:
    """Ask the rooms for the figures of units that ended without a successor: no report carries them."""
    if not alone:
        return {}
    ids = [one.unit.pk for one in alone]
    first = first_day(report)
    ask = Ask(first, report.end, day, held=held_then(ids, first, report.end, ended=ids))
    answer = OneAsking()
    found: dict[str, tuple[ReportFigure, list[Reported]]] = {}
    for before in alone:
        asked = asked_before(ask, before)
        for section, groups in sections(report.kind_version.kind):
            for group in groups:
                for made in offered_figures(section, group, asked, unit=before.unit, answer=answer):
                    figure = made.figure
                    over, under = figure.stands_as_share
                    given = Given(before.name, before.stretch.end, figure.stands, over, under)
                    _, ones = found.setdefault(figure.name, (figure, []))
                    ones.append(Reported(before.unit.pk, given))
    return found


def _figure(
    shape: ReportFigure, entries: Sequence[Given], stretches: set[str], gone: Iterable[str], day: date
) -> ReportFigure:
    whole = gather(shape.rule, entries, unit=shape.unit, places=shape.places)
    missing = set(whole.missing)
    merged = [one.unit for one in entries if one.unit in stretches]
    counted = [one for one in merged if one not in missing]
    source = f"Báo cáo của {whole.counted - len(counted)} trong {len(entries) - len(merged)} đơn vị"
    said = [whole.reckoning]
    alone = set(gone)
    carried = [one for one in counted if one not in alone]
    if carried:
        source += f", trong đó có số của {len(carried)} đơn vị đã sắp xếp trong kỳ"
        said.append(f"Đơn vị đã sắp xếp trong kỳ, tính một lần: {names(carried)}.")
    left = [one for one in counted if one in alone]
    if left:
        source += f"; {len(left)} đơn vị đã kết thúc do chương trình tính"
        said.append(f"Chương trình tính vì không đơn vị nào kế tục: {names(left)}.")
    return _as_gathered(shape, whole, source, " ".join(said), day)


def _as_gathered(
    shape: ReportFigure, whole: Gathered, source: str, reckoning: str, day: date
) -> ReportFigure:
    return ReportFigure(
        section=shape.section,
        name=shape.name,
        label=shape.label,
        unit=shape.unit,
        definition=shape.definition,
        source=source,
        rule=shape.rule,
        places=shape.places,
        origin=ReportFigure.Origin.GATHERED,
        as_of=day,
        reckoning=reckoning,
        value=rounded(whole.value),
        numerator=rounded(whole.numerator),
        denominator=rounded(whole.denominator),
    )
