"""Filters that write numbers, shares and dates the Vietnamese way; loaded in every template."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from namro.core.text import format_date, format_number, format_share

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """27/9/2021; nothing for None."""
    if value is None:
        return ""
    return format_date(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def number(value: Decimal | float | None, places: int | None = None) -> str:
    """85,31; "chưa có" for None: unknown is never shown as 0."""
    if value is None:
        return "chưa có"
    return format_number(Decimal(str(value)), places)


@register.filter
def share(part: int, whole: int) -> str:
    """45/52 (86,5%)."""
    return format_share(part, whole)


@register.filter
def moment(value: datetime | None) -> str:
    """27/9/2021 14:05; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{format_date(local.date())} {local:%H:%M}"


@register.filter
def days_from(due: date | None, today: date) -> str:
    """How far a day is: "còn 5 ngày", "hôm nay", "chậm 3 ngày"; nothing for None."""
    if due is None:
        return ""
    left = (due - today).days
    if left == 0:
        return "hạn hôm nay"
    return f"còn {left} ngày" if left > 0 else f"chậm {-left} ngày"


@register.filter
def address(pk: int, name: str) -> str:
    """The address of a page named by one number, as `{% url %}` gives it; worked out once, because lists hold many."""
    return _pattern(name).replace(str(_PLACE), str(pk))


_PLACE = 987654321


@lru_cache(maxsize=64)
def _pattern(name: str) -> str:
    return reverse(name, args=[_PLACE])


@register.filter
def state(shown: TextChoices) -> SafeString:
    """The state with its mark, as `ui/_state.html` draws it; drawn once and kept, because lists show it in every row."""
    return _state(shown.value, str(shown.label))


@lru_cache(maxsize=64)
def _state(code: str, label: str) -> SafeString:
    return render_to_string("ui/_state.html", {"code": code, "label": label})
