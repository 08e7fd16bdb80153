"""Who asks, and for which report."""

from django.http import Http404, HttpRequest

from namro.web.accounts.models import User
from namro.web.organisations.selectors import posts_of
from namro.web.reports.models import Report
from namro.web.reports.permissions import check_may_see_report
from namro.web.reports.selectors.page import find_report


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def report_for(request: HttpRequest, report_id: int) -> Report:
    """Give a report the person may see."""
    found = find_report(report_id)
    if found is None:
        raise Http404
    check_may_see_report(posts_of(request), found)
    return found
