"""What every page here asks first."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from namro.web.accounts.models import User
from namro.web.measures import permissions
from namro.web.measures.models import TaskMeasure
from namro.web.organisations.selectors import Posts, posts_of
from namro.web.plans.models import Task


def user_of(request: HttpRequest) -> User:
    """Give the person; every page asks for sign-in first."""
    assert isinstance(request.user, User)
    return request.user


def reader_of(request: HttpRequest) -> Posts:
    """Give the posts of somebody who may read here."""
    posts = posts_of(request)
    permissions.check_may_see_measures(posts)
    return posts


def task_for(task_id: int) -> Task:
    """Give the task, or answer that there is none."""
    return get_object_or_404(Task.objects.select_related("plan"), pk=task_id)


def measure_for(measure_id: int) -> TaskMeasure:
    """Give the measure, or answer that there is none."""
    return get_object_or_404(TaskMeasure.objects.select_related("task__plan"), pk=measure_id)
