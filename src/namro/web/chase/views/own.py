"""A person's own reminders, the morning page, the choice of channels."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.web.chase import permissions
from namro.web.chase.forms.own import ContactForm
from namro.web.chase.models import Contact, Gathering
from namro.web.chase.selectors import duties, lists
from namro.web.chase.services.acknowledging import acknowledge
from namro.web.chase.services.contacts import set_contact
from namro.web.chase.views.asking import user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of

PAGE = 25
_HEAPS = (Gathering.Reason.MANY, Gathering.Reason.RETURNED)
_EMPTY = (Gathering.Reason.UNMANNED, Gathering.Reason.GONE)
_WHICH = re.compile(
    r"tat-ca|(?P<notice>[0-9]{1,18})|dong-(?P<line>[0-9]{1,18})|bao-cao-(?P<duty>[0-9]{1,18})"
)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    posts, user = posts_of(request), user_of(request)
    permissions.check_may_be_reminded(posts)
    only_unseen = request.GET.get("xem") != "tat-ca"
    page = Paginator(lists.notices_of(user.pk, only_unseen=only_unseen), PAGE).get_page(
        request.GET.get("trang")
    )
    lines = lists.gatherings_of(user.pk, only_unseen=only_unseen)
    day = state_of(request).working_date
    notices = duties.duty_notices_of(user.pk, only_unseen=only_unseen)[: duties.MOST]
    duty_rows = duties.latest_rows(notices, day, posts)
    context = {
        "page": page,
        "rows": lists.notice_rows(list(page.object_list), day),
        "duty_rows": [row for row in duty_rows if not (only_unseen and row.is_settled)],
        "gatherings": lines,
        "heaps": [line for line in lines if line.reason in _HEAPS],
        "duty_lines": [line for line in lines if line.is_of_duties],
        "empty_units": [line for line in lines if line.reason in _EMPTY],
        "only_unseen": only_unseen,
        "may_run": permissions.may_run_chase(posts),
        "may_see_letters": permissions.may_see_letters(posts),
        "tab": "mine",
    }
    return render(request, "chase/mine.html", context)


@require_GET
def gathering(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """The units of one of the person's own lines: units that have nobody, or that are late in numbers."""
    posts = posts_of(request)
    permissions.check_may_be_reminded(posts)
    line = get_object_or_404(Gathering, pk=gathering_id, user=user_of(request))
    context = {
        "line": line,
        "units": lists.gathered_units(line),
        "may_see_letters": permissions.may_see_letters(posts),
        "may_run": permissions.may_run_chase(posts),
    }
    return render(request, "chase/gathering.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Say that one reminder, or all, are known."""
    permissions.check_may_be_reminded(posts_of(request))
    which = _WHICH.fullmatch(request.POST.get("nhac", ""))
    if which is None:
        messages.error(request, "Không rõ nhắc việc nào; hãy bấm lại ở dòng cần đánh dấu.")
        return redirect("chase:mine")
    count = acknowledge(
        by=user_of(request),
        at=now(),
        notice_id=int(which["notice"]) if which["notice"] else None,
        gathering_id=int(which["line"]) if which["line"] else None,
        duty_notice_id=int(which["duty"]) if which["duty"] else None,
    )
    messages.success(
        request,
        f"Đã đánh dấu đã biết {count} nhắc việc." if count else "Nhắc việc này đã được đánh dấu từ trước.",
    )
    return redirect("chase:mine")


@require_GET
def morning(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_be_reminded(posts)
    day = state_of(request).working_date
    context = {
        "morning": lists.morning_page(posts, day),
        "duties": duties.morning_duties(posts, day),
        "may_run": permissions.may_run_chase(posts),
        "may_see_letters": permissions.may_see_letters(posts),
        "tab": "morning",
    }
    return render(request, "chase/morning.html", context)


@require_http_methods(["GET", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    posts, user = posts_of(request), user_of(request)
    permissions.check_may_be_reminded(posts)
    contact = Contact.objects.filter(user=user).first() or Contact(user=user)
    way = {(True, False): "email", (False, True): "hook", (True, True): "both"}.get(
        (contact.by_email and bool(user.email), contact.by_hook), "none"
    )
    initial = {"email": user.email, "phone": contact.phone, "way": way}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        set_contact(
            by=user,
            at=now(),
            email=data["email"],
            phone=data["phone"],
            by_email=data["way"] in ("email", "both"),
            by_hook=data["way"] in ("hook", "both"),
        )
        messages.success(request, "Đã ghi kênh nhận nhắc việc.")
        return redirect("chase:channels")
    context = {
        "form": form,
        "has_mail": settings.NAMRO_MAIL,
        "has_hook": bool(settings.NAMRO_HOOK_URL),
        "bulletins": lists.bulletins_of(user.pk),
        "may_run": permissions.may_run_chase(posts),
        "may_see_letters": permissions.may_see_letters(posts),
        "tab": "channels",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chase/channels.html", context, status=status)
