"""What Sở Nội vụ sets beside the rules: which leader is in charge of what, and the head of urging letters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.chase import permissions
from namro.web.chase.forms.settings import ChargeForm, HeadForm
from namro.web.chase.models import Charge
from namro.web.chase.selectors.charges import charges_shown, indices_of_tasks, leaders_on
from namro.web.chase.selectors.letter_heads import FIELDS, head_data, head_on, heads
from namro.web.chase.services.charging import end_charge, give_charge, what_of
from namro.web.chase.services.heading import set_head
from namro.web.chase.views.asking import user_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import existing, posts_of
from namro.web.organisations.selectors.units import from_the_top
from namro.web.plans.models import Plan
from namro.web.program.selectors import now, state_of


@require_http_methods(["GET", "POST"])
def charges(request: HttpRequest) -> HttpResponse:
    """Who is in charge of what; a POST puts a leader in charge."""
    posts = posts_of(request)
    permissions.check_may_be_reminded(posts)
    may_run = permissions.may_run_chase(posts)
    day = state_of(request).working_date
    leaders = {post.user_id: post.user.get_full_name() for post in leaders_on(day)}
    form = None
    if may_run:
        form = ChargeForm(
            request.POST if request.method == "POST" else None,
            initial={"since": day},
            leaders=tuple(leaders.items()),
            units=tuple(from_the_top(existing(Unit.objects.only("id", "name", "level", "sort"), on=day))),
            indices=indices_of_tasks(),
            plans=tuple(Plan.objects.only("id", "number").order_by("-year", "number")),
        )
    if request.method == "POST":
        permissions.check_may_run_chase(posts)
        if form is not None and form.is_valid():
            try:
                give_charge(
                    user=User.objects.get(pk=form.cleaned_data["leader"]),
                    since=form.cleaned_data["since"],
                    by=user_of(request),
                    posts=posts,
                    at=now(),
                    **form.target(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, "Đã ghi phân công; bậc nhắc cuối đến đúng người phụ trách.")
                return redirect("chase:charges")
    context = {
        "form": form,
        "charges": [(charge, what_of(charge)) for charge in charges_shown()],
        "leaders": list(leaders.values()),
        "may_run": may_run,
        "may_see_letters": permissions.may_see_letters(posts),
        "tab": "rules",
    }
    return render(request, "chase/charges.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def charge_end(request: HttpRequest, charge_id: int) -> HttpResponse:
    """End a charge; the working date is its last day."""
    posts = posts_of(request)
    permissions.check_may_run_chase(posts)
    charge = get_object_or_404(Charge.objects.select_related("user", "unit", "plan"), pk=charge_id)
    try:
        end_charge(
            charge=charge, last_day=state_of(request).working_date, by=user_of(request), posts=posts, at=now()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã thôi phân công; lịch sử vẫn giữ.")
    return redirect("chase:charges")


@require_http_methods(["GET", "POST"])
def letter_head(request: HttpRequest) -> HttpResponse:
    """The head of urging letters with its history; a POST sets another from a day on."""
    posts = posts_of(request)
    permissions.check_may_run_chase(posts)
    day = state_of(request).working_date
    form = HeadForm(
        request.POST if request.method == "POST" else None,
        initial=head_data(head_on(day)) | {"valid_from": day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_head(
                words={name: form.cleaned_data[name] for name in FIELDS},
                valid_from=form.cleaned_data["valid_from"],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã ghi thể thức; công văn ban hành từ nay dùng thể thức này.")
            return redirect("chase:letter_head")
    context = {"form": form, "heads": heads(), "may_run": True, "may_see_letters": True, "tab": "letters"}
    return render(request, "chase/letter_head.html", context, status=422 if request.method == "POST" else 200)
