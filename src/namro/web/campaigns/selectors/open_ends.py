"""What is still open in the present stage of a campaign, so that nobody moves it on without knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from namro.web.campaigns.models import Campaign, Entrant, SheetLine
from namro.web.campaigns.states import Stage, Verdict

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One thing still open, in a sentence, with the sheets it is open on; `more` counts those not named."""

    sentence: str
    entrants: tuple[Entrant, ...]
    more: int


def open_ends(campaign: Campaign) -> tuple[OpenEnd, ...]:
    """Give what would be left behind by moving on from the present stage; at most four queries."""
    lines = SheetLine.objects.filter(entrant__campaign=campaign)
    unsurveyed = lines.filter(is_survey=True, survey_points__isnull=True)
    match campaign.stage:
        case Stage.SELF_SCORING:
            late = list(_entrants(campaign).filter(handed_in_at__isnull=True))
            return _told(late, f"{len(late)} đơn vị chưa gửi phiếu; sau bước này không gửi được nữa.")
        case Stage.SUPPLEMENTING:
            silent = lines.exclude(mark="").filter(first_explanation="")
            return _lines(
                campaign, silent, "{lines} dòng được đánh dấu cần bổ sung của {units} đơn vị chưa giải trình."
            )
        case Stage.APPRAISING:
            bare = lines.filter(is_survey=False, first_verdict="")
            return (
                *_lines(campaign, bare, "{lines} dòng của {units} đơn vị chưa thẩm định lần 1."),
                *_lines(campaign, unsurveyed, _SURVEYS),
            )
        case Stage.EXPLAINING:
            silent = lines.filter(
                first_verdict__in=[Verdict.LOWERED, Verdict.RETURNED], explanation="", is_survey=False
            )
            return _lines(
                campaign, silent, "{lines} dòng bị hạ điểm hoặc trả lại của {units} đơn vị chưa giải trình."
            )
        case Stage.APPRAISING_AGAIN:
            unscored = lines.filter(Q(first_points__isnull=True), is_survey=False, second_points__isnull=True)
            unjudged = lines.filter(
                first_verdict=Verdict.LOWERED, is_survey=False, second_points__isnull=True
            )
            return (
                *_lines(
                    campaign, unscored,
                    "{lines} dòng của {units} đơn vị chưa có điểm; các đơn vị này không được xếp hạng.",
                ),
                *_lines(
                    campaign, unjudged,
                    "{lines} dòng bị hạ điểm của {units} đơn vị chưa thẩm định lần 2 và sẽ giữ điểm lần 1.",
                ),
                *_lines(campaign, unsurveyed, _SURVEYS),
            )  # fmt: skip
    return ()


_SURVEYS = "{lines} dòng điều tra xã hội học của {units} đơn vị chưa nhập kết quả."


def _entrants(campaign: Campaign) -> QuerySet[Entrant]:
    return campaign.entrants.select_related("unit").order_by("unit__sort", "id")


def _lines(campaign: Campaign, lines: QuerySet[SheetLine], sentence: str) -> tuple[OpenEnd, ...]:
    owners = list(lines.values_list("entrant_id", flat=True))
    if not owners:
        return ()
    held = list(_entrants(campaign).filter(pk__in=set(owners)))
    return _told(held, sentence.format(lines=len(owners), units=len(held)))


def _told(entrants: Sequence[Entrant], sentence: str) -> tuple[OpenEnd, ...]:
    if not entrants:
        return ()
    return (OpenEnd(sentence, tuple(entrants[:MOST_NAMED]), max(0, len(entrants) - MOST_NAMED)),)


def handing_in_words(handed_in_at: datetime | None, campaign: Campaign, today: date) -> str:
    """Say how late a unit is, or was, with its sheet; nothing when it is in time."""
    last = campaign.self_score_by
    if handed_in_at:
        days = (localdate(handed_in_at) - last).days
        return f"muộn {days} ngày" if days > 0 else ""
    days = (today - last).days
    return f"quá hạn {days} ngày" if days > 0 and campaign.stage == Stage.SELF_SCORING else ""
