"""Plans, their tasks, and the obligations that follow: one unit, one task, one period."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Group, Unit
from namro.web.plans.states import State

# Lists are ordered by a date that is always there: what has no date comes last.
NO_DUE = date(9999, 12, 31)


class PlanImport(models.Model):
    """A document on its way to become a plan: uploaded, read in the background, reviewed, confirmed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ đọc"
        READING = "reading", "Đang đọc"
        FAILED = "failed", "Không đọc được"
        REVIEW = "review", "Chờ rà soát"
        CONFIRMED = "confirmed", "Đã xác nhận"
        DISCARDED = "discarded", "Đã bỏ"

    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes
    text_digest = models.CharField(
        max_length=64, blank=True, db_index=True
    )  # of the words: same text, other file
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_step = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    attempt = models.PositiveIntegerField(default=0)  # grows with every start; an older run writes nothing
    heard_at = models.DateTimeField(null=True)  # the machine's clock at the last sign of life of the run
    number = models.CharField(max_length=80, blank=True)  # as reviewed, for lists
    title = models.TextField(blank=True)
    reading = models.JSONField(null=True)  # namro.plan/1 as the reader gave it; never changed
    reviewed = models.JSONField(null=True)  # the same tree with a person's corrections
    source_lines = models.JSONField(default=list)  # [[number, text], …] of the document
    version = models.PositiveIntegerField(default=0)  # grows with every correction


class Correction(models.Model):
    """One field that a person corrected in review, with what the reader had read."""

    plan_import = models.ForeignKey(PlanImport, models.CASCADE, related_name="corrections")
    path = models.CharField(max_length=200)  # key of the row or heading: "r17", "document"
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class Plan(models.Model):
    """A plan in force."""

    number = models.CharField(max_length=80)
    issued_on = models.DateField(null=True)
    year = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    title = models.TextField()
    signer_name = models.CharField(max_length=120, blank=True)
    signer_role = models.CharField(max_length=200, blank=True)
    heading = models.JSONField(default=dict)  # legal bases, recipients, printed lines
    findings = models.JSONField(default=list)
    plan_import = models.OneToOneField(PlanImport, models.PROTECT, null=True, related_name="plan")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"Kế hoạch {self.number}"


class Target(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    index = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    value = models.JSONField(null=True)
    text = models.TextField()


class Baseline(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="baselines")
    index = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    maximum = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField(null=True)
    rank_change = models.SmallIntegerField(null=True)
    text = models.TextField(blank=True)


class Section(models.Model):
    """An appendix of the plan, or its body ("body"), in document order."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)  # appendix, body
    label = models.CharField(max_length=120)
    title = models.TextField(blank=True)
    index = models.CharField(max_length=20, blank=True)


class Criterion(models.Model):
    """A criterion with its axis, as the document names them; `shared_with` carries the tasks."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    axis_no = models.CharField(max_length=20, blank=True)
    axis_name = models.TextField(blank=True)
    no = models.CharField(max_length=20, blank=True)
    name = models.TextField(blank=True)
    shared_with = models.ForeignKey("self", models.CASCADE, null=True, related_name="sharing")


class Clause(models.Model):
    """A clause of the body."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    no = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    owners_text = models.TextField(blank=True)
    deadline_text = models.CharField(max_length=300, blank=True)
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()


class Task(models.Model):
    """One thing to be done, from a row of an appendix or from a clause of the body."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, related_name="tasks")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="tasks")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)  # "PL1.V.1-2": how people point at the row
    index = models.CharField(max_length=20, blank=True, db_index=True)
    text = models.TextField()
    search = models.TextField()  # folded text, agencies and criterion
    lead_text = models.TextField(blank=True)
    lead_inherited = models.BooleanField(default=False)
    cooperating_text = models.TextField(blank=True)
    cooperating_inherited = models.BooleanField(default=False)
    deadline_text = models.CharField(max_length=300, blank=True)
    deadline_kind = models.CharField(max_length=20)
    deadline_inherited = models.BooleanField(default=False)
    due = models.DateField(null=True)
    dates = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    extra = models.JSONField(default=dict)
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    confidence = models.FloatField(default=1.0)
    is_reference = models.BooleanField(default=False)  # only points at another appendix: nothing to report
    obligation_count = models.PositiveIntegerField(default=0)  # kept by services when obligations are made
    added_on = models.DateField(null=True)  # since when it holds; None: since the plan was issued

    class Meta:
        indexes = [models.Index(fields=["plan", "position"])]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="task_code_once")]

    def __str__(self) -> str:
        return self.code


class TaskParty(models.Model):
    """A unit or group that leads a task or co-operates in it."""

    class Role(models.TextChoices):
        LEAD = "lead", "Chủ trì"
        COOPERATING = "cooperating", "Phối hợp"

    task = models.ForeignKey(Task, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, group__isnull=True)
                | Q(unit__isnull=True, group__isnull=False),
                name="task_party_is_unit_or_group",
            )
        ]


class TaskAddition(models.Model):
    """Why a task stands in a plan in force whose document does not have it: by which document, since when, by whom."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="addition")
    document_number = models.CharField(max_length=80)
    document_date = models.DateField()
    reason = models.TextField()
    made_criterion = models.BooleanField(default=False)  # the criterion came with the task and goes with it
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class Obligation(models.Model):
    """What one unit owes for one task in one period; the unit of work of the whole program."""

    State = State

    task = models.ForeignKey(Task, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    # The unit that owed it first, once another has taken it over; None: this unit from the beginning.
    origin = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="handed_over_obligations")
    period = models.CharField(max_length=40)  # "Năm 2021", "Quý IV/2021", "Tháng 10/2021"
    period_start = models.DateField()
    period_end = models.DateField()
    due = models.DateField(null=True)
    sort_due = models.GeneratedField(
        expression=Coalesce("due", Value(NO_DUE)), output_field=models.DateField(), db_persist=True
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    sentence = models.TextField(blank=True)  # the last report in one sentence
    obstacle = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True)  # last report by the unit; None: never
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # a form filled against an older version is refused

    class Meta:
        constraints = [
            # Two units merged into one both leave theirs: in the list of the successor each is told by its origin.
            models.UniqueConstraint(
                fields=["task", "unit", "period"], condition=Q(origin__isnull=True), name="obligation_once"
            ),
            models.UniqueConstraint(
                fields=["task", "origin", "period"],
                condition=Q(origin__isnull=False),
                name="obligation_once_per_origin",
            ),
            models.CheckConstraint(
                condition=Q(origin__isnull=True) | ~Q(origin=models.F("unit")),
                name="obligation_origin_is_another_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due", "reported_at"]),  # counts per unit without the table
            models.Index(fields=["task", "state", "due", "reported_at"]),  # counts per task without the table
            models.Index(fields=["state", "sort_due", "id"]),
            models.Index(fields=["sort_due", "id"]),
        ]


class Report(models.Model):
    """One step in the life of an obligation, never changed: a report by the unit, a return, an acceptance."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="reports")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=30)
    state_before = models.CharField(max_length=20)
    state_after = models.CharField(max_length=20)
    percent = models.PositiveSmallIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    sentence = models.TextField(blank=True)
    obstacle = models.BooleanField(default=False)
    evidence = models.ManyToManyField(Evidence, related_name="reports")
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
