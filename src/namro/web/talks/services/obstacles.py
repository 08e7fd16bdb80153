"""Reporting an obstacle and every step until it is gone."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import clean
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation
from namro.web.plans.services.settling import settle_obstacle
from namro.web.talks import permissions
from namro.web.talks.models import Obstacle, ObstacleStep
from namro.web.talks.states import LIVE, STEPS, Action, State, Who, possible

MAX_TEXT = 4_000


def raise_obstacle(
    *,
    obligation: Obligation,
    content: str,
    request: str,
    asked: str,
    by: User,
    posts: Posts,
    at: datetime,
    asked_unit: Unit | None = None,
) -> Obstacle:
    """Open a record of an obstacle. Raises `NotAllowed`, or `Refusal` when one is open already."""
    permissions.check_may_raise(posts, obligation)
    said = _limited(content, "Hãy nói rõ vướng mắc là gì.")
    wanted = _limited(request, "Hãy ghi đề nghị: cần ai làm gì để tháo gỡ.")
    return _open(obligation, content=said, request=wanted, asked=asked, asked_unit=asked_unit, by=by, at=at)


def open_from_report(*, obligation: Obligation, by: User, posts: Posts, at: datetime) -> Obstacle:
    """Open the record that a report with an obstacle calls for, in the words of the report, asked of Sở Nội vụ.

    The unit itself or Sở Nội vụ may. Raises `NotAllowed` or `Refusal`.
    """
    if not permissions.may_advise(posts):
        permissions.check_may_raise(posts, obligation)
    if not obligation.obstacle:
        raise Refusal("Báo cáo gần nhất của phần việc này không nêu vướng mắc.")
    content = obligation.sentence or "Đơn vị báo vướng mắc mà không nói rõ."
    return _open(
        obligation, content=content, request="", asked=Obstacle.Asked.INTERIOR, asked_unit=None, by=by, at=at
    )


@transaction.atomic
def _open(
    obligation: Obligation,
    *,
    content: str,
    request: str,
    asked: str,
    asked_unit: Unit | None,
    by: User,
    at: datetime,
) -> Obstacle:
    if asked not in Obstacle.Asked.values:
        raise Refusal("Hãy chọn cơ quan được đề nghị tháo gỡ.")
    if asked == Obstacle.Asked.UNIT and asked_unit is None:
        raise Refusal("Hãy chọn đơn vị được đề nghị tháo gỡ.")
    if asked_unit is not None and asked_unit.pk == obligation.unit_id:
        raise Refusal("Đơn vị không đề nghị chính mình tháo gỡ; hãy chọn cơ quan khác.")
    # The obligation is held, so that two people of the unit do not open two records at once.
    Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    if Obstacle.objects.filter(obligation=obligation, state__in=[one.value for one in LIVE]).exists():
        raise Refusal("Phần việc này đã có một vướng mắc chưa giải quyết; hãy bổ sung vào đó.")
    obstacle = Obstacle.objects.create(
        obligation=obligation,
        content=content,
        request=request,
        asked=asked,
        asked_unit=asked_unit if asked == Obstacle.Asked.UNIT else None,
        raised_by=by,
        raised_at=at,
    )
    _keep(obstacle, Action.RAISE, State.OPEN, content, "", by=by, at=at)
    return obstacle


def take_step(
    *,
    obstacle_id: int,
    action: Action,
    text: str,
    version: int,
    by: User,
    posts: Posts,
    at: datetime,
    document: str = "",
) -> Obstacle:
    """Take one step of `states.STEPS`; each needs a sentence. Raises `NotAllowed` or `Refusal`.

    `version` is what the person saw; when somebody was quicker nothing is written.
    """
    step = STEPS[action]
    with transaction.atomic():
        obstacle = Obstacle.objects.select_related("obligation__unit", "obligation__task", "asked_unit").get(
            pk=obstacle_id
        )
        permissions.check_may_see_obstacle(posts, obstacle)
        match step.who:
            case Who.UNIT:
                permissions.check_may_raise(posts, obstacle.obligation)
            case Who.ASKED:
                permissions.check_may_give_opinion(posts, obstacle)
            case Who.INTERIOR:
                permissions.check_may_advise(posts)
            case Who.PROVINCE:
                permissions.check_may_decide(posts)
        if not possible(obstacle.state, action):
            raise Refusal(
                f"Vướng mắc đang ở trạng thái «{obstacle.get_state_display()}» nên không làm được bước "
                f"«{action.label}»."
            )
        said = _limited(text, "Hãy ghi một câu nói rõ ý kiến, quyết định hoặc lý do.")
        target = step.after(State(obstacle.state))
        changes: dict[str, Any] = {"state": target}
        if target in (State.SOLVED, State.DROPPED):
            changes["ended_at"] = at
        elif action == Action.REOPEN:
            changes["ended_at"] = None
            if Obstacle.objects.filter(
                obligation=obstacle.obligation, state__in=[one.value for one in LIVE]
            ).exists():
                raise Refusal("Phần việc này đã có một vướng mắc khác chưa giải quyết; hãy bổ sung vào đó.")
        written = Obstacle.objects.filter(pk=obstacle.pk, version=version).update(
            version=F("version") + 1, **changes
        )
        if not written:
            raise Refusal(
                "Có người vừa cập nhật vướng mắc này trong lúc bạn nhập; hãy xem lại rồi gửi lần nữa."
            )
        _keep(obstacle, action, target, said, clean(document).strip()[:120], by=by, at=at)
        if target in (State.SOLVED, State.DROPPED):
            # Else the last report would ask for a record of what has just been settled.
            settle_obstacle(obligation_id=obstacle.obligation_id, sentence=said, by=by, posts=posts, at=at)
    obstacle.refresh_from_db()
    return obstacle


def _keep(
    obstacle: Obstacle, action: Action, state: State, text: str, document: str, *, by: User, at: datetime
) -> None:
    name = by.get_full_name() or by.get_username()
    ObstacleStep.objects.create(
        obstacle=obstacle,
        at=at,
        by=by,
        by_name=name,
        action=action,
        state_after=state,
        text=text,
        document=document,
    )
    obligation = obstacle.obligation
    audit.record(
        by=by, at=at, action=str(action.label),
        subject=f"Vướng mắc: {obligation.task.code} · {obligation.unit.name} · {obligation.period}",
        subject_type="obstacle", subject_id=obstacle.pk, unit_key=obligation.unit.key,
        before={"state": obstacle.state}, after={"state": state.value, "text": text[:500], "document": document},
    )  # fmt: skip


def _limited(text: str, sentence: str) -> str:
    said = clean(text).strip()
    if not said:
        raise Refusal(sentence)
    if len(said) > MAX_TEXT:
        raise Refusal(
            f"Phần ghi dài quá {MAX_TEXT} chữ (đang có {len(said)}); hãy viết gọn hoặc gửi thành văn bản."
        )
    return said
