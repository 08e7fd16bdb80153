"""The settings of the program: the date on which it works, and whether its progress is invented."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from namro.core.text import format_date
from namro.web.program import permissions, selectors, services
from namro.web.program.forms import WorkingDateForm
from namro.web.ui.people import viewer_of


def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings; a POST sets the working date."""
    viewer = viewer_of(request)
    permissions.check_may_see_settings(viewer)
    form = WorkingDateForm(request.POST or None, initial={"day": selectors.state_of(request).working_date})
    if request.method == "POST":
        permissions.check_may_set_working_date(viewer)
        if form.is_valid():
            day = form.cleaned_data["day"]
            assert request.user.is_authenticated  # permissions asked for a post
            services.set_working_date(by=request.user, at=selectors.now(), day=day)
            messages.success(request, f"Ngày làm việc bây giờ là {format_date(day)}.")
            return redirect("program:settings")
    return render(
        request, "program/settings.html", {"form": form, "may_set": permissions.may_set_working_date(viewer)}
    )
