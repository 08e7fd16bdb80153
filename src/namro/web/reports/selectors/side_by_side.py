"""The page of a consolidated report: what does not fit first, who is missing by level, one part with the units' words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from namro.core.agencies.model import Level
from namro.core.reports.contradictions import Finding, Weight
from namro.core.text import fold
from namro.web.organisations.models import Unit
from namro.web.reports.models import Report, ReportText
from namro.web.reports.selectors.findings import Found, findings_of
from namro.web.reports.selectors.gathering import COUNTED, rows_below, unopened

PAGE_SIZE = 20
MOST_FINDINGS = 12
MOST_TO_URGE = 100  # as many letters as the register drafts at once
OF_EACH_WEIGHT = 6  # on the first page; all of a part stand on its own
LEVELS = ((Level.PROVINCE, "Cấp tỉnh"), (Level.DISTRICT, "Cấp huyện"), (Level.COMMUNE, "Cấp xã"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader narrows to: a part, a level, words, units with findings, the units of one finding."""

    section: str = ""
    level: str = ""
    words: str = ""
    only_found: bool = False
    finding: str = ""
    page: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.level or self.words or self.only_found or self.finding)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part in the list of parts."""

    text: ReportText
    wrote: int
    weighty: int
    slight: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with the title of its part and the reports of its units, where these are few."""

    finding: Finding
    title: str
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What one unit wrote in the part, what was found in it, and whether it stands in the consolidated words."""

    text: ReportText
    findings: tuple[Finding, ...]
    is_copied: bool


@dataclass(frozen=True, slots=True)
class OpenPart:
    """The part that is open: a page of the units' words, those that said nothing, what was found."""

    text: ReportText
    page: Page[Report]
    units: tuple[UnitWords, ...]  # of that page
    silent: tuple[Unit, ...]
    weighty: tuple[Placed, ...]
    slight: tuple[Placed, ...]
    chosen: Finding | None
    before: ReportText | None
    after: ReportText | None


@dataclass(frozen=True, slots=True)
class Missing:
    """The units of a level whose reports were not handed in; `overdue` of them are past their day."""

    label: str
    reports: tuple[Report, ...]
    unopened: tuple[Unit, ...]
    overdue: tuple[Report, ...]

    @property
    def count(self) -> int:
        return len(self.reports) + len(self.unopened)

    @property
    def to_urge(self) -> tuple[Report, ...]:
        return self.overdue[:MOST_TO_URGE]


