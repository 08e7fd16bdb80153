"""The answer to one question, by kind."""

from dataclasses import dataclass
from datetime import date

from namro.web.organisations.selectors import Posts
from namro.web.ui.search import Found, Hit, Piece, Question, Source, pieces, sources, words_of

FEW, MANY = 6, 50


@dataclass(frozen=True, slots=True)
class Line:
    """One hit with the words marked."""

    hit: Hit
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    note: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What one kind answered; `rest` is how many are not shown."""

    source: Source
    found: Found
    lines: tuple[Line, ...]
    is_open: bool

    @property
    def rest(self) -> int:
        return self.found.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything found; `kinds` are all kinds that found something, whichever is shown."""

    words: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def count(self) -> int:
        return sum(block.found.shown_count for block in self.blocks)

    @property
    def is_more_than_counted(self) -> bool:
        return any(block.found.is_more_than_counted for block in self.blocks)


def answer_to(text: str, *, kind: str, posts: Posts, today: date) -> Answer:
    """Ask every source, or the one of `kind`; a question of less than two letters is not asked."""
    words = words_of(text)
    if sum(map(len, words)) < 2:
        return Answer(words, ())
    chosen = [source for source in sources() if not kind or source.code == kind]
    most = MANY if kind else FEW
    blocks = []
    for source in chosen:
        found = source.ask(Question(words, posts, today, most))
        if found.count:
            blocks.append(Block(source, found, tuple(_line(hit, words) for hit in found.hits), bool(kind)))
    return Answer(words, tuple(blocks))


def _line(hit: Hit, words: tuple[str, ...]) -> Line:
    return Line(hit, pieces(hit.title, words), pieces(hit.text, words), pieces(hit.note, words))
