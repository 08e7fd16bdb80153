"""The list of obstacles, one obstacle with its opinions, and every step."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import existing, posts_of
from namro.web.organisations.selectors.units import from_the_top
from namro.web.plans.models import Obligation
from namro.web.program.selectors import now, state_of
from namro.web.talks import permissions
from namro.web.talks.exports import obstacles_workbook
from namro.web.talks.forms import ObstacleFilter, ObstacleForm, StepForm, first_error
from namro.web.talks.models import Obstacle
from namro.web.talks.selectors import obstacles as selectors
from namro.web.talks.services import obstacles as services
from namro.web.talks.states import Action, possible
from namro.web.ui.workbooks import as_download

MOST_ROWS, MOST_UNRECORDED = 5_000, 20
_STEPS = {
    "y-kien": Action.OPINION,
    "so-noi-vu": Action.ADVISE,
    "quyet-dinh": Action.DECIDE,
    "da-giai-quyet": Action.SOLVE,
    "rut": Action.DROP,
    "mo-lai": Action.REOPEN,
}


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
def obstacle_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_follow_obstacles(posts)
    today = state_of(request).working_date
    form = ObstacleFilter(request.GET)
    wanted = form.wanted()
    found = selectors.narrowed(selectors.visible_obstacles(posts), **wanted)
    page = Paginator(found, selectors.PAGE_SIZE).get_page(request.GET.get("trang"))
    unrecorded = selectors.without_record(posts)[:MOST_UNRECORDED]
    return render(
        request,
        "talks/obstacles.html",
        {
            "form": form,
            "page": page,
            "rows": [selectors.row_of(one, today) for one in page.object_list],
            "counts": selectors.counts(posts),
            "is_narrow": any(wanted.values()),
            "unrecorded": [
                (one, permissions.may_advise(posts) or permissions.may_raise(posts, one))
                for one in unrecorded
            ],
        },
    )


@require_GET
def obstacle_export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_follow_obstacles(posts)
    today = state_of(request).working_date
    found = selectors.narrowed(selectors.visible_obstacles(posts), **ObstacleFilter(request.GET).wanted())
    rows = [selectors.row_of(one, today) for one in found[:MOST_ROWS]]
    said = selectors.sayings([row.obstacle.pk for row in rows])
    return as_download(obstacles_workbook(rows, said, today=today), "vuong-mac.xlsx")


@require_http_methods(["GET", "POST"])
def obstacle_new(request: HttpRequest, obligation_id: int) -> HttpResponse:
    obligation = _obligation(obligation_id)
    posts = posts_of(request)
    permissions.check_may_raise(posts, obligation)
    units = from_the_top(
        existing(Unit.objects.exclude(pk=obligation.unit_id), on=state_of(request).working_date)
    )
    initial = {"content": obligation.sentence if obligation.obstacle else ""}
    form = ObstacleForm(
        request.POST or None,
        units=[(str(pk), name) for pk, name in units.values_list("pk", "name")],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked_unit = (
            Unit.objects.filter(pk=data["asked_unit"]).first()
            if data["asked"] == Obstacle.Asked.UNIT
            else None
        )
        try:
            made = services.raise_obstacle(
                obligation=obligation,
                content=data["content"],
                request=data["request"],
                asked=data["asked"],
                asked_unit=asked_unit,
                by=_user(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã nêu vướng mắc; cơ quan được đề nghị và Sở Nội vụ thấy ngay.")
            return redirect("obstacles:detail", obstacle_id=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "talks/obstacle_new.html", {"form": form, "obligation": obligation}, status=status)


@require_POST
def obstacle_from_report(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Open the record that the last report calls for."""
    obligation = _obligation(obligation_id)
    try:
        made = services.open_from_report(
            obligation=obligation, by=_user(request), posts=posts_of(request), at=now()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("obstacles:list")
    messages.success(request, "Đã lập hồ sơ vướng mắc từ báo cáo của đơn vị.")
    return redirect("obstacles:detail", obstacle_id=made.pk)


@require_GET
def obstacle_detail(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    return _page(request, _open(request, obstacle_id))


@require_POST
def obstacle_step(request: HttpRequest, obstacle_id: int, step: str) -> HttpResponse:
    obstacle = _open(request, obstacle_id)
    action = _STEPS.get(step)
    if action is None:
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, obstacle, form=form, error=first_error(form))
    data = form.cleaned_data
    try:
        services.take_step(
            obstacle_id=obstacle.pk,
            action=action,
            text=data["text"],
            document=data["document"],
            version=data["version"],
            by=_user(request),
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, _open(request, obstacle_id), form=form, error=refusal.sentence)
    messages.success(request, f"Đã ghi: {action.label}.")
    return redirect("obstacles:detail", obstacle_id=obstacle.pk)


def _obligation(obligation_id: int) -> Obligation:
    return get_object_or_404(Obligation.objects.select_related("unit", "task__plan"), pk=obligation_id)


def _open(request: HttpRequest, obstacle_id: int) -> Obstacle:
    obstacle = selectors.find_obstacle(obstacle_id)
    if obstacle is None:
        raise Http404
    permissions.check_may_see_obstacle(posts_of(request), obstacle)
    return obstacle


def _page(
    request: HttpRequest, obstacle: Obstacle, *, form: StepForm | None = None, error: str = ""
) -> HttpResponse:
    posts = posts_of(request)
    may = {
        Action.OPINION: permissions.may_give_opinion(posts, obstacle),
        Action.ADVISE: permissions.may_advise(posts),
        Action.DECIDE: permissions.may_decide(posts),
    }
    may |= dict.fromkeys(
        (Action.SOLVE, Action.DROP, Action.REOPEN), permissions.may_raise(posts, obstacle.obligation)
    )
    steps = [
        (slug, action) for slug, action in _STEPS.items() if may[action] and possible(obstacle.state, action)
    ]
    context: dict[str, Any] = {
        "obstacle": obstacle,
        "row": selectors.row_of(obstacle, state_of(request).working_date),
        "steps": steps,
        "history": selectors.history(obstacle),
        "sees_obligation": permissions.may_read_talk(posts, obstacle.obligation),
        "typed": form.data.get("text", "") if form else "",
        "typed_document": form.data.get("document", "") if form else "",
        "error": error,
    }
    return render(request, "talks/obstacle.html", context, status=422 if error else 200)
