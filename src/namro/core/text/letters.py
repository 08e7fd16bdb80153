"""Letters: one form for text that arrives in many, and the folds used to search and sort it."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u00ad"  # soft hyphen
    "\u200b-\u200f"  # zero-width space, joiners, marks of direction
    "\u202a-\u202e\u2060"
    "\ud800-\udfff\ufffe\uffff"  # half characters and what is none: no file format takes them
    "\ufeff]"  # byte order mark
)
_D_STROKE = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
# Vietnamese decomposes into these marks and ASCII: where a text holds nothing else, the marks can be dropped at once.
_MARKS = dict.fromkeys(range(0x0300, 0x0370))
_BEYOND_MARKS = re.compile("[^\x00-\x7f\u0300-\u036f]")
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
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def squeeze(text: str) -> str:
    """Give the text with each run of blanks, no-break spaces and line breaks as one space, trimmed."""
    return " ".join(text.split())


class _FoldedLetters(dict[str, str]):
    """What each letter folds to, found once."""

    def __missing__(self, char: str) -> str:
        parts = unicodedata.normalize("NFD", char.translate(_D_STROKE)).translate(_MARKS)
        self[char] = "".join(part.lower() for part in parts if not unicodedata.combining(part))
        return self[char]


_FOLDED = _FoldedLetters()


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    if _BEYOND_MARKS.search(decomposed) is None:
        return squeeze(decomposed.encode("ascii", "ignore").decode("ascii").lower())
    return squeeze("".join(map(_FOLDED.__getitem__, text)))


def fold(text: str) -> str:
    """Give the form under which the text is searched: lower case, no tone or vowel marks, đ as d, one space.

    The same function fills the search columns, so every database answers alike.
    """
    return _fold(text) if len(text) <= _SHORT else _fold.__wrapped__(text)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Give `fold(text)` and, for each of its characters and its end, the place in `text` it came from.

    `text[places[i]:places[j]]` are the document's own words for `folded[i:j]`, marks included.
    """
    whole = fold(text)
    if len(whole) == len(text) and set(map(len, map(_FOLDED.__getitem__, text))) <= {1}:
        return whole, list(range(len(text) + 1))  # letter for letter, as in most texts
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
