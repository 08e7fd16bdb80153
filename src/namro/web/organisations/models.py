"""The register of units with their periods of validity, groups of units, and the posts people hold."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.core.agencies.model import Level


class Unit(models.Model):
    """One organisation during one stretch of time; the past is never re-parented."""

    LEVELS = [
        (Level.CENTRAL, "Trung ương"),
        (Level.PROVINCE, "Cấp tỉnh"),
        (Level.DISTRICT, "Cấp huyện"),
        (Level.COMMUNE, "Cấp xã"),
    ]
    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    search = models.CharField(max_length=400)  # folded name, short name and aliases
    sort = models.CharField(max_length=400)  # Vietnamese dictionary order
    level = models.CharField(max_length=20, choices=LEVELS)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # last day
    verified = models.BooleanField(default=True)
    dates_verified = models.BooleanField(default=True)  # False: a day is not taken from its legal act
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["level", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another name or abbreviation of a unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)


class Succession(models.Model):
    """`successor` takes over from `predecessor` on the day `on`."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    on = models.DateField()
    partial = models.BooleanField(default=False)  # only a part of the area or of the work
    verified = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")]


class Group(models.Model):
    """A named set of units; an open group has only the members a person filled in."""

    key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    rule = models.JSONField(default=dict)  # {"levels": [...], "kinds": [...], "members": [...]}
    is_open = models.BooleanField(default=False)
    verified = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A unit that a person put into an open group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="filled")
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "unit"], name="group_member_once")]


class Role(models.TextChoices):
    """What a post lets a person do; the rules themselves stand in `permissions.py` of each room."""

    PLAN_OFFICER = "plan_officer", "Cán bộ theo dõi kế hoạch (Sở Nội vụ)"
    PROVINCE_LEADER = "province_leader", "Lãnh đạo tỉnh"
    UNIT_HEAD = "unit_head", "Người đứng đầu đơn vị"
    UNIT_OFFICER = "unit_officer", "Cán bộ đầu mối của đơn vị"
    DIVISION_HEAD = "division_head", "Trưởng phòng"
    OFFICIAL = "official", "Công chức thực hiện"
    SUPERVISOR = "supervisor", "Giám sát (Mặt trận Tổ quốc)"


class Division(models.Model):
    """A division (phòng, ban chuyên môn) inside a unit, to which the unit hands work on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="divisions")
    name = models.CharField(max_length=200)
    sort = models.CharField(max_length=400)  # Vietnamese dictionary order
    since = models.DateField(null=True)
    until = models.DateField(null=True)  # last day

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="division_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's post in a unit, or in one of its divisions, during a stretch of time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="posts")
    role = models.CharField(max_length=30, choices=Role.choices)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="post_once")]
