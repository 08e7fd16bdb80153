"""Proof: a file, a document by number and date, or an address; one piece can prove several things."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from namro.web.organisations.models import Unit


class Evidence(models.Model):
    """One piece of proof that a unit put forward, as it is now; what it was before are its earlier revisions."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    added_at = models.DateTimeField()
    summary = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # the last day it holds
    revision = models.PositiveSmallIntegerField(default=1)
    revised_at = models.DateTimeField(null=True)  # since when it is as it is now; None: since it was added
    revised_by_name = models.CharField(max_length=200, blank=True)
    revision_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(address="") | ~Q(document_number=""), name="evidence_is_something"
            ),
            models.UniqueConstraint(
                fields=["unit", "sha256"], condition=~Q(sha256=""), name="evidence_file_once_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="evidence_valid_in_order",
            ),
        ]


class EvidenceRevision(models.Model):
    """What a piece of proof was before it was revised; kept for whatever was proved with it."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="earlier")
    revision = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=500, blank=True)
    file = models.FileField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "revision"], name="evidence_revision_once")
        ]
