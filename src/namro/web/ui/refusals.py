"""How a web room says no: a sentence that names who may."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """An action this person may not take; `sentence` says in Vietnamese why, and who may."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
