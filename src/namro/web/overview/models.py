"""What people write beside the figures of an index."""

from django.db import models


class Cause(models.Model):
    """Why a criterion lost points in a year, in the words of an officer who follows the plans; one per criterion."""

    index = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text = models.TextField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)  # a form filled against an older version is refused

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "year", "code"], name="cause_once")]

    def __str__(self) -> str:
        return f"{self.index} {self.year} {self.code}"
