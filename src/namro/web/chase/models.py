"""The chase as it is kept: rules with their days, runs of the job, notices, messages, what became of each, letters."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.core.chase import Channel, Rung, When
from namro.web.cascade.models import HandOver
from namro.web.chase.states import State
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Report


class RuleVersion(models.Model):
    """The rules of the chase from a day on; a change is a new version, never a correction of an old one."""

    valid_from = models.DateField()
    data = models.JSONField()  # as `core.chase.rules_data` writes it
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["valid_from", "id"])]


class Run(models.Model):
    """One run of the daily job, with what it did or why it did nothing."""

    class State(models.TextChoices):
        RUNNING = "running", "Đang chạy"
        DONE = "done", "Đã xong"
        SKIPPED = "skipped", "Không nhắc"
        FAILED = "failed", "Bị lỗi"

    day = models.DateField(db_index=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RUNNING)
    by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()  # with the working date
    heard_at = models.DateTimeField()  # the machine's clock at the last sign of life
    total = models.PositiveIntegerField(default=0)  # obligations to look at
    done = models.PositiveIntegerField(default=0)
    notice_count = models.PositiveIntegerField(default=0)
    bulletin_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # open obligations by condition
    said = models.CharField(max_length=300, blank=True)  # why it skipped or failed

    class Meta:
        indexes = [models.Index(fields=["state", "day"])]


class Bulletin(models.Model):
    """What one person is told on one day; never a second one that day, but for one about what was returned since."""

    class Kind(models.TextChoices):
        DAILY = "daily", "Trong ngày"
        WEEKLY = "weekly", "Tổng hợp tuần"
        EXTRA = "extra", "Bổ sung cuối ngày"  # what was returned after the day's own

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bulletins")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"], condition=~Q(kind="extra"), name="bulletin_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(kind="extra"), name="bulletin_extra_once_a_day"
            ),
        ]


class Notice(models.Model):
    """One reminder to one person about one obligation, because one step of the rules fell on one day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="notices")
    step = models.CharField(max_length=40)
    occurrence = models.DateField()
    day = models.DateField()  # on which the job wrote it
    rung = models.CharField(max_length=20, choices=[(rung.value, rung.value) for rung in Rung])
    when = models.CharField(max_length=10, choices=[(when.value, when.value) for when in When])
    days = models.IntegerField()  # left to the due date on `day`, negative past it; of silence for "silent"
    urgent = models.BooleanField()
    channels = models.CharField(max_length=40)  # "program,email"
    bulletin = models.ForeignKey(Bulletin, models.SET_NULL, null=True, related_name="notices", db_index=False)
    seen_at = models.DateTimeField(null=True)
    # The piece whose own day and silence called; None: the obligation's.
    hand_over = models.ForeignKey(
        HandOver, models.SET_NULL, null=True, related_name="notices", db_index=False
    )

    class Meta:
        constraints = [
            # The obligation first: the job asks chunk by chunk of obligations what was said already.
            models.UniqueConstraint(fields=["obligation", "step", "occurrence", "user"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["user", "-id"], condition=Q(seen_at__isnull=True), name="notice_unseen"),
            models.Index(
                fields=["user"],
                condition=Q(bulletin__isnull=True, seen_at__isnull=True),
                name="notice_untold",
            ),
            models.Index(fields=["bulletin"], condition=Q(bulletin__isnull=False), name="notice_of_bulletin"),
            models.Index(fields=["hand_over"], condition=Q(hand_over__isnull=False), name="notice_of_piece"),
        ]


class Gathering(models.Model):
    """One line in place of hundreds of notices to one person: units of a level that have nobody, or that are late in numbers."""

    class Reason(models.TextChoices):
        UNMANNED = "unmanned", "chưa có ai nhận việc"
        GONE = "gone", "không còn tồn tại, phần việc chưa chuyển"
        MANY = "many", "có việc cùng đến bậc nhắc"
        RETURNED = "returned", "có việc bị trả lại sau lần gom trước"
        DUTIES = "duties", "có báo cáo chưa gửi"
        DUTIES_UNMANNED = "duties_unmanned", "chưa có ai lập báo cáo"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="gatherings")
    day = models.DateField()
    step = models.CharField(max_length=40)
    rung = models.CharField(max_length=20, choices=[(rung.value, rung.value) for rung in Rung])
    level = models.CharField(max_length=20, choices=Unit.LEVELS)
    at = models.DateTimeField(null=True)  # None: made before it was kept
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.CharField(max_length=200)  # the step as it read that day
    unit_count = models.PositiveIntegerField()
    obligation_count = models.PositiveIntegerField()
    units = models.JSONField()  # [[unit, obligations], …]
    urgent = models.BooleanField()
    channels = models.CharField(max_length=40)
    bulletin = models.ForeignKey(Bulletin, models.SET_NULL, null=True, related_name="gatherings")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day", "step", "level", "reason"], name="gathering_once_a_day"
            )
        ]

    @property
    def is_of_duties(self) -> bool:
        return self.reason in (self.Reason.DUTIES, self.Reason.DUTIES_UNMANNED)


