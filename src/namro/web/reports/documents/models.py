"""The words of official documents as a province changed them, version by version."""

from typing import Any

from django.db import models


class WordingVersion(models.Model):
    """The words of one template since a change; `is_default`: back to the words the program carries."""

    key = models.CharField(max_length=60)  # of the template
    version = models.PositiveIntegerField()
    wording: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="wording_version_once")]

    def __str__(self) -> str:
        return f"{self.key}, bản {self.version}"
