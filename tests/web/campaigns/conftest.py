"""A small rulebook of a province for its communes, and a campaign of three of them in self-scoring."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.services.preparing import Dates, add_units, create, move
from namro.web.campaigns.states import Move
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_on

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
