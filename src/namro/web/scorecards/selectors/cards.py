"""The scorecard of one unit, or of one head over the posts held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from namro.core.scorecards import Counts, Facts, Staleness, count, staleness
from namro.core.text import format_share
from namro.web.accounts.models import User
from namro.web.cascade.models import HandOver
from namro.web.cascade.states import OPEN as PIECE_OPEN
from namro.web.cascade.states import State as PieceState
from namro.web.indices.selectors import PartFall
from namro.web.organisations.models import Post, Role, Unit
from namro.web.plans.models import Criterion, Obligation, Plan, Report
from namro.web.plans.selectors.losses import lost_parts
from namro.web.plans.selectors.past import owed_by, standing_on
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import Action
from namro.web.scorecards.models import Disclosure, Inspection
from namro.web.scorecards.selectors.counting import everybody
from namro.web.scorecards.selectors.table import BY_ON_TIME, Measure, UnitRow, rows_of, why_rank

MONTHS = 6


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion that obligations of the unit answer; `part` None: lost points not known, or nothing lost."""

    criterion: Criterion
    index: str
    part: PartFall | None
    counts: Counts

    @property
    def done(self) -> str:
        return format_share(self.counts.done, self.counts.total)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The counts at the end of a day, rebuilt from the reports."""

    day: date
    counts: Counts

    @property
    def on_time(self) -> str:
        return format_share(self.counts.on_time, self.counts.judged)

    @property
    def done(self) -> str:
        return format_share(self.counts.done, self.counts.total)

    @property
    def done_width(self) -> str:
        """The share accepted in hundredths, written for SVG."""
        return f"{self.counts.done_share or Decimal(0):.2f}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a card says of some obligations."""

    counts: Counts
    stale: Staleness
    returns: int
    returned: int  # obligations that were given back at least once
    not_begun: int  # of periods that have not begun: in the lists of work, not on the card

    @property
    def on_time(self) -> str:
        return format_share(self.counts.on_time, self.counts.judged)

    @property
    def done(self) -> str:
        return format_share(self.counts.done, self.counts.total)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands among those of its level, without their names."""

    row: UnitRow
    why: str
    quarters: tuple[tuple[str, int], ...]  # how many units in each quarter of the share


@dataclass(frozen=True, slots=True)
class HolderRow:
    """What was handed to one official or division of the unit; `silent` the most days without a word on an open piece."""

    name: str
    is_division: bool
    total: int
    done: int
    late: int
    silent: int | None

    @property
    def done_words(self) -> str:
        return format_share(self.done, self.total)


def numbers_of(obligations: QuerySet[Obligation], day: date) -> Numbers:
    """Count obligations on the working day; four queries."""
    rows = obligations.filter(owed_by(day)).order_by()
    facts = [
        Facts(state, due, local_day(reported) if reported else None)
        for state, due, reported in rows.values_list("state", "due", "reported_at")
    ]
    given_back = Report.objects.filter(
        obligation__in=rows.values("id"), action__in=[Action.RETURN, Action.REOPEN]
    ).aggregate(steps=Count("id"), obligations=Count("obligation_id", distinct=True))
    total = obligations.order_by().count()
    return Numbers(
        count(facts, day),
        staleness(facts, day),
        given_back["steps"],
        given_back["obligations"],
        total - len(facts),
    )


def trend(obligations: QuerySet[Obligation], day: date) -> tuple[TrendPoint, ...]:
    """Give the ends of the last months and the day itself; three queries."""
    days = [*reversed(month_ends_before(day, MONTHS)), day]
    found = standing_on(day, obligations, also=days)
    points = [TrendPoint(one, count((s.facts for s in found[one].values()), one)) for one in days]
    return tuple(point for point in points if point.counts.total)


def month_ends_before(day: date, number: int) -> list[date]:
    """Give the last days of the months before the day, the latest first."""
    found: list[date] = []
    current = day
    for _ in range(number):
        current = current.replace(day=1) - timedelta(days=1)
        found.append(current)
    return found


def criteria_of(obligations: QuerySet[Obligation], day: date) -> tuple[CriterionRow, ...]:
    """Give the criteria that the obligations answer, the greatest known loss first.

    A criterion that shares the tasks of another stands beside it with the same obligations. Two queries, two
    for the results, one per index.
    """
    facts: dict[int, list[Facts]] = {}
    carried: dict[int, tuple[str, Plan]] = {}
    rows = (
        obligations.filter(owed_by(day), task__criterion__isnull=False)
        .order_by()
        .select_related("task__plan")
        .only("state", "due", "reported_at", "task__criterion_id", "task__index", "task__plan__year")
    )
    for one in rows:
        pk = one.task.criterion_id
        assert pk is not None
        reported = local_day(one.reported_at) if one.reported_at else None
        facts.setdefault(pk, []).append(Facts(one.state, one.due, reported))
        carried[pk] = (one.task.index, one.task.plan)
    criteria = list(
        Criterion.objects.filter(Q(pk__in=carried) | Q(shared_with__in=carried))
        .exclude(name="")
        .select_related("section")
        .order_by("section__position", "position")
    )
    known = [
        (c, *carried[c.shared_with_id or c.pk]) for c in criteria if (c.shared_with_id or c.pk) in carried
    ]
    lost = lost_parts(known, day)
    found = [
        CriterionRow(c, index, lost.get(c.pk), count(facts[c.shared_with_id or c.pk], day))
        for c, index, _ in known
    ]
    return tuple(sorted(found, key=lambda row: row.part.points if row.part else Decimal(0)))


def place_of(unit: Unit, day: date, measure: Measure = BY_ON_TIME) -> Place | None:
    """Give the place of the unit in its level; None when it owes nothing."""
    rows = rows_of(everybody(day), unit.level, measure)
    own = next((row for row in rows if row.unit.pk == unit.pk), None)
    if own is None:
        return None
    heaps = [0, 0, 0, 0]
    for row in rows:
        if row.rank is None:
            continue
        part, whole = measure.part(row.counts)
        heaps[min(3, 4 * part // whole)] += 1
    labels = ("dưới 25%", "25% đến dưới 50%", "50% đến dưới 75%", "75% trở lên")
    return Place(own, why_rank(own, measure), tuple(zip(labels, heaps, strict=True)))


def holders_of(unit: Unit, day: date) -> tuple[HolderRow, ...]:
    """Give what each official and division of the unit was handed, the latest first; one query."""
    late = Q(due__lt=day, state__in=[state.value for state in PIECE_OPEN])
    rows = (
        HandOver.objects.filter(unit=unit)
        .exclude(state=PieceState.WITHDRAWN)
        .order_by()
        .values_list("official__full_name", "official__username", "division__name")
        .annotate(
            total=Count("id"),
            done=Count("id", filter=Q(state=PieceState.ACCEPTED)),
            late=Count("id", filter=late),
            heard=Min(Coalesce("reported_at", "given_at"), filter=Q(state__in=PIECE_OPEN)),
        )
    )
    found = [
        HolderRow(
            division or name or username,
            division is not None,
            total,
            done,
            behind,
            max(0, (day - local_day(heard)).days) if heard else None,
        )
        for name, username, division, total, done, behind, heard in rows
    ]
    return tuple(sorted(found, key=lambda row: (-row.late, -row.total, row.name)))


def open_inspections(unit: Unit) -> tuple[Inspection, ...]:
    """Give the inspections of the unit whose follow-up is not closed, the oldest first."""
    rows = Inspection.objects.filter(unit=unit).exclude(state=Inspection.State.CLOSED)
    return tuple(rows.select_related("inspector").order_by("inspected_on", "id"))


def names_shown() -> bool:
    """Say whether the province decided that units see each other's names."""
    return Disclosure.objects.filter(names_shown=True).exists()


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A unit a person heads or headed, with what fell to the person there."""

    post: Post
    numbers: Numbers


def headed_posts(person: User, day: date) -> tuple[Post, ...]:
    """Give the posts in which the person heads a unit, those of the past too, the latest first."""
    posts = Post.objects.filter(user=person, role=Role.UNIT_HEAD).select_related("unit")
    begun = posts.filter(Q(since__isnull=True) | Q(since__lte=day))
    return tuple(sorted(begun, key=lambda post: (post.since or date.min, post.pk), reverse=True))


def during(post: Post, day: date) -> QuerySet[Obligation]:
    """Limit to what fell to the head in the post.

    Due while the post was held; a head in office also has what is not due yet or has no day. What fell due
    before stays with the head of that time.
    """
    owed = Obligation.objects.filter(unit_id=post.unit_id)
    if post.since is not None:
        owed = owed.filter(Q(due__isnull=True) | Q(due__gte=post.since))
    if post.until is not None and post.until < day:
        owed = owed.filter(due__isnull=False, due__lte=post.until)
    return owed


def of_posts(posts: Iterable[Post], day: date) -> QuerySet[Obligation]:
    """Give what fell to the head in all the posts, each once."""
    found = Obligation.objects.none()
    for post in posts:
        found = found | during(post, day)
    return found
