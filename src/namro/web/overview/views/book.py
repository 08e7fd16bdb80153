"""The book of points: an index and year line by line, one criterion, its cause, and the workbook."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.indices import selectors as indices
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.overview import permissions
from namro.web.overview.book_export import book_workbook
from namro.web.overview.forms import CauseForm
from namro.web.overview.selectors.book import criterion as criteria
from namro.web.overview.selectors.book.book import Book, BookEntry, Wish, book_of
from namro.web.overview.selectors.book.years import Years, years_of
from namro.web.overview.services import write_cause
from namro.web.plans import permissions as plan_permissions
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download


@require_GET
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the latest year known on the working date."""
    index, _ = _asked(request, slug)
    years = years_of(index, state_of(request).working_date)
    if not years.known:
        return _missing(request, index, 0, years, "")
    return redirect("indices:book", slug=slug, year=years.known[-1])


@require_GET
def book(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    index, posts = _asked(request, slug)
    found = _book(request, index, year, posts)
    if isinstance(found, HttpResponse):
        return found
    wish = found.wish
    context = {
        "book": found,
        "marks": found.years.marks(later=wish.later),
        "before": found.years.before(year, later=wish.later),
        "after": found.years.after(year, later=wish.later),
        "may_import": plan_permissions.may_run_plans(posts),
        "has_units": bool(posts.member_unit_ids),
    }
    return render(request, "overview/book.html", context)


@require_GET
def export(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    index, posts = _asked(request, slug)
    found = _book(request, index, year, posts)
    if isinstance(found, HttpResponse):
        return found
    state = state_of(request)
    book = book_workbook(found, today=state.working_date, is_illustration=state.illustration)
    return as_download(book, f"so-diem-{slug}-{year}.xlsx")


@require_GET
def criterion(request: HttpRequest, slug: str, year: int, code: str) -> HttpResponse:
    index, posts = _asked(request, slug)
    found = _book(request, index, year, posts)
    if isinstance(found, HttpResponse):
        return found
    return _criterion(request, found, _entry(found, code), posts)


@require_POST
def cause(request: HttpRequest, slug: str, year: int, code: str) -> HttpResponse:
    index, posts = _asked(request, slug)
    permissions.check_may_write_cause(posts)
    found = _book(request, index, year, posts)
    if isinstance(found, HttpResponse):
        return found
    entry = _entry(found, code)
    form = CauseForm(request.POST)
    if not form.is_valid():
        return _criterion(request, found, entry, posts, form=form)
    assert isinstance(request.user, User)
    try:
        changed = write_cause(
            index=index,
            year=year,
            code=code,
            name=entry.line.name,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            by=request.user,
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        form.add_error("text", refusal.sentence)
        return _criterion(request, found, entry, posts, form=form)
    messages.success(request, "Đã lưu nguyên nhân." if changed else "Không có gì thay đổi.")
    query = request.GET.urlencode()
    address = reverse("indices:criterion", args=[slug, year, code])
    return redirect(f"{address}?{query}#nguyen-nhan" if query else f"{address}#nguyen-nhan")


def _criterion(
    request: HttpRequest, found: Book, entry: BookEntry, posts: Posts, *, form: CauseForm | None = None
) -> HttpResponse:
    code, day = entry.line.code, state_of(request).working_date
    kept = entry.cause
    may_write = permissions.may_write_cause(posts)
    if form is None and may_write:
        words = {"text": kept.text if kept else "", "version": kept.version if kept else 0}
        form = CauseForm(initial=words)
    elif form is not None:
        # What was typed stays; a second try is made against the words that are there now, which the page shows.
        form.data = {"text": form.data.get("text", ""), "version": str(kept.version if kept else 0)}
    context = {
        "book": found,
        "entry": entry,
        "against": criteria.against_all(found, code),
        "history": criteria.history(found, code),
        "tasks": criteria.tasks_of(entry, day),
        "proofs": criteria.proof_of(entry, posts),
        "remarks": criteria.remarks_of(found, code, posts),
        "form": form,
        "may_import": plan_permissions.may_run_plans(posts),
    }
    return render(
        request, "overview/criterion.html", context, status=422 if form is not None and form.errors else 200
    )


def _asked(request: HttpRequest, slug: str) -> tuple[str, Posts]:
    posts = posts_of(request)
    permissions.check_may_see_indices(posts)
    index = indices.index_of(slug)
    if index is None:
        raise Http404
    return index, posts


def _book(request: HttpRequest, index: str, year: int, posts: Posts) -> Book | HttpResponse:
    """Give the book the address asks for, or the page that says why there is none and where to go."""
    day: date = state_of(request).working_date
    years = years_of(index, day)
    wish = Wish(
        basis=request.GET.get("so", ""),
        shown=request.GET.get("loc", ""),
        order=request.GET.get("xep", ""),
        later=request.GET.get("sau") == "co",
    )
    if year not in years.readable(later=wish.later):
        return _missing(request, index, year, years, "")
    try:
        return book_of(index, year, wish, years=years, posts=posts, day=day)
    except Refusal as refusal:
        return _missing(request, index, year, years, refusal.sentence)


def _missing(request: HttpRequest, index: str, year: int, years: Years, sentence: str) -> HttpResponse:
    context = {
        "index": index,
        "slug": indices.SLUGS[index],
        "year": year,
        "latest": years.known[-1] if years.known else None,
        "is_later": year in years.all and year not in years.known,
        "sentence": sentence,
    }
    known = context["is_later"] or not year
    return render(request, "overview/book_missing.html", context, status=200 if known else 404)


def _entry(found: Book, code: str) -> BookEntry:
    entry = next((one for one in found.entries if one.line.code == code and one.line.is_criterion), None)
    if entry is None:
        raise Http404
    return entry