class DutyNotice(models.Model):
    """One reminder to one person about something a unit hands in beside its tasks, as `ui.dues` tells it.

    `duty` is the key of the duty; for a line of what waits to be accepted, the key of that line and `unit` the receiver.
    Label, period and day are as they were, for when the duty itself is gone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="duty_notices")
    duty = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    label = models.CharField(max_length=300)
    period = models.CharField(max_length=100)
    due = models.DateField(null=True)
    step = models.CharField(max_length=40)
    occurrence = models.DateField()
    day = models.DateField()  # on which the job wrote it
    rung = models.CharField(max_length=20, choices=[(rung.value, rung.value) for rung in Rung])
    urgent = models.BooleanField()
    channels = models.CharField(max_length=40)
    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, null=True, related_name="duty_notices", db_index=False
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "step", "occurrence", "user"], name="duty_notice_once")
        ]
        indexes = [
            models.Index(
                fields=["user", "-id"], condition=Q(seen_at__isnull=True), name="duty_notice_unseen"
            ),
            models.Index(
                fields=["bulletin"], condition=Q(bulletin__isnull=False), name="duty_notice_of_bulletin"
            ),
        ]


class Delivery(models.Model):
    """A message on its way through one channel: the outbox."""

    State = State

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=[(channel.value, channel.value) for channel in Channel])
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    address = models.CharField(max_length=254)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()  # the machine's clock, as is `claimed_at`
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "channel"], name="delivery_once")]
        indexes = [models.Index(fields=["state", "next_at"])]


class Attempt(models.Model):
    """One try to send, with what came of it; written once."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()  # the machine's clock
    state = models.CharField(max_length=20, choices=Delivery.State.choices)
    outcome = models.CharField(max_length=300)


class Contact(models.Model):
    """How a person wants to be reminded outside the program; without a row: by e-mail when an address is known."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact")
    by_email = models.BooleanField(default=True)
    by_hook = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)


class OneUseLink(models.Model):
    """A one-use link: lets one person report one obligation, or the piece of it in hand, once, without signing in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="links")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="links")
    # The piece that the link reports; None: the obligation itself, for those who report for the unit.
    hand_over = models.ForeignKey(HandOver, models.CASCADE, null=True, related_name="links")
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, null=True, related_name="links")
    nonce = models.CharField(max_length=32, unique=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()  # with the working date
    # The same by the machine's clock: a working date that is set back does not revive a link. None: made before it was kept.
    expires_by_clock = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    report = models.OneToOneField(Report, models.SET_NULL, null=True, related_name="link")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "obligation"], name="link_once_in_a_bulletin")
        ]
        indexes = [models.Index(fields=["obligation", "-id"])]


class WrongLink(models.Model):
    """A try with a link that does not exist, to slow down whoever guesses; kept for a day."""

    address = models.CharField(max_length=64)  # a hash of the caller's network address
    at = models.DateTimeField()  # the machine's clock

    class Meta:
        indexes = [models.Index(fields=["address", "at"])]


class UrgingLetter(models.Model):
    """A letter that urges one unit, with the list of what was late that day; numbered and dated by hand."""

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        ISSUED = "issued", "Đã ban hành"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="urging_letters")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="next")
    day = models.DateField()  # as of which the list was made
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    number = models.CharField(max_length=80, blank=True)
    dated = models.DateField(null=True)
    content = models.JSONField()  # namro.urging/1: a tree, drawn as a page or a file
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-day", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="draft"), name="one_draft_of_urging_per_unit"
            )
        ]


class Charge(models.Model):
    """A leader of the province is in charge of a unit and what is under it, of an index, or of a plan, from a day on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="charges")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="charges")
    index = models.CharField(max_length=20, blank=True)  # of tasks: "PAPI", "PAR INDEX" …
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, related_name="charges")
    since = models.DateField()
    until = models.DateField(null=True)  # last day
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, index="", plan__isnull=True)
                | (Q(unit__isnull=True, plan__isnull=True) & ~Q(index=""))
                | Q(unit__isnull=True, index="", plan__isnull=False),
                name="charge_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="charge_ends_after_it_begins",
            ),
        ]


class LetterHead(models.Model):
    """Who issues urging letters, where, and who signs, from a day on; a change is a new row."""

    valid_from = models.DateField()
    superior = models.CharField(max_length=200, blank=True)  # the agency above the issuer
    issuer = models.CharField(max_length=200)
    place = models.CharField(max_length=80, blank=True)
    position = models.CharField(max_length=200, blank=True)  # of the signer
    signer = models.CharField(max_length=120, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["valid_from", "id"])]
