"""The invented campaign of the demonstration: marked as such, made by the services, never beside a real one."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, ProvinceRulebook, Publication, PublishedSheet, SheetLine
from namro.web.campaigns.services.illustrating import (
    add_campaign_illustration,
    remove_campaign_illustration,
)
from namro.web.campaigns.services.preparing import move
from namro.web.campaigns.states import Move
from namro.web.organisations.selectors import Posts
from namro.web.program.services import set_illustration


def test_it_stands_only_where_the_illustration_is_shown(cast: dict[str, User], at: datetime) -> None:
    with pytest.raises(Refusal, match="đang hiện số liệu minh họa"):
        add_campaign_illustration(by=cast["sonoivu"], filler=cast["xa"], at=at)
    assert not Campaign.objects.exists()
    assert not ProvinceRulebook.objects.exists()


def test_it_waits_for_an_explanation_and_says_everywhere_that_it_is_invented(
    cast: dict[str, User], at: datetime, client_of: Callable[[str], Client]
) -> None:
    set_illustration(by=cast["sonoivu"], at=at, shown=True)
    campaign = add_campaign_illustration(by=cast["sonoivu"], filler=cast["xa"], at=at)
    assert "Minh họa" in campaign.name
    assert "minh họa" in campaign.rulebook_name
    entrant = campaign.entrants.exclude(handed_in_at=None).get()
    assert set(entrant.lines.values_list("first_verdict", flat=True)) == {
        "lowered",
        "returned",
        "accepted",
        "",
    }
    assert entrant.scored_count == entrant.component_count
    assert (entrant.marked_count, entrant.supplemented_count) == (1, 1)
    shown = client_of("xa").get(f"/cham-diem/phieu/{entrant.pk}/").content.decode()
    assert "Số liệu minh họa." in shown
    with pytest.raises(Refusal, match="Đã có đợt chấm điểm"):
        add_campaign_illustration(by=cast["sonoivu"], filler=cast["xa"], at=at)


def test_it_goes_again_even_when_somebody_published_it(
    cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    set_illustration(by=cast["sonoivu"], at=at, shown=True)
    campaign = add_campaign_illustration(by=cast["sonoivu"], filler=cast["xa"], at=at)
    for step in (Move.APPRAISE_AGAIN, Move.PUBLISH):
        if step is Move.PUBLISH:
            open_lines = SheetLine.objects.filter(entrant__campaign=campaign, second_points=None)
            open_lines.filter(is_survey=False).update(second_points=1)
        campaign.refresh_from_db()
        move(
            campaign_id=campaign.pk, move=step, version=campaign.version, by=cast["sonoivu"],
            posts=posts("sonoivu"), at=at,
        )  # fmt: skip
    assert PublishedSheet.objects.exists()
    remove_campaign_illustration(by=cast["sonoivu"], at=at)
    assert not Campaign.objects.exists()
    assert not Publication.objects.exists()
    assert not PublishedSheet.objects.exists()
