"""Slows down whoever tries links that do not exist."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from namro.web.chase.models import WrongLink

MOST_WRONG = 20
WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=1)


def is_slowed(request: HttpRequest) -> bool:
    """Say whether the caller's address tried too many wrong links of late."""
    since = timezone.now() - WITHIN
    tries = WrongLink.objects.filter(address=_address(request), at__gte=since)
    return tries.count() >= MOST_WRONG


def note_wrong(request: HttpRequest) -> None:
    """Count a wrong try, and forget those of yesterday."""
    now = timezone.now()
    WrongLink.objects.filter(at__lt=now - KEPT).delete()
    WrongLink.objects.create(address=_address(request), at=now)


def _address(request: HttpRequest) -> str:
    # A hash: who calls is nobody's business once the quarter of an hour is over.
    caller = f"{settings.SECRET_KEY}:{request.META.get('REMOTE_ADDR', '')}"
    return hashlib.sha256(caller.encode()).hexdigest()
