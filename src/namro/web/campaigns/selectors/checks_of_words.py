"""Words that several units share letter for letter."""

from collections import defaultdict

from namro.core.text import fold
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.finding import Finding, place_of

LONG_TEXT = 40  # letters: shorter texts are alike by chance
_FIELDS = (
    ("self_text", "Lời căn cứ"),
    ("first_explanation", "Lời giải trình lần 1"),
    ("explanation", "Lời giải trình"),
)


def copied(entrant: Entrant, lines: list[SheetLine]) -> list[Finding]:
    """Find reasons and explanations identical to another unit's at the same criterion; a query for each at most."""
    found = []
    for field, name in _FIELDS:
        own = {line.code: text for line in lines if len(text := fold(getattr(line, field))) >= LONG_TEXT}
        if not own:
            continue
        others = (
            SheetLine.objects.filter(entrant__campaign=entrant.campaign_id, code__in=own)
            .exclude(entrant=entrant)
            .exclude(**{field: ""})
            .select_related("entrant__campaign", "entrant__unit")
            .defer("entrant__campaign__rulebook_toml")
            .order_by("entrant__unit__name")
        )
        same: dict[str, list[SheetLine]] = defaultdict(list)
        for other in others:
            if fold(getattr(other, field)) == own[other.code]:
                same[other.code].append(other)
        found += [
            Finding(
                code, "copied",
                f"{name} giống hệt của {', '.join(one.entrant.unit.name for one in held[:3])}.",
                tuple(place_of(one) for one in held[:3]),
            )
            for code, held in same.items()
        ]  # fmt: skip
    return found
