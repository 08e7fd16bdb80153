"""What units say to each other about an obligation, and the obstacles they report there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.talks.states import State


class Message(models.Model):
    """One comment or question on an obligation, never changed; a withdrawn one keeps its place without words."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    by_name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="messages")  # for which the person speaks
    at = models.DateTimeField()
    text = models.TextField()
    search = models.TextField(default="")  # folded words
    is_question = models.BooleanField(default=False)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["obligation", "id"])]


class Mention(models.Model):
    """A person or a unit that a message names; only who may see the obligation can be named."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="mentions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="mentions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, unit__isnull=True) | Q(user__isnull=True, unit__isnull=False),
                name="mention_is_person_or_unit",
            )
        ]


class ReadMark(models.Model):
    """How far a person has read the talk on an obligation: the last message seen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="read_marks")
    upto = models.PositiveBigIntegerField()  # id of a message

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "obligation"], name="read_mark_once")]


class Obstacle(models.Model):
    """A difficulty in carrying out an obligation: what it is, what is asked for, and of whom."""

    class Asked(models.TextChoices):
        INTERIOR = "interior", "Sở Nội vụ"
        PROVINCE = "province", "UBND tỉnh"
        UNIT = "unit", "Đơn vị khác"

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="obstacles")
    content = models.TextField()
    request = models.TextField(blank=True)
    asked = models.CharField(max_length=12, choices=Asked.choices, default=Asked.INTERIOR)
    asked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="asked_obstacles")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # solved or dropped
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "raised_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked="unit", asked_unit__isnull=False)
                | (~Q(asked="unit") & Q(asked_unit__isnull=True)),
                name="obstacle_asks_a_named_unit",
            )
        ]


class ObstacleStep(models.Model):
    """One opinion, decision or change of state of an obstacle, never changed."""

    obstacle = models.ForeignKey(Obstacle, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=12)
    state_after = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    document = models.CharField(max_length=120, blank=True)  # number and date of what decides

    class Meta:
        ordering = ["at", "id"]
