"""What happens opens an obligation of its own; milestones are owed by everybody who leads."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.recurrences.models import Happening, Milestone
from namro.web.recurrences.services.happenings import Arrival, record_happening
from namro.web.recurrences.services.making import make_ahead
from namro.web.recurrences.services.milestones import Step, add_milestones, end_milestone
from namro.web.recurrences.services.ruling import Effect
from namro.web.ui.refusals import NotAllowed

Rule = Callable[..., Effect]
Record = Callable[..., Happening]


@pytest.fixture
def waiting(justice: Task, rule: Rule) -> Task:
    """Sở Tư pháp appraises drafts within ten working days."""
    rule(justice, "on_event", date(2021, 10, 1), term_days=10)
    return justice


@pytest.fixture
def record(
    cast: dict[str, User], posts: Callable[[str], Posts], units: dict[str, Unit], at: datetime
) -> Record:
    def write(
        task: Task, day: date, reference: str = "", who: str = "sotuphap", unit: str = "so-tu-phap"
    ) -> Happening:
        arrival = Arrival("Dự thảo Nghị quyết", units[unit].pk, day, reference)
        return record_happening(task=task, arrival=arrival, by=cast[who], posts=posts(who), at=at)

    return write


def test_each_draft_has_its_own_clock_in_working_days(waiting: Task, record: Record) -> None:
    first = record(waiting, date(2021, 11, 1), "12/TTr-SNN")
    second = record(waiting, date(2021, 11, 15), "15/TTr-SNN")
    assert first.obligation.due == date(2021, 11, 15)
    assert second.obligation.due == date(2021, 11, 29)
    assert (first.number, second.number) == (1, 2)
    assert "10 ngày làm việc" in second.reckoning
    assert first.obligation.period == "Lượt 1: 12/TTr-SNN"


def test_the_same_document_is_taken_once(waiting: Task, record: Record) -> None:
    record(waiting, date(2021, 11, 1), "12/TTr-SNN")
    with pytest.raises(Refusal, match="đã được ghi"):
        record(waiting, date(2021, 11, 1), "12/ttr-snn")
    assert Happening.objects.count() == 1


@pytest.mark.parametrize("day", [date(2021, 11, 16), date(2021, 9, 30)])
def test_a_day_to_come_or_before_the_rule_is_refused(waiting: Task, record: Record, day: date) -> None:
    with pytest.raises(Refusal):
        record(waiting, day)


def test_without_a_rule_no_term_is_known(justice: Task, record: Record) -> None:
    with pytest.raises(Refusal, match="chưa biết thời hạn"):
        record(justice, date(2021, 11, 1))


def test_a_unit_that_does_not_lead_has_no_clock(waiting: Task, record: Record) -> None:
    with pytest.raises(Refusal, match="không chủ trì"):
        record(waiting, date(2021, 11, 1), who="sonoivu", unit="can-loc")


@pytest.mark.parametrize("who", ["lanhdao", "huyen", "xa", "mattran", "stranger"])
def test_others_write_no_happening(waiting: Task, record: Record, who: str) -> None:
    with pytest.raises(NotAllowed):
        record(waiting, date(2021, 11, 1), who=who)


def test_a_change_of_rule_leaves_what_has_happened(waiting: Task, record: Record, rule: Rule) -> None:
    happened = record(waiting, date(2021, 11, 1), "12/TTr")
    rule(waiting, "monthly", date(2021, 12, 1))
    assert Obligation.objects.filter(pk=happened.obligation_id).exists()
    assert waiting.obligations.filter(period="Tháng 12/2021").exists()


def test_milestones_are_owed_by_every_lead_and_taken_over_once(
    yearly: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    steps = [Step("Lập danh mục", date(2022, 3, 31)), Step("Nghiệm thu", date(2022, 9, 30))]
    common = {"source": "Đề án 06", "by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    assert add_milestones(task=yearly, steps=steps, **common) == 2  # type: ignore[arg-type]
    assert add_milestones(task=yearly, steps=steps, **common) == 0  # type: ignore[arg-type]
    of_steps = yearly.obligations.filter(period__startswith="Mốc")
    assert of_steps.count() == 8
    assert not yearly.obligations.filter(period="Năm 2021").exists()  # nobody had touched it
    make_ahead(day=date(2022, 3, 1), at=at)
    assert of_steps.count() == 8


def test_a_milestone_given_up_keeps_what_was_reported(
    yearly: Task, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime
) -> None:
    common = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    add_milestones(task=yearly, steps=[Step("Lập danh mục", date(2022, 3, 31))], source="Đề án", **common)  # type: ignore[arg-type]
    one = yearly.obligations.filter(period__startswith="Mốc")[0]
    Obligation.objects.filter(pk=one.pk).update(state="in_progress", version=1, reported_at=at)
    gone = end_milestone(milestone_id=Milestone.objects.get().pk, reason="Đề án đã dừng", **common)  # type: ignore[arg-type]
    assert gone == 3
    assert [o.pk for o in yearly.obligations.filter(period__startswith="Mốc")] == [one.pk]
    make_ahead(day=date(2022, 3, 1), at=at)
    assert yearly.obligations.filter(period__startswith="Mốc").count() == 1
