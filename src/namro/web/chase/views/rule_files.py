"""The rules of the chase as a TOML file: taken out, looked at before they hold, taken in."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.chase import WEEKS, Rules, Step, rules_of_toml, rules_toml
from namro.core.errors import Refusal
from namro.web.chase import permissions
from namro.web.chase.forms.rule_files import TakeForm, UploadForm
from namro.web.chase.selectors.previews import preview_of
from namro.web.chase.selectors.rules import rules_on
from namro.web.chase.services.ruling import change_rules
from namro.web.chase.texts import CHANNEL_NAMES, RUNG_NAMES, rule_words
from namro.web.chase.views.asking import user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of


@require_GET
def rules_file(request: HttpRequest) -> HttpResponse:
    """The rules that hold, as a file to change and bring back."""
    permissions.check_may_be_reminded(posts_of(request))
    text = rules_toml(rules_on(state_of(request).working_date))
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="quy-tac-nhac-viec.toml"'
    return answer


@require_http_methods(["GET", "POST"])
def rules_upload(request: HttpRequest) -> HttpResponse:
    """First the file is looked at; the rules hold only when what was looked at is sent again with a reason."""
    posts = posts_of(request)
    permissions.check_may_run_chase(posts)
    if request.method != "POST":
        return _page(request, UploadForm())
    if "text" not in request.POST:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, form, status=422)
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        content = file.read()
        try:
            rules = rules_of_toml(content)
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
            return _page(request, form, status=422)
        day = state_of(request).working_date
        return _looked(request, TakeForm(initial={"text": rules_toml(rules), "valid_from": day}), rules)
    take = TakeForm(request.POST)
    try:
        rules = rules_of_toml(request.POST["text"].encode())
    except Refusal as refusal:
        form = UploadForm()
        messages.error(request, refusal.sentence)
        return _page(request, form, status=422)
    if not take.is_valid():
        return _looked(request, take, rules, status=422)
    try:
        change_rules(
            rules=rules,
            valid_from=take.cleaned_data["valid_from"],
            reason=take.cleaned_data["reason"],
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        take.add_error(None, refusal.sentence)
        return _looked(request, take, rules, status=422)
    messages.success(request, "Đã lập bản quy tắc mới; bản trước vẫn giữ trong lịch sử.")
    return redirect("chase:rules")


def _page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "may_run": True, "may_see_letters": True, "tab": "rules"}
    return render(request, "chase/rules_upload.html", context, status=status)


def _looked(request: HttpRequest, form: TakeForm, rules: Rules, status: int = 200) -> HttpResponse:
    day = state_of(request).working_date
    before = rules_on(day)
    preview = preview_of(before, rules, day)
    names = (
        ("Coi là sắp đến hạn (ngày)", before.soon_days, rules.soon_days),
        ("Coi là lâu không cập nhật (ngày)", before.silent_days, rules.silent_days),
        ("Thứ gửi bản tổng hợp", before.digest_weekday + 1, rules.digest_weekday + 1),
        ("Liên kết một lần (giờ)", before.link_hours, rules.link_hours),
    )
    context = {
        "form": form,
        "general": [row for row in names if row[1] != row[2]],
        "steps": [(_words(one.before), _words(one.after)) for one in preview.changes],
        "heard": [(RUNG_NAMES[rung], old, new) for rung, old, new in preview.heard],
        "weeks": WEEKS,
        "may_run": True,
        "may_see_letters": True,
        "tab": "rules",
    }
    return render(request, "chase/rules_preview.html", context, status=status)


def _words(step: Step | None) -> str:
    if step is None:
        return ""
    channels = ", ".join(CHANNEL_NAMES[channel] for channel in step.channels)
    return f"{rule_words(step)} ({channels}; {'trong ngày' if step.urgent else 'bản tổng hợp tuần'})"
