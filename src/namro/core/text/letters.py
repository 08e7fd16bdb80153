"""Letters: one form for text that arrives in many, and the folds used to search and sort it."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(
    [
        *(c for c in range(0x20) if c not in (0x09, 0x0A, 0x0D)),
        *range(0x7F, 0xA0),
        0x00AD,  # soft hyphen
        0x200B,  # zero-width space
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        0x2060,
        0xFEFF,  # byte order mark
    ]
)
_D_STROKE = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
# The marks that Vietnamese decomposes into; removing them in one pass leaves most text plain ASCII.
_MARKS = dict.fromkeys(range(0x0300, 0x0370))
_SHORT = 400  # texts up to this length are remembered: cells and names repeat all the time
_SPACE = re.compile(r"[^\S\n]+")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
# Dictionary order of the tones: none, huyền, hỏi, ngã, sắc, nặng.
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def clean(text: str) -> str:
    """Give the text in NFC without byte order marks, soft hyphens, zero-width and control characters.

    Tabs, line feeds and no-break spaces stay; carriage returns become line feeds.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


def squeeze(text: str) -> str:
    """Give the text with each run of blanks, no-break spaces and line breaks as one space, trimmed."""
    return " ".join(text.split())


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_D_STROKE)).translate(_MARKS)
    if not decomposed.isascii():
        decomposed = "".join(c for c in decomposed if not unicodedata.combining(c))
        # The Greek capital sigma is the one letter whose lower case depends on its neighbours.
        decomposed = decomposed.replace("Σ", "σ")
    return squeeze(decomposed.lower())


def fold(text: str) -> str:
    """Give the form under which the text is searched: lower case, no tone or vowel marks, đ as d, one space.

    The same function fills the search columns, so every database answers alike.
    """
    return _fold(text) if len(text) <= _SHORT else _fold.__wrapped__(text)


class _FoldedLetters(dict[str, str]):
    """What each letter folds to, found once."""

    def __missing__(self, char: str) -> str:
        parts = unicodedata.normalize("NFD", char.translate(_D_STROKE)).translate(_MARKS)
        self[char] = "".join(part.lower() for part in parts if not unicodedata.combining(part))
        return self[char]


_FOLDED = _FoldedLetters()


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Give `fold(text)` and, for each of its characters and its end, the place in `text` it came from.

    `text[places[i]:places[j]]` are the document's own words for `folded[i:j]`, marks included.
    """
    folded: list[str] = []
    places: list[int] = []
    end = 0
    for place, char in enumerate(text):
        if char.isspace():
            if folded and folded[-1] != " ":
                folded.append(" ")
                places.append(place)
            continue
        for low in _FOLDED[char]:
            folded.append(low)
            places.append(place)
        end = place + 1
    if folded and folded[-1] == " ":
        folded.pop()
        places.pop()
    places.append(end)
    return "".join(folded), places


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Give a key in Vietnamese dictionary order: letters first, then tones, then the text itself."""
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", squeeze(text).lower()):
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONE_RANK))
        letters.append(_LETTER_RANK.get(base, -1) + 100 if base in _LETTER_RANK else ord(base[0]) - 1000)
        tones.append(max((_TONE_RANK.get(p, 0) for p in parts), default=0))
    return tuple(letters), tuple(tones), text
