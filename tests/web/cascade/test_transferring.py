"""Obligations pass to the unit that succeeds, each once, with their history; the rest waits for a decision."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.accounts.services import create_user
from namro.web.audit import services as audit
from namro.web.audit.models import Entry
from namro.web.cascade.models import HandOver, Move, Transfer
from namro.web.cascade.selectors.succession import preview
from namro.web.cascade.services.transferring import decide_obligation, decide_unit, pass_to_successors
from namro.web.cascade.states import State
from namro.web.organisations.models import Role, Succession, Unit
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.organisations.services import give_post
from namro.web.plans.models import Obligation, Task, TaskParty
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.plans.services.obliging import add_missing
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.ui.refusals import NotAllowed

PostsOf = Callable[[str], Posts]
FIRST_DAY = date(2025, 7, 1)


@pytest.fixture
def merged(units: dict[str, Unit]) -> Unit:
    """A commune that succeeds Thiên Lộc and Vượng Lộc on 1/7/2025."""
    new = Unit.objects.create(
        key="thien-loc-moi", name="UBND xã Thiên Lộc mới", search="", sort="", level="commune", kind="committee",
        valid_from=FIRST_DAY,
    )  # fmt: skip
    for key in ("thien-loc", "vuong-loc"):
        Succession.objects.create(predecessor=units[key], successor=new, on=FIRST_DAY, source="NQ 1665")
    return new


def test_two_merged_units_leave_both_of_theirs_and_a_second_run_finds_nothing(
    merged: Unit, owe: Callable[..., Obligation], at: datetime
) -> None:
    left = [owe("thien-loc"), owe("vuong-loc")]
    assert preview(FIRST_DAY - timedelta(days=1)).count == 0
    assert preview(FIRST_DAY).count == 2
    passed = pass_to_successors(on=FIRST_DAY, at=at)
    assert (passed.moved, len(passed.transfers), passed.undecided) == (2, 2, ())
    found = Obligation.objects.filter(unit=merged).order_by("id")
    assert [(one.pk, one.origin_id, one.version) for one in found] == [
        (one.pk, one.unit_id, 1) for one in left
    ]
    assert Entry.objects.filter(subject_type="transfer").count() == 2
    assert pass_to_successors(on=FIRST_DAY, at=at).moved == 0
    assert pass_to_successors(on=FIRST_DAY - timedelta(days=9), at=at).moved == 0  # the clock was set back
    assert Move.objects.count() == 2


def test_a_line_of_successions_is_followed_to_the_unit_that_exists(
    merged: Unit, units: dict[str, Unit], owe: Callable[..., Obligation], at: datetime
) -> None:
    owed = owe("thien-loc")
    Unit.objects.filter(pk=merged.pk).update(valid_to=date(2026, 12, 31))
    last = Unit.objects.create(
        key="cuoi", name="Xã cuối", search="", sort="", level="commune", kind="committee"
    )
    Succession.objects.create(predecessor=merged, successor=last, on=date(2027, 1, 1))
    pass_to_successors(on=date(2027, 3, 1), at=at)
    owed.refresh_from_db()
    assert (owed.unit, owed.origin) == (last, units["thien-loc"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"partial": True}, "chỉ kế tục một phần"),
        ({"verified": False}, "chưa được kiểm chứng"),
        (None, "Chưa có đơn vị kế tục"),
        ("two", "Có 2 đơn vị kế tục"),
    ],
)
def test_what_has_no_single_verified_successor_waits_for_a_decision(
    merged: Unit,
    units: dict[str, Unit],
    owe: Callable[..., Obligation],
    at: datetime,
    change: object,
    why: str,
) -> None:
    owed = owe("thien-loc")
    links = Succession.objects.filter(predecessor=units["thien-loc"])
    if change is None:
        links.delete()
    elif change == "two":
        Succession.objects.create(predecessor=units["thien-loc"], successor=units["ubnd-tinh"], on=FIRST_DAY)
    else:
        links.update(**change)  # type: ignore[arg-type]
    passed = pass_to_successors(on=FIRST_DAY, at=at)
    assert passed.moved == 0
    assert [(one.unit, one.count) for one in passed.undecided] == [(units["thien-loc"], 1)]
    assert why in passed.undecided[0].why
    owed.refresh_from_db()
    assert owed.unit == units["thien-loc"]


def test_open_pieces_of_the_old_unit_are_withdrawn_and_kept(
    given: HandOver, merged: Unit, at: datetime
) -> None:
    pass_to_successors(on=FIRST_DAY, at=at)
    given.refresh_from_db()
    assert given.state == State.WITHDRAWN
    last = given.steps.last()
    assert last is not None
    assert "chuyển sang UBND xã Thiên Lộc mới" in last.sentence


def test_a_decision_needs_a_reason_a_unit_of_the_day_and_the_plan_officer(
    owed: Obligation, units: dict[str, Unit], cast: dict[str, User], posts: PostsOf, at: datetime, today: date
) -> None:
    common = {"obligation_id": owed.pk, "on": today, "at": at, "version": 0, "to_unit": units["vuong-loc"]}
    officer = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "reason": "Quyết định 12/QĐ-UBND"}
    for name in (
        "lanhdao",
        "sotuphap",
        "huyen",
        "xa",
        "chutich",
        "congchuc",
        "mattran",
        "xakhac",
        "stranger",
    ):
        with pytest.raises(NotAllowed):
            decide_obligation(**common | {"by": cast[name], "posts": posts(name), "reason": "x"})
    for change, sentence in (
        ({"reason": " "}, "Hãy ghi lý do"),
        ({"to_unit": units["thien-loc"]}, "hãy chọn đơn vị khác"),
        ({"on": FIRST_DAY}, "không có mặt vào ngày 1/7/2025"),
    ):
        with pytest.raises(Refusal, match=sentence):
            decide_obligation(**common | officer | change)
    with pytest.raises(ChangedMeanwhile):
        decide_obligation(**common | officer | {"version": 3})
    decide_obligation(**common | officer)
    owed.refresh_from_db()
    assert (owed.unit.key, owed.origin and owed.origin.key, owed.version) == ("vuong-loc", "thien-loc", 1)
    assert posts("xa").unit_ids
    assert not visible_obligations(posts("xa")).exists()
    back = common | officer | {"to_unit": units["thien-loc"], "version": 1}
    decide_obligation(**back)
    owed.refresh_from_db()
    assert (owed.unit.key, owed.origin) == ("thien-loc", None)
    assert Transfer.objects.count() == 2


def test_a_whole_unit_is_decided_at_once(
    owe: Callable[..., Obligation],
    units: dict[str, Unit],
    cast: dict[str, User],
    posts: PostsOf,
    at: datetime,
) -> None:
    for period in ("Tháng 10/2021", "Tháng 11/2021"):
        owe("thien-loc", period)
    common = {
        "from_unit": units["thien-loc"], "to_unit": units["can-loc"], "on": at.date(), "at": at,
        "by": cast["sonoivu"], "posts": posts("sonoivu"), "reason": "Chưa có đơn vị kế tục",
    }  # fmt: skip
    assert decide_unit(**common).count == 2
    with pytest.raises(Refusal, match="không còn phần việc nào"):
        decide_unit(**common)


def test_obligations_that_passed_are_not_made_again(
    task: Task, merged: Unit, units: dict[str, Unit], at: datetime
) -> None:
    for key in ("thien-loc", "vuong-loc"):
        TaskParty.objects.create(task=task, role=TaskParty.Role.LEAD, unit=units[key])
    assert add_missing([task]).added == 2
    pass_to_successors(on=FIRST_DAY, at=at)
    assert add_missing([task]).added == 0


COUNT = 6
_units = st.integers(0, COUNT - 1)
_days = st.integers(0, 60)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), _units, _units, _days, st.booleans()),
        st.tuples(st.just("abolish"), _units, _days),
        st.tuples(st.just("run"), _days),
        st.tuples(st.just("decide"), _units, _units),
        st.tuples(st.just("make")),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_after_any_reorganisation_nobody_sees_what_was_not_theirs_and_nothing_is_lost_or_doubled(
    operations: list[tuple[object, ...]], task: Task, cast: dict[str, User], posts: PostsOf, at: datetime,
    today: date,
) -> None:  # fmt: skip
    with transaction.atomic():
        world = _World(task, cast["sonoivu"], posts("sonoivu"), at, today)
        for operation in operations:
            world.take(operation)
            world.check()
        transaction.set_rollback(True)


class _World:
    """Six communes with an officer each, and who may have come after whom."""

    def __init__(self, task: Task, officer: User, posts: Posts, at: datetime, today: date) -> None:
        self.task, self.officer, self.posts, self.at, self.today = task, officer, posts, at, today
        self.units, self.people = [], []
        for number in range(COUNT):
            unit = Unit.objects.create(
                key=f"x{number}",
                name=f"Xã {number}",
                search="",
                sort=str(number),
                level="commune",
                kind="committee",
            )
            user = create_user(
                by=audit.PROGRAM, at=at, username=f"u{number}", full_name=f"U {number}", password="x"
            )
            give_post(by=audit.PROGRAM, at=at, user=user, unit=unit, role=Role.UNIT_OFFICER)
            TaskParty.objects.create(task=task, role=TaskParty.Role.LEAD, unit=unit)
            self.units.append(unit)
            self.people.append(user)
        self.after: set[tuple[int, int]] = set()
        add_missing([task])
        self.all = set(Obligation.objects.values_list("pk", "task_id", "unit_id", "period"))

    def take(self, operation: tuple[object, ...]) -> None:
        kind, *rest = operation
        numbers = [value for value in rest if isinstance(value, int)]
        if kind == "make":
            assert add_missing([self.task]).added == 0
        elif kind == "run":
            day = self.today + timedelta(numbers[0])
            pass_to_successors(on=day, at=self.at)
            assert pass_to_successors(on=day, at=self.at).moved == 0
            left = {one.unit.pk for one in preview(day).undecided}
            gone = Obligation.objects.filter(unit__valid_to__lt=day).exclude(unit__in=left)
            assert not gone.exists()
        elif kind == "decide":
            self._decide(self.units[numbers[0]], self.units[numbers[1]])
        else:
            day = self.today + timedelta(numbers[2 if kind == "merge" else 1])
            Unit.objects.filter(pk=self.units[numbers[0]].pk).update(valid_to=day - timedelta(days=1))
            if kind == "merge" and numbers[0] != numbers[1]:
                pair = self.units[numbers[0]], self.units[numbers[1]]
                Succession.objects.get_or_create(
                    predecessor=pair[0], successor=pair[1], defaults={"on": day, "partial": bool(rest[-1])}
                )
                self.after.add((pair[0].pk, pair[1].pk))

    def _decide(self, here: Unit, there: Unit) -> None:
        here.refresh_from_db()
        there.refresh_from_db()
        try:
            decide_unit(
                from_unit=here, to_unit=there, reason="Quyết định", on=self.today, by=self.officer,
                posts=self.posts, at=self.at,
            )  # fmt: skip
        except Refusal:
            return
        self.after.add((here.pk, there.pk))

    def check(self) -> None:
        rows = list(Obligation.objects.values_list("pk", "task_id", "unit_id", "origin_id", "period"))
        assert {(pk, task, origin or unit, period) for pk, task, unit, origin, period in rows} == self.all
        assert len({row[1:] for row in rows}) == len(rows)
        owed_first = {row[0]: row[3] or row[2] for row in rows}
        seen: list[int] = []
        for unit, person in zip(self.units, self.people, strict=True):
            visible = list(visible_obligations(posts_on(person, on=self.today)).values_list("pk", flat=True))
            assert {owed_first[pk] for pk in visible} <= self._before(unit.pk)
            seen += visible
        assert len(seen) == len(set(seen))

    def _before(self, unit: int) -> set[int]:
        found, waiting = {unit}, [unit]
        while waiting:
            now = waiting.pop()
            fresh = {a for a, b in self.after if b == now} - found
            found |= fresh
            waiting += fresh
        return found
