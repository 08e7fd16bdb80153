"""What every page here asks first: who asks, and about which task."""

from django.http import Http404, HttpRequest

from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Task
from namro.web.plans.selectors.tasks import find_task
from namro.web.recurrences import permissions


def user_of(request: HttpRequest) -> User:
    """Give the person; every page asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user


def reader_of(request: HttpRequest) -> Posts:
    """Give the posts of somebody who may read here."""
    posts = posts_of(request)
    permissions.check_may_see_recurrences(posts)
    return posts


def task_for(task_id: int) -> Task:
    """Give the task, or answer that there is none."""
    task = find_task(task_id)
    if task is None:
        raise Http404
    return task
