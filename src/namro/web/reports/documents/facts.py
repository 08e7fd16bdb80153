"""What documents need to know of indices and lost points, asked of a room that this one may not import.

`config/offers.py` says which functions answer; they stand in the room that owns the book of points, so a
document and the page of the book show the same figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from namro.web.organisations.selectors import Posts


@dataclass(frozen=True, slots=True)
class UnansweredLoss:
    """A criterion that lost points and that no task of the plans answers; `address` leads to its line of the book."""

    code: str
    name: str
    lost: Decimal | None
    address: str


@dataclass(frozen=True, slots=True)
class IndexFact:
    """One index on a day: what was reached, what is wanted, what was lost and came back. None is not known."""

    index: str
    full_name: str
    year: int
    score: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    rank_change: int | None  # positive: better
    target: str
    distance: str
    verified: bool
    source: str
    lost_count: int | None  # criteria that lost points; None: no book of that year
    lost_sum: Decimal | None
    answered_count: int
    returns: tuple[tuple[str, int], ...]  # "lấy lại đủ", how many
    basis: str  # what the losses are measured against
    unanswered: tuple[UnansweredLoss, ...] = ()  # the greatest loss first
    address: str = ""  # of the page of the index


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task that answered a criterion, as its document wrote it, and what came of it."""

    text: str
    lead: str
    cooperating: str
    deadline: str
    total: int  # obligations
    in_time: int  # accepted, handed in by the due date
    has_worked: bool  # every obligation accepted in time, and the points came back


@dataclass(frozen=True, slots=True)
class Loss:
    """One criterion that lost points, or of which a plan says so without points (`lost` None)."""

    code: str
    name: str
    axis_no: str
    axis: str
    reference: Decimal | None
    value: Decimal | None
    lost: Decimal | None
    place: int | None  # 1 for the greatest loss of the index
    cause: str
    back: str  # what came back the year after, in words
    verified: bool
    past: tuple[PastTask, ...]


@dataclass(frozen=True, slots=True)
class LossBook:
    """The losses of one index and year in the order of its tree."""

    index: str
    full_name: str
    year: int
    basis: str
    source: str
    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    losses: tuple[Loss, ...]


def index_facts(posts: Posts, day: date) -> Sequence[IndexFact]:
    """Give what is known of every index on the day."""
    answer: Callable[[Posts, date], Sequence[IndexFact]] = _function("indices")
    return answer(posts, day)


def loss_book(index: str, year: int, basis: str, posts: Posts, day: date) -> LossBook:
    """Give the losses of an index and year; raises `Refusal` when nothing is known of them."""
    answer: Callable[[str, int, str, Posts, date], LossBook] = _function("losses")
    return answer(index, year, basis, posts, day)


def books_of_plan(posts: Posts, day: date, year: int) -> tuple[LossBook, ...]:
    """Give for every index its latest book known on the day that is not after `year`."""
    answer: Callable[[Posts, date, int], tuple[LossBook, ...]] = _function("books")
    return answer(posts, day, year)


@lru_cache(maxsize=4)
def _function(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = import_string(settings.REPORT_FACTS[name])
    return found
