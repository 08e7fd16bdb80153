"""Campaigns of scoring: who is scored by which rulebook, the sheets line by line, and what was published."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from namro.web.campaigns.states import Mark, Stage, Verdict
from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Unit

INVENTED_NAME = "Minh họa: chấm điểm cải cách hành chính cấp xã năm 2021"


def _points() -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(max_digits=9, decimal_places=4, null=True)


class Campaign(models.Model):
    """One round of scoring by one rulebook; its text is kept here and never changed."""

    name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    index = models.CharField(max_length=80)
    rulebook_key = models.CharField(max_length=80)
    rulebook_name = models.CharField(max_length=300)
    rulebook_sha256 = models.CharField(max_length=64)
    rulebook_toml = models.TextField()
    appraiser = models.ForeignKey(
        Unit, models.PROTECT, related_name="+"
    )  # where no assignment says otherwise
    self_score_by = models.DateField()
    supplement_by = models.DateField(null=True)  # None: no day is set, the stage may be skipped
    appraise_by = models.DateField()
    explain_by = models.DateField()
    appraise_again_by = models.DateField()
    publish_by = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    correction = models.TextField(blank=True)  # why it was opened again after it was published
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ProvinceRulebook(models.Model):
    """One version of a rulebook the province made itself; its text never changes, a new version stands beside it."""

    key = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    index = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    toml = models.TextField()
    changes: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list
    )  # computed, never typed
    file_name = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="rulebook_version_once")]

    def __str__(self) -> str:
        return f"{self.name}, phiên bản {self.version}"


class Assignment(models.Model):
    """Who answers for a criterion and who appraises it; holds for every component below `code`."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="assignments")
    code = models.CharField(max_length=40)
    responsible = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")  # None: who is scored
    appraiser = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")  # None: the campaign's

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="assignment_once")]


class Entrant(models.Model):
    """A unit that is scored in a campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="entrants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.CharField(max_length=200, blank=True)
    # Sums over the lines, kept by `services.tallies` in the transaction that changes a line.
    component_count = models.PositiveSmallIntegerField(default=0)
    survey_count = models.PositiveSmallIntegerField(default=0)
    scored_count = models.PositiveSmallIntegerField(default=0)
    marked_count = models.PositiveSmallIntegerField(default=0)
    supplemented_count = models.PositiveSmallIntegerField(default=0)  # of the marked, those answered in words
    appraised_count = models.PositiveSmallIntegerField(default=0)
    explained_count = models.PositiveSmallIntegerField(default=0)
    claimed = models.DecimalField(max_digits=9, decimal_places=4, default=0)  # by the unit and by surveys
    open_maximum = _points()  # what the lines without points may still give; None: not known

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="entrant_once")]


class SheetLine(models.Model):
    """One component on the sheet of one unit. Points that are None are not scored; they are never 0 for that."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    maximum = _points()
    is_survey = models.BooleanField(default=False)
    inputs: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    self_points = _points()
    self_text = models.TextField(blank=True)  # why the points are claimed, in words
    evidence = models.ManyToManyField(Evidence, through="LineProof", related_name="sheet_lines")
    mark = models.CharField(max_length=10, choices=Mark.choices, blank=True)
    mark_text = models.TextField(blank=True)  # what is unclear or incomplete, in a sentence
    first_explanation = models.TextField(blank=True)  # the answer to the mark, before the first appraisal
    first_verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    first_points = _points()
    first_reason = models.TextField(blank=True)
    explanation = models.TextField(blank=True)  # the second: the answer to the first appraisal
    second_points = _points()
    second_reason = models.TextField(blank=True)
    survey_points = _points()
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["entrant", "code"], name="sheet_line_once"),
            models.CheckConstraint(
                condition=Q(survey_points__isnull=True) | Q(is_survey=True),
                name="only_surveys_have_survey_points",
            ),
        ]

    @property
    def final_points(self) -> Decimal | None:
        """Give the points reached: survey, else the second appraisal, else the first; None: not scored."""
        if self.is_survey:
            return self.survey_points
        return self.second_points if self.second_points is not None else self.first_points


class LineProof(models.Model):
    """A piece of proof put forward at a line, in the revision it had then; a later revision does not slip in."""

    sheetline = models.ForeignKey(SheetLine, models.CASCADE, related_name="proofs")
    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="line_proofs")
    revision = models.PositiveSmallIntegerField(default=1)

    class Meta:
        # The table the lines and their proof were joined by before the revision was kept.
        db_table = "campaigns_sheetline_evidence"
        unique_together = [("sheetline", "evidence")]


class LineRevision(models.Model):
    """What somebody wrote into a line; `kept_aside`: somebody else was quicker, so it is kept and not used."""

    line = models.ForeignKey(SheetLine, models.CASCADE, related_name="revisions")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    what = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    inputs: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    points = _points()
    kept_aside = models.BooleanField(default=False)


class Publication(models.Model):
    """One published edition of a campaign, frozen: what was typed, reckoned, proved and decided."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)  # why a correction was needed
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    ranking: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField()
    changes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    is_invented = models.BooleanField(default=False)  # of the illustration: the database lets it go again

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "edition"], name="edition_once")]


class PublishedSheet(models.Model):
    """The sheet of one unit in an edition, word for word as its content has it, so that a page reads one unit."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="sheets")
    unit_key = models.CharField(max_length=80)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    is_invented = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "unit_key"], name="published_once")]
