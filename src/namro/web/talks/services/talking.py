"""Writing to each other about an obligation, taking a word back, and keeping what was read."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from namro.core.errors import Refusal
from namro.core.text import clean, fold
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.talks import permissions
from namro.web.talks.models import Mention, Message, ReadMark
from namro.web.talks.selectors.people import nameable, posts_in_sight, speaking_unit
from namro.web.talks.selectors.talk import unread_ends

MAX_TEXT = 4_000
MAX_MENTIONS = 20


def say(
    *,
    obligation: Obligation,
    text: str,
    by: User,
    posts: Posts,
    at: datetime,
    is_question: bool = False,
    answers: int | None = None,
    mentions: Iterable[str] = (),
) -> Message:
    """Write a message; `mentions` are keys of `selectors.people.nameable`. Raises `NotAllowed` or `Refusal`.

    Nobody can be named who may not see the obligation. Who writes has read what stood before.
    """
    permissions.check_may_talk(posts, obligation)
    said = clean(text).strip()
    if not said:
        raise Refusal("Hãy viết nội dung trao đổi.")
    if len(said) > MAX_TEXT:
        raise Refusal(
            f"Nội dung dài quá {MAX_TEXT} chữ (đang có {len(said)}); hãy viết gọn hoặc gửi thành văn bản."
        )
    named = sorted(set(mentions))
    if len(named) > MAX_MENTIONS:
        raise Refusal(f"Mỗi lần nhắc tên không quá {MAX_MENTIONS} người, đơn vị.")
    unit = speaking_unit(posts, obligation)
    assert unit is not None
    with transaction.atomic():
        known = {one.key for one in nameable(posts_in_sight(obligation, at.date()), apart_from=by.pk)}
        if not set(named) <= known:
            raise Refusal("Chỉ nhắc tên được người và đơn vị đang được xem phần việc này; hãy chọn lại.")
        parent = Message.objects.filter(pk=answers, obligation=obligation).first() if answers else None
        if answers and parent is None:
            raise Refusal("Câu bạn trả lời không còn ở phần việc này; hãy tải lại trang.")
        message = Message.objects.create(
            obligation=obligation, by=by, by_name=_name(by), unit=unit, at=at, text=said, search=fold(said),
            # One level: an answer to an answer stands under the same question.
            is_question=is_question, answers_id=(parent.answers_id or parent.pk) if parent else None,
        )  # fmt: skip
        Mention.objects.bulk_create(
            Mention(message=message, user_id=int(key[1:]))
            if key[0] == "p"
            else Mention(message=message, unit_id=int(key[1:]))
            for key in named
        )
        _mark(by, obligation, message.pk)
        audit.record(
            by=by, at=at, action="Đặt câu hỏi" if is_question else "Trao đổi",
            subject=_subject(obligation), subject_type="message", subject_id=message.pk,
            unit_key=obligation.unit.key, after={"text": said[:500], "mentions": named},
        )  # fmt: skip
    return message


def take_back(*, message: Message, by: User, posts: Posts, at: datetime) -> None:
    """Take a word back: its place stays, its words are no longer shown. Raises `NotAllowed` or `Refusal`."""
    permissions.check_may_take_back(posts, message)
    with transaction.atomic():
        if not Message.objects.filter(pk=message.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
            raise Refusal("Lời này đã được rút.")
        audit.record(
            by=by, at=at, action="Rút lời trao đổi", subject=_subject(message.obligation), subject_type="message",
            subject_id=message.pk, unit_key=message.obligation.unit.key,
        )  # fmt: skip


def mark_read(*, obligation: Obligation, by: User, posts: Posts) -> None:
    """Keep that the person has read the talk to its end. Raises `NotAllowed`."""
    permissions.check_may_talk(posts, obligation)
    last = Message.objects.filter(obligation=obligation).aggregate(last=Max("id"))["last"]
    if last:
        _mark(by, obligation, last)


def mark_all_read(*, by: User, posts: Posts) -> int:
    """Keep that the person has read everything that concerns them; gives how many talks. Raises `NotAllowed`."""
    permissions.check_may_see_talks(posts)
    with transaction.atomic():
        # To the end of each talk, as opening it does: a word that concerns others is not counted anyway.
        ends = unread_ends(posts)
        ReadMark.objects.bulk_create(
            [ReadMark(user=by, obligation_id=obligation, upto=upto) for obligation, upto in ends.items()],
            update_conflicts=True,
            unique_fields=["user", "obligation"],
            update_fields=["upto"],
            batch_size=500,
        )
    return len(ends)


def _mark(by: User, obligation: Obligation, upto: int) -> None:
    ReadMark.objects.update_or_create(user=by, obligation=obligation, defaults={"upto": upto})


def _subject(obligation: Obligation) -> str:
    return f"{obligation.task.code} · {obligation.unit.name} · {obligation.period}"


def _name(by: User) -> str:
    return by.get_full_name() or by.get_username()
