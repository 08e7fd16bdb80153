"""A document as an answer: its page with a preview, or the file that was asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from namro.core.errors import Refusal
from namro.core.letters.docx import docx
from namro.core.letters.model import Letter
from namro.core.letters.pdf import pdf
from namro.core.letters.xlsx import xlsx
from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.reports.documents.showing import has_tables, shown

DRAWN: Mapping[str, tuple[Callable[[Letter], bytes], str]] = {
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf"),
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def document(
    request: HttpRequest,
    make: Callable[[], Letter],
    *,
    title: str,
    stem: str,
    back: tuple[str, str],
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Give the page of a document, or with `?dang=docx` the file; what cannot be made says why on the page."""
    asked = request.GET.get("dang", "")
    page: dict[str, Any] = {"title": title, "back": back, "query": _without_form(request), **(context or {})}
    try:
        letter = make()
        if asked in DRAWN:
            return download(DRAWN[asked][0](letter), f"{stem}.{asked}", DRAWN[asked][1])
    except Refusal as refusal:
        return render(request, "documents/document.html", page | {"error": refusal.sentence}, status=422)
    page |= {"letter": shown(letter), "has_tables": has_tables(letter)}
    return render(request, "documents/document.html", page)


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Give a file to keep."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def stem_of(*parts: str) -> str:
    """Give a file name of plain letters from words."""
    joined = "-".join(fold(part) for part in parts if part)
    return "-".join("".join(sign if sign.isalnum() else " " for sign in joined).split())[:120]


def user_of(request: HttpRequest) -> User:
    """Give the person; every page asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user


def _without_form(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("dang", None)
    return kept.urlencode()
