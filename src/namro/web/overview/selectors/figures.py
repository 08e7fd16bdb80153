"""The latest known figure of every index, its rank and how far the plan's target is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from namro.core.indices import Distance, distance
from namro.web.indices.models import Result
from namro.web.indices.selectors import FULL_NAMES, INDICES, SLUGS, totals
from namro.web.overview.selectors.plan_basis import Basis


@dataclass(frozen=True, slots=True)
class IndexFigure:
    """One index on a day. None is "not known"; `rank_change` is positive when the rank got better."""

    index: str
    full_name: str
    slug: str
    year: int
    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    rank_change: int | None
    verified: bool
    source: str
    target_text: str
    distance: Distance | None
    history: tuple[Result, ...]

    @property
    def previous(self) -> int:
        return self.year - 1

    @property
    def has_percent(self) -> bool:
        """Whether any year gives a share."""
        return any(result.percent is not None for result in self.history)

    @property
    def alone(self) -> "tuple[IndexFigure, ...]":
        """The figure as the one of its page."""
        return (self,)

    @property
    def rank_fall(self) -> int | None:
        """By how many places the rank got worse."""
        return -self.rank_change if self.rank_change is not None and self.rank_change < 0 else None


def index_figures(basis: Basis | None, day: date) -> tuple[IndexFigure, ...]:
    """Give the indices that have results or stand in the plan, in their usual order; one query."""
    known = totals(day)
    return tuple(
        figure
        for index in INDICES
        if (figure := _figure(index, known.get(index, ()), basis, day)) is not None
    )


def _figure(index: str, history: Sequence[Result], basis: Basis | None, day: date) -> IndexFigure | None:
    latest = history[-1] if history else None
    baseline = basis.baselines.get(index) if basis else None
    if baseline is not None and (latest is None or baseline.year >= latest.year):
        year, source, verified = baseline.year, f"{basis.plan}" if basis else "", True
        score, maximum, percent = baseline.score, baseline.maximum, baseline.percent
        rank, of, change = baseline.rank, baseline.of, baseline.rank_change
    elif latest is not None:
        year, source, verified = latest.year, latest.source, latest.verified
        score, maximum, percent = latest.score, latest.maximum, latest.percent
        rank, of, change = latest.rank, latest.of, None
    else:
        return None
    last_rank = next((result.rank for result in history if result.year == year - 1), None)
    if change is None and rank is not None and last_rank is not None:
        change = last_rank - rank
    target = basis.targets.get(index) if basis else None
    return IndexFigure(
        index=index,
        full_name=FULL_NAMES[index],
        slug=SLUGS[index],
        year=year,
        score=score,
        maximum=maximum,
        percent=percent,
        rank=rank,
        of=of,
        rank_change=change,
        verified=verified,
        source=source,
        target_text=target.text if target else "",
        distance=distance(target.kind, target.value, rank=rank, percent=percent, last_rank=last_rank)
        if target
        else None,
        history=tuple(history),
    )
