"""The rulebook a campaign is bound to, parsed once, and the inputs of a sheet as the reckoning wants them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from namro.core.indices.inputs import Inputs, wanted_of
from namro.core.indices.rulebook import Rulebook
from namro.core.indices.rulebook_loading import read_rulebook
from namro.core.indices.rules import Value, WantedKind
from namro.web.campaigns.models import Campaign, SheetLine


def rulebook_of(campaign: Campaign) -> Rulebook:
    """Give the rulebook as the campaign froze it; its text is read from the database once per process."""
    return _parsed(campaign.rulebook_sha256, campaign.pk)


@lru_cache(maxsize=16)
def _parsed(sha256: str, campaign_id: int) -> Rulebook:
    text = Campaign.objects.values_list("rulebook_toml", flat=True).get(
        pk=campaign_id, rulebook_sha256=sha256
    )
    return read_rulebook(text.encode())


def inputs_of(rulebook: Rulebook, lines: Iterable[SheetLine]) -> Inputs:
    """Give what the lines hold as checked inputs; they were checked when they were written."""
    return Inputs({line.code: values_of(rulebook, line.code, line.inputs) for line in lines if line.inputs})


def values_of(rulebook: Rulebook, code: str, stored: Mapping[str, Any]) -> dict[str, Value]:
    """Turn stored texts of one component back into numbers and keys of options."""
    kinds = {wanted.name: wanted.kind for wanted in wanted_of(rulebook.by_code[code])}
    return {
        name: str(text) if kinds[name] is WantedKind.CHOICE else Decimal(str(text))
        for name, text in stored.items()
        if name in kinds
    }
