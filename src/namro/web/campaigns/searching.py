"""What can be found of campaigns of scoring."""

from django.urls import reverse

from namro.web.campaigns.permissions import may_see_campaigns
from namro.web.campaigns.selectors.campaigns import visible_campaigns
from namro.web.ui.search import Found, Hit, Question, among


def campaigns(question: Question) -> Found:
    """Find campaigns in sight by name, index, rulebook and year; there are few."""
    if not may_see_campaigns(question.posts):
        return Found((), 0)
    return among(
        [
            (
                Hit(
                    reverse("campaigns:detail", args=[one.pk]),
                    one.name,
                    one.rulebook_name,
                    f"{one.year} · {one.get_stage_display()}",
                ),
                f"{one.name} {one.index} {one.rulebook_name} {one.year}",
            )
            for one in visible_campaigns(question.posts)
        ],
        question,
    )
