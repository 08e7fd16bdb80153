"""A table of given tasks on its way in: sent, looked at, taken over or put aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.directives import permissions
from namro.web.directives.forms.givens import GivenTableForm
from namro.web.directives.models import GivenImport
from namro.web.directives.selectors.givens import assigners_for
from namro.web.directives.services import importing
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now


@require_http_methods(["GET", "POST"])
def table_new(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_give(posts)
    assigners = assigners_for(posts)
    form = GivenTableForm(request.POST or None, request.FILES or None, assigners=assigners)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        assigner = next(unit for unit in assigners if str(unit.pk) == form.cleaned_data["assigner"])
        assert isinstance(request.user, User)
        try:
            row = importing.receive(
                name=file.name, data=file.read(), assigner=assigner, by=request.user, posts=posts, at=now()
            )
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("givens:table", given_table_id=row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "directives/given_table_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, given_table_id: int) -> HttpResponse:
    """What taking the table over would do; a POST takes it over."""
    posts = posts_of(request)
    permissions.check_may_give(posts)
    row = get_object_or_404(GivenImport.objects.select_related("assigner"), pk=given_table_id)
    error = ""
    if request.method == "POST":
        assert isinstance(request.user, User)
        try:
            count = importing.take_over(table_id=row.pk, by=request.user, posts=posts, at=now())
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, f"Đã nạp {count} việc mới.")
            return redirect("givens:list")
    return render(
        request,
        "directives/given_table.html",
        {"table": row, "seen": importing.summary(row), "error": error},
        status=422 if error else 200,
    )


@require_POST
def table_aside(request: HttpRequest, given_table_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_give(posts)
    assert isinstance(request.user, User)
    try:
        importing.put_aside(table_id=given_table_id, by=request.user, posts=posts, at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã bỏ bảng; không có việc nào được nạp.")
    return redirect("givens:list")
