"""What can come of a try to send."""


class NotSent(Exception):
    """The other side certainly has nothing; `sentence` says why, in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence[:300]


class ChannelDown(NotSent):
    """Nobody answers: no fault of this text; all others would fail alike."""


class TryAgain(NotSent):
    """This one failed, and may succeed later."""


class Rejected(NotSent):
    """The other side will never take this one."""


class Unsure(Exception):
    """The connection broke after the text went out: the other side may have it or not."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence[:300]
