"""Pages that make documents: progress, remedy plan, self-assessment, ranking notice; each like the thing itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from namro.core.letters.model import Letter
from namro.core.letters.templates import template_called
from namro.web.campaigns import permissions as campaign_permissions
from namro.web.campaigns.models import INVENTED_NAME
from namro.web.campaigns.selectors.campaigns import visible_campaigns
from namro.web.campaigns.selectors.sheets import sheet_of
from namro.web.campaigns.states import Stage
from namro.web.campaigns.views.asking import campaign_for, sheet_for
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Plan
from namro.web.program.selectors import state_of
from namro.web.reports.documents import permissions, progress, ranking, remedy, sheet
from namro.web.reports.documents.facts import books_of_plan, index_facts
from namro.web.reports.documents.periods import (
    TODAY,
    closing_choice,
    closings,
    periods_to_choose,
    progress_period,
)
from namro.web.reports.documents.progress_figures import progress_of
from namro.web.reports.documents.selectors import templates_in_use, wording_of
from namro.web.reports.documents.views.answering import document, stem_of


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """What can be made here, and from which page the rest is made."""
    posts = posts_of(request)
    permissions.check_may_see_documents(posts)
    context = {
        "plans": Plan.objects.defer("heading", "findings").order_by("-issued_on", "-id"),
        "own": [unit for unit in posts.units if unit.pk in posts.member_unit_ids],
        "campaigns": visible_campaigns(posts).filter(stage=Stage.PUBLISHED)[:20],
        "templates": templates_in_use(),
        "may_province": permissions.may_make_province_documents(posts),
        "may_change": permissions.may_change_wording(posts),
    }
    return render(request, "documents/documents.html", context)


@require_GET
def progress_report(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The progress report of a plan: of the whole province, or with `?don-vi=` of one unit.

    Its figures are those of the end of the period; with `?chot=hom-nay` those of the working date.
    """
    posts, state = posts_of(request), state_of(request)
    permissions.check_may_see_documents(posts)
    plan = get_object_or_404(Plan.objects.defer("heading", "findings"), pk=plan_id)
    key = request.GET.get("don-vi", "")
    if not key and not permissions.may_make_province_documents(posts) and posts.units:
        key = next((unit.key for unit in posts.units if unit.pk in posts.member_unit_ids), "")
    unit = get_object_or_404(Unit, key=key) if key else None
    if unit is None:
        permissions.check_may_make_province_documents(posts)
    else:
        permissions.check_may_make_unit_documents(posts, unit)
    day = state.working_date
    choices, asked = periods_to_choose(day), request.GET.get("chot", "")
    chosen = request.GET.get("ky") or next(
        (one.key for one in choices if one.key.split("-")[1][0] == "Q"), ""
    )

    def make() -> Letter:
        period = progress_period(chosen, day)
        closing = closing_choice(period, asked, day)
        found = progress_of(plan, unit, posts, closing)
        facts = index_facts(posts, closing) if unit is None else ()
        words = wording_of(template_called(progress.KEY))
        return progress.progress_letter(found, period, facts, words, made_on=day, invented=state.illustration)

    return document(
        request,
        make,
        title=f"Báo cáo tiến độ {plan}",
        stem=stem_of(
            "bao cao tien do",
            chosen,
            unit.key if unit else "toan tinh",
            "so hom nay" if asked == TODAY else "",
        ),
        back=(reverse("plans:detail", args=[plan.pk]), str(plan)),
        context={
            "periods": choices,
            "chosen": chosen,
            "unit": unit,
            "is_progress": True,
            "closings": closings(choices, chosen, asked, day),
        },
    )


@require_GET
def remedy_plan(request: HttpRequest) -> HttpResponse:
    """The remedy plan for a year, proposed from the latest books of points known on the working date."""
    posts, state = posts_of(request), state_of(request)
    permissions.check_may_make_province_documents(posts)
    day = state.working_date
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else day.year + 1

    def make() -> Letter:
        words = wording_of(template_called(remedy.KEY))
        books = books_of_plan(posts, day, year - 1)
        return remedy.remedy_letter(books, year, words, day=day, invented=state.illustration)

    return document(
        request,
        make,
        title=f"Kế hoạch khắc phục năm {year}",
        stem=stem_of("ke hoach khac phuc", str(year)),
        back=(reverse("indices:list"), "Chỉ số và sổ điểm"),
        context={
            "note": "Dự thảo lập từ sổ điểm; sửa trong Word rồi nhập lại ở trang Nhập văn bản để giao việc."
        },
    )


@require_GET
def self_assessment(request: HttpRequest, entrant_id: int) -> HttpResponse:
    """The self-assessment of a unit: whoever may see the sheet."""
    entrant, _ = sheet_for(request, entrant_id)
    day = state_of(request).working_date

    def make() -> Letter:
        words = wording_of(template_called(sheet.KEY))
        invented = entrant.campaign.name == INVENTED_NAME
        return sheet.sheet_letter(entrant, sheet_of(entrant, "tat-ca"), words, day=day, invented=invented)

    return document(
        request,
        make,
        title=f"Tờ trình tự đánh giá: {entrant.unit.name}",
        stem=stem_of("tu danh gia", str(entrant.campaign.year), entrant.unit.key),
        back=(reverse("campaigns:sheet", args=[entrant.pk]), "Phiếu chấm điểm"),
    )


@require_GET
def ranking_notice(request: HttpRequest, campaign_id: int, edition: int) -> HttpResponse:
    """The notice of a published edition: whoever may see the campaign."""
    campaign = campaign_for(request, campaign_id)
    campaign_permissions.check_may_see_campaign(posts_of(request), campaign)
    publication = campaign.publications.defer("content").filter(edition=edition).first()
    if publication is None:
        raise Http404

    def make() -> Letter:
        words = wording_of(template_called(ranking.KEY))
        return ranking.ranking_letter(campaign, publication, words, invented=campaign.name == INVENTED_NAME)

    return document(
        request,
        make,
        title=f"Thông báo xếp hạng: {campaign.name}",
        stem=stem_of("thong bao xep hang", str(campaign.year), f"ban {edition}"),
        back=(reverse("campaigns:publication", args=[campaign.pk, edition]), "Kết quả công bố"),
    )
