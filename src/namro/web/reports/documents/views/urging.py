"""Urging letters as official documents: one of them, or all drafts at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from namro.core.errors import Refusal
from namro.core.letters.docx import docx
from namro.core.letters.model import Letter
from namro.core.letters.pdf import pdf
from namro.core.letters.templates import template_called
from namro.web.chase import permissions as chase_permissions
from namro.web.chase.models import UrgingLetter
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import state_of
from namro.web.reports.documents import urging
from namro.web.reports.documents.forms import UrgencyForm
from namro.web.reports.documents.packing import joined
from namro.web.reports.documents.selectors import wording_of
from namro.web.reports.documents.views.answering import document, download

MOST_AT_ONCE = 300
# Each is drawn in about 50 ms: more of them are made in the background, asked for on a page of its own.
MOST_IN_A_REQUEST = 20
FORMS = {"zip-docx": "docx", "zip-pdf": "pdf", "pdf": "pdf"}


@require_GET
def one_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One urging letter: whoever may see it in the register of letters."""
    found = get_object_or_404(UrgingLetter.objects.select_related("unit"), pk=letter_id)
    posts = posts_of(request)
    chase_permissions.check_may_see_letter(posts, found)
    invented = state_of(request).illustration
    wording = wording_of(template_called(urging.KEY))
    is_asked = "khan" in request.GET
    form = UrgencyForm(request.GET if is_asked else None, initial={"khan": wording.get("urgency", "")})

    def make() -> Letter:
        if is_asked and not form.is_valid():
            raise Refusal("Mức độ khẩn không có; hãy chọn trong danh sách.")
        words = {**wording, "urgency": form.cleaned_data["khan"]} if is_asked else wording
        return urging.urging_letter(found, words, invented=invented)

    return document(
        request,
        make,
        title=f"Công văn đôn đốc {found.unit.name}",
        stem=urging.file_stem(found),
        back=(reverse("chase:letter", args=[found.pk]), "Công văn đôn đốc"),
        context={
            "form": form,
            "form_note": "Dấu khẩn do người ký quyết định; chương trình không lưu lựa chọn này.",
        },
    )


@require_GET
def many_letters(request: HttpRequest) -> HttpResponse:
    """All drafts, or the letters named by `cv`, as one ZIP with a file per unit or as one PDF; many in the background."""
    posts = posts_of(request)
    chase_permissions.check_may_see_letters(posts)
    asked = request.GET.get("dang", "")
    form = FORMS.get(asked)
    named = [
        int(one) for one in request.GET.getlist("cv")[:MOST_AT_ONCE] if one.isdecimal() and len(one) < 12
    ]
    letters = UrgingLetter.objects.select_related("unit").order_by("unit__sort", "id")
    letters = letters.filter(pk__in=named) if named else letters.filter(state=UrgingLetter.State.DRAFT)
    found = list(letters[:MOST_AT_ONCE])
    if form is None or not found:
        return _nothing(request)
    if len(found) > MOST_IN_A_REQUEST:
        return redirect(f"{reverse('briefing:letters')}?{request.GET.urlencode()}")
    words, invented = wording_of(template_called(urging.KEY)), state_of(request).illustration
    draw = docx if form == "docx" else pdf
    drawn = [(one, draw(urging.urging_letter(one, words, invented=invented))) for one in found]
    stem = f"cong-van-don-doc-{state_of(request).working_date:%Y%m%d}"
    if asked == "pdf":
        return download(joined(content for _, content in drawn), f"{stem}.pdf", "application/pdf")
    return download(urging.urging_archive(drawn, form), f"{stem}.zip", "application/zip")


def _nothing(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "Chưa có dự thảo công văn nào để tải; hãy chọn đơn vị rồi soạn trước.")
    return redirect("chase:letters")
