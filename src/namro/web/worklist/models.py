"""Bulk work as it is kept: what was chosen, what was to be done, how far it is, what came of it."""

from django.conf import settings
from django.db import models


class Batch(models.Model):
    """One bulk step on many obligations: looked at first, then done one by one, each by itself."""

    class Step(models.TextChoices):
        ASSIGN = "giao", "Giao việc"
        REMIND = "nhac", "Nhắc việc"
        ACCEPT = "cong-nhan", "Công nhận hoàn thành"
        RETURN = "tra-lai", "Trả lại"
        UNDO = "hoan-tac", "Hoàn tác"

    class State(models.TextChoices):
        PREVIEW = "preview", "Xem trước"
        RUNNING = "running", "Đang làm"
        DONE = "done", "Đã xong"
        CANCELLED = "cancelled", "Đã bỏ"

    step = models.CharField(max_length=20, choices=Step.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PREVIEW)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="batches")
    made_at = models.DateTimeField()
    query = models.TextField(blank=True)  # the filters of the list, to go back to it
    marks = models.JSONField(default=list)  # [[obligation, version it was seen in], …]
    said = models.JSONField(default=dict)  # the reason, or the piece to give
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")
    next = models.PositiveIntegerField(default=0)  # place in `marks` to go on from
    done = models.JSONField(default=list)  # [[obligation, version after, hand-over or None], …]
    refused = models.JSONField(default=list)  # [[obligation, sentence], …]
    people = models.PositiveIntegerField(default=0)  # reminded
    heard_at = models.DateTimeField(null=True)  # the machine's clock at the last sign of life

    class Meta:
        indexes = [models.Index(fields=["by", "-id"])]


class FilledTable(models.Model):
    """A filled spreadsheet of obligations on its way in: as read, until it is taken over or put aside."""

    class State(models.TextChoices):
        REVIEW = "review", "Chờ xem lại"
        APPLIED = "applied", "Đã nhập"
        CANCELLED = "cancelled", "Đã bỏ"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="filled_tables")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()  # [[line, obligation or None, version, touched, [cells…]], …]
    state = models.CharField(max_length=12, choices=State.choices, default=State.REVIEW)
    saved = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)  # [[line, sentence], …]
