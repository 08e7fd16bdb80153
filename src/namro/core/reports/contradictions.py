"""What does not fit together in the reports of several units: one result claimed twice, a total its parts do not make."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from namro.core.text import fold, format_number

# A sentence is near another when of all their words at least this share stands in both; shorter sentences are form.
NEAR = Decimal("0.8")
FEWEST_WORDS = 6
MOST_SENTENCES = 4_000
_SENTENCE = re.compile(r"(?<=[.;!?…])\s+|\n+")
_NUMBER = re.compile(r"\b(\d{1,6})\s*/\s*((?:\d{4}\s*/\s*)?[A-ZĐ]{1,6}(?:-[A-ZĐ&]{1,12})+)")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of one unit in one part of its report."""

    unit: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit, in one sentence, with the units it is about and the words of each."""

    section: str
    units: tuple[str, ...]
    sentence: str
    words: tuple[str, ...] = ()


def duplicates(claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """Find results that two units claim: equal or nearly equal sentences of one part, and the same document number."""
    return (*_same_sentences(claims), *_same_numbers(claims))


def _same_sentences(claims: Sequence[Claim]) -> Iterable[Finding]:
    said: list[tuple[Claim, str, frozenset[str]]] = []
    for claim in claims:
        for sentence in _SENTENCE.split(claim.text):
            found = re.findall(r"\w+", fold(sentence))
            if len(found) >= FEWEST_WORDS:
                said.append((claim, sentence.strip(), frozenset(found)))
    said = said[:MOST_SENTENCES]
    # Only sentences that share a rare word can be near each other; common words would compare all with all.
    holding: dict[tuple[str, str], list[int]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for _, _, words in said:
        for one_word in words:
            count[one_word] += 1
    for at, (claim, _, known) in enumerate(said):
        for word in sorted(known, key=lambda one: (count[one], one))[: len(known) // 5 + 1]:
            holding[claim.section, word].append(at)
    seen: set[tuple[int, int]] = set()
    for places in holding.values():
        seen.update(combinations(places, 2))
    for one, other in sorted(seen):
        (first, a, words_a), (second, b, words_b) = said[one], said[other]
        if first.unit == second.unit:
            continue
        near = Decimal(len(words_a & words_b)) / Decimal(len(words_a | words_b))
        if near >= NEAR:
            how = "cùng một câu" if near == 1 else "hai câu gần giống nhau"
            yield Finding(
                first.section,
                (first.unit, second.unit),
                f"{first.unit} và {second.unit} nêu {how}; hãy xem có cùng nhận một kết quả không.",
                (a, b),
            )


def _same_numbers(claims: Sequence[Claim]) -> Iterable[Finding]:
    named: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        for number, symbol in _NUMBER.findall(claim.text):
            document = f"{number}/{''.join(symbol.split())}"
            named[document].setdefault(claim.unit, claim)
    for document, by_unit in sorted(named.items()):
        if len(by_unit) > 1:
            units = tuple(sorted(by_unit))
            yield Finding(
                by_unit[units[0]].section,
                units,
                f"Văn bản số {document} được {', '.join(units)} cùng nêu; hãy xem kết quả thuộc đơn vị nào.",
            )


def wrong_total(
    label: str, section: str, total: Decimal | None, parts: Mapping[str, Decimal | None]
) -> Finding | None:
    """Say when a typed total is not what its known parts make; parts that are not known are named, never 0."""
    if total is None or not parts:
        return None
    known = {unit: value for unit, value in parts.items() if value is not None}
    made = sum(known.values(), Decimal(0))
    if made == total:
        return None
    missing = [unit for unit in parts if unit not in known]
    said = f"“{label}” ghi {format_number(total)} nhưng các đơn vị cộng lại là {format_number(made)}"
    if missing:
        said += f" (chưa có số của {', '.join(missing)})"
    return Finding(section, tuple(known), f"{said}; hãy sửa số hoặc ghi rõ lý do.")
