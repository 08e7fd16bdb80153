"""The register of directive documents with what stands on what, and the tasks given from above the province."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from namro.web.directives.states import State
from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Unit
from namro.web.plans.models import Plan, Task


class Directive(models.Model):
    """A directive document as it is now; what it said before a correction is in its revisions."""

    class Kind(models.TextChoices):
        LAW = "luat", "Luật"
        RESOLUTION = "nghi_quyet", "Nghị quyết"
        DECREE = "nghi_dinh", "Nghị định"
        DECISION = "quyet_dinh", "Quyết định"
        INSTRUCTION = "chi_thi", "Chỉ thị"
        CIRCULAR = "thong_tu", "Thông tư"
        PLAN = "ke_hoach", "Kế hoạch"
        PROGRAMME = "chuong_trinh", "Chương trình"
        LETTER = "cong_van", "Công văn"
        TELEGRAM = "cong_dien", "Công điện"
        NOTICE = "thong_bao", "Thông báo"
        GUIDE = "huong_dan", "Hướng dẫn"
        CONCLUSION = "ket_luan", "Kết luận"
        OTHER = "khac", "Văn bản khác"

    number = models.CharField(max_length=80)
    issued_on = models.DateField(null=True)  # None: the text it was read from does not say
    kind = models.CharField(max_length=20, choices=Kind.choices)
    issuer = models.CharField(max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="directives"
    )  # issuer of the register
    abstract = models.TextField(blank=True)
    search = models.TextField()  # folded number, issuer and abstract
    proofs = models.ManyToManyField(Evidence, related_name="directives")  # its file or address
    plan = models.OneToOneField(
        Plan, models.PROTECT, null=True, related_name="directive"
    )  # read into this plan
    read_from = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="cited_directives")
    entered_for = models.ForeignKey(Unit, models.PROTECT, related_name="entered_directives")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    entered_at = models.DateTimeField()
    on_behalf = models.BooleanField(default=False)  # Sở Nội vụ entered the paper; the unit may correct it
    revision = models.PositiveIntegerField(default=1)
    revised_at = models.DateTimeField(null=True)
    revised_by_name = models.CharField(max_length=200, blank=True)
    revision_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-issued_on", "-id"])]
        constraints = [
            # The same paper twice in one register is a mistake of the hand.
            models.UniqueConstraint(
                fields=["entered_for", "number", "issuer", "issued_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="directive_once_per_register",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}" if self.kind != self.Kind.OTHER else self.number


class DirectiveRevision(models.Model):
    """What a document's entry said before it was corrected."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    said = models.JSONField()  # the fields as they were

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "revision"], name="directive_revision_once")
        ]


class DirectiveLink(models.Model):
    """`document` stands on `base`; the links form no loop (`services.linking` refuses one)."""

    base = models.ForeignKey(Directive, models.PROTECT, related_name="links_down")
    document = models.ForeignKey(Directive, models.PROTECT, related_name="links_up")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=200, blank=True)
    removed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(base=F("document")), name="directive_not_on_itself"),
            models.UniqueConstraint(
                fields=["base", "document"],
                condition=Q(removed_at__isnull=True),
                name="directive_link_once",
            ),
        ]


class DirectiveSubject(models.Model):
    """A document is about a plan as a whole, or about one of its tasks."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="subjects")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="directive_subjects")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="directive_subjects")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, task__isnull=True) | Q(plan__isnull=True, task__isnull=False),
                name="directive_subject_is_plan_or_task",
            ),
            models.UniqueConstraint(
                fields=["directive", "plan"], condition=Q(plan__isnull=False), name="directive_plan_once"
            ),
            models.UniqueConstraint(
                fields=["directive", "task"], condition=Q(task__isnull=False), name="directive_task_once"
            ),
        ]


class PlanReceipt(models.Model):
    """A unit says that it has received the plan's document."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_receipts")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="plan_receipt_once")]


class GivenImport(models.Model):
    """A table of tasks given from above on its way in: as read, until a person takes it over or puts it aside."""

    class State(models.TextChoices):
        REVIEW = "review", "Chờ xem lại"
        CONFIRMED = "confirmed", "Đã nạp"
        CANCELLED = "cancelled", "Đã bỏ"

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    assigner = models.ForeignKey(Unit, models.PROTECT)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REVIEW)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    uploaded_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)


class GivenTask(models.Model):
    """A task that the Government or the Prime Minister gave the province, as its own document numbers it."""

    number = models.CharField(max_length=80)
    given_on = models.DateField()
    giver = models.CharField(max_length=200)
    text = models.TextField()
    search = models.TextField()  # folded number, giver and words
    due = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)  # the document that gives it, as typed
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="given_tasks")
    assigner = models.ForeignKey(Unit, models.PROTECT, related_name="given_tasks")  # its side closes
    taken_from = models.ForeignKey(GivenImport, models.PROTECT, null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "given_on", "assigner"],
                condition=Q(withdrawn_at__isnull=True),
                name="given_task_once",
            )
        ]

    def __str__(self) -> str:
        return self.number


class GivenRevision(models.Model):
    """What a given task said before it was corrected, and why; never changed."""

    task = models.ForeignKey(GivenTask, models.CASCADE, related_name="revisions")
    said = models.JSONField()  # [label, before, after], ...
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class GivenPart(models.Model):
    """What one unit owes for a given task."""

    task = models.ForeignKey(GivenTask, models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="given_parts")
    state = models.CharField(max_length=20, choices=State.choices, default=State.GIVEN)
    sentence = models.TextField(blank=True)  # the last word of the unit
    reported_at = models.DateTimeField(
        null=True
    )  # when what stands was reported done; None: not reported done
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"])]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="given_part_once")]


class GivenStep(models.Model):
    """One step in the life of a part, never changed."""

    part = models.ForeignKey(GivenPart, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    state_before = models.CharField(max_length=20)
    state_after = models.CharField(max_length=20)
    sentence = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="given_steps")

    class Meta:
        ordering = ["at", "id"]
