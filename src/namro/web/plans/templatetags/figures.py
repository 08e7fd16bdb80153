"""Writes measured figures without the zeros a database column adds."""

from decimal import Decimal

from django import template

from namro.core.text import format_number

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """45,005 for 45.005000; "chưa có" for None: unknown is never shown as 0."""
    if value is None:
        return "chưa có"
    whole = value == value.to_integral_value()
    return format_number(value.quantize(Decimal(1)) if whole else value.normalize())
