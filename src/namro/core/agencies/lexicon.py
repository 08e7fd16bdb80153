"""Names as sequences of words: the longest known name at a place of the text, whatever its marks and hyphens."""

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")
# Inside a name a blank, hyphen, comma or ampersand may stand between two words, or nothing but a line break.
_INSIDE = re.compile(r"[\s\-–—,&.]*")
_JOIN = "va"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of folded text at `start:end`."""

    text: str
    start: int
    end: int


def words_of(folded: str) -> list[Word]:
    """Split folded text into its words with their places."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded)]


@dataclass(slots=True)
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)


class Lexicon:
    """Folded names, each leading to one or more keys."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, folded_name: str, key: str) -> None:
        """Take a name; the same name without its "và" is taken too."""
        words = [w.text for w in words_of(folded_name)]
        self._add(words, key)
        if _JOIN in words:
            self._add([w for w in words if w != _JOIN], key)

    def _add(self, words: list[str], key: str) -> None:
        if not words:
            return
        node = self._root
        for word in words:
            node = node.after.setdefault(word, _Node())
        if key not in node.keys:
            node.keys.append(key)

    def longest(self, folded: str, words: list[Word], first: int) -> tuple[int, list[str]] | None:
        """Give (number of words, keys) of the longest name that begins at word `first`; None when there is none."""
        node, best = self._root, None
        for place in range(first, len(words)):
            if place > first and not _INSIDE.fullmatch(folded, words[place - 1].end, words[place].start):
                break
            step = node.after.get(words[place].text)
            if step is None:
                break
            node = step
            if node.keys:
                best = (place - first + 1, node.keys)
        return best
