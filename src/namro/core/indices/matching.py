"""Names in a table of results ─▶ provinces and units, with how sure the match is; nothing is guessed silently."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from namro.core.agencies import Register, Unit
from namro.core.indices.results_provinces import Province, load_provinces
from namro.core.text import clean, fold, squeeze

_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_KIND = re.compile(r"(?:(?:ubnd|uy ban nhan dan)\s+)?(?:(?:tinh|thanh pho|tp)(?:\s+|$)|tp\s*\.\s*|t\.\s*)?")
_ENGLISH_KIND = re.compile(r"\s+(?:province|city|municipality)$", re.IGNORECASE)
_APART = re.compile(r"[\s.\-–—_/,]+")
_NEAR, _MOST = 0.8, 3


class How(StrEnum):
    """In what way a name was found, from the surest to none."""

    EXACT = "exact"  # the official name; only case, spaces, hyphens or the place of a tone mark differ
    ALIAS = "alias"  # an abbreviation or another spelling in use
    NO_MARKS = "no_marks"  # without diacritics, or in English
    MERGED = "merged"  # a province that no longer exists on the day
    OTHER_MARKS = "other_marks"  # the letters are right, the diacritics are not
    NEAR = "near"  # similar: a person must choose
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


CONFIDENCE: Mapping[How, float] = {
    How.EXACT: 1.0,
    How.ALIAS: 0.98,
    How.NO_MARKS: 0.95,
    How.MERGED: 0.9,
    How.OTHER_MARKS: 0.7,
    How.NEAR: 0.4,
    How.AMBIGUOUS: 0.3,
    How.UNKNOWN: 0.0,
}
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Match:
    """What a name may mean. `key` is set only when the match is sure; `candidates` (key, name) come best first."""

    text: str
    how: How
    candidates: tuple[tuple[str, str], ...]

    @property
    def confidence(self) -> float:
        return CONFIDENCE[self.how]

    @property
    def key(self) -> str | None:
        return self.candidates[0][0] if self.confidence >= SURE else None

    @property
    def sentence(self) -> str:
        """Say what was found and, where it is not sure, what to do."""
        names = ", ".join(name for _, name in self.candidates)
        match self.how:
            case How.EXACT:
                return f"“{self.text}” là {names}."
            case How.ALIAS:
                return f"“{self.text}” là cách viết khác của {names}."
            case How.NO_MARKS:
                return f"“{self.text}” viết không dấu hoặc bằng tiếng Anh, là {names}."
            case How.MERGED:
                return f"“{self.text}” là đơn vị trước khi sáp nhập: {names}."
            case How.OTHER_MARKS:
                return f"“{self.text}” khác dấu với {names}; hãy xác nhận."
            case How.NEAR:
                return f"“{self.text}” gần giống {names}; hãy chọn."
            case How.AMBIGUOUS:
                return f"“{self.text}” có thể là {names}; hãy chọn."
        return f"Không nhận ra “{self.text}”; hãy kiểm tra lại tên."


def spelled(text: str) -> str:
    """Give a form in which hoà and hòa, case, hyphens and spaces do not differ; other diacritics do."""
    words = []
    for word in _APART.split(unicodedata.normalize("NFC", clean(text)).lower()):
        parts = unicodedata.normalize("NFD", word)
        tone = next((part for part in parts if part in _TONES), "")
        rest = "".join(part for part in parts if part not in _TONES)
        words.append(unicodedata.normalize("NFC", rest) + tone)
    return "".join(words)


def match_province(text: str, *, on: date) -> Match:
    """Say which province a name means among those of the day; a merged one is found as it was.

    "TP.HCM", "BR-VT", "TT-Huế", "Hoà Bình", "Dak Lak", "tỉnh Hà Tĩnh" are sure; "Hà Tính" (other
    diacritics) and "Hà Tỉn" (similar) are only proposed.
    """
    return _match_province(squeeze(clean(text)), on)


@lru_cache(maxsize=2_000)
def _match_province(text: str, on: date) -> Match:
    bare = _without_kind(text)
    if not _joined(bare):
        return Match(text, How.UNKNOWN, ())
    alive = [one for one in load_provinces() if one.exists_on(on)]
    gone = [one for one in load_provinces() if one.until is not None and one.until < on]
    found = _exact(text, bare, alive)
    if found is None:
        gone_found = _exact(text, bare, gone)
        if gone_found is not None and gone_found.confidence >= SURE:
            return Match(text, How.MERGED, gone_found.candidates)
        found = gone_found
    return found or _near(text, bare, {one.key: one.name for one in alive})


def _exact(text: str, bare: str, provinces: Iterable[Province]) -> Match | None:
    levels: dict[How, dict[str, str]] = {}
    joined, unmarked = _joined(bare), _has_no_marks(text)
    for one in provinces:
        how = None
        if spelled(bare) in (spelled(one.name), spelled(_without_kind(one.name))):
            how = How.EXACT
        elif spelled(bare) in map(spelled, one.aliases) or spelled(text) in map(spelled, one.aliases):
            how = How.ALIAS
        else:
            folded = {_joined(_without_kind(name)) for name in (one.name, one.english, *one.aliases)}
            if joined in folded:
                how = How.NO_MARKS if unmarked else How.OTHER_MARKS
        if how is not None:
            levels.setdefault(how, {})[one.key] = one.name
    for how in How:
        if how in levels:
            found = tuple(levels[how].items())
            return Match(text, how if len(found) == 1 else How.AMBIGUOUS, found)
    return None


def match_name(text: str, names: Mapping[str, str]) -> Match:
    """Say which of several names (by key) a text means: parts of an index, units of a campaign."""
    text = squeeze(clean(text))
    if not _joined(text):
        return Match(text, How.UNKNOWN, ())
    same = {key: name for key, name in names.items() if spelled(name) == spelled(text)}
    if same:
        return _one_of(text, How.EXACT, same)
    alike = {key: name for key, name in names.items() if _joined(name) == _joined(text)}
    if alike:
        return _one_of(text, How.NO_MARKS if _has_no_marks(text) else How.OTHER_MARKS, alike)
    return _near(text, text, names)


def match_unit(text: str, register: Register, *, on: date) -> Match:
    """Say which unit of a register a name means on the day, with the register's own reading of agencies first."""
    text = squeeze(clean(text))
    reading = register.read(text, on=on)
    units = {
        party.key: party.name
        for party in reading.parties
        if party.kind == "unit" and register.has_unit(party.key)
    }
    if len(reading.parties) == len(units) == 1 and not reading.unknown:
        ((key, name),) = units.items()
        unit = register.unit(key)
        how = _how_unit(text, unit)
        if how is not How.OTHER_MARKS and not unit.exists_on(on):
            how = How.MERGED
        return Match(text, how, ((key, name),))
    if len(units) > 1:
        return Match(text, How.AMBIGUOUS, tuple(units.items())[:_MOST])
    names = {unit.key: unit.name for unit in register.units_on(on)}
    return match_name(text, names)


