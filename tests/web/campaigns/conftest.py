"""A small rulebook of a province for its communes, and a campaign of three of them in self-scoring."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, Publication, SheetLine
from namro.web.campaigns.services.preparing import Dates, add_units, create, move
from namro.web.campaigns.states import Move, Verdict
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on
from web.campaigns.doing import Doing, Line, only_input

DATES = Dates(
    date(2021, 11, 20), date(2021, 11, 30), date(2021, 12, 5), date(2021, 12, 10), date(2021, 12, 15)
)
SMALL_RULEBOOK = """
format = "namro.rulebook/1"
key = "xa-2021"
index = "CCHC cấp xã"
name = "Bộ tiêu chí cải cách hành chính cấp xã năm 2021"
years = [2021]
scope = "commune"
total = 4.00
legal_source = "Bộ tiêu chí thử"

[rounding]
places = 2
source = "Bộ tiêu chí thử"

[[class]]
label = "Tốt"
at_least = 3.00

[[class]]
label = "Khá"
at_least = 2.00

[[line]]
code = "1"
name = "Chỉ đạo điều hành"
max = 2.50

[[line]]
code = "1.1"
name = "Thực hiện kế hoạch"
max = 1.50
point = "ratio"
official = "(b/a)*điểm tối đa; dưới 80% thì 0 điểm"
clause = "Tiêu chí 1.1"
[line.rule]
kind = "ratio"
a = "tổng số nhiệm vụ"
b = "số nhiệm vụ đã hoàn thành"
unit = "nhiệm vụ"
floor = 0.80

[[line]]
code = "1.2"
name = "Báo cáo định kỳ"
max = 1.00
point = "documentary"
official = "Đầy đủ: 1; không đầy đủ: 0"
clause = "Tiêu chí 1.2"
[line.rule]
kind = "yes_no"
label = "Báo cáo định kỳ"
yes = "Đầy đủ"
no = "Không đầy đủ"

[[line]]
code = "2"
name = "Mức độ hài lòng"
max = 1.50

[[line]]
code = "2.1"
name = "Điều tra sự hài lòng"
max = 1.50
point = "survey"
official = "Tỷ lệ hài lòng nhân điểm tối đa"
clause = "Tiêu chí 2.1"
[line.rule]
kind = "rate"
label = "tỷ lệ hài lòng"
"""


@pytest.fixture
def posts(cast: dict[str, User], today: date) -> Callable[[str], Posts]:
    return lambda username: posts_on(cast[username], on=today)


@pytest.fixture
def draft(
    cast: dict[str, User], units: dict[str, Unit], posts: Callable[[str], Posts], at: datetime
) -> Campaign:
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    campaign = create(
        name="Chấm điểm cấp xã 2021", year=2021, toml=SMALL_RULEBOOK.encode(), dates=DATES,
        appraiser=units["so-noi-vu"], **officer,
    )  # fmt: skip
    add_units(
        campaign_id=campaign.pk,
        units=[units["thien-loc"], units["vuong-loc"], units["tung-anh"]],
        **officer,
    )
    return campaign


@pytest.fixture
def campaign(draft: Campaign, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> Campaign:
    return move(
        campaign_id=draft.pk, move=Move.OPEN, by=cast["sonoivu"], posts=posts("sonoivu"), at=at, version=0
    )


@pytest.fixture
def line(campaign: Campaign) -> Callable[..., SheetLine]:
    """`line("1.1")` gives the line of Thiên Lộc, `line("1.1", "tung-anh")` that of another."""

    def found(code: str, unit: str = "thien-loc") -> SheetLine:
        return SheetLine.objects.select_related("entrant").get(
            entrant__campaign=campaign, entrant__unit__key=unit, code=code
        )

    return found


@pytest.fixture
def as_(
    cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, line: Line
) -> Callable[[str], Doing]:
    return lambda username: Doing(cast[username], posts(username), at, line)


@pytest.fixture
def published(campaign: Campaign, as_: Callable[[str], Doing]) -> Publication:
    """The whole walk: Thiên Lộc is lowered, explains and is given more; Tùng Ảnh stays incomplete."""
    commune, officer = as_("xa"), as_("sonoivu")
    commune.fill("1.1", a=45, b=45)
    commune.prove("1.1")
    commune.fill("1.2", **{only_input(commune.line("1.2")): "co"})
    commune.say("1.2", "Đã gửi đủ bốn báo cáo quý đúng hạn.")
    commune.hand_in()
    officer.go(campaign, Move.APPRAISE)
    officer.judge("1.1", Verdict.LOWERED, "1.20", "Kế hoạch có 50 nhiệm vụ.")
    officer.judge("1.2", Verdict.ACCEPTED)
    officer.fill("2.1", **{only_input(officer.line("2.1")): 80})
    officer.go(campaign, Move.ASK)
    commune.explain("1.1", "Năm nhiệm vụ thuộc năm sau.")
    officer.go(campaign, Move.APPRAISE_AGAIN)
    officer.judge_again("1.1", "1.50", "")
    officer.go(campaign, Move.PUBLISH)
    return campaign.publications.get()
