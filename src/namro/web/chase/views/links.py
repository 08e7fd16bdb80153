"""The page of a one-use link: the only one of this room that asks for no password, and what it may be revoked by."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.chase import permissions
from namro.web.chase.limits import is_slowed, note_wrong
from namro.web.chase.models import OneUseLink
from namro.web.chase.selectors.links import LinkUseless, check_usable, link_of
from namro.web.chase.services.links import revoke_link, use_link
from namro.web.chase.views.asking import user_of
from namro.web.chase.views.faces import Form, face_of, form_of, said_in, state_label, thanks_of, version_of
from namro.web.evidence.services import MAX_BYTES
from namro.web.organisations.selectors import posts_of
from namro.web.plans.forms.reporting import DONE, STUCK, first_error
from namro.web.plans.services.reporting import ChangedMeanwhile
from namro.web.program.selectors import now, state_of

_NO_SUCH = (
    "Không có liên kết này. Hãy kiểm tra đã chép đủ địa chỉ trong thư hay tin nhắn chưa, hoặc đăng nhập."
)
_TOO_MANY = "Có quá nhiều lần thử liên kết sai từ nơi này. Hãy đợi 15 phút rồi thử lại, hoặc đăng nhập."


# No forged form can be sent here by somebody who does not hold the address, and the windows inside messaging
# programs keep no cookies.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of the one obligation or piece (changes nothing), or take the report and consume the link."""
    answer = _answer(request, token)
    add_never_cache_headers(answer)
    # The address is the key: it goes to no other site as a referrer, and into no search engine. Without any
    # referrer browsers would say that the form comes from nowhere.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    if is_slowed(request):
        return _closed(request, _TOO_MANY, 429)
    found = link_of(token)
    if found is None:
        note_wrong(request)
        return _closed(request, _NO_SUCH, 404)
    at = now()
    try:
        check_usable(found, at=at)
    except LinkUseless as useless:
        return _closed(request, useless.sentence, 410)
    form = form_of(found, request)
    if request.method != "POST":
        return _open(request, found, form)
    step, thanks = request.POST.get("buoc", ""), thanks_of(found)
    if step not in thanks:
        return _open(request, found, form, "Hãy chọn «Đã xong», «Đang làm» hoặc «Vướng mắc».", 422)
    if not form.is_valid():
        return _open(request, found, form, first_error(form), 422)
    try:
        used = use_link(
            token=token,
            done=step == DONE,
            said=said_in(form, stuck=step == STUCK),
            proof=form.proof(),
            at=at,
            version=form.cleaned_data["version"],
        )
    except LinkUseless as useless:
        return _closed(request, useless.sentence, 410)
    except ChangedMeanwhile as changed:
        found = link_of(token) or found
        form.show_against(version_of(found))
        return _open(request, found, form, changed.sentence, 409)
    except Refusal as refusal:
        return _open(request, found, form, refusal.sentence, 422)
    context = {
        "link": used,
        "obligation": used.obligation,
        "state": state_label(used),
        "thanks": thanks[step],
    }
    return render(request, "chase/link_done.html", context)


@require_POST
def revoke(request: HttpRequest, one_use_id: int) -> HttpResponse:
    found = get_object_or_404(
        OneUseLink.objects.select_related("obligation__unit", "obligation__task"), pk=one_use_id
    )
    permissions.check_may_revoke(posts_of(request), found)
    try:
        revoke_link(link=found, by=user_of(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã thu hồi liên kết; ai giữ nó cũng không mở được nữa.")
    return redirect("plans:obligation", obligation_id=found.obligation_id)


def _closed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "chase/link_closed.html", {"sentence": sentence}, status=status)


def _open(
    request: HttpRequest, found: OneUseLink, form: Form, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "link": found,
        "face": face_of(found, state_of(request).working_date),
        "form": form,
        # The one is counted as the task's measure, the other as the piece's own.
        "amount": form["achieved"] if "achieved" in form.fields else form["quantity"],
        "error": error,
        "files_lost": bool(error and request.FILES),
        "max_megabytes": MAX_BYTES // 1_000_000,
    }
    return render(request, "chase/link.html", context, status=status)
