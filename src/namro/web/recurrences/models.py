"""Dated rules by which tasks fall due again, the events and milestones that start obligations, and the runs of the job."""

from django.db import models
from django.db.models import Q

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Task


class Recurrence(models.Model):
    """The rule of one task from a day on; the next rule of the task ends it. Never changed, only ended."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "Hàng tháng"
        QUARTERLY = "quarterly", "Hàng quý"
        HALF_YEARLY = "half_yearly", "6 tháng một lần"
        YEARLY = "yearly", "Hàng năm"
        ON_EVENT = "on_event", "Mỗi lần phát sinh"
        ROADMAP = "roadmap", "Theo các mốc"

    task = models.ForeignKey(Task, models.PROTECT, related_name="recurrences")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day; None: in force until another rule begins
    due_day = models.PositiveSmallIntegerField(null=True)  # None: last day of the month
    due_month = models.PositiveSmallIntegerField(null=True)  # of the period, from 1; None: its last month
    first_whole = models.BooleanField(default=False)
    term_days = models.PositiveSmallIntegerField(null=True)  # of an event
    term_is_working = models.BooleanField(default=True)
    words = models.CharField(max_length=300)  # the plan's own words, or what was decided instead
    reason = models.TextField(blank=True)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "valid_from"], name="recurrence_once_a_day"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(valid_to__isnull=True), name="recurrence_one_in_force"
            ),
        ]
        indexes = [models.Index(fields=["valid_to", "kind"])]


class PlanTerm(models.Model):
    """Until when a plan is in force, as somebody found it written; without a row no end is known."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="term")
    last_day = models.DateField()
    source = models.CharField(max_length=300)  # the document that ends it
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()


class Happening(models.Model):
    """Something that happened to a unit and starts a term: a draft that arrived at Sở Tư pháp, for one."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="happenings")
    unit = models.ForeignKey(Unit, models.PROTECT)
    number = models.PositiveIntegerField()  # counted per task and unit
    name = models.CharField(max_length=300)
    reference = models.CharField(max_length=120, blank=True)  # number of the document that came
    happened_on = models.DateField()
    reckoning = models.CharField(max_length=400)  # how the last day was counted
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="happening")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit", "number"], name="happening_once")]
        indexes = [models.Index(fields=["-happened_on", "-id"])]


class Milestone(models.Model):
    """One step of the road map of another document, owed by every unit that leads the task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    due = models.DateField()
    source = models.CharField(max_length=300)  # the document whose road map it is
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="milestone_once")]

    @property
    def period(self) -> str:
        """The name of the period of its obligations; never the same for two milestones of a task."""
        return f"Mốc {self.number}: {self.name}"[:40]


class Run(models.Model):
    """One run of the job; without `finished_at` it was cut off, and the next one does what is left."""

    day = models.DateField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    tasks = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-began_at"])]
