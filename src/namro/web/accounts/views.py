"""Signing in and out, and a person's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from namro.web.accounts import services
from namro.web.accounts.cast import CAST, DEMO_PASSWORD
from namro.web.accounts.forms import PasswordForm, SignInForm
from namro.web.accounts.models import User
from namro.web.program import selectors as program
from namro.web.ui.panels import panels

# `LoginView` keeps "next" on this site and rotates the session; only the words and the demo list are ours.
sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
    extra_context={
        "cast": CAST if settings.DEMO else (),
        "demo_password": DEMO_PASSWORD if settings.DEMO else "",
    },
)


@login_not_required
@never_cache
@require_POST
def sign_in_as(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as a member of the demonstration's cast; does not exist outside a demonstration."""
    if not settings.DEMO or username not in {member.username for member in CAST}:
        raise Http404
    user = get_object_or_404(User, username=username, is_active=True)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if safe else settings.LOGIN_REDIRECT_URL)


def me(request: HttpRequest) -> HttpResponse:
    """The person's own account and posts."""
    return render(request, "accounts/me.html", {"panels": panels("account", request, request.user)})


def change_password(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.change_password(user=request.user, at=program.now(), password=form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("accounts:me")
    return render(request, "accounts/change_password.html", {"form": form})
