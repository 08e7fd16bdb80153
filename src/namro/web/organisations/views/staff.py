"""The divisions and people of a unit, kept by its own head and officer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.accounts.services import renew_password
from namro.web.organisations import permissions, selectors, services
from namro.web.organisations.forms import DivisionForm, EndForm, KnownInsideForm, NewInsideForm
from namro.web.organisations.models import Division, Post, Unit
from namro.web.program import selectors as program


@require_GET
def staff(request: HttpRequest, key: str) -> HttpResponse:
    return _page(request, _open(request, key))


@require_http_methods(["GET", "POST"])
def new_division(request: HttpRequest, key: str) -> HttpResponse:
    unit = _open(request, key)
    if request.method == "GET":
        return redirect("organisations:staff", key=key)
    form = DivisionForm(request.POST)
    if not form.is_valid():
        return _page(request, unit, division_form=form)
    try:
        made = services.add_division(
            by=_user(request), at=program.now(), unit=unit, name=form.cleaned_data["ten"]
        )
    except Refusal as refusal:
        form.add_error("ten", refusal.sentence)
        return _page(request, unit, division_form=form)
    messages.success(request, f"Đã lập {made.name}.")
    return redirect("organisations:staff", key=key)


@require_http_methods(["GET", "POST"])
def end_division(request: HttpRequest, key: str, division_id: int) -> HttpResponse:
    unit = _open(request, key)
    if request.method == "GET":
        return redirect("organisations:staff", key=key)
    division = get_object_or_404(Division.objects.select_related("unit"), pk=division_id, unit=unit)
    try:
        services.end_division(
            by=_user(request),
            at=program.now(),
            division=division,
            last_day=program.state_of(request).working_date,
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{division.name} thôi được dùng sau hôm nay.")
    return redirect("organisations:staff", key=key)


@require_http_methods(["GET", "POST"])
def give_inside(request: HttpRequest, key: str) -> HttpResponse:
    """Give a post inside the unit to somebody who works there already."""
    unit = _open(request, key)
    if request.method == "GET":
        return redirect("organisations:staff", key=key)
    form = KnownInsideForm(request.POST, staff=_staff(request, unit))
    if not form.is_valid():
        return _page(request, unit, known_form=form)
    role, division = form.post()
    user = get_object_or_404(User, username=form.cleaned_data["nguoi"])
    try:
        services.give_post(
            by=_user(request), at=program.now(), user=user, unit=unit, role=role, division=division
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, unit, known_form=form)
    messages.success(request, f"Đã giao {role.label.lower()} cho {user.get_full_name()}.")
    return redirect("organisations:staff", key=key)


@require_http_methods(["GET", "POST"])
@never_cache
def new_inside(request: HttpRequest, key: str) -> HttpResponse:
    """A new account with a post inside the unit; the first password is shown once."""
    unit = _open(request, key)
    if request.method == "GET":
        return redirect("organisations:staff", key=key)
    form = NewInsideForm(request.POST, staff=_staff(request, unit))
    if not form.is_valid():
        return _page(request, unit, new_form=form)
    try:
        user, password = services.add_person(by=_user(request), at=program.now(), unit=unit, **form.person())
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, unit, new_form=form)
    context = {"person": user, "password": password, "done": "Đã tạo tài khoản", "back": unit}
    return render(request, "organisations/first_password.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def renew_inside(request: HttpRequest, key: str) -> HttpResponse:
    """A new first password for an official of the head's own unit, shown once."""
    unit = _open(request, key)
    if request.method == "GET":
        return redirect("organisations:staff", key=key)
    user = get_object_or_404(User, username=request.POST.get("nguoi", "")[:150])
    held = selectors.posts_on(user, on=program.state_of(request).working_date).posts
    permissions.check_may_renew_inside(selectors.posts_of(request), unit, held)
    password = renew_password(by=_user(request), at=program.now(), user=user)
    context = {"person": user, "password": password, "done": "Đã đặt lại mật khẩu", "back": unit}
    return render(request, "organisations/first_password.html", context)


@require_http_methods(["GET", "POST"])
def end_inside(request: HttpRequest, key: str) -> HttpResponse:
    """End a post inside the unit after the last day written."""
    unit = _open(request, key)
    if request.method == "GET":
        return redirect("organisations:staff", key=key)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ngày cuối cần viết dạng 15/11/2021.")
        return redirect("organisations:staff", key=key)
    post = get_object_or_404(
        Post.objects.select_related("user", "unit", "division"), pk=form.cleaned_data["vai"], unit=unit
    )
    permissions.check_may_end_inside(selectors.posts_of(request), post)
    try:
        services.end_post(
            by=_user(request), at=program.now(), post=post, last_day=form.cleaned_data["ngay_cuoi"]
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            f"Đã ghi ngày cuối của {post.user.get_full_name()}; việc người này đang giữ hiện là chưa có người.",
        )
    return redirect("organisations:staff", key=key)


def _open(request: HttpRequest, key: str) -> Unit:
    unit = get_object_or_404(Unit, key=key)
    permissions.check_may_staff_unit(selectors.posts_of(request), unit)
    return unit


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _staff(request: HttpRequest, unit: Unit) -> selectors.Staff:
    return selectors.staff_of(unit, on=program.state_of(request).working_date)


def _page(request: HttpRequest, unit: Unit, **forms: Any) -> HttpResponse:
    staff = _staff(request, unit)
    bound = [form for form in forms.values() if form.errors]
    context = {
        "unit": unit,
        "staff": staff,
        "division_form": DivisionForm(),
        "known_form": KnownInsideForm(staff=staff),
        "new_form": NewInsideForm(staff=staff),
        **forms,
    }
    return render(request, "organisations/staff.html", context, status=422 if bound else 200)
