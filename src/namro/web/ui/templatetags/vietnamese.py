"""Filters that write numbers, shares and dates the Vietnamese way; loaded in every template."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

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
