"""Frozen snapshots of every obligation on a day, inspections by superiors, and what units see of each other."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.web.organisations.models import Unit
from namro.web.plans.models import Task
from namro.web.scorecards.states import Action, State


class Snapshot(models.Model):
    """Every obligation owed on a day as it stood at a moment of that day; never changed.

    `content` is compressed JSON (namro.snapshot/1): one row per obligation with unit, task, state, due, last
    report, percent and returns. `sha256` is of the JSON before compression.
    """

    class Origin(models.TextChoices):
        HAND = "hand", "Chụp bằng tay"
        JOB = "job", "Chụp tự động cuối tháng"

    day = models.DateField()
    name = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    is_rebuilt = models.BooleanField()  # from the reports, after the day was over
    is_illustration = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    counts = models.JSONField()  # by shown state, for lists
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(origin="job"), name="snapshot_of_the_job_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["-day", "-id"])]


class Inspection(models.Model):
    """Somebody above looked at a unit: when, how, at which tasks, what was found and what has to follow."""

    State = State

    class Kind(models.TextChoices):
        REGULAR = "regular", "Thường xuyên"
        SURPRISE = "surprise", "Đột xuất"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    inspector = models.ForeignKey(Unit, models.PROTECT, related_name="inspections_made")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections")
    inspected_on = models.DateField()
    people = models.CharField(max_length=300)  # who looked
    reference = models.CharField(max_length=120, blank=True)  # number of the minutes or conclusion
    tasks = models.ManyToManyField(Task, related_name="inspections")
    findings = models.TextField()
    follow_up = models.TextField(blank=True)  # empty: nothing has to be put right
    follow_up_due = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=State.choices)
    closed_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)  # a form filled against an older version is refused

    class Meta:
        indexes = [models.Index(fields=["-inspected_on", "-id"]), models.Index(fields=["unit", "state"])]


class InspectionStep(models.Model):
    """One step in the life of an inspection, never changed."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=20, choices=Action.choices)
    sentence = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]


class Disclosure(models.Model):
    """What the province decided: whether units see the names of the others in the comparison. One row; none: no."""

    names_shown = models.BooleanField(default=False)
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
