"""What waits for a decision: accepting and returning many at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from namro.core.errors import Refusal
from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.selectors.work import chosen_of, waiting_for, waiting_page
from namro.web.plans.services.deciding import Mark, Outcome, accept_many, return_many
from namro.web.plans.services.reporting import MAX_SENTENCE
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of

MOST = 200
RETURN, RETURN_SURELY = "tra-lai", "chac-tra-lai"


def approvals(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_plans(posts)
    if request.method == "POST":
        return _decide(request)
    found = waiting_page(
        waiting_for(posts), today=state_of(request).working_date, after=request.GET.get("sau", "")
    )
    return render(request, "plans/approvals.html", {"list": found})


def _decide(request: HttpRequest) -> HttpResponse:
    marks, step = _marks(request), request.POST.get("buoc", "")
    common: dict[str, Any] = {"by": user_of(request), "posts": posts_of(request), "at": now()}
    if not marks:
        messages.warning(request, "Chưa chọn phần việc nào.")
    elif step == RETURN:
        return _ask(request, marks)
    elif step == RETURN_SURELY:
        try:
            outcome = return_many(marks, reason=request.POST.get("ly_do", ""), **common)
        except Refusal as refusal:
            return _ask(request, marks, error=refusal.sentence)
        _tell(request, outcome, "Đã trả lại", "chưa trả lại được")
    else:
        _tell(request, accept_many(marks, **common), "Đã công nhận hoàn thành", "chưa được công nhận")
    return redirect("plans:approvals")


def _ask(request: HttpRequest, marks: list[Mark], *, error: str = "") -> HttpResponse:
    """Ask for the one reason, and say how many obligations it goes to."""
    context = {
        "marks": [f"{pk}.{version}" for pk, version in marks],
        "chosen": chosen_of(waiting_for(posts_of(request)), [pk for pk, _ in marks]),
        "reason": request.POST.get("ly_do", ""),
        "longest": MAX_SENTENCE,
        "error": error,
    }
    return render(request, "plans/return_many.html", context, status=422 if error else 200)


def _tell(request: HttpRequest, outcome: Outcome, done: str, not_done: str) -> None:
    if outcome.done:
        messages.success(request, f"{done} {outcome.done} phần việc.")
    for sentence, count in outcome.refused:
        messages.error(request, f"{count} phần việc {not_done}: {sentence}")


def _marks(request: HttpRequest) -> list[Mark]:
    found = [mark.partition(".") for mark in request.POST.getlist("chon")[:MOST]]
    return [
        (int(pk), int(version))
        for pk, _, version in found
        if pk.isdecimal() and version.isdecimal() and len(pk) < 19 and len(version) < 10
    ]
