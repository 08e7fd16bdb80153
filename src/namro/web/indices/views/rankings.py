"""Rankings of the provinces: the list of a year, why a rank, one province over the years, what does not follow."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from namro.core.indices.results_provinces import Province
from namro.core.indices.results_years import WHY_NOT_ADDED
from namro.web.indices import (
    exports,
    permissions,
    province_selectors,
    ranking_selectors,
    result_checks,
)
from namro.web.indices.forms import RankingForm
from namro.web.indices.ranking_selectors import RankingList
from namro.web.indices.selectors import FULL_NAMES, index_of
from namro.web.indices.tables import PAPI
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import state_of
from namro.web.ui.workbooks import as_download


def _open(request: HttpRequest, slug: str) -> tuple[str, date]:
    """Give the index of the address and the working date; whoever holds no post is refused."""
    permissions.check_may_see_results(posts_of(request))
    index = index_of(slug)
    if index is None:
        raise Http404
    return index, state_of(request).working_date


def _list(request: HttpRequest, index: str, year: int, day: date) -> tuple[RankingList, RankingForm]:
    form = RankingForm(request.GET)
    form.full_clean()
    shown = ranking_selectors.ranking_list(index, year, day=day, code=form.code, chosen=form.chosen)
    if shown is None:
        raise Http404
    return shown, form


def _province(key: str) -> Province:
    found = province_selectors.find(key)
    if found is None:
        raise Http404
    return found


@require_GET
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    index, day = _open(request, slug)
    known = ranking_selectors.years(index, day=day)
    if known:
        return redirect("rankings:year", slug=slug, year=known[0])
    return render(request, "indices/ranking_none.html", {"index": index, "slug": slug})


@require_GET
def year_list(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    index, day = _open(request, slug)
    shown, form = _list(request, index, year, day)
    context = {
        "index": index,
        "slug": slug,
        "full_name": FULL_NAMES[index],
        "list": shown,
        "rows": ranking_selectors.ordered(shown.rows, form.order),
        "order": form.order,
        "form": form,
        "years": ranking_selectors.years(index, day=day),
        "options": ranking_selectors.options(index, year, day=day),
        "change": ranking_selectors.change_words(index, year, day=day),
    }
    return render(request, "indices/ranking.html", context)


@require_GET
def export(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    index, day = _open(request, slug)
    shown, form = _list(request, index, year, day)
    rows = ranking_selectors.ordered(shown.rows, form.order)
    return as_download(exports.ranking_workbook(shown, rows, today=day), f"xep-hang-{slug}-{year}.xlsx")


@require_GET
def as_now(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The provinces of today with what the points of their old parts allow to say."""
    index, day = _open(request, slug)
    areas = ranking_selectors.as_now(index, year, day=day)
    if areas is None:
        raise Http404
    context = {"index": index, "slug": slug, "year": year, "areas": areas, "why_not": WHY_NOT_ADDED}
    return render(request, "indices/ranking_as_now.html", context)


@require_GET
def why(request: HttpRequest, slug: str, year: int, province: str) -> HttpResponse:
    index, day = _open(request, slug)
    place = _province(province)
    if index != PAPI:
        return redirect("rankings:province", slug=slug, province=province)
    shown = province_selectors.why_rank_of(place, year, day=day)
    if shown is None:
        raise Http404
    return render(request, "indices/rank_why.html", {"index": index, "slug": slug, "why": shown})


@require_GET
def province(request: HttpRequest, slug: str, province: str) -> HttpResponse:
    index, day = _open(request, slug)
    life = province_selectors.life(index, _province(province), day=day)
    context = {
        "index": index,
        "slug": slug,
        "life": life,
        "why_not": WHY_NOT_ADDED,
        "is_reckoned": index == PAPI,
    }
    return render(request, "indices/province.html", context)


@require_GET
def checks(request: HttpRequest, slug: str) -> HttpResponse:
    index, day = _open(request, slug)
    return render(
        request,
        "indices/checks.html",
        {"index": index, "slug": slug, "checked": result_checks.checked(index, day=day)},
    )