@dataclass(frozen=True, slots=True)
class GatheringPage:
    """The whole page; `open` is None while no part is chosen."""

    parts: tuple[PartRow, ...]
    open: OpenPart | None
    findings: tuple[Placed, ...]
    more_findings: int
    slight: int
    missing: tuple[Missing, ...]
    handed_in: int

    @property
    def missing_count(self) -> int:
        return sum(one.count for one in self.missing)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read once for the whole page."""

    texts: tuple[ReportText, ...]
    handed_in: tuple[Report, ...]
    found: Found
    asked: Asked

    def placed(self, findings: Iterable[Finding]) -> tuple[Placed, ...]:
        titles = {one.section: one.title for one in self.texts}
        by_name = {one.unit.name: one for one in self.handed_in}
        return tuple(
            Placed(
                one,
                titles.get(one.section, ""),
                tuple(by_name[unit] for unit in one.units[:MOST_FINDINGS] if unit in by_name),
            )
            for one in findings
        )


def gathering_page(report: Report, asked: Asked, today: date) -> GatheringPage:
    """Read the page; at most nine queries, whatever the number of units."""
    below = rows_below(report)
    handed_in = tuple(one for one in below if one.state in COUNTED)
    found = findings_of(report, handed_in)
    read = _Read(tuple(report.texts.all()), handed_in, found, asked)
    chosen = next((place for place, one in enumerate(read.texts) if one.section == asked.section), None)
    first = [one for weight in Weight for one in _of_weight(found, weight)[:OF_EACH_WEIGHT]]
    return GatheringPage(
        tuple(_part_row(one, found) for one in read.texts),
        None if chosen is None else _open(read, chosen),
        read.placed(first),
        len(found.weighty) - len(first),
        len(found.slight),
        tuple(_missing(report, below, today)),
        len(handed_in),
    )


def _of_weight(found: Found, weight: Weight) -> list[Finding]:
    return [one for one in found.weighty if one.weight is weight]


def _part_row(text: ReportText, found: Found) -> PartRow:
    return PartRow(
        text,
        found.wrote[text.section],
        sum(one.section == text.section for one in found.weighty),
        sum(one.section == text.section for one in found.slight),
    )


def _open(read: _Read, place: int) -> OpenPart:
    own, asked = read.texts[place], read.asked
    here = [one for one in read.found.findings if one.section == own.section]
    weighty = [one for one in read.found.weighty if one.section == own.section]
    chosen = next((one for one in here if one.key == asked.finding), None)
    by_unit: dict[str, list[Finding]] = {}
    for finding in weighty:
        for unit in finding.units:
            by_unit.setdefault(unit, []).append(finding)
    wrote = set(_words(own.section, read.handed_in).values_list("report_id", flat=True))
    shown = [one for one in read.handed_in if one.pk in wrote and _is_asked(one.unit, asked, by_unit, chosen)]
    if asked.words:
        shown = _saying(asked.words, own.section, shown)
    page = Paginator(shown, PAGE_SIZE).get_page(asked.page)
    texts = {one.report_id: one for one in _words(own.section, page.object_list)}
    for one in page.object_list:
        texts[one.pk].report = one  # read already, with its unit
    units = (
        UnitWords(texts[one.pk], tuple(by_unit.get(one.unit.name, ())), block_of(texts[one.pk]) in own.text)
        for one in page.object_list
    )
    return OpenPart(
        own,
        page,
        tuple(units),
        tuple(one.unit for one in read.handed_in if one.pk not in wrote),
        read.placed(weighty),
        read.placed(one for one in here if one not in weighty),
        chosen,
        read.texts[place - 1] if place else None,
        read.texts[place + 1] if place + 1 < len(read.texts) else None,
    )


def _words(section: str, reports: Iterable[Report]) -> QuerySet[ReportText]:
    """Give the words of a part in these reports, where there are any."""
    return ReportText.objects.filter(report__in=[one.pk for one in reports], section=section).exclude(text="")


def _saying(wanted: str, section: str, reports: Sequence[Report]) -> list[Report]:
    """Limit to the reports whose unit or words of the part have every word, without diacritics; one query."""
    texts = dict(_words(section, reports).values_list("report_id", "text"))
    folded = fold(wanted).split()
    said = {one.pk: f"{one.unit.search} {fold(texts[one.pk])}" for one in reports}
    return [one for one in reports if all(word in said[one.pk] for word in folded)]


def block_of(text: ReportText) -> str:
    """Give the words of a unit as they stand in a consolidated report."""
    return f"{text.report.unit.name}: {text.text}"


def _is_asked(unit: Unit, asked: Asked, by_unit: dict[str, list[Finding]], chosen: Finding | None) -> bool:
    if asked.level and unit.level != asked.level:
        return False
    if asked.only_found and unit.name not in by_unit:
        return False
    return not asked.finding or (chosen is not None and unit.name in chosen.units)


def _missing(report: Report, below: Sequence[Report], today: date) -> Iterable[Missing]:
    late = [one for one in below if one.state not in COUNTED]
    never = unopened(report, below)
    for level, label in LEVELS:
        reports = tuple(one for one in late if one.unit.level == level)
        units = tuple(one for one in never if one.level == level)
        overdue = tuple(one for one in reports if one.due is not None and one.due < today)
        if reports or units:
            yield Missing(label, reports, units, overdue)
