"""Measures that tasks carry, the values units give for them, and every version of each value."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from namro.core.measures import Aggregation, Comparison, Direction, Measured, MeasureRule
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Task

_DIGITS: dict[str, Any] = {"max_digits": 24, "decimal_places": 6, "null": True}


class TaskMeasure(models.Model):
    """A measure of a task: what is counted, how values come together, from where and to where."""

    class Across(models.TextChoices):
        SUM = Aggregation.SUM.value, "Cộng lại"
        LATEST = Aggregation.LATEST.value, "Lấy số mới nhất"
        MAXIMUM = Aggregation.MAXIMUM.value, "Lấy số lớn nhất"
        WEIGHTED_MEAN = Aggregation.WEIGHTED_MEAN.value, "Trung bình có quyền số"
        RATIO_OF_SUMS = Aggregation.RATIO_OF_SUMS.value, "Tỷ lệ: tổng tử trên tổng mẫu"

    class Way(models.TextChoices):
        UP = Direction.UP.value, "Tăng là tốt"
        DOWN = Direction.DOWN.value, "Giảm là tốt"

    class Wanted(models.TextChoices):
        AT_LEAST = Comparison.AT_LEAST.value, "từ … trở lên"
        AT_MOST = Comparison.AT_MOST.value, "không quá …"
        MORE_THAN = Comparison.MORE_THAN.value, "trên …"
        LESS_THAN = Comparison.LESS_THAN.value, "dưới …"
        EQUAL = Comparison.EQUAL.value, "bằng …"

    class Rhythm(models.IntegerChoices):
        MONTH = 1, "Hàng tháng"
        QUARTER = 3, "Hàng quý"
        HALF_YEAR = 6, "6 tháng"
        YEAR = 12, "Hàng năm"

    task = models.ForeignKey(Task, models.PROTECT, related_name="task_measures")
    name = models.CharField(max_length=300)
    unit_of_measure = models.CharField(max_length=40)
    across_periods = models.CharField(max_length=20, choices=Across.choices)
    across_units = models.CharField(max_length=20, choices=Across.choices)
    numerator_label = models.CharField(max_length=200, blank=True)
    denominator_label = models.CharField(max_length=200, blank=True)  # of a share, or the weight of a mean
    direction = models.CharField(max_length=10, choices=Way.choices, default=Way.UP)
    baseline = models.DecimalField(**_DIGITS)
    baseline_source = models.CharField(max_length=300, blank=True)
    target = models.DecimalField(**_DIGITS)
    comparison = models.CharField(max_length=20, choices=Wanted.choices, default=Wanted.AT_LEAST)
    months = models.PositiveSmallIntegerField(choices=Rhythm.choices, default=Rhythm.QUARTER)
    since = models.DateField()
    feed = models.CharField(
        max_length=80, blank=True
    )  # the name of a figure, see web/ui/figures.py; "" when typed by units
    source = models.CharField(max_length=300)  # the words of the plan, or who wanted it
    defined_by = models.CharField(max_length=200)
    defined_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "name"], condition=Q(retired_at__isnull=True), name="task_measure_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> MeasureRule:
        """The rule by which values come together."""
        return MeasureRule(
            Aggregation(self.across_periods), Aggregation(self.across_units), self.unit_of_measure
        )


class MeasureRevision(models.Model):
    """A correction of a measure: what stood before and after, in the words of the page, and why; never changed."""

    measure = models.ForeignKey(TaskMeasure, models.CASCADE, related_name="revisions")
    changes = models.JSONField(default=list)  # [label, before, after], ...
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()


class MeasureValue(models.Model):
    """What a unit has given for a period; its former versions stay."""

    measure = models.ForeignKey(TaskMeasure, models.PROTECT, related_name="values")
    unit = models.ForeignKey(Unit, models.PROTECT)
    period = models.CharField(max_length=40)
    period_start = models.DateField()
    period_end = models.DateField()
    number = models.DecimalField(**_DIGITS)
    numerator = models.DecimalField(**_DIGITS)
    denominator = models.DecimalField(**_DIGITS)
    source = models.CharField(max_length=300, blank=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="measure_values")
    version = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "unit", "period"], name="measure_value_once")
        ]

    @property
    def measured(self) -> Measured:
        """The value as the core reckons with it."""
        return Measured(_exact(self.number), _exact(self.numerator), _exact(self.denominator))


class ValueVersion(models.Model):
    """A value as it was given or corrected; never changed."""

    value = models.ForeignKey(MeasureValue, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    number = models.DecimalField(**_DIGITS)
    numerator = models.DecimalField(**_DIGITS)
    denominator = models.DecimalField(**_DIGITS)
    source = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # of a correction
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "version"], name="value_version_once")]


def _exact(value: Decimal | None) -> Decimal | None:
    return value.normalize() if value is not None else None
