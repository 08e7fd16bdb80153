"""Reads of the record of changes, limited to what the person may see."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from namro.web.audit.models import Entry
from namro.web.ui.people import Viewer


def visible(viewer: Viewer) -> QuerySet[Entry]:
    """Give everything to who sees the whole province, to others what concerns their units."""
    if viewer.sees_whole_province:
        return Entry.objects.all()
    return Entry.objects.filter(unit_key__in=viewer.unit_keys)


def search(
    viewer: Viewer,
    *,
    who: str = "",
    about: str = "",
    action: str = "",
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[Entry]:
    """Give the visible entries that match; `start` and `end` are days, both included."""
    # In the order of writing: the working date may have been set back in between.
    entries = visible(viewer).order_by("-id")
    if who:
        entries = entries.filter(Q(by__icontains=who) | Q(by_username__icontains=who))
    if about:
        entries = entries.filter(
            Q(subject__icontains=about) | Q(unit_key__iexact=about) | Q(reason__icontains=about)
        )
    if action:
        entries = entries.filter(action=action)
    if start:
        entries = entries.filter(at__gte=_midnight(start))
    if end:
        entries = entries.filter(at__lt=_midnight(end + timedelta(days=1)))
    return entries


def actions(viewer: Viewer) -> list[str]:
    """Give the names of the actions that the person can find in the record."""
    return sorted(visible(viewer).order_by().values_list("action", flat=True).distinct())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
