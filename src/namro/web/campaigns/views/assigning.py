"""Who answers for which criterion: the whole table at once, by spreadsheet, or as in an earlier campaign."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.indices.filled_sheets import read_assignments
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Campaign
from namro.web.campaigns.selectors.assigning import (
    Names,
    duty_rows,
    earlier_campaigns,
    names_kept,
    units_by_name,
)
from namro.web.campaigns.services import assigning
from namro.web.campaigns.states import Stage
from namro.web.campaigns.views.asking import campaign_for, user_of
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of
from namro.web.ui.workbooks import as_download

MAX_BYTES = 5_000_000
_SECONDS, _MEGABYTES = 20, 300


@require_http_methods(["GET", "POST"])
def assign_table(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The table of all lines; what a file says stands in the boxes until somebody presses the button."""
    campaign, posts = campaign_for(request, campaign_id), posts_of(request)
    permissions.check_may_run_campaigns(posts)
    if request.method == "GET":
        return _page(request, campaign)
    common: dict[str, Any] = {
        "campaign_id": campaign.pk, "by": user_of(request), "posts": posts, "at": now(),
    }  # fmt: skip
    typed: Names | None = None
    try:
        match request.POST.get("viec"):
            case "tep":
                typed = _from_file(request)
                unknown = [code for code in typed if code not in {row.code for row in duty_rows(campaign)}]
                if unknown:
                    typed = None
                    raise Refusal(
                        f"Bộ tiêu chí không có mã {', '.join(unknown[:10])}; hãy sửa trong bảng rồi nhập lại."
                    )
                _, errors = assigning.matched(typed, units_by_name(state_of(request).working_date))
                return _page(request, campaign, typed=typed, errors=errors, from_file=True)
            case "nhu-dot":
                source = request.POST.get("dot", "")
                if not source.isdecimal() or len(source) > 9:
                    raise Refusal("Hãy chọn đợt chấm để lấy phân công.")
                count, missing = assigning.copy_assignments(from_id=int(source), **common)
                told = f" Bộ tiêu chí này không có mã {', '.join(missing[:10])}." if missing else ""
                messages.success(request, f"Đã đổi phân công của {count} tiêu chí.{told}")
                return redirect("campaigns:assign_table", campaign_id=campaign.pk)
        typed = _typed(request, campaign)
        pairs, errors = assigning.matched(typed, units_by_name(state_of(request).working_date))
        if errors:
            return _page(request, campaign, typed=typed, errors=errors)
        count = assigning.assign_many(pairs=pairs, **common)
    except Refusal as refusal:
        return _page(request, campaign, typed=typed, error=refusal.sentence)
    messages.success(request, f"Đã đổi phân công của {count} tiêu chí.")
    return redirect("campaigns:assign_table", campaign_id=campaign.pk)


@require_GET
def assign_export(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = campaign_for(request, campaign_id)
    permissions.check_may_run_campaigns(posts_of(request))
    units = [unit.name for unit in units_by_name(state_of(request).working_date).values()]
    sheet = assigning.assignment_sheet(campaign.name, duty_rows(campaign), units)
    return as_download(sheet, f"phan-cong-{campaign.pk}.xlsx")


def _from_file(request: HttpRequest) -> Names:
    upload = request.FILES.get("tep")
    if upload is None:
        raise Refusal("Hãy chọn tệp Excel phân công.")
    if (upload.size or 0) > MAX_BYTES:
        raise Refusal("Tệp phân công lớn hơn 5 MB; hãy dùng đúng bảng đã xuất từ trang này.")
    read = partial(read_assignments, upload.name or "", upload.read())
    return cli_guard.run_guarded(read, seconds=_SECONDS, megabytes=_MEGABYTES)


def _typed(request: HttpRequest, campaign: Campaign) -> Names:
    """Give the names in the boxes; with "dat" those at the head of the table go to every ticked line."""
    kept = names_kept(campaign)
    if request.POST.get("viec") == "dat":
        chosen = request.POST.getlist("chon")
        if not chosen:
            raise Refusal("Hãy đánh dấu ít nhất một dòng.")
        pair = (request.POST.get("nhap-chung", ""), request.POST.get("tham-dinh-chung", ""))
        return dict.fromkeys(chosen, pair)
    return {
        row.code: (
            request.POST.get(f"nhap-{row.code}", kept.get(row.code, ("", ""))[0]),
            request.POST.get(f"tham-dinh-{row.code}", kept.get(row.code, ("", ""))[1]),
        )
        for row in duty_rows(campaign)
    }


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    typed: Names | None = None,
    errors: dict[str, str] | None = None,
    error: str = "",
    from_file: bool = False,
) -> HttpResponse:
    rows = duty_rows(campaign, typed, errors)
    context = {
        "campaign": campaign,
        "rows": rows,
        "changed": sum(row.is_changed for row in rows),
        "errors": errors,
        "error": error,
        "from_file": from_file,
        "unit_names": [unit.name for unit in units_by_name(state_of(request).working_date).values()],
        "earlier": earlier_campaigns(campaign),
        "is_closed": campaign.stage == Stage.PUBLISHED,
    }
    status = 422 if error or errors else 200
    return render(request, "campaigns/assign.html", context, status=status)
