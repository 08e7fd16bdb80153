"""Invented progress for the illustration: a story for every obligation, the same for the same seed.

Nothing here touches the database. Units differ: a few never answer, some are slow, most work; the nearer the
due date, the more is done. Every step follows the table of `states`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from namro.web.plans.models import Obligation
from namro.web.plans.states import STEPS, Action, State

SEED = 359
MARK = "(minh họa)"

_DONE = (
    "Đã hoàn thành, kết quả được niêm yết công khai tại trụ sở và trên trang thông tin điện tử.",
    "Đã ban hành văn bản và triển khai xong ở tất cả các bộ phận được giao.",
    "Đã hoàn thành theo kế hoạch; tổng hợp kết quả trong báo cáo gửi kèm.",
    "Đã tổ chức xong, có biên bản và danh sách người tham gia.",
    "Đã rà soát, chỉnh sửa và công khai đầy đủ nội dung theo yêu cầu.",
)
_DOING = (
    "Đã giao việc cho từng bộ phận, đang thực hiện.",
    "Đã xong bước rà soát, đang tổng hợp số liệu.",
    "Đã ban hành văn bản triển khai, đang kiểm tra kết quả ở cơ sở.",
    "Đang lấy ý kiến các đơn vị liên quan trước khi hoàn thiện.",
)
_STUCK = (
    "Chưa có kinh phí để thực hiện, đề nghị Sở Tài chính hướng dẫn.",
    "Thiếu số liệu từ đơn vị phối hợp nên chưa tổng hợp được.",
    "Cán bộ phụ trách vừa thay đổi, đang bàn giao nên chậm.",
)
_RETURNED = (
    "Minh chứng chưa nêu thời điểm niêm yết; đề nghị bổ sung biên bản niêm yết.",
    "Báo cáo chưa có số liệu; đề nghị ghi số lượng và tỷ lệ cụ thể.",
    "Văn bản gửi kèm thuộc năm trước; đề nghị gửi văn bản của năm nay.",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented step; `document` is the proof given with it: number and date."""

    action: Action
    before: State
    after: State
    at: datetime
    sentence: str
    percent: int | None = None
    obstacle: bool = False
    document: tuple[str, date] | None = None


@dataclass(slots=True)
class Story:
    """The steps of one obligation in their order; empty for one that was never reported."""

    obligation: Obligation
    steps: list[Invented] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.steps[-1].after if self.steps else State.NOT_STARTED

    def add(self, action: Action, at: datetime, sentence: str, **more: object) -> None:
        """Take one step of the table."""
        before = self.state
        assert before in STEPS[action].sources
        self.steps.append(Invented(action, before, STEPS[action].after(before), at, sentence, **more))  # type: ignore[arg-type]


def invent(
    obligations: list[Obligation], *, since: dict[int, date], until: date, seed: int = SEED
) -> Iterator[Story]:
    """Give a story for every obligation with its unit.

    `since` is the day of issue by plan id; nothing happens before it nor after `until`.
    """
    for obligation in obligations:
        # Each has its own source of chance, so that the story does not hang on the order or number of others.
        chance = Random(f"{seed} {obligation.unit.key} {obligation.task.code} {obligation.period}")
        diligence = _diligence(Random(f"{seed} {obligation.unit.key}"), obligation.unit.level)
        yield _story(obligation, diligence, since[obligation.task.plan_id], until, chance)


def _diligence(chance: Random, level: str) -> float:
    """How much a unit answers, from 0 to 1; about one in twenty communes never does."""
    kind = chance.random()
    if level == "commune" and kind < 0.05:
        return 0.0
    if kind < 0.2:
        return chance.uniform(0.25, 0.5)
    return chance.uniform(0.7, 0.98)


def _story(obligation: Obligation, diligence: float, since: date, until: date, chance: Random) -> Story:
    story = Story(obligation)
    start = max(since + timedelta(days=4), obligation.period_start)
    end = obligation.due or obligation.period_end
    if start >= until or chance.random() > diligence**0.5:
        return story
    length = max((end - start).days, 7)
    passed = min(1.0, (until - start).days / length)
    last = min(until, start + timedelta(days=length))
    began = _moment(chance, start, start + (last - start) * 0.6)
    is_done = chance.random() < diligence * passed**1.5
    if not is_done or chance.random() < 0.35:
        stuck = not is_done and chance.random() < 0.12
        percent = chance.randrange(10, 90, 5)
        story.add(
            Action.START, began, chance.choice(_STUCK if stuck else _DOING), percent=percent, obstacle=stuck
        )
    if is_done:
        late = timedelta(days=chance.randrange(1, 12)) if chance.random() < 0.1 else timedelta()
        handed = _moment(chance, began.date(), min(until, last + late), after=began)
        _hand_in(story, handed, chance)
        _decide(story, handed, until, diligence, chance)
    return story


def _hand_in(story: Story, at: datetime, chance: Random) -> None:
    committee = story.obligation.unit.kind == "committee"
    number = f"{chance.randrange(20, 400)}/BC-{'UBND' if committee else 'VP'} {MARK}"
    story.add(Action.SUBMIT, at, chance.choice(_DONE), percent=100, document=(number, at.date()))


def _decide(story: Story, handed: datetime, until: date, diligence: float, chance: Random) -> None:
    decided = handed + timedelta(days=chance.randrange(1, 9), minutes=chance.randrange(240))
    if decided.date() > until:
        return
    if chance.random() < 0.12:
        story.add(Action.RETURN, decided, chance.choice(_RETURNED))
        again = decided + timedelta(days=chance.randrange(2, 10))
        if again.date() > until or chance.random() > diligence:
            return
        _hand_in(story, again, chance)
        decided = again + timedelta(days=chance.randrange(1, 6))
        if decided.date() > until:
            return
    if chance.random() < 0.9:
        story.add(Action.ACCEPT, decided, "")


def _moment(chance: Random, first: date, last: date, *, after: datetime | None = None) -> datetime:
    """Give a moment in working hours between two days, after another one when that is given."""
    day = first + timedelta(days=chance.randint(0, max(0, (last - first).days)))
    clock = time(chance.randrange(7, 17), chance.randrange(60))
    moment = timezone.make_aware(datetime.combine(day, clock))
    return moment if after is None or moment > after else after + timedelta(minutes=chance.randrange(20, 400))
