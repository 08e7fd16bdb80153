"""The talk on an obligation, what is unread, and the page of what concerns me."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.parties import visible_obligations
from namro.web.talks.models import Message, ReadMark

PAGE_SIZE = 30
UNREAD, TO_ME, ASKED_OPEN, ALL = "chua-doc", "nhac-toi", "cho-tra-loi", ""
VIEWS = (
    (ALL, "Tất cả"),
    (UNREAD, "Chưa đọc"),
    (TO_ME, "Nhắc tôi, đơn vị tôi"),
    (ASKED_OPEN, "Câu hỏi chưa trả lời"),
)


@dataclass(slots=True)
class Said:
    """A message with its answers and the names it mentions; `is_unread` for the person who looks."""

    message: Message
    names: tuple[str, ...]
    is_unread: bool
    replies: list["Said"] = field(default_factory=list)


def talk_on(obligation: Obligation, user: User) -> list[Said]:
    """Give the messages in order, answers under what they answer; four queries."""
    mark = (
        ReadMark.objects.filter(user=user, obligation=obligation).values_list("upto", flat=True).first() or 0
    )
    messages = (
        obligation.messages.select_related("unit")
        .prefetch_related("mentions__user", "mentions__unit")
        .order_by("id")
    )
    by_id: dict[int, Said] = {}
    top: list[Said] = []
    for message in messages:
        names = tuple(
            one.unit.name if one.unit else one.user.get_full_name() if one.user else ""
            for one in message.mentions.all()
        )
        said = Said(message, names, message.pk > mark and message.by_id != user.pk)
        by_id[message.pk] = said
        parent = by_id.get(message.answers_id or 0)
        (parent.replies if parent else top).append(said)
    return top


def concerning(posts: Posts) -> Q:
    """Give the condition: names the person or one of their units, or is about an obligation of theirs."""
    return (
        Q(mentions__user_id=posts.user_id)
        | Q(mentions__unit_id__in=posts.unit_ids)
        | Q(obligation__unit_id__in=posts.unit_ids)
        | Q(answers__by_id=posts.user_id)
    )


def unread(posts: Posts) -> QuerySet[Message]:
    """Give what concerns the person, was written by another and not read; only on what they may still see."""
    mark = ReadMark.objects.filter(user_id=posts.user_id, obligation_id=OuterRef("obligation_id")).values(
        "upto"
    )
    return (
        Message.objects.filter(concerning(posts), withdrawn_at__isnull=True)
        .exclude(by_id=posts.user_id)
        .filter(obligation__in=visible_obligations(posts).values("id"))
        .annotate(read_upto=Coalesce(Subquery(mark[:1]), 0))
        .filter(id__gt=Coalesce(Subquery(mark[:1]), 0))
        .distinct()
    )


def unread_count(posts: Posts) -> int:
    """Count what is unread; one query."""
    return unread(posts).values("id").distinct().count()


def unread_ends(posts: Posts) -> dict[int, int]:
    """Give the obligations with something unread, each with the last message of its talk; one query."""
    talks = Message.objects.filter(obligation__in=unread(posts).order_by().values("obligation_id"))
    return dict(talks.order_by().values_list("obligation_id").annotate(last=Max("id")))


@dataclass(frozen=True, slots=True)
class Thread:
    """An obligation with its last message and how much of it is unread."""

    obligation: Obligation
    last: Message
    unread: int


def thread_ids(posts: Posts, view: str) -> QuerySet[Message, int]:
    """Give the ids of obligations with a talk, the latest word first, as the view asks."""
    messages = Message.objects.filter(
        withdrawn_at__isnull=True, obligation__in=visible_obligations(posts).values("id")
    )
    if view == UNREAD:
        messages = messages.filter(pk__in=unread(posts).values("pk"))
    elif view == TO_ME:
        messages = messages.filter(
            Q(mentions__user_id=posts.user_id) | Q(mentions__unit_id__in=posts.unit_ids)
        )
    elif view == ASKED_OPEN:
        messages = messages.filter(is_question=True, replies__isnull=True)
    elif not posts.sees_whole_province:
        messages = messages.filter(
            concerning(posts) | Q(by_id=posts.user_id) | Q(unit_id__in=posts.member_unit_ids)
        )
    return (
        messages.order_by()
        .values("obligation_id")
        .annotate(latest=Max("id"))
        .order_by("-latest")
        .values_list("obligation_id", flat=True)
    )


def threads(posts: Posts, obligation_ids: list[int]) -> list[Thread]:
    """Give the threads of a page in the given order; three queries."""
    obligations = (
        Obligation.objects.select_related("unit", "task")
        .defer("task__search", "task__dates", "task__measures", "task__extra")
        .in_bulk(obligation_ids)
    )
    last: dict[int, Message] = {}
    newest = (
        Message.objects.filter(obligation_id__in=obligation_ids, withdrawn_at__isnull=True)
        .order_by()
        .values("obligation_id")
        .annotate(latest=Max("id"))
        .values("latest")
    )
    for message in Message.objects.filter(pk__in=newest).select_related("unit"):
        last[message.obligation_id] = message
    waiting: dict[int, int] = defaultdict(int)
    for _, pk in (
        unread(posts).filter(obligation_id__in=obligation_ids).values_list("id", "obligation_id").distinct()
    ):
        waiting[pk] += 1
    return [
        Thread(obligations[pk], last[pk], waiting[pk])
        for pk in obligation_ids
        if pk in obligations and pk in last
    ]
