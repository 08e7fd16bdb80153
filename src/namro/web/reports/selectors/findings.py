"""What does not fit in the reports of all units of a period, kept while no unit hands in anything new."""

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from namro.core.reports.claims import Claim, duplicates
from namro.core.reports.contradictions import Finding, Weight, of_unit, wrong_total
from namro.web.reports.models import FigurePart, Report, ReportEdition, ReportFigure, ReportText
from namro.web.reports.selectors.misfits import Stood, misfits, stood
from namro.web.ui.figures import RATIO, SUM

MOST_KEPT = 8
_WEIGHTY = frozenset({Weight.NUMBER, Weight.RESULT})


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of a period, what asks most first, and how many units wrote each part."""

    findings: tuple[Finding, ...]
    wrote: Counter[str]

    @property
    def weighty(self) -> tuple[Finding, ...]:
        """Those that a person must look at; the others are forms of words."""
        return tuple(one for one in self.findings if one.weight in _WEIGHTY)

    @property
    def slight(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.weight not in _WEIGHTY)


_kept: OrderedDict[str, Found] = OrderedDict()
_lock = Lock()


def findings_of(report: Report, handed_in: Sequence[Report]) -> Found:
    """Give what does not fit in the reports that were handed in; one query when nothing changed since the last time.

    What is handed in cannot be changed without a new edition, so its hash stands for its words and numbers.
    """
    mark = _mark(report, handed_in)
    with _lock:
        known = _kept.get(mark)
    if known is None:
        known = _search(report, handed_in)
        with _lock:
            _kept[mark] = known
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    totals = _changed_totals(report, handed_in)
    return Found((*totals, *known.findings), known.wrote) if totals else known


def _mark(report: Report, handed_in: Sequence[Report]) -> str:
    last = dict(
        ReportEdition.objects.filter(
            report__kind_key=report.kind_key, report__period=report.period, report__is_consolidated=False
        )
        .order_by("report_id", "number")
        .values_list("report_id", "sha256")
    )
    whole = hashlib.sha256(f"{report.kind_version_id} {report.kind_version.version}".encode())
    for one in handed_in:
        whole.update(f"{one.pk} {one.unit.name} {last.get(one.pk)}".encode())
    return whole.hexdigest()


def _search(report: Report, handed_in: Sequence[Report]) -> Found:
    names = {one.pk: one.unit.name for one in handed_in}
    below = ReportText.objects.filter(report__in=names).exclude(text="")
    texts: dict[int, list[tuple[str, str]]] = {pk: [] for pk in names}
    for pk, section, text in below.order_by("position").values_list("report_id", "section", "text"):
        texts[pk].append((section, text))
    claims = [Claim(names[pk], section, text) for pk, said in texts.items() for section, text in said]
    figures: dict[int, list[Stood]] = {pk: [] for pk in names}
    # Only what can be said otherwise or added up: the shares, what they are shares of, and what was typed.
    rows = ReportFigure.objects.filter(report__in=names, rule__in=[RATIO, SUM]).defer(
        "definition", "source", "reckoning", "address"
    )
    for figure in rows:
        figures[figure.report_id].append(stood(figure))
    kind = report.kind_version.kind
    numbers = (of_unit(one, names[pk]) for pk in names for one in misfits(kind, figures[pk], texts[pk]))
    wrote = Counter(section for said in texts.values() for section, _ in said)
    return Found((*numbers, *duplicates(claims)), wrote)


def _changed_totals(report: Report, handed_in: Sequence[Report]) -> tuple[Finding, ...]:
    """Give the sums of the consolidated report that were changed by hand and that the units do not make."""
    changed = list(report.figures.filter(rule=SUM, is_changed=True))
    if not changed:
        return ()
    names = {one.pk: one.unit.name for one in handed_in}
    parts: dict[str, dict[str, Decimal | None]] = {}
    rows = ReportFigure.objects.filter(report__in=names, name__in=[one.name for one in changed])
    for row in rows:
        parts.setdefault(row.name, {})[names[row.report_id]] = row.stands
    by_figure = {one.pk: one.name for one in changed}
    # What counts beside the reports: units merged away that no report has in its figure.
    for part in FigurePart.objects.filter(figure__in=by_figure).select_related("of_unit"):
        parts.setdefault(by_figure[part.figure_id], {})[part.name] = part.stands
    return tuple(_told(changed, parts))


def _told(changed: Iterable[ReportFigure], parts: dict[str, dict[str, Decimal | None]]) -> Iterable[Finding]:
    for one in changed:
        found = wrong_total(one.label, one.section, one.stands, parts.get(one.name, {}))
        if found is not None:
            yield found
