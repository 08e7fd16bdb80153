"""The record of every change: written once, never changed; rows hold text, so nothing blocks a deletion."""

from django.db import models


class Entry(models.Model):
    """One change: who did what to which thing, when, with the values before and after."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=200)  # full name and user name as they were
    by_username = models.CharField(max_length=150, db_index=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject = models.CharField(max_length=500)  # the thing in words
    unit_key = models.CharField(max_length=80, blank=True, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"])]
        ordering = ["-at", "-id"]
