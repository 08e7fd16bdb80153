"""To whom an obligation was handed over; asked of the cascade once that room exists."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

_CASCADE = "namro.web.cascade.selectors"
Holders = Mapping[int, Sequence[int]]


def holders_of(obligation_ids: Sequence[int]) -> Holders:
    """Give the user ids that hold each obligation; one that nobody holds is missing."""
    if find_spec("namro.web.cascade") is None or find_spec(_CASCADE) is None:
        return {}
    ask = getattr(import_module(_CASCADE), "holders_of", None)
    found: Holders = ask(obligation_ids) if ask else {}
    return found
