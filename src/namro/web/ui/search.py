"""How rooms offer what can be searched: each answers for its own things, limited to what the person may see.

`config/offers.py` lists the sources; the page of the search knows none of the rooms behind them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from namro.core.text import clean, fold, fold_with_places

MOST_WORDS = 6
COUNT_UP_TO = 1_000
_BEFORE = 60  # letters shown before the first hit


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked where it is one of the words searched for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it leads, what it is called, its words, and what else tells it from the others."""

    address: str
    title: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: folded words that must all be there, by whom (their posts), and how many hits to give."""

    words: tuple[str, ...]
    posts: Any
    today: date
    most: int


@dataclass(frozen=True, slots=True)
class Found:
    """What one source found; `count` stops at 1.000. `more` leads to a list that shows the rest, where there is one."""

    hits: tuple[Hit, ...]
    count: int
    more: str = ""

    @property
    def is_more_than_counted(self) -> bool:
        return self.count > COUNT_UP_TO

    @property
    def shown_count(self) -> int:
        return min(self.count, COUNT_UP_TO)


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of things: its code in addresses, its heading, and who answers for it."""

    code: str
    title: str
    ask: Callable[[Question], Found]


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Give the sources in the order in which results are shown."""
    return tuple(Source(code, title, import_string(path)) for code, title, path in settings.SEARCHES)


def words_of(text: str) -> tuple[str, ...]:
    """Give the folded words of a question, each once, at most six; the longest tell the most and come first."""
    words = dict.fromkeys(fold(clean(text[:200])).split())
    return tuple(sorted(words, key=len, reverse=True)[:MOST_WORDS])


def among(rows: Sequence[tuple[Hit, str]], question: Question) -> Found:
    """Search few rows that have no folded column: give those whose words hold every word asked for."""
    hits = [hit for hit, said in rows if holds(said, question.words)]
    return Found(tuple(hits[: question.most]), len(hits))


def holds(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def pieces(text: str, words: Sequence[str], *, most: int = 220) -> tuple[Piece, ...]:
    """Give the text around its first hit, cut to `most` letters, with the words found marked."""
    line = " ".join(text.split())
    folded, places = fold_with_places(line)
    spans = sorted(_spans(folded, words))
    first = places[spans[0][0]] if spans else 0
    start = 0 if first <= _BEFORE or len(line) <= most else line.rfind(" ", 0, first - _BEFORE // 2) + 1
    end = len(line) if len(line) - start <= most else start + most
    found: list[Piece] = [Piece("… ", False)] if start else []
    at = start
    for begin, stop in spans:
        left, right = places[begin], places[stop]
        if left < at or right > end:
            continue
        if left > at:
            found.append(Piece(line[at:left], False))
        found.append(Piece(line[left:right], True))
        at = right
    if at < end:
        found.append(Piece(line[at:end], False))
    if end < len(line):
        found.append(Piece("…", False))
    return tuple(found)


def _spans(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word) if word else -1
        while at >= 0:
            # Every place counts as found, but only the beginning of a word is worth pointing at.
            begins = at == 0 or not folded[at - 1].isalnum()
            if begins and not any(at < stop and begin < at + len(word) for begin, stop in found):
                found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return found
