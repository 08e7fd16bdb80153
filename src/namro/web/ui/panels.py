"""How a room shows something of its own on the page of a room that may not know it.

`plans` has the page of an obligation; hand-overs, measures and reminders live in rooms above it. Such a room
offers a panel, `config/offers.py` says on which page it stands, and the page asks for whatever is there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Panel:
    """One block of a page: the template that draws it finds `panel.context` under the name `panel`.

    `anchor` is the id by which an address points at it. `is_wide` asks for the whole width of the page.
    """

    anchor: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    is_wide: bool = False


Maker = Callable[[HttpRequest, Any], Panel | None]


def panels(place: str, request: HttpRequest, subject: Any) -> tuple[Panel, ...]:
    """Give the panels that stand on a kind of page for its subject, in the order `config/offers.py` names them.

    A maker answers None when this person may not see anything there; each limits itself to what they may.
    """
    made = (maker(request, subject) for maker in _makers(place))
    return tuple(panel for panel in made if panel is not None)


@lru_cache(maxsize=32)
def _makers(place: str) -> Sequence[Maker]:
    return tuple(import_string(path) for path in settings.PANELS.get(place, ()))
