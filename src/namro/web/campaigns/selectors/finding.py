"""One thing to look at on a sheet: the criterion, one sentence, and the places it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from namro.web.campaigns.models import SheetLine


@dataclass(frozen=True, slots=True)
class Place:
    """Another place a finding speaks of: a line of a sheet, or a piece of proof when `evidence_id` is given."""

    label: str
    unit_id: int
    entrant_id: int = 0
    code: str = ""
    evidence_id: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `code` is the criterion."""

    code: str
    kind: str
    sentence: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class SameFinding:
    """One sentence with every criterion it holds for."""

    sentence: str
    codes: tuple[str, ...]
    places: tuple[Place, ...]


def grouped(findings: Iterable[Finding]) -> tuple[SameFinding, ...]:
    """Say each sentence once, with the criteria in the order of the sheet and every place once."""
    codes: dict[str, list[str]] = {}
    places: dict[str, dict[Place, None]] = {}
    for found in findings:
        codes.setdefault(found.sentence, []).append(found.code)
        places.setdefault(found.sentence, {}).update(dict.fromkeys(found.places))
    return tuple(
        SameFinding(sentence, tuple(held), tuple(places[sentence])) for sentence, held in codes.items()
    )


def place_of(line: SheetLine) -> Place:
    """Name a line of another sheet; it comes with its unit and its campaign."""
    entrant = line.entrant
    return Place(f"{entrant.campaign.name}, {entrant.unit.name}", entrant.unit_id, entrant.pk, line.code)
