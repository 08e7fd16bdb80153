"""The class of a total by the rulebook of a campaign."""

from collections.abc import Iterable
from decimal import Decimal

from namro.core.indices.rulebook import Rulebook


def class_of(rulebook: Rulebook, total: Decimal | None) -> str:
    """Give the class of a total by the rulebook; nothing where it has none or the total is not known."""
    if total is None:
        return ""
    bounds = sorted(_bounds(rulebook), reverse=True)
    return next((label for least, label in bounds if total >= least), "")


def _bounds(rulebook: Rulebook) -> Iterable[tuple[Decimal, str]]:
    return ((one.at_least, one.label) for one in rulebook.classes if one.at_least is not None)
