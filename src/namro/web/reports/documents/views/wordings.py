"""The words of documents: the list, the editor with its preview, back to the default, documents filled by hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from namro.core.errors import Refusal
from namro.core.letters.model import Letter
from namro.core.letters.templates import Template, carried_templates, letter_from
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports.documents import permissions
from namro.web.reports.documents.forms import PlacesForm, WordingForm
from namro.web.reports.documents.issuers import interior_department, issuer_of
from namro.web.reports.documents.previewing import preview_letter
from namro.web.reports.documents.selectors import latest_version, templates_in_use, versions_of, wording_of
from namro.web.reports.documents.services import back_to_default, change_wording
from namro.web.reports.documents.showing import shown
from namro.web.reports.documents.views.answering import document, stem_of, user_of


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_documents(posts)
    context = {"templates": templates_in_use(), "may_change": permissions.may_change_wording(posts)}
    return render(request, "documents/templates.html", context)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, template_key: str) -> HttpResponse:
    """The words of one template with its places and versions; a POST shows a preview or keeps a new version."""
    posts, state = posts_of(request), state_of(request)
    permissions.check_may_see_documents(posts)
    found = _template(template_key)
    if request.method == "POST":
        permissions.check_may_change_wording(posts)
    latest, words = latest_version(found.key), wording_of(found)
    form = WordingForm(
        found,
        request.POST if request.method == "POST" else None,
        wording=words,
        version=latest.version if latest else 0,
    )
    status = 200
    if request.method == "POST":
        if form.is_valid() and "xem" in request.POST:
            words = form.wording
        elif form.is_valid():
            try:
                kept = change_wording(
                    template=found,
                    wording=form.wording,
                    reason=form.cleaned_data["reason"],
                    version=form.cleaned_data["version"],
                    by=user_of(request),
                    posts=posts,
                    at=now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
                status = 422
            else:
                messages.success(request, "Đã lưu mẫu thành bản mới." if kept else "Không có gì thay đổi.")
                return redirect("documents:template", template_key=found.key)
        else:
            status = 422
    preview, is_real = preview_letter(found, words, posts, state.working_date)
    context = {
        "template": found,
        "form": form,
        "letter": shown(preview),
        "is_real": is_real,
        "latest": latest,
        "versions": versions_of(found.key),
        "may_change": permissions.may_change_wording(posts),
    }
    return render(request, "documents/template.html", context, status=status)


@require_POST
def default(request: HttpRequest, template_key: str) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_change_wording(posts)
    found = _template(template_key)
    typed = request.POST.get("version", "")
    try:
        kept = back_to_default(
            template=found,
            version=int(typed) if typed.isdecimal() and len(typed) < 9 else -1,
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            "Đã dùng lại mẫu gốc; bản đã sửa vẫn còn trong lịch sử." if kept else "Mẫu gốc đang được dùng.",
        )
    return redirect("documents:template", template_key=found.key)


@require_GET
def by_hand(request: HttpRequest, template_key: str) -> HttpResponse:
    """A document the program has no figures for: its places are typed, the file is not kept."""
    posts, state = posts_of(request), state_of(request)
    permissions.check_may_see_documents(posts)
    found = _template(template_key)
    if not found.is_filled_by_hand:
        raise Http404
    unit = next((unit for unit in posts.units if unit.pk in posts.member_unit_ids), None)
    issuer = issuer_of(unit) if unit else interior_department()
    form = PlacesForm(found, request.GET or None)

    def make() -> Letter:
        if form.is_bound and not form.is_valid():
            raise Refusal("Có ô dài quá 2000 chữ; hãy rút gọn rồi xem lại.")
        typed = form.cleaned_data if form.is_bound else {}
        values = issuer.values(state.working_date) | {
            place.name: typed.get(place.name, "") for place in found.own_places
        }
        return letter_from(found, wording_of(found), values)

    return document(
        request,
        make,
        title=found.name,
        stem=stem_of(found.key),
        back=(reverse("documents:list"), "Văn bản"),
        context={"form": form},
    )


def _template(key: str) -> Template:
    found = next((one for one in carried_templates() if one.key == key), None)
    if found is None:
        raise Http404
    return found
