"""Urging letters: who is late, drafts, numbering, print and file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.core.text import format_date
from namro.web.chase import permissions
from namro.web.chase.forms.own import IssueForm
from namro.web.chase.models import UrgingLetter
from namro.web.chase.selectors.late_units import late_units, letters
from namro.web.chase.services.urging import discard_draft, draft_letter, issue_letter
from namro.web.chase.urging_document import dated_items, dated_reports, opening_lines, since_lines
from namro.web.chase.views.asking import user_of
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.program.selectors import now, state_of

MOST_AT_ONCE = 100


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The units that are late and the letters so far; a POST drafts letters to the units chosen."""
    posts = posts_of(request)
    permissions.check_may_see_letters(posts)
    day = state_of(request).working_date
    if request.method == "POST":
        permissions.check_may_write_letters(posts)
        return _draft(request, posts)
    context = {
        "late": late_units(day),
        "letters": letters(),
        "may_write": permissions.may_write_letters(posts),
        "may_run": permissions.may_run_chase(posts),
        "may_see_letters": True,
        "tab": "letters",
    }
    return render(request, "chase/letters.html", context)


def _draft(request: HttpRequest, posts: Posts) -> HttpResponse:
    keys = request.POST.getlist("don-vi")[:MOST_AT_ONCE]
    units = list(Unit.objects.filter(key__in=keys).order_by("sort"))
    if not units:
        messages.error(request, "Hãy chọn ít nhất một đơn vị để soạn công văn đôn đốc.")
        return redirect("chase:letters")
    made: list[UrgingLetter] = []
    for unit in units:
        try:
            made.append(
                draft_letter(
                    unit=unit, day=state_of(request).working_date, by=user_of(request), posts=posts, at=now()
                )
            )
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
    if len(made) == 1:
        return redirect("chase:letter", letter_id=made[0].pk)
    if made:
        messages.success(request, f"Đã soạn {len(made)} dự thảo công văn đôn đốc.")
    return redirect("chase:letters")


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter to read and print; a POST gives the draft its number and date."""
    posts, found = posts_of(request), _find(letter_id)
    permissions.check_may_see_letter(posts, found)
    may_write = permissions.may_write_letters(posts) and found.state == UrgingLetter.State.DRAFT
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        initial={"dated": state_of(request).working_date},
    )
    if request.method == "POST":
        permissions.check_may_write_letters(posts)
        if form.is_valid():
            try:
                issue_letter(
                    letter=found,
                    number=form.cleaned_data["number"],
                    dated=form.cleaned_data["dated"],
                    by=user_of(request),
                    posts=posts,
                    at=now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, "Đã ghi số và ngày; công văn được giữ nguyên từ nay.")
                return redirect("chase:letter", letter_id=found.pk)
    since = found.content["since"]
    context = {
        "letter": found,
        "form": form,
        "may_write": may_write,
        "opening": opening_lines(found.content, format_date(found.day)),
        "items": dated_items(found.content),
        "reports": dated_reports(found.content),
        "new": set(since["new"]) if since else set(),
        "since_lines": since_lines(found.content),
        "may_see_letters": permissions.may_see_letters(posts),
    }
    return render(request, "chase/letter.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def letter_file(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The former address of the file; the document is made where all documents are."""
    permissions.check_may_see_letter(posts_of(request), _find(letter_id))
    return redirect(f"{reverse('documents:urging', args=[letter_id])}?dang=docx")


@require_POST
def discard(request: HttpRequest, letter_id: int) -> HttpResponse:
    posts, found = posts_of(request), _find(letter_id)
    permissions.check_may_write_letters(posts)
    try:
        discard_draft(letter=found, by=user_of(request), posts=posts, at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Đã bỏ dự thảo; có thể soạn lại bất cứ lúc nào.")
    return redirect("chase:letters")


def _find(letter_id: int) -> UrgingLetter:
    return get_object_or_404(UrgingLetter.objects.select_related("unit"), pk=letter_id)
