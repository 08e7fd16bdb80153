"""What a room above says about when tasks fall due: rules by hand stand in the place of the document's deadline.

`plans` does not know that room; `settings.RULED_PERIODS` names the function that answers.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from namro.core.time import Period


@dataclass(frozen=True, slots=True)
class Ruled:
    """From `since` on the task falls due in `periods`, those of the near future included; before, by its deadline.

    `units` owe something by it already: what is missing for them is made by the room that keeps the rule.
    """

    since: date
    periods: tuple[Period, ...]
    units: frozenset[int]
    is_in_force: bool = True  # False: the last rule was ended


def ruled_periods(task_ids: Collection[int]) -> Mapping[int, Ruled]:
    """Give the tasks that have rules by hand."""
    path: str = getattr(settings, "RULED_PERIODS", "")
    if not path:
        return {}
    answer = cast(Callable[[Collection[int]], Mapping[int, Ruled]], import_string(path))
    return answer(task_ids)
