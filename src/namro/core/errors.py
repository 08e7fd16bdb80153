"""The one way in which the core refuses an input."""


class Refusal(Exception):
    """An input that cannot be taken; `sentence` tells a person, in Vietnamese, what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
