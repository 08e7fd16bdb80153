"""Decisions about many obligations at once, each taken by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.organisations.selectors import Posts
from namro.web.plans.services.reporting import accept, return_
from namro.web.ui.refusals import NotAllowed

Mark = tuple[int, int]  # an obligation and the version of it that the person saw


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were decided, and the sentences of those that were not, each with how often it was said."""

    done: int
    refused: tuple[tuple[str, int], ...]


def accept_many(marks: Iterable[Mark], *, by: User, posts: Posts, at: datetime) -> Outcome:
    """Accept each; what somebody else just changed does not hold up the rest."""
    return _decide(marks, reason=None, by=by, posts=posts, at=at)


def return_many(marks: Iterable[Mark], *, reason: str, by: User, posts: Posts, at: datetime) -> Outcome:
    """Return each with the same reason; without one nothing is returned."""
    if not squeeze(reason):
        raise Refusal("Hãy ghi lý do trả lại để các đơn vị biết cần bổ sung, sửa gì.")
    return _decide(marks, reason=reason, by=by, posts=posts, at=at)


def _decide(marks: Iterable[Mark], *, reason: str | None, by: User, posts: Posts, at: datetime) -> Outcome:
    done, refused = 0, dict[str, int]()
    for pk, version in marks:
        try:
            if reason is None:
                accept(obligation_id=pk, by=by, posts=posts, at=at, version=version)
            else:
                return_(obligation_id=pk, reason=reason, by=by, posts=posts, at=at, version=version)
            done += 1
        except (Refusal, NotAllowed) as refusal:
            refused[refusal.sentence] = refused.get(refusal.sentence, 0) + 1
    return Outcome(done, tuple(refused.items()))
