"""Published results of the indices: what was scored, ranked and by whom it was published."""

from django.db import models

PROVINCE = "Hà Tĩnh"  # whose pages these are; results of other provinces stand beside


class ResultImport(models.Model):
    """A table of published results on its way in: as read, until a person takes it over or puts it aside."""

    class State(models.TextChoices):
        COLUMNS = "columns", "Chờ chọn cột"
        REVIEW = "review", "Chờ xem lại"
        CONFIRMED = "confirmed", "Đã nạp"
        CANCELLED = "cancelled", "Đã bỏ"

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=400)
    cells = models.JSONField(
        default=list
    )  # the table as it came, all text, so that its columns can be chosen again
    heading = models.PositiveSmallIntegerField(default=0)  # place of the row with the headings
    columns = models.JSONField(default=dict)  # place of a column: what it is
    index = models.CharField(max_length=20, blank=True)  # for tables without such a column
    year = models.PositiveSmallIntegerField(null=True)
    announced_on = models.DateField(null=True)
    rows = models.JSONField()  # as read: figures as text
    findings = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REVIEW)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)  # why figures loaded before were corrected


class Result(models.Model):
    """One figure of one province (or of a unit in it), index and assessment year; `code` empty is the index as a whole."""

    index = models.CharField(max_length=20)  # PAR INDEX, SIPAS, PAPI
    year = models.PositiveSmallIntegerField()
    province = models.CharField(max_length=80)
    unit = models.CharField(
        max_length=80, blank=True
    )  # key of a unit of the province; empty: the province itself
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=400, blank=True)
    folded_name = models.CharField(max_length=400, blank=True, db_index=True)
    score = models.DecimalField(max_digits=18, decimal_places=10, null=True)  # as exact as it was published
    maximum = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField(null=True)
    announced_on = models.DateField(null=True)  # None: not known; then see `selectors.known_by`
    new_method = models.CharField(max_length=80, blank=True)  # decision that changed the way of measuring
    verified = models.BooleanField(default=True)
    source = models.CharField(max_length=400)
    # Set: a person took this figure over from a table; loading the carried results leaves it alone.
    taken_from = models.ForeignKey(ResultImport, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "year", "province", "unit", "code"], name="result_once")
        ]
