"""Removing the illustration: a page that says what it takes away, and the button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from namro.core.errors import Refusal
from namro.core.text import format_number
from namro.web.accounts.models import User
from namro.web.organisations.selectors import posts_of
from namro.web.plans import permissions
from namro.web.plans.selectors.illustration import illustration
from namro.web.plans.services.illustrating import remove_illustration
from namro.web.program.selectors import now


def clear_illustration(request: HttpRequest) -> HttpResponse:
    """Ask with the number of things it touches; a POST removes them."""
    permissions.check_may_run_illustration(posts_of(request))
    if request.method != "POST":
        return render(request, "plans/clear_illustration.html", {"counts": illustration()})
    assert isinstance(request.user, User)
    try:
        removed = remove_illustration(by=request.user, at=now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(
            request,
            f"Đã xóa {format_number(removed.reports)} bước báo cáo và {format_number(removed.evidence)} minh chứng "
            f"minh họa; {format_number(removed.obligations)} phần việc trở về «Chưa bắt đầu»."
            + "".join(f" Đã xóa {format_number(one.count)} {one.words}." for one in removed.elsewhere),
        )
    return redirect("/")
