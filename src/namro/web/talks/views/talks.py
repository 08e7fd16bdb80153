"""The page of what concerns me, and the talk on one obligation."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Obligation
from namro.web.program.selectors import now, state_of
from namro.web.talks import permissions
from namro.web.talks.forms import MessageForm, first_error
from namro.web.talks.models import Message
from namro.web.talks.selectors import talk as selectors
from namro.web.talks.selectors.people import nameable, posts_in_sight
from namro.web.talks.services import talking


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
def talk_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_talks(posts)
    view = request.GET.get("xem", "")
    view = view if view in dict(selectors.VIEWS) else selectors.ALL
    page = Paginator(selectors.thread_ids(posts, view), selectors.PAGE_SIZE).get_page(
        request.GET.get("trang")
    )
    return render(
        request,
        "talks/list.html",
        {
            "page": page,
            "threads": selectors.threads(posts, list(page.object_list)),
            "view": view,
            "views": selectors.VIEWS,
            "unread": selectors.unread_count(posts),
        },
    )


@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, obligation_id: int) -> HttpResponse:
    obligation = _open(request, obligation_id)
    posts = posts_of(request)
    if request.method == "GET":
        return _page(request, obligation)
    permissions.check_may_talk(posts, obligation)
    form = MessageForm(request.POST, names=_names(request, obligation))
    if not form.is_valid():
        return _page(request, obligation, form=form, error=first_error(form))
    data = form.cleaned_data
    try:
        said = talking.say(
            obligation=obligation,
            text=data["text"],
            is_question=data["is_question"],
            answers=data["answers"],
            mentions=data.get("mentions") or (),
            by=_user(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, obligation, form=form, error=refusal.sentence)
    messages.success(request, "Đã gửi.")
    return redirect(f"{reverse('talks:talk', args=[obligation.pk])}#loi-{said.pk}")


@require_POST
def talk_read(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Keep that everything was read, and lead to the talk."""
    obligation = _open(request, obligation_id)
    talking.mark_read(obligation=obligation, by=_user(request), posts=posts_of(request))
    return redirect("talks:talk", obligation_id=obligation.pk)


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    count = talking.mark_all_read(by=_user(request), posts=posts_of(request))
    said = f"Đã đánh dấu đã đọc {count} cuộc trao đổi." if count else "Không có lời nào chưa đọc."
    messages.success(request, said)
    return redirect("talks:list")


@require_POST
def message_take_back(request: HttpRequest, message_id: int) -> HttpResponse:
    message = get_object_or_404(
        Message.objects.select_related("obligation__unit", "obligation__task"), pk=message_id
    )
    try:
        talking.take_back(message=message, by=_user(request), posts=posts_of(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã rút lời; chỗ của nó vẫn còn.")
    return redirect("talks:talk", obligation_id=message.obligation_id)


def _open(request: HttpRequest, obligation_id: int) -> Obligation:
    obligation = get_object_or_404(Obligation.objects.select_related("unit", "task__plan"), pk=obligation_id)
    permissions.check_may_read_talk(posts_of(request), obligation)
    return obligation


def _names(request: HttpRequest, obligation: Obligation) -> list[tuple[str, str]]:
    people = posts_in_sight(obligation, state_of(request).working_date)
    found = nameable(people, apart_from=_user(request).pk)
    return [(one.key, f"{one.name} ({one.note})") for one in found]


def _page(
    request: HttpRequest, obligation: Obligation, *, form: MessageForm | None = None, error: str = ""
) -> HttpResponse:
    posts = posts_of(request)
    may_talk = permissions.may_talk(posts, obligation)
    answered = request.GET.get("tra-loi", "") or str(form.data.get("answers", "") if form else "")
    said = selectors.talk_on(obligation, _user(request))
    answering = next((one for one in said if str(one.message.pk) == answered), None)
    context: dict[str, Any] = {
        "obligation": obligation,
        "said": said,
        "unread": sum(one.is_unread + sum(reply.is_unread for reply in one.replies) for one in said),
        "may_talk": may_talk,
        "answering": answering,
        "error": error,
    }
    if may_talk:
        initial = {"answers": answering.message.pk if answering else None}
        context["form"] = form or MessageForm(names=_names(request, obligation), initial=initial)
    return render(request, "talks/talk.html", context, status=422 if error else 200)
