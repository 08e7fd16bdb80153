"""Briefings as they were issued, and packages of documents made in the background."""

from django.conf import settings
from django.db import models


class Briefing(models.Model):
    """A briefing as issued: the database itself refuses to change or delete it.

    `content` is canonical JSON of schema `namro.briefing/1`; `sha256` is that of its bytes.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    day = models.DateField()  # of the numbers
    since = models.DateField()  # against which day they are compared
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Bản {self.number}: {self.title}"


class Package(models.Model):
    """Documents of many units made one after another in the background, to be fetched as one file."""

    class Kind(models.TextChoices):
        SHEETS = "to-don-vi", "Tờ một trang của đơn vị"
        REPORTS = "bao-cao", "Báo cáo định kỳ"
        URGING = "don-doc", "Công văn đôn đốc"

    class State(models.TextChoices):
        RUNNING = "running", "Đang làm"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Bị lỗi"
        CANCELLED = "cancelled", "Đã dừng"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=10)  # "pdf": one file; "zip", "zip-docx", "zip-pdf": files per unit
    marks = (
        models.JSONField()
    )  # keys of units, [kind, period, unit] of reports, or numbers of letters, in the order of the package
    state = models.CharField(max_length=20, choices=State.choices, default=State.RUNNING)
    done = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=500, blank=True)  # why it failed, or what was left out
    file = models.FileField(upload_to="goi/%Y/%m/", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="packages")
    made_at = models.DateTimeField()  # with the working date
    heard_at = models.DateTimeField()  # the machine's clock at the last sign of life

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def total(self) -> int:
        return len(self.marks)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def shelf(self) -> str:
        """The name its unfinished parts lie under: another package never finds them, not even one that a restored
        database gives the same number.
        """
        return f"{self.pk}-{round(self.made_at.timestamp() * 1_000_000)}"
