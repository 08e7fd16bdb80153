"""One result that two units claim: equal or nearly equal sentences of one part, and one document of two units.

Near-linear in the number of sentences: equal ones are put together first, and of the different ones each is compared
with a bounded number of others that share a rare word with it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from namro.core.reports.contradictions import Finding, Weight, some_names
from namro.core.reports.document_numbers import same_documents, symbols_in
from namro.core.text import fold

# A sentence is near another when of all their words at least this share stands in both; shorter sentences are form.
NEAR, OF = 4, 5
FEWEST_WORDS = 6
# What more units than this write is a form of words: nobody takes a result from anybody.
MOST_SHARING = 5
MOST_COMPARED = 24
_SENTENCE = re.compile(r"(?<=[.;!?…])\s+|\n+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of one unit in one part of its report."""

    unit: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A sentence as a set of words with what makes it one result and no other: its numbers and its names."""

    text: str
    folded: str
    words: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]  # runs of words with a capital letter, after the first word


@dataclass(slots=True)
class _Group:
    """Sentences near the first one, with the units that wrote them in order of appearance."""

    first: _Form
    units: dict[str, str] = field(default_factory=dict)  # unit: its own words
    is_equal: bool = True


def duplicates(claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """Find what several units claim, what asks most of the reader first; what many write is one finding of all.

    Two sentences of which each has a number, or each a name, that the other has not tell of different results.
    """
    groups = list(_groups(claims))
    of_sentences = [_finding(section, group) for section, group in groups]
    told = {
        (symbol, unit)
        for _, group in groups
        if len(group.units) <= MOST_SHARING
        for unit, text in group.units.items()
        for symbol in symbols_in(text)
    }
    mentioned = ((claim.unit, claim.section, sentence) for claim, sentence in _sentences(claims))
    of_documents = same_documents(mentioned, told=told, most_sharing=MOST_SHARING)
    order = list(Weight)
    return tuple(
        sorted((*of_documents, *of_sentences), key=lambda one: (order.index(one.weight), len(one.units)))
    )


def _sentences(claims: Iterable[Claim]) -> Iterable[tuple[Claim, str]]:
    for claim in claims:
        for sentence in _SENTENCE.split(claim.text):
            if sentence.strip():
                yield claim, sentence.strip()


def _groups(claims: Sequence[Claim]) -> Iterable[tuple[str, _Group]]:
    """Give the groups that two units or more stand in, by section in order of appearance."""
    by_section: dict[str, dict[frozenset[str], _Group]] = defaultdict(dict)
    for claim, sentence in _sentences(claims):
        form = _form(sentence)
        if len(form.words) >= FEWEST_WORDS:
            group = by_section[claim.section].setdefault(form.words, _Group(form))
            group.units.setdefault(claim.unit, sentence)
    for section, equal in by_section.items():
        # The most written form leads its group, so that a group is told by its own words.
        in_order = sorted(equal.values(), key=lambda one: -len(one.units))
        yield from ((section, one) for one in _joined(in_order) if len(one.units) > 1)


def _joined(equal: Sequence[_Group]) -> Iterable[_Group]:
    """Join groups whose first sentences are near: each to the nearest leader before it, or it leads itself."""
    count = Counter(word for one in equal for word in one.first.words)
    leaders: list[_Group] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for one in equal:
        words = one.first.words
        # Two sets that share 80 % of their words share one of the rarest 20 % and one more.
        rare = sorted(words, key=lambda word: (count[word], word))[: len(words) // 5 + 1]
        nearest, share = None, 0.0
        for place in dict.fromkeys(at for word in rare for at in holding[word][-MOST_COMPARED:]):
            other = leaders[place]
            near = _near(one.first, other.first)
            if near > share:
                nearest, share = other, near
        if nearest is None:
            for word in rare:
                holding[word].append(len(leaders))
            leaders.append(one)
            continue
        nearest.is_equal = False
        for unit, text in one.units.items():
            nearest.units.setdefault(unit, text)
    return leaders


def _near(one: _Form, other: _Form) -> float:
    """Give the share of words in both, 0 when it is too small or the sentences tell of different things."""
    both = len(one.words & other.words)
    either = len(one.words) + len(other.words) - both
    if OF * both < NEAR * either or (one.numbers - other.numbers and other.numbers - one.numbers):
        return 0.0
    return 0.0 if _lacks(one, other) and _lacks(other, one) else both / either


def _lacks(one: _Form, other: _Form) -> bool:
    """Say whether a name of the other stands nowhere in the one, in whatever letters."""
    return any(name not in one.folded for name in other.names)


def _form(sentence: str) -> _Form:
    words: list[str] = []
    numbers: list[str] = []
    names: list[list[str]] = []
    in_name = False
    for written in _WORD.findall(sentence):
        if written.isdecimal():
            words.append(written.lstrip("0") or "0")
            numbers.append(words[-1])
            in_name = False
            continue
        words.append(fold(written))
        if written.istitle() and len(words) > 1:
            if not in_name:
                names.append([])
            names[-1].append(words[-1])
            in_name = True
        else:
            in_name = False
    folded = f" {' '.join(words)} "
    runs = frozenset(f" {' '.join(name)} " for name in names)
    return _Form(sentence, folded, frozenset(words), frozenset(numbers), runs)


def _finding(section: str, group: _Group) -> Finding:
    units = tuple(group.units)
    how = "cùng một câu" if group.is_equal else "câu gần giống nhau"
    if len(units) > MOST_SHARING:
        same = "cùng viết câu này" if group.is_equal else "viết câu này hoặc câu gần giống"
        return Finding(section, units, f"{len(units)} đơn vị {same}.", (group.first.text,), Weight.FORM)
    documents = symbols_in(group.first.text)
    named = f", có văn bản số {', '.join(documents)}" if documents else ""
    who = " và ".join(units) if len(units) == 2 else some_names(units)
    weight = Weight.RESULT if group.first.numbers or group.first.names else Weight.WORDS
    words = (group.first.text,) if group.is_equal else tuple(group.units.values())
    return Finding(
        section, units, f"{who} nêu {how}{named}; hãy xem có cùng nhận một kết quả không.", words, weight
    )