def _how_unit(text: str, unit: Unit) -> How:
    """Weigh the register's reading, which itself does not look at diacritics: Thạch Hà is not Thạch Hạ."""
    known = (unit.short_name, *unit.aliases)
    if spelled(text) == spelled(unit.name):
        return How.EXACT
    if _has_no_marks(text) and not unit.name.isascii():
        return How.NO_MARKS
    if spelled(text) not in map(spelled, known) and _joined(text) in map(_joined, (unit.name, *known)):
        return How.OTHER_MARKS
    return How.ALIAS


def _one_of(text: str, how: How, found: Mapping[str, str]) -> Match:
    return Match(text, how if len(found) == 1 else How.AMBIGUOUS, tuple(found.items()))


def _near(text: str, bare: str, names: Mapping[str, str]) -> Match:
    joined = _joined(bare)
    matcher = SequenceMatcher(autojunk=False, b=joined)
    scored: list[tuple[float, str, str]] = []
    for key, name in names.items():
        matcher.set_seq1(_joined(_without_kind(name)))
        if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
            ratio = matcher.ratio()
            if ratio >= _NEAR:
                scored.append((-ratio, key, name))
    if not scored:
        return Match(text, How.UNKNOWN, ())
    return Match(text, How.NEAR, tuple((key, name) for _, key, name in sorted(scored)[:_MOST]))


def _without_kind(text: str) -> str:
    """Drop "tỉnh", "thành phố", "TP." before a name and "province", "city" after it."""
    folded = fold(text)
    found = _KIND.match(folded)
    start = found.end() if found and len(folded) == len(text) else 0
    return _ENGLISH_KIND.sub("", text[start:].strip())


def _joined(text: str) -> str:
    return _APART.sub("", fold(text))


def _has_no_marks(text: str) -> bool:
    return text.isascii()
