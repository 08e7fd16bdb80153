"""Everything the page of one report shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from namro.core.errors import Refusal
from namro.core.reports.contradictions import Finding
from namro.core.reports.diff import Difference, differences
from namro.core.reports.freezing import thawed
from namro.core.text import format_number
from namro.web.reports.models import (
    FigurePart,
    Report,
    ReportEdition,
    ReportFigure,
    ReportRemark,
    ReportText,
    TextVersion,
)
from namro.web.reports.selectors.misfits import misfits, stood

_PARTS = Prefetch("parts", FigurePart.objects.select_related("of_unit"))
_MORE = {True: "tăng", False: "giảm"}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with what changed since the last report, in words, and what was said at it."""

    figure: ReportFigure
    change: str
    remarks: tuple[ReportRemark, ...]
    stretches: "Stretches | None" = None
    misfits: tuple[Finding, ...] = ()  # its parts, or the words beside it, say another number

    @property
    def place(self) -> str:
        return f"so:{self.figure.name}"


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of a figure of a unit merged inside the period: those counted in it, and those only shown."""

    whole: tuple[FigurePart, ...]
    apart: tuple[FigurePart, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the outline: words, figures, remarks, and words that were kept aside."""

    text: ReportText
    figures: tuple[FigureRow, ...]
    remarks: tuple[ReportRemark, ...]
    aside: TextVersion | None
    shown: str  # what the field holds: what was typed and could not be saved, else the words that stand

    @property
    def place(self) -> str:
        return f"phan:{self.text.section}"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page of one report."""

    parts: tuple[Part, ...]
    remarks: tuple[ReportRemark, ...]
    open_remarks: int
    editions: tuple[ReportEdition, ...]
    changed: int
    unknown: int
    empty: int
    misfits: int
    typed: int  # figures that the unit itself gives


def find_report(report_id: int) -> Report | None:
    """Give a report with its unit and kind."""
    return Report.objects.select_related("unit", "kind_version").filter(pk=report_id).first()


def report_page(report: Report, typed: Mapping[str, str] | None = None) -> ReportPage:
    """Read parts, figures with their stretches, remarks and editions of a report, in six queries."""
    said: dict[str, list[ReportRemark]] = {}
    remarks = list(report.remarks.order_by("at", "id"))
    for remark in remarks:
        said.setdefault(remark.place, []).append(remark)
    by_section: dict[str, list[FigureRow]] = {}
    figures = list(report.figures.prefetch_related(_PARTS))
    texts = list(report.texts.all())
    words = [(one.section, one.text) for one in texts]
    not_fitting = misfits(report.kind_version.kind, map(stood, figures), words)
    for figure in figures:
        remarked = tuple(said.get(f"so:{figure.name}", ()))
        here = tuple(one for one in not_fitting if one.figure == figure.name)
        row = FigureRow(figure, change_words(figure), remarked, stretches_of(figure), here)
        by_section.setdefault(figure.section, []).append(row)
    aside = {
        one.report_text_id: one
        for one in TextVersion.objects.filter(report_text__in=texts, kept_aside=True).order_by("id")
    }
    parts = tuple(
        Part(
            text,
            tuple(by_section.get(text.section, ())),
            tuple(said.get(f"phan:{text.section}", ())),
            _still_aside(text, aside.get(text.pk)),
            (typed or {}).get(text.section, text.text),
        )
        for text in texts
    )
    editions = report.editions.defer("content").order_by("-number")
    return ReportPage(
        parts,
        tuple(said.get("", ())),
        sum(remark.answered_at is None for remark in remarks),
        tuple(editions),
        sum(figure.is_changed for figure in figures),
        sum(figure.stands is None for figure in figures),
        sum(not text.text.strip() for text in texts),
        len(not_fitting),
        sum(figure.is_typed for figure in figures),
    )


def _still_aside(text: ReportText, aside: TextVersion | None) -> TextVersion | None:
    """Give the words kept aside until their writer saved the part again, having seen both."""
    if aside is None or (text.by_name == aside.by_name and text.at is not None and text.at > aside.at):
        return None
    return aside


def stretches_of(figure: ReportFigure) -> Stretches | None:
    """Give the stretches of a figure; None for one of a unit that nobody became part of inside the period."""
    parts = tuple(figure.parts.all())
    if not parts:
        return None
    return Stretches(
        tuple(one for one in parts if one.is_whole), tuple(one for one in parts if not one.is_whole)
    )


def figure_of(report: Report, figure_id: int) -> ReportFigure | None:
    """Give one figure of a report with its stretches."""
    return ReportFigure.objects.filter(report=report, pk=figure_id).prefetch_related(_PARTS).first()


def change_words(figure: ReportFigure) -> str:
    """Say what changed since the last report: "tăng 12", "không đổi"; nothing where either is not known."""
    now, before = figure.stands, figure.before
    if now is None or before is None:
        return ""
    change = now - before
    places = figure.places
    if change.quantize(Decimal(1).scaleb(-places)) == 0:
        return "không đổi"
    unit = " điểm phần trăm" if figure.unit == "%" else ""
    return f"{_MORE[change > 0]} {format_number(abs(change), places)}{unit}"


def edition_of(edition_id: int) -> ReportEdition | None:
    """Give an edition with its report."""
    found = ReportEdition.objects.select_related("report__unit", "report__kind_version").filter(pk=edition_id)
    return found.first()


def edition_differences(newer: ReportEdition) -> Sequence[Difference]:
    """Give what differs from the edition before to this one; nothing for the first."""
    older = ReportEdition.objects.filter(report=newer.report_id, number=newer.number - 1).first()
    if older is None:
        return ()
    return differences(thawed(older.content), thawed(newer.content))


def edition_named(name: str) -> dict[str, Any]:
    """Give the content of an edition called "12" or "12/2" (report, edition); raises `Refusal` for one not there."""
    report, _, number = name.partition("/")
    found = ReportEdition.objects.none()
    if report.isdecimal() and (not number or number.isdecimal()):
        found = ReportEdition.objects.filter(report=int(report)).order_by("-number")
        found = found.filter(number=int(number)) if number else found
    edition = found.first()
    if edition is None:
        raise Refusal(f"Không có bản báo cáo “{name}”; ghi tệp JSON, hoặc dạng 12/2: báo cáo 12, bản 2.")
    return thawed(edition.content, name=name)
