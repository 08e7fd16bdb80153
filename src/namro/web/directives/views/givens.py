"""Tasks given from above: the list with its shares, one part with its history, every step."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.directives import permissions
from namro.web.directives.exports import given_workbook
from namro.web.directives.forms.givens import AnswerForm, GivenFilter, GivenForm, first_error
from namro.web.directives.models import Directive, GivenPart
from namro.web.directives.selectors import givens as selectors
from namro.web.directives.selectors.register import base_choices
from namro.web.directives.services.answering import take_step
from namro.web.directives.services.giving import Given, give_task
from namro.web.directives.states import Action, possible
from namro.web.evidence.delivery import send
from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download

_STEPS = {
    "tien-do": Action.PROGRESS,
    "xong": Action.REPORT,
    "rut": Action.TAKE_BACK,
    "ket-thuc": Action.CLOSE,
    "tra-lai": Action.SEND_BACK,
    "mo-lai": Action.REOPEN,
}
_THANKS = {
    Action.PROGRESS: "Đã ghi tiến độ.",
    Action.REPORT: "Đã báo cáo xong; bên giao việc sẽ xác nhận.",
    Action.TAKE_BACK: "Đã rút báo cáo; hãy sửa rồi gửi lại.",
    Action.CLOSE: "Đã xác nhận kết thúc.",
    Action.SEND_BACK: "Đã trả lại đơn vị kèm lý do.",
    Action.REOPEN: "Đã mở lại và trả về đơn vị.",
}


@require_GET
def given_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_given(posts)
    today = state_of(request).working_date
    form = GivenFilter(request.GET, years=selectors.given_years())
    asked = form.asked()
    rows = selectors.given_rows(posts, asked, today)
    return render(
        request,
        "directives/givens.html",
        {
            "form": form,
            "count": selectors.counted(rows),
            "page": Paginator(rows, selectors.PAGE_SIZE).get_page(request.GET.get("trang")),
            "is_narrow": asked.is_narrow,
            "may_give": permissions.may_give(posts),
        },
    )


@require_GET
def given_export(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_given(posts)
    today = state_of(request).working_date
    asked = GivenFilter(request.GET, years=selectors.given_years()).asked()
    return as_download(
        given_workbook(selectors.given_rows(posts, asked, today), today=today), "viec-duoc-giao.xlsx"
    )


@require_http_methods(["GET", "POST"])
def given_new(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_give(posts)
    today = state_of(request).working_date
    assigners = selectors.assigners_for(posts)
    form = GivenForm(
        request.POST or None,
        units=selectors.unit_options(today),
        assigners=assigners,
        directives=base_choices(posts),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = Given(
            number=data["number"],
            given_on=data["given_on"],
            giver=data["giver"],
            text=data["text"],
            units=list(Unit.objects.filter(pk__in=data["units"])),
            due=data["due"],
            source=data["source"],
            directive=Directive.objects.filter(pk=data["directive"]).first() if data["directive"] else None,
        )
        assigner = next(unit for unit in assigners if str(unit.pk) == data["assigner"])
        assert isinstance(request.user, User)
        try:
            give_task(given=given, assigner=assigner, by=request.user, posts=posts, at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Đã nhập việc {given.number} cho {len(given.units)} đơn vị.")
            return redirect("givens:list")
    status = 422 if request.method == "POST" else 200
    return render(request, "directives/given_new.html", {"form": form}, status=status)


@require_GET
def part_detail(request: HttpRequest, part_id: int) -> HttpResponse:
    return _page(request, _open(request, part_id))


@require_GET
def part_file(request: HttpRequest, part_id: int, evidence_id: int) -> HttpResponseBase:
    part = _open(request, part_id)
    piece = get_object_or_404(Evidence.objects.filter(given_steps__part=part).distinct(), pk=evidence_id)
    return send(piece, inline=request.GET.get("xem") == "1")


@require_POST
def part_step(request: HttpRequest, part_id: int, step: str) -> HttpResponse:
    part = _open(request, part_id)
    action = _STEPS.get(step)
    if action is None:
        raise Http404
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, part, form=form, error=first_error(form))
    assert isinstance(request.user, User)
    try:
        take_step(
            part_id=part.pk,
            action=action,
            sentence=form.cleaned_data["sentence"],
            proof=form.proof(),
            version=form.cleaned_data["version"],
            by=request.user,
            posts=posts_of(request),
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, _open(request, part_id), form=form, error=refusal.sentence)
    messages.success(request, _THANKS[action])
    return redirect("givens:part", part_id=part.pk)


def _open(request: HttpRequest, part_id: int) -> GivenPart:
    part = selectors.find_part(part_id)
    if part is None:
        raise Http404
    permissions.check_may_see_part(posts_of(request), part)
    return part


def _page(
    request: HttpRequest, part: GivenPart, *, form: AnswerForm | None = None, error: str = ""
) -> HttpResponse:
    posts = posts_of(request)
    is_live = part.task.withdrawn_at is None
    may_answer = is_live and permissions.may_answer(posts, part)
    may_close = is_live and permissions.may_close(posts, part)
    steps = selectors.history(part)
    context: dict[str, Any] = {
        "part": part,
        "row": selectors.given_row(part, state_of(request).working_date),
        "steps": steps,
        "others": part.task.parts.exclude(pk=part.pk).select_related("unit").order_by("unit__sort")
        if posts.sees_whole_province or may_close
        else (),
        "form": form or AnswerForm(initial={"version": part.version}),
        "may_amend": is_live and permissions.may_amend(posts, part.task),
        "revisions": part.task.revisions.order_by("-id"),
        "may_report": may_answer and possible(part.state, Action.REPORT),
        "may_take_back": may_answer and possible(part.state, Action.TAKE_BACK),
        "may_close": may_close and possible(part.state, Action.CLOSE),
        "may_reopen": may_close and possible(part.state, Action.REOPEN),
        "typed": form.data.get("sentence", "") if form is not None else "",
        "error": error,
    }
    return render(request, "directives/given.html", context, status=422 if error else 200)
