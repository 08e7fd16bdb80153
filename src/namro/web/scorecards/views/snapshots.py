"""Snapshots, taking one, and what changed between two days."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.core.scorecards import CHANGES
from namro.web.organisations.selectors import posts_of
from namro.web.plans.views.asking import user_of
from namro.web.program.selectors import now, state_of
from namro.web.scorecards import permissions
from namro.web.scorecards.exports import moved_workbook
from namro.web.scorecards.forms import SnapshotForm
from namro.web.scorecards.models import Snapshot
from namro.web.scorecards.selectors.snapshots import SHOWN_OF_HEAP, Compared, compared, moved, snapshots
from namro.web.scorecards.services.snapshots import take
from namro.web.ui.workbooks import as_download

_MOST = 60_000
_LABELS = {change.code: change.label for change in CHANGES}


@require_GET
def snapshot_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    day = state_of(request).working_date
    context = {
        "snapshots": list(snapshots()[:200]),
        "form": SnapshotForm(initial={"day": day}) if permissions.may_take_snapshots(posts) else None,
    }
    return render(request, "scorecards/snapshots.html", context)


@require_http_methods(["GET", "POST"])
def take_one(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_take_snapshots(posts)
    if request.method == "GET":
        return redirect("scorecards:snapshots")
    form = SnapshotForm(request.POST)
    if form.is_valid():
        try:
            made = take(
                day=form.cleaned_data["day"],
                name=form.cleaned_data["name"],
                by=user_of(request),
                posts=posts,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error("day", refusal.sentence)
        else:
            messages.success(request, f"Đã chụp {made.count} phần việc.")
            return redirect("scorecards:difference", snapshot_id=made.pk)
    context = {"snapshots": list(snapshots()[:200]), "form": form}
    return render(request, "scorecards/snapshots.html", context, status=422)


@require_GET
def difference(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    first, second = _sides(request, snapshot_id)
    state = state_of(request)
    code = request.GET.get("muc", "")
    context: dict[str, Any] = {"snapshot": first, "second": second, "snapshots": list(snapshots()[:200])}
    try:
        found = compared(first, second, today=state.working_date, posts=posts)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return render(request, "scorecards/difference.html", context, status=422)
    context |= {
        "found": found,
        "code": code if code in _LABELS else "",
        "label": _LABELS.get(code, ""),
        "moved": moved(found, code) if code in _LABELS else (),
        "count": len(found.difference.of(code)),
        "most": SHOWN_OF_HEAP,
    }
    return render(request, "scorecards/difference.html", context)


@require_GET
def export(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_own(posts)
    first, second = _sides(request, snapshot_id)
    state = state_of(request)
    try:
        found: Compared = compared(first, second, today=state.working_date, posts=posts)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("scorecards:snapshots")
    code = request.GET.get("muc", "")
    codes = [code] if code in _LABELS else [one for one in _LABELS if one != "giu-nguyen"]
    rows = [row for one in codes for row in moved(found, one, most=_MOST)]
    label = _LABELS.get(code, "mọi thay đổi").capitalize()
    is_invented = first.is_illustration or state.illustration
    return as_download(moved_workbook(found, label, rows, is_illustration=is_invented), "thay-doi.xlsx")


def _sides(request: HttpRequest, snapshot_id: int) -> tuple[Snapshot, Snapshot | None]:
    """Give the two snapshots, the earlier day first; the second is None for how things stand now."""
    first = get_object_or_404(Snapshot, pk=snapshot_id)
    other = request.GET.get("voi", "")
    second = Snapshot.objects.filter(pk=int(other)).first() if other.isdecimal() and len(other) < 19 else None
    if second is not None and (second.day, second.pk) < (first.day, first.pk):
        first, second = second, first
    return first, second
