"""What a piece of proof proves, told by the rooms above that this room may not know.

`config/offers.py` names the functions that answer; each takes the person's posts and the pieces asked
about.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from namro.web.organisations.selectors import Posts


@dataclass(frozen=True, slots=True)
class Use:
    """One thing a piece proves; `may_open` says whether this person may open the page at `address`.

    `revision` is the one that was put forward there.
    """

    evidence_id: int
    kind: str
    what: str
    unit: str
    year: int | None
    revision: int
    address: str
    may_open: bool


Asked = Callable[[Posts, Collection[int]], Sequence[Use]]


def uses_of(posts: Posts, evidence_ids: Collection[int]) -> dict[int, list[Use]]:
    """Give what each piece proves, also what the person may not open; a few queries per room."""
    found: dict[int, list[Use]] = defaultdict(list)
    for asked in _asked():
        for use in asked(posts, evidence_ids):
            found[use.evidence_id].append(use)
    return found


@lru_cache(maxsize=1)
def _asked() -> Sequence[Asked]:
    return tuple(import_string(path) for path in settings.EVIDENCE_USES)
