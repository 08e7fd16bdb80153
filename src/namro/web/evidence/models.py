"""Proof: a file, a document by number and date, or an address; one piece can prove several things."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.web.organisations.models import Unit


class Evidence(models.Model):
    """One piece of proof that a unit put forward."""

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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(address="") | ~Q(document_number=""), name="evidence_is_something"
            ),
            models.UniqueConstraint(
                fields=["unit", "sha256"], condition=~Q(sha256=""), name="evidence_file_once_per_unit"
            ),
        ]
