"""Published results of the indices: what was scored, ranked and by whom it was published."""

from django.db import models


class Result(models.Model):
    """One figure of one province, index and assessment year; `code` empty is the index as a whole."""

    index = models.CharField(max_length=20)  # PAR INDEX, SIPAS, PAPI
    year = models.PositiveSmallIntegerField()
    province = models.CharField(max_length=80)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=400, blank=True)
    folded_name = models.CharField(max_length=400, blank=True, db_index=True)
    score = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    maximum = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField(null=True)
    announced_on = models.DateField(null=True)  # None: not known; then see `selectors.known_by`
    new_method = models.CharField(max_length=80, blank=True)  # decision that changed the way of measuring
    verified = models.BooleanField(default=True)
    source = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "year", "province", "code"], name="result_once")
        ]
