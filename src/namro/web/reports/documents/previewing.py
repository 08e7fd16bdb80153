"""What a template looks like with what the program really has; examples where it has nothing yet."""

from collections.abc import Callable
from datetime import date

from namro.core.errors import Refusal
from namro.core.letters.model import Letter
from namro.core.letters.templates import Template, Wording, letter_from
from namro.web.campaigns.models import INVENTED_NAME, Entrant
from namro.web.campaigns.selectors.campaigns import visible_campaigns
from namro.web.campaigns.selectors.sheets import sheet_of
from namro.web.campaigns.states import Stage
from namro.web.chase.models import UrgingLetter
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan
from namro.web.reports.documents import progress, ranking, remedy, sheet, urging
from namro.web.reports.documents.facts import books_of_plan, index_facts
from namro.web.reports.documents.issuers import interior_department
from namro.web.reports.documents.periods import closing_choice, periods_to_choose
from namro.web.reports.documents.permissions import may_make_province_documents
from namro.web.reports.documents.progress_figures import progress_of


def preview_letter(template: Template, wording: Wording, posts: Posts, day: date) -> tuple[Letter, bool]:
    """Give a letter in these words and whether its figures are real; figures a person may not see are examples."""
    maker = _MAKERS.get(template.key)
    if maker is not None and may_make_province_documents(posts):
        try:
            letter = maker(wording, posts, day)
        except Refusal:
            letter = None
        if letter is not None:
            return letter, True
    values = {**template.samples, **interior_department().values(day)}
    return letter_from(template, wording, values), False


def _progress(wording: Wording, posts: Posts, day: date) -> Letter | None:
    plan = Plan.objects.order_by("-issued_on", "-id").first()
    if plan is None:
        return None
    period = periods_to_choose(day)[0]
    closing = closing_choice(period, "", day)
    found = progress_of(plan, None, posts, closing)
    return progress.progress_letter(found, period, index_facts(posts, closing), wording, made_on=day)


def _remedy(wording: Wording, posts: Posts, day: date) -> Letter | None:
    return remedy.remedy_letter(books_of_plan(posts, day, day.year), day.year + 1, wording, day=day)


def _urging(wording: Wording, posts: Posts, day: date) -> Letter | None:
    letter = UrgingLetter.objects.select_related("unit").order_by("-day", "-id").first()
    return urging.urging_letter(letter, wording) if letter else None


def _ranking(wording: Wording, posts: Posts, day: date) -> Letter | None:
    campaign = visible_campaigns(posts).filter(stage=Stage.PUBLISHED).select_related("appraiser").first()
    publication = campaign.publications.defer("content").order_by("-edition").first() if campaign else None
    if campaign is None or publication is None:
        return None
    return ranking.ranking_letter(campaign, publication, wording, invented=campaign.name == INVENTED_NAME)


def _sheet(wording: Wording, posts: Posts, day: date) -> Letter | None:
    entrant = (
        Entrant.objects.filter(campaign__in=visible_campaigns(posts).values("id"))
        .select_related("unit", "campaign__appraiser")
        .order_by("-campaign__year", "id")
        .first()
    )
    return sheet.sheet_letter(entrant, sheet_of(entrant, "tat-ca"), wording, day=day) if entrant else None


_MAKERS: dict[str, Callable[[Wording, Posts, date], Letter | None]] = {
    progress.KEY: _progress,
    remedy.KEY: _remedy,
    urging.KEY: _urging,
    ranking.KEY: _ranking,
    sheet.KEY: _sheet,
}
