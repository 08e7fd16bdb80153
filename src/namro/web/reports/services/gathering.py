"""The figures of a consolidated report: each gathered from the units' reports by its own rule, each stretch once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from namro.core.reports.aggregation import OWN, Gathered, Given, gather
from namro.core.reports.mergers import Piece, Reported, counted_once, names
from namro.web.reports.models import FigurePart, Report, ReportFigure
from namro.web.reports.selectors.gathering import COUNTED, reports_below, unopened
from namro.web.reports.selectors.mergers import Before, first_day, held_then, mergers_below
from namro.web.reports.services.offering import Filled, asked_before, offered_figures, rounded, sections
from namro.web.ui.figures import Ask, OneAsking

ALONE = "chương trình tính, không đơn vị nào kế tục"


def gathered_figures(report: Report, day: date) -> dict[str, Filled]:
    """Give one figure per name that any unit's handed-in report has, with whom it counts and who is missing.

    A report that was not handed in gives nothing: its unit is missing, not 0. Units merged inside the period count
    with their own stretch, once, whoever shows it; what ended without a successor is reckoned by the program. What
    counts beside the reports of units stands with the figure as its parts.
    """
    below = reports_below(report)
    never = unopened(report, below)
    handed_in = [one for one in below if one.state in COUNTED]
    said = _said(below, handed_in)
    alone = mergers_below(report, below, never).alone
    spoken_for = {one.unit_id for one in handed_in}
    _add_reckoned(said, report, [one for one in alone if one.unit.pk not in spoken_for], day)
    gone = {one.unit.pk: one.name for one in alone}
    found: dict[str, Filled] = {}
    for name, one in said.items():
        if one.shape.rule == OWN:
            continue
        counted = counted_once(one.reported)
        entries = list(counted.values())
        entries += [Given(row.unit.name, row.end) for row in below if row.unit_id not in counted]
        entries += [Given(unit.name, report.end) for unit in never]
        if one.shape.is_typed:  # a unit that is gone types nothing: it is missing
            entries += [Given(words, report.end) for unit, words in gone.items() if unit not in counted]
        beside = [part for unit, part in one.beside.items() if unit in counted and unit not in spoken_for]
        for position, part in enumerate(beside, 1):
            part.position = position
        found[name] = Filled(_figure(one, entries, set(gone.values()), day), tuple(beside))
    return found


@dataclass
class _Said:
    """What is said of one figure: by reports, and `beside` them by the stretches that no report has in its figure."""

    shape: ReportFigure
    reported: list[Reported] = field(default_factory=list)
    beside: dict[int, FigurePart] = field(default_factory=dict)
    stretches: set[str] = field(default_factory=set)  # the names of those that are no unit's own report


def _said(below: Sequence[Report], handed_in: Iterable[Report]) -> dict[str, _Said]:
    """Give every figure with what each handed-in report says of it; the last reckoned report first."""
    sources = {one.pk: one for one in handed_in}
    parts: dict[int, list[FigurePart]] = defaultdict(list)
    of_sources = FigurePart.objects.filter(figure__report__in=list(sources))
    for part in of_sources.select_related("of_unit").order_by("figure_id", "position"):
        parts[part.figure_id].append(part)
    found: dict[str, _Said] = {}
    told: list[ReportFigure] = []
    for figure in ReportFigure.objects.filter(report__in=below).order_by("position", "id"):
        found.setdefault(figure.name, _Said(figure))
        if figure.report_id in sources:
            told.append(figure)
    last_first = {
        pk: place
        for place, pk in enumerate(
            sorted(sources, key=lambda pk: (sources[pk].filled_at or sources[pk].opened_at, pk), reverse=True)
        )
    }
    for figure in sorted(told, key=lambda one: last_first[one.report_id]):
        source, one = sources[figure.report_id], found[figure.name]
        over, under = figure.stands_as_share
        given = Given(source.unit.name, source.end, figure.stands, over, under)
        pieces = tuple(_piece(part, source) for part in parts[figure.pk])
        one.reported.append(Reported(source.unit_id, given, pieces, figure.is_changed))
        for part in parts[figure.pk]:
            if part.of_unit_id != source.unit_id:
                one.stretches.add(part.name)
            if not part.is_whole:
                one.beside.setdefault(part.of_unit_id, _copy(part))
    return found


def _copy(part: FigurePart) -> FigurePart:
    return FigurePart(
        of_unit=part.of_unit,
        start=part.start,
        end=part.end,
        as_of=part.as_of,
        why=part.why,
        value=part.value,
        numerator=part.numerator,
        denominator=part.denominator,
    )


def _piece(part: FigurePart, source: Report) -> Piece:
    is_own = part.of_unit_id == source.unit_id
    over, under = part.stands_as_share
    name = source.unit.name if is_own else part.name
    return Piece(part.of_unit_id, Given(name, part.end, part.stands, over, under), part.is_whole)


def _add_reckoned(said: dict[str, _Said], report: Report, alone: Sequence[Before], day: date) -> None:
    """Ask the rooms for the figures of units that ended without a successor: no report carries them."""
    if not alone:
        return
    ids = [one.unit.pk for one in alone]
    first = first_day(report)
    ask = Ask(first, report.end, day, held=held_then(ids, first, report.end, ended=ids))
    answer = OneAsking()
    for before in alone:
        asked = asked_before(ask, before)
        for section, groups in sections(report.kind_version.kind):
            for group in groups:
                for made in offered_figures(section, group, asked, unit=before.unit, answer=answer):
                    figure = made.figure
                    over, under = figure.stands_as_share
                    given = Given(before.name, before.stretch.end, figure.stands, over, under)
                    one = said.setdefault(figure.name, _Said(figure))
                    one.reported.append(Reported(before.unit.pk, given))
                    one.stretches.add(before.name)
                    one.beside[before.unit.pk] = FigurePart(
                        of_unit=before.unit,
                        start=asked.start,
                        end=asked.end,
                        as_of=asked.day,
                        why=ALONE,
                        value=figure.value,
                        numerator=figure.numerator,
                        denominator=figure.denominator,
                    )


def _figure(one: _Said, entries: Sequence[Given], gone: set[str], day: date) -> ReportFigure:
    shape = one.shape
    whole = gather(shape.rule, entries, unit=shape.unit, places=shape.places)
    missing = set(whole.missing)
    stretches = one.stretches | gone
    merged = [given.unit for given in entries if given.unit in stretches]
    counted = [name for name in merged if name not in missing]
    source = f"Báo cáo của {whole.counted - len(counted)} trong {len(entries) - len(merged)} đơn vị"
    said = [whole.reckoning]
    carried = [name for name in counted if name not in gone]
    if carried:
        source += f", trong đó có số của {len(carried)} đơn vị đã sắp xếp trong kỳ"
        said.append(f"Đơn vị đã sắp xếp trong kỳ, tính một lần: {names(carried)}.")
    left = [name for name in counted if name in gone]  # all of them stand beside the figure
    if left:
        source += f"; {len(left)} đơn vị đã kết thúc do chương trình tính"
        said.append(f"Chương trình tính vì không đơn vị nào kế tục: {names(left, most=3)}.")
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
