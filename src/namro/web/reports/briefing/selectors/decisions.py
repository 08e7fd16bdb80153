"""What may need a decision of the chair: candidates by a stated rule, each with its reason and a way to look."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import zip_longest

from django.db.models import Count, Min
from django.urls import reverse

from namro.core.chase import Rung
from namro.core.text import format_date, format_number
from namro.web.chase.models import Notice
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Task
from namro.web.plans.selectors.standing import local_day, past_due
from namro.web.reports.documents.facts import IndexFact
from namro.web.talks.models import Obstacle
from namro.web.talks.selectors.obstacles import visible_obstacles
from namro.web.talks.states import State

MOST_OF_KIND = 10
HOW_MANY = 3
RULE = (
    "Mỗi lượt lấy một việc nặng nhất của từng loại, theo thứ tự: vướng mắc chờ UBND tỉnh quyết định (chờ lâu nhất); "
    "tiêu chí mất điểm chưa có nhiệm vụ (mất nhiều nhất); nhiệm vụ có phần việc quá hạn mà đơn vị chưa báo cáo lần nào "
    "(quá hạn lâu nhất); đơn vị đã nhắc đến lãnh đạo tỉnh mà còn quá hạn (nhiều phần việc nhất)."
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One matter to decide; `reason` says why it stands here, with its numbers."""

    key: str
    kind: str
    title: str
    reason: str
    address: str

    def tree(self) -> dict[str, str]:
        return asdict(self)


def candidates(posts: Posts, day: date, indices: Sequence[IndexFact]) -> tuple[Decision, ...]:
    """Give the candidates in the order of `RULE`; five queries beside those of the indices."""
    kinds = (_obstacles(posts, day), _losses(indices), _silent(day), _escalated(day))
    turns = zip_longest(*(tuple(kind)[:MOST_OF_KIND] for kind in kinds))
    return tuple(one for turn in turns for one in turn if one is not None)


def _obstacles(posts: Posts, day: date) -> Iterable[Decision]:
    waiting = visible_obstacles(posts).filter(
        asked=Obstacle.Asked.PROVINCE, state__in=[State.OPEN, State.ADVISED]
    )
    for one in waiting.order_by("raised_at", "id")[:MOST_OF_KIND]:
        raised = local_day(one.raised_at)
        asked = f" Đề nghị: {one.request.strip().rstrip('.')}." if one.request.strip() else ""
        yield Decision(
            f"vuong-mac-{one.pk}",
            "Vướng mắc chờ UBND tỉnh quyết định",
            f"{one.obligation.unit.name}: {one.content.strip().rstrip('.')}",
            f"Nêu ngày {format_date(raised)}, đã chờ {max((day - raised).days, 0)} ngày.{asked}",
            reverse("obstacles:detail", args=[one.pk]),
        )


def _losses(indices: Sequence[IndexFact]) -> Iterable[Decision]:
    found = [(fact, one) for fact in indices for one in fact.unanswered if one.lost is not None]
    # A point of an index of 10 is more than one of 100; within what is shown the greatest loss comes first.
    for fact, one in sorted(found, key=lambda pair: (-(pair[1].lost or 0), pair[0].index, pair[1].code)):
        yield Decision(
            f"tieu-chi-{fact.index}-{fact.year}-{one.code}".replace(" ", "_"),
            "Tiêu chí mất điểm chưa có nhiệm vụ",
            f"{fact.index} {fact.year}: {one.name}",
            f"Mất {format_number(one.lost or 0, 3)} điểm ({fact.basis}); chưa kế hoạch nào giao nhiệm vụ khắc phục.",
            one.address,
        )


def _silent(day: date) -> Iterable[Decision]:
    rows = list(
        Obligation.objects.filter(past_due(day), reported_at__isnull=True)
        .order_by()
        .values("task_id")
        .annotate(oldest=Min("due"), units=Count("unit_id", distinct=True), number=Count("id"))
        .order_by("oldest", "-number", "task_id")[:MOST_OF_KIND]
    )
    tasks = Task.objects.only("code", "text", "lead_text").in_bulk([row["task_id"] for row in rows])
    for row in rows:
        task = tasks[row["task_id"]]
        days = (day - row["oldest"]).days
        yield Decision(
            f"im-lang-{task.pk}",
            "Nhiệm vụ chưa có báo cáo nào",
            f"{task.code}: {task.text}",
            f"{format_number(row['number'])} phần việc của {format_number(row['units'])} đơn vị đã quá hạn, chưa báo cáo lần nào; "
            f"lâu nhất {format_number(days)} ngày (hạn {format_date(row['oldest'])}).",
            f"{reverse('plans:obligations')}?q={task.code}",
        )


def _escalated(day: date) -> Iterable[Decision]:
    rows = list(
        Obligation.objects.filter(
            past_due(day),
            pk__in=Notice.objects.filter(rung=Rung.PROVINCE_LEADER.value, day__lte=day).values(
                "obligation_id"
            ),
        )
        .order_by()
        .values("unit_id")
        .annotate(number=Count("id"), oldest=Min("due"))
        .order_by("-number", "oldest", "unit_id")[:MOST_OF_KIND]
    )
    units = Unit.objects.only("key", "name").in_bulk([row["unit_id"] for row in rows])
    for row in rows:
        unit = units[row["unit_id"]]
        yield Decision(
            f"da-nhac-{unit.key}",
            "Đơn vị đã nhắc đến lãnh đạo tỉnh",
            f"{unit.name}: {format_number(row['number'])} phần việc đã nhắc đến lãnh đạo tỉnh mà còn quá hạn",
            f"Lâu nhất {(day - row['oldest']).days} ngày (hạn {format_date(row['oldest'])}).",
            reverse("scorecards:unit", args=[unit.key]),
        )
