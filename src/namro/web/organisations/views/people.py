"""People and their posts: who works for which unit, given and ended by the officer who follows the plans."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.accounts.services import renew_password, set_active
from namro.web.organisations import permissions, selectors, services
from namro.web.organisations.forms import EndForm, PersonForm, PostForm
from namro.web.organisations.models import Post
from namro.web.program import selectors as program

LONGEST_SEARCH = 100


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    _check(request)
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    found = selectors.people_page(words=words, page=request.GET.get("trang"))
    context = {"people": found.people, "page": found.page, "words": words}
    return render(request, "organisations/people.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def new_person(request: HttpRequest) -> HttpResponse:
    """A new account with its first post; the first password is shown once, on the answer to the form."""
    by = _check(request)
    units = selectors.unit_choices(program.state_of(request).working_date)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        units=units,
        initial={"don_vi": request.GET.get("don_vi", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            user, password = services.add_person(by=by, at=program.now(), **form.person())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _first_password(request, user, password, "Đã tạo tài khoản")
    status = 422 if form.errors else 200
    return render(request, "organisations/new_person.html", {"form": form}, status=status)


@require_GET
def person(request: HttpRequest, username: str) -> HttpResponse:
    _check(request)
    return _page(request, _user(username))


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, username: str) -> HttpResponse:
    by, user = _check(request), _user(username)
    if request.method == "GET":
        return redirect("organisations:person", username=user.username)
    form = PostForm(request.POST, units=selectors.unit_choices(program.state_of(request).working_date))
    if not form.is_valid():
        return _page(request, user, form=form)
    unit, role, since = form.post()
    try:
        services.give_post(by=by, at=program.now(), user=user, unit=unit, role=role, since=since)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, user, form=form)
    messages.success(request, f"Đã giao: {role.label}, {unit.name}.")
    return redirect("organisations:person", username=user.username)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, username: str) -> HttpResponse:
    by, user = _check(request), _user(username)
    if request.method == "GET":
        return redirect("organisations:person", username=user.username)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, user, ending=form)
    post = get_object_or_404(
        Post.objects.select_related("user", "unit"), pk=form.cleaned_data["vai"], user=user
    )
    try:
        services.end_post(by=by, at=program.now(), post=post, last_day=form.cleaned_data["ngay_cuoi"])
    except Refusal as refusal:
        form.add_error("ngay_cuoi", refusal.sentence)
        return _page(request, user, ending=form)
    messages.success(request, f"Đã ghi ngày cuối giữ vai trò ở {post.unit.name}.")
    return redirect("organisations:person", username=user.username)


@require_http_methods(["GET", "POST"])
@never_cache
def account(request: HttpRequest, username: str) -> HttpResponse:
    """A new first password (`mat-khau`), lock the account (`khoa`) or open it again (`mo`)."""
    by, user = _check(request), _user(username)
    if request.method == "GET":
        return redirect("organisations:person", username=user.username)
    step = request.POST.get("buoc", "")
    if step == "mat-khau":
        password = renew_password(by=by, at=program.now(), user=user)
        return _first_password(request, user, password, "Đã đặt lại mật khẩu")
    try:
        if step == "khoa":
            services.lock_account(
                by=by, at=program.now(), user=user, on=program.state_of(request).working_date
            )
            messages.success(request, "Đã khóa tài khoản; người này không đăng nhập được nữa.")
        elif step == "mo":
            set_active(by=by, at=program.now(), user=user, active=True)
            messages.success(request, "Đã mở lại tài khoản.")
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("organisations:person", username=user.username)


def _check(request: HttpRequest) -> User:
    permissions.check_may_manage_people(selectors.posts_of(request))
    assert isinstance(request.user, User)
    return request.user


def _user(username: str) -> User:
    return get_object_or_404(User, username=username)


def _first_password(request: HttpRequest, user: User, password: str, done: str) -> HttpResponse:
    context = {"person": user, "password": password, "done": done}
    return render(request, "organisations/first_password.html", context)


def _page(
    request: HttpRequest, user: User, *, form: PostForm | None = None, ending: EndForm | None = None
) -> HttpResponse:
    on = program.state_of(request).working_date
    context = {
        "person": user,
        "rows": selectors.posts_ever(user, on=on),
        "form": form or PostForm(units=selectors.unit_choices(on)),
        "ending": ending,
        "ending_post": ending.data.get("vai") if ending else None,
    }
    status = 422 if (form and form.errors) or (ending and ending.errors) else 200
    return render(request, "organisations/person.html", context, status=status)
