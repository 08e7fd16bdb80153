"""The campaigns: the list, a new one, the page of one with its units, an edition."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.campaigns import permissions
from namro.web.campaigns.forms.lines import MoveForm
from namro.web.campaigns.forms.preparing import AssignForm, CampaignForm, UnitsForm, first_error
from namro.web.campaigns.models import Campaign
from namro.web.campaigns.selectors.campaigns import (
    code_choices,
    editions,
    entrant_rows,
    own_sheets,
    stage_dates,
    visible_campaigns,
)
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.open_ends import OpenEnd, open_ends
from namro.web.campaigns.selectors.waiting import waiting_in
from namro.web.campaigns.services import preparing
from namro.web.campaigns.states import STEPS, Move, Stage, moves_from, possible
from namro.web.campaigns.views.asking import campaign_for, user_of
from namro.web.organisations.models import Group, Unit
from namro.web.organisations.selectors import expand, groups_with_counts, posts_of, unit_choices
from namro.web.program.selectors import now, state_of


@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_campaigns(posts)
    context = {
        "campaigns": visible_campaigns(posts),
        "own": own_sheets(posts),
        "may_run": permissions.may_run_campaigns(posts),
    }
    return render(request, "campaigns/list.html", context)


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_run_campaigns(posts)
    if request.method == "GET":
        return render(request, "campaigns/new.html", {"form": CampaignForm()})
    form = CampaignForm(request.POST, request.FILES)
    error = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            own = form.own_rulebook()
            if data["file"]:
                toml = data["file"].read()
            else:
                toml = preparing.own_toml(own) if own else preparing.shipped_toml(data["rulebook"])
            campaign = preparing.create(
                name=data["name"],
                year=data["year"],
                toml=toml,
                dates=form.dates(),
                appraiser=posts.units[0],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, "Đã lập đợt chấm; hãy chọn các đơn vị được chấm.")
            return redirect("campaigns:detail", campaign_id=campaign.pk)
    return render(request, "campaigns/new.html", {"form": form, "error": error}, status=422)


@require_GET
def campaign_detail(request: HttpRequest, campaign_id: int) -> HttpResponse:
    return _page(request, campaign_for(request, campaign_id))


@require_http_methods(["GET", "POST"])
def campaign_units(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = campaign_for(request, campaign_id)
    posts = posts_of(request)
    permissions.check_may_run_campaigns(posts)
    if request.method == "GET":
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    form = _units_form(request, request.POST)
    if not form.is_valid():
        return _page(request, campaign, units=form, error=first_error(form))
    chosen: list[Unit | Group] = list(Unit.objects.filter(key=form.cleaned_data["unit"]))
    chosen += Group.objects.filter(key=form.cleaned_data["group"])
    if not chosen:
        return _page(request, campaign, units=form, error="Hãy chọn một nhóm hoặc một đơn vị.")
    try:
        count = preparing.add_units(
            campaign_id=campaign.pk,
            units=expand(chosen, state_of(request).working_date),
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, campaign, units=form, error=refusal.sentence)
    messages.success(request, f"Đã thêm {count} đơn vị, mỗi đơn vị một phiếu trống.")
    return redirect("campaigns:detail", campaign_id=campaign.pk)


@require_http_methods(["GET", "POST"])
def campaign_assign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = campaign_for(request, campaign_id)
    posts = posts_of(request)
    permissions.check_may_run_campaigns(posts)
    if request.method == "GET":
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    form = _assign_form(request, campaign, request.POST)
    if not form.is_valid():
        return _page(request, campaign, assign=form, error=first_error(form))
    data = form.cleaned_data
    named = Unit.objects.in_bulk([data["responsible"], data["appraiser"]], field_name="key")
    try:
        preparing.assign(
            campaign_id=campaign.pk,
            code=data["code"],
            responsible=named.get(data["responsible"]),
            appraiser=named.get(data["appraiser"]),
            by=user_of(request),
            posts=posts,
            at=now(),
        )
    except Refusal as refusal:
        return _page(request, campaign, assign=form, error=refusal.sentence)
    messages.success(request, f"Đã phân công tiêu chí {data['code']}.")
    return redirect("campaigns:detail", campaign_id=campaign.pk)


@require_http_methods(["GET", "POST"])
def campaign_move(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = campaign_for(request, campaign_id)
    posts = posts_of(request)
    permissions.check_may_run_campaigns(posts)
    if request.method == "GET":
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    form = MoveForm(request.POST)
    if not form.is_valid() or form.cleaned_data["move"] not in Move.values:
        raise Http404
    step = Move(form.cleaned_data["move"])
    if possible(campaign.stage, step) and "van-chuyen" not in request.POST:
        ends = open_ends(campaign)
        if ends:
            return _page(request, campaign, warned=step, ends=ends, reason=form.cleaned_data["reason"])
    try:
        preparing.move(
            campaign_id=campaign.pk,
            move=step,
            by=user_of(request),
            posts=posts,
            at=now(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        campaign = campaign_for(request, campaign_id)
        return _page(request, campaign, error=refusal.sentence, reason=form.cleaned_data["reason"])
    messages.success(request, f"Đợt chấm đã chuyển sang bước «{STEPS[step].after(campaign.stage).label}».")
    return redirect("campaigns:detail", campaign_id=campaign.pk)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    units: UnitsForm | None = None,
    assign: AssignForm | None = None,
    error: str = "",
    reason: str = "",
    warned: Move | None = None,
    ends: tuple[OpenEnd, ...] = (),
) -> HttpResponse:
    posts, day = posts_of(request), state_of(request).working_date
    duties = duties_of(campaign)
    rows = entrant_rows(campaign, posts, named=duties.units, today=day)
    context: dict[str, Any] = {
        "campaign": campaign,
        "dates": stage_dates(campaign, day),
        "rows": rows,
        "has_marks": campaign.stage == Stage.SUPPLEMENTING or any(row.marked for row in rows),
        "editions": editions(campaign),
        "assignments": [duties.rows[code] for code in sorted(duties.rows)],
        "error": error,
        "reason": reason,
        "may_run": permissions.may_run_campaigns(posts),
        "warned": warned,
        "ends": ends,
    }
    if permissions.may_appraise_in(posts, campaign, duties):
        context["waiting_count"] = waiting_in(campaign, posts).count()
    if context["may_run"]:
        # The lists of all units are long: they are only made when somebody is about to choose from them.
        is_choosing = campaign.stage == Stage.DRAFT or "sua" in request.GET or bool(units or assign)
        context["steps"] = moves_from(campaign.stage)
        context["is_choosing"] = is_choosing
        if is_choosing and campaign.stage in {Stage.DRAFT, Stage.SELF_SCORING}:
            context["units_form"] = units or _units_form(request)
        if is_choosing and campaign.stage != Stage.PUBLISHED:
            context["assign_form"] = assign or _assign_form(request, campaign)
    return render(request, "campaigns/detail.html", context, status=422 if error or warned else 200)


def _units_form(request: HttpRequest, data: Any = None) -> UnitsForm:
    day = state_of(request).working_date
    groups = [
        (row.group.key, f"{row.group.name} ({row.count} đơn vị)")
        for row in groups_with_counts(on=day)
        if row.count
    ]
    return UnitsForm(data, groups=groups, units=unit_choices(on=day))


def _assign_form(request: HttpRequest, campaign: Campaign, data: Any = None) -> AssignForm:
    units = unit_choices(on=state_of(request).working_date)
    return AssignForm(data, codes=code_choices(campaign), units=units)
