"""How an obligation reaches the person who does it, and how it passes to another unit."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.web.cascade.states import State
from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Division, Unit
from namro.web.plans.models import Obligation


class Acknowledgement(models.Model):
    """A unit says that it has received an obligation; after a transfer the next unit says it anew."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="acknowledgements")
    unit = models.ForeignKey(Unit, models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "unit"], name="acknowledged_once")]


class HandOver(models.Model):
    """One piece of an obligation given to a division or to one official, clear in all five."""

    State = State

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="hand_overs")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hand_overs")  # inside which it was given
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="passed_on")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="hand_overs")
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="hand_overs"
    )
    work = models.TextField()
    responsibility = models.TextField()
    due = models.DateField()
    reason_later = models.CharField(
        max_length=300, blank=True
    )  # why it may be done after the giver's own day
    product = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    counted_in = models.CharField(max_length=60, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # of the whole; None: not known
    state = models.CharField(max_length=20, choices=State.choices, default=State.GIVEN)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField(null=True)
    achieved = models.DecimalField(max_digits=18, decimal_places=4, null=True)  # of `quantity`
    sentence = models.TextField(blank=True)  # the last report in one sentence
    obstacle = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # a form filled against an older version is refused

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(division__isnull=False, official__isnull=True)
                | Q(division__isnull=True, official__isnull=False),
                name="hand_over_to_division_or_official",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100), name="hand_over_share"
            ),
        ]
        indexes = [
            models.Index(fields=["official", "state", "due"]),
            models.Index(fields=["division", "state", "due"]),
            models.Index(fields=["unit", "state", "due"]),
        ]


class HandOverStep(models.Model):
    """One step in the life of a hand-over, never changed."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)  # None: the program
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=30)
    state_before = models.CharField(max_length=20, blank=True)
    state_after = models.CharField(max_length=20)
    percent = models.PositiveSmallIntegerField(null=True)
    achieved = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    sentence = models.TextField(blank=True)
    obstacle = models.BooleanField(default=False)
    evidence = models.ManyToManyField(Evidence, related_name="hand_over_steps")

    class Meta:
        ordering = ["at", "id"]


class Transfer(models.Model):
    """Obligations passed from one unit to another on a day; undone only by another transfer."""

    class Kind(models.TextChoices):
        SUCCESSION = "succession", "Đơn vị kế tục theo danh bạ"
        DECISION = "decision", "Sở Nội vụ quyết định"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_away")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_here")
    on = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.TextField()
    count = models.PositiveIntegerField(default=0)


class Move(models.Model):
    """One obligation in a transfer."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="moves")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="moves")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "obligation"], name="moved_once")]
