"""Which rules hold on a day, and their history."""

from datetime import date

from namro.core.chase import Rules, rules_of, shipped_rules
from namro.web.chase.models import RuleVersion


def rules_on(day: date) -> Rules:
    """Give the rules of the day: the latest version that has begun, or those the program carries."""
    version = version_on(day)
    return shipped_rules() if version is None else rules_of(version.data)


def version_on(day: date) -> RuleVersion | None:
    """Give the version of the day; None while nobody changed the rules."""
    return RuleVersion.objects.filter(valid_from__lte=day).order_by("-valid_from", "-id").first()


def versions() -> tuple[RuleVersion, ...]:
    """Give every version, the latest first."""
    return tuple(RuleVersion.objects.order_by("-valid_from", "-id"))
