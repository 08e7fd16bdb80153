"""The last published scores of units as of a day: totals, ranks and classes as they were frozen, never reckoned again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from namro.core.indices.rulebook import PointKind
from namro.web.campaigns.models import Publication, PublishedSheet
from namro.web.campaigns.selectors.rulebooks import rulebook_of

_FEW = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """One unit in an edition; `total` None: not every criterion was scored, so it has no rank and no class."""

    total: Decimal | None
    rank: int | None
    of: int
    label: str  # its class


@dataclass(frozen=True, slots=True)
class Claimed:
    """The sums over the criteria a unit scores itself, surveys left out; None where one of them has no points."""

    claimed: Decimal | None
    appraised: Decimal | None


def last_published(day: date) -> tuple[Publication, ...]:
    """Give, for every index scored here, the edition in force at the end of the day of its last campaign; two queries.

    The last campaign is that of the latest year. A correction that is under way changes nothing before it is published.
    """
    rows = (
        Publication.objects.filter(at__date__lte=day)
        .order_by("campaign__year", "campaign_id", "edition")
        .values_list("campaign__index", "pk")
    )
    last = dict(rows)
    found = Publication.objects.filter(pk__in=last.values()).select_related("campaign")
    return tuple(found.defer("content", "changes", "campaign__rulebook_toml").order_by("campaign__index"))


def scores_in(publication: Publication) -> dict[str, Scored]:
    """Give every unit of an edition by its key, as it was published."""
    return {
        row["unit_key"]: Scored(
            None if row["total"] is None else Decimal(row["total"]),
            row["rank"],
            row["of"],
            str(row["class"]),
        )
        for row in publication.ranking
    }


def claims_in(publication: Publication, unit_keys: Iterable[str] | None) -> Mapping[str, Claimed]:
    """Give what the units claimed for themselves and what they were given for the same; one query or none.

    Few units are read by themselves; all of an edition once per process, for an edition never changes.
    """
    keys = None if unit_keys is None else set(unit_keys)
    surveys = frozenset(
        line.code for line in rulebook_of(publication.campaign).lines if line.point is PointKind.SURVEY
    )
    if keys is not None and len(keys) <= _FEW:
        return _read(publication.pk, surveys, keys)
    return _read_all(publication.pk, publication.sha256, surveys)


def outer_classes(publication: Publication) -> tuple[str, str] | None:
    """Give the highest and the lowest class of the rulebook; None where it has fewer than two with a known bound."""
    classes = rulebook_of(publication.campaign).classes
    bounds = sorted((one.at_least, one.label) for one in classes if one.at_least is not None)
    return (bounds[-1][1], bounds[0][1]) if len(bounds) > 1 else None


@lru_cache(maxsize=16)
def _read_all(publication_id: int, sha256: str, surveys: frozenset[str]) -> Mapping[str, Claimed]:
    return _read(publication_id, surveys, None)


def _read(publication_id: int, surveys: frozenset[str], keys: set[str] | None) -> dict[str, Claimed]:
    sheets = PublishedSheet.objects.filter(publication=publication_id)
    if keys is not None:
        sheets = sheets.filter(unit_key__in=keys)
    found = {}
    for key, content in sheets.values_list("unit_key", "content").iterator(chunk_size=20):
        own = [line for line in content["lines"] if line["code"] not in surveys]
        found[key] = Claimed(_sum(line["self"] for line in own), _sum(line["final"] for line in own))
    return found


def _sum(points: Iterable[str | None]) -> Decimal | None:
    known = list(points)
    if not known or any(one is None for one in known):
        return None
    return sum((Decimal(one) for one in known if one is not None), Decimal(0))
