"""How a web room says no: a sentence that names who may."""

from collections.abc import Callable
from typing import ParamSpec

from django.core.exceptions import PermissionDenied

P = ParamSpec("P")


class NotAllowed(PermissionDenied):
    """An action this person may not take; `sentence` says in Vietnamese why, and who may."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def answers(check: Callable[P, None]) -> Callable[P, bool]:
    """Give the `may_…` of a `check_may_…`: the same rule, answered with yes or no."""

    def answer(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except NotAllowed:
            return False
        return True

    return answer
