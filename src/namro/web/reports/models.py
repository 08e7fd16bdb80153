"""Periodic reports: their kinds as set by the province, the reports of units, and what was frozen of them."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from namro.core.measures import Aggregation
from namro.core.reports.kinds import kind_of_tree
from namro.core.reports.model import ReportKind
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.reports.states import Action, State


def _number() -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(max_digits=24, decimal_places=6, null=True)


class KindVersion(models.Model):
    """A kind of report as it stands from a change on; a report keeps the version it was opened by."""

    key = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    tree: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    is_carried = models.BooleanField(default=False)  # as the program carries it, nobody changed it
    is_retired = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="report_kind_version_once")]

    def __str__(self) -> str:
        return str(self.tree.get("name", self.key))

    @cached_property
    def kind(self) -> ReportKind:
        """The kind as the core reckons with it."""
        return kind_of_tree(self.tree)


class Report(models.Model):
    """The report of one unit for one period; `is_consolidated`: gathered from the reports of others."""

    kind_version = models.ForeignKey(KindVersion, models.PROTECT, related_name="reports")
    kind_key = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="periodic_reports")
    period = models.CharField(max_length=20)
    period_label = models.CharField(max_length=100)
    start = models.DateField()  # of the data; a successor's begins on its first day
    end = models.DateField()
    due = models.DateField(null=True)  # None: nobody has set a day
    due_source = models.CharField(max_length=300, blank=True)
    is_consolidated = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    note = models.CharField(max_length=500, blank=True)  # predecessors of a unit merged inside the period
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    filled_at = models.DateTimeField(null=True)
    first_submitted_on = models.DateField(null=True)  # a working date; late is judged by the first handing in
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind_key", "period"]), models.Index(fields=["state", "due"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind_key", "unit", "period", "is_consolidated"], name="report_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_version}, {self.period_label}, {self.unit}"


class ReportFigure(models.Model):
    """One figure in a report: as the program reckoned it and, where a person changed it, as they typed it and why."""

    class Origin(models.TextChoices):
        OFFERED = "offered", "chương trình tính"
        GATHERED = "gathered", "tổng hợp từ các đơn vị"
        TYPED = "typed", "đơn vị nhập"

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    section = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    label = models.CharField(max_length=400)
    unit = models.CharField(max_length=60, blank=True)
    definition = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=500, blank=True)
    rule = models.CharField(max_length=20)
    places = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    as_of = models.DateField()
    reckoning = models.TextField(blank=True)  # of a gathered or merged figure: whom it counts, who is missing
    value = _number()  # as reckoned; None is not known
    numerator = _number()
    denominator = _number()
    own_value = _number()  # as a person typed it
    own_numerator = _number()
    own_denominator = _number()
    is_changed = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    changed_by = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True)
    last_value = _number()  # of the report before
    last_label = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="report_figure_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_typed(self) -> bool:
        return self.origin == self.Origin.TYPED

    @property
    def stands(self) -> Decimal | None:
        """The value the report gives: the typed one where a person changed it."""
        return _exact(self.own_value if self.is_changed or self.is_typed else self.value)

    @property
    def stands_as_share(self) -> tuple[Decimal | None, Decimal | None]:
        """Numerator and denominator of `stands`, or Σ(value × weight) and Σ weight; None twice for any other."""
        if self.is_changed or self.is_typed:
            return _exact(self.own_numerator), _exact(self.own_denominator)
        return _exact(self.numerator), _exact(self.denominator)

    @property
    def is_weighted(self) -> bool:
        return self.rule == Aggregation.WEIGHTED_MEAN

    @property
    def reckoned(self) -> Decimal | None:
        return _exact(self.value)

    @property
    def before(self) -> Decimal | None:
        return _exact(self.last_value)


class FigurePart(models.Model):
    """One stretch in a figure of a unit that others became part of inside the period: its own, or that of one of them.

    `is_whole`: it is counted in the figure; else `why` says what nobody can divide, and it is only shown.
    """

    figure = models.ForeignKey(ReportFigure, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    of_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    as_of = models.DateField()  # the closing day of the stretch, or the day of reckoning before that
    is_whole = models.BooleanField(default=True)
    why = models.CharField(max_length=200, blank=True)
    value = _number()
    numerator = _number()
    denominator = _number()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["figure", "of_unit"], name="figure_part_once")]

    def __str__(self) -> str:
        return f"{self.figure} ({self.name})"

    @property
    def name(self) -> str:
        """Whose stretch it is: "UBND xã Thạch Hưng, đến hết 30/6/2025"."""
        return stretch_name(self.of_unit, self.start, self.end)

    @property
    def stands(self) -> Decimal | None:
        return _exact(self.value)

    @property
    def stands_as_share(self) -> tuple[Decimal | None, Decimal | None]:
        return _exact(self.numerator), _exact(self.denominator)

    @property
    def unit(self) -> str:
        return self.figure.unit

    @property
    def places(self) -> int:
        return self.figure.places

    @property
    def is_weighted(self) -> bool:
        return self.figure.is_weighted


def stretch_name(unit: Unit, start: date, end: date) -> str:
    """Name the stretch of a unit: of one that ended in it by its last day, of one that goes on by its first."""
    if unit.valid_to is not None and unit.valid_to <= end:
        return f"{unit.name}, đến hết {format_date(end)}"
    return f"{unit.name}, từ {format_date(start)}"


class ReportText(models.Model):
    """The words of one part of the outline; its former versions stay."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    section = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    last_text = models.TextField(blank=True)  # of the report before
    last_label = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=0)
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_text_once")]

    def __str__(self) -> str:
        return self.title


class TextVersion(models.Model):
    """Words as somebody saved them; `kept_aside`: somebody else was quicker, so they are kept and not used."""

    report_text = models.ForeignKey(ReportText, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    kept_aside = models.BooleanField(default=False)


class ReportRemark(models.Model):
    """What whoever returns a report says at one place of it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="remarks")
    place = models.CharField(max_length=200)  # "phan:<section>", "so:<figure>", "" for the whole
    text = models.CharField(max_length=2000)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(
        null=True
    )  # the place was changed since, or the report handed in again


class ReportStep(models.Model):
    """One step in the life of a report; never changed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    action = models.CharField(max_length=20, choices=Action.choices)
    sentence = models.CharField(max_length=2000, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class ReportEdition(models.Model):
    """What was handed in, frozen: the database itself refuses to change or delete it.

    `content` is canonical JSON of schema `namro.report/1`; `sha256` is that of its bytes.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)  # of a correction
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_edition_once")]


def _exact(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    exact = value.normalize()
    # 1E+2 is 100 to a reader.
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
