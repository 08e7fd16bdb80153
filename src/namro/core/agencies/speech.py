"""Reading an expression of agencies from left to right: the longest known name, head or group at each place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from namro.core.agencies.grammar import Head, HeadFound, head_at, level_at
from namro.core.agencies.lexicon import Lexicon, Word, words_of
from namro.core.agencies.model import AgencyExpression, Group, Level, Party, Unit
from namro.core.agencies.strangers import (
    PLEASANTRY,
    is_heading,
    is_repetition,
    opens_agency,
    plausibility,
    stranger_end,
)
from namro.core.text import clean, fold, fold_with_places, squeeze

_SKIP = re.compile(
    r"(?:[\s,;.:+*•●–—&/-]+|\d{1,2}[.)]\s|[a-z]\)\s|va(?![a-z])|cung(?: voi)?(?![a-z])|(?:phoi hop )?voi(?![a-z])|phoi hop(?= (?:cac|ubnd|so)(?![a-z]))|(?:chu tri|phoi hop|tham muu)(?=\s*(?:$|[,;:.)]))|nhu:?(?= cac| so| ubnd))+"
)
_SUFFIX_TEMPLATE = r"(?: tinh)? {province}(?![a-z])| tinh(?![a-z])(?! {province})"
_SO_LIST = re.compile(r"(?:(?:cac|giam doc cac|lanh dao cac) )?so ?:? ?(?=[a-z])")
_PLACE_LIST = re.compile(
    r"(?:ubnd|uy ban nhan dan) (?:cac )?(?:huyen|xa|phuong|thi xa|thanh pho|thi tran) ?:? ?(?=[a-z])"
)
_DEPARTMENT, _DISTRICT, _COMMUNE = "so", "huyen", "xa"
_RELATED = re.compile(r" (?:co )?lien quan(?![a-z])")
_AREA = re.compile(
    r" (?:tren dia ban(?: (?:toan )?(?:tinh|huyen|xa|thanh pho))?|(?:cua|thuoc|trong|toan) tinh)(?![a-z])"
)
_STOPS = re.compile(r"\s*(?:$|[,;.:/()\n+*•–-]|va(?![a-z]))")
_SHORT_REMARK = 60
_SENTENCE = 0.7  # factor when words that are no agency run on from a name: a sentence, not a cell
_ORDER = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@dataclass(slots=True)
class Piece:
    """A stretch of the text that was read: its keys, and how surely it is an agency (`weight` in [0, 1])."""

    start: int
    end: int
    keys: tuple[str, ...] = ()
    weight: float = 1.0
    context: str = ""
    head: Head | None = None
    has_level: bool = False
    listed: bool = False  # one of the short names after "các Sở:"
    remark: int = 0  # characters of the remarks in brackets at its end


@dataclass(slots=True)
class _Text:
    """A text under reading with its folded form, its words and the pieces found."""

    own: str
    folded: str
    places: list[int]
    words: list[Word]
    starts: dict[int, int]
    pieces: list[Piece] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "_Text":
        own = clean(text)
        folded, places = fold_with_places(own)
        words = words_of(folded)
        return cls(own, folded, places, words, {w.start: i for i, w in enumerate(words)})

    def words_at(self, start: int, end: int) -> str:
        return squeeze(self.own[self.places[start] : self.places[end]])

    def follows_at_once(self, left: Piece, right: Piece) -> bool:
        """Tell whether only blanks on one line stand between two pieces."""
        gap = self.own[self.places[left.end] : self.places[right.start]]
        return left.end <= right.start and not gap.strip() and "\n" not in gap


class Speech:
    """The names of one register and the rules that read an expression with them."""

    def __init__(
        self,
        units: tuple[Unit, ...],
        groups: tuple[Group, ...],
        province: str,
        sectors: dict[str, tuple[str, ...]],
        vocabulary: tuple[str, ...],
    ) -> None:
        self._units = {unit.key: unit for unit in units}
        self._groups = {group.key: group for group in groups}
        self._names = Lexicon()
        self._short = {_DEPARTMENT: Lexicon(), _DISTRICT: Lexicon(), _COMMUNE: Lexicon()}
        self._strange = Lexicon()
        self._suffix = re.compile(_SUFFIX_TEMPLATE.format(province=re.escape(fold(province))))
        for unit in units:
            for name in (unit.name, unit.short_name, *unit.aliases):
                if name and (" " in name or len(name) > 3):
                    self._names.add(fold(name), unit.key)
            if unit.kind == "committee" and unit.level in (Level.DISTRICT, Level.COMMUNE):
                context = _DISTRICT if unit.level is Level.DISTRICT else _COMMUNE
                bare = re.sub(r"^ubnd (?:huyen|thanh pho|thi xa|xa|phuong|thi tran) ", "", fold(unit.name))
                self._short[context].add(bare, unit.key)
        for key, names in sectors.items():
            for name in names:
                self._short[_DEPARTMENT].add(fold(name), key)
        for group in groups:
            for name in (group.name, *group.aliases):
                self._names.add(fold(name), group.key)
                if fold(name).startswith("cac ") and name.count(" ") > 2:
                    self._names.add(fold(name)[4:], group.key)
        for name in vocabulary:
            self._strange.add(fold(name), "")

    # --- reading ---------------------------------------------------------------------------------

    def read(self, text: str, *, on: date | None) -> AgencyExpression:
        """Read the parties of an expression; `likelihood` is left to the caller."""
        reading = self._parse(text)
        parties: dict[tuple[str, str], Party] = {}
        unknown: list[str] = []
        for piece in reading.pieces:
            own = reading.words_at(piece.start, piece.end)
            if not piece.keys:
                if (
                    own
                    and not is_repetition(fold(own))
                    and not PLEASANTRY.fullmatch(reading.folded[piece.start : piece.end].strip())
                ):
                    party = _open_party(own, "Sở " if piece.listed else "")
                    if party.key and ("group", party.key) not in parties:
                        parties["group", party.key] = party
                        unknown.append(party.text)
                continue
            for choice in piece.keys:
                party = self._party(choice, own, on)
                parties.setdefault((party.kind, party.key), party)
        return AgencyExpression(
            text=squeeze(clean(text)),
            parties=tuple(parties.values()),
            unknown=tuple(unknown),
            missing_separators=tuple(_missing(reading)),
        )

    def _party(self, choice: str, own: str, on: date | None) -> Party:
        """Make the party of a key; of several units of one name ("a|b") the one that exists on the day."""
        keys = choice.split("|")
        for key in keys:
            if key in self._groups:
                group = self._groups[key]
                return Party("group", key, group.name, own, group.is_open)
        known = [self._units[key] for key in keys if key in self._units]
        if not known:
            return _open_party(own)
        alive = [unit for unit in known if on is not None and unit.exists_on(on)]
        unit = (alive or known)[0]
        return Party("unit", unit.key, unit.name, own)

    # --- parsing ---------------------------------------------------------------------------------

    def _parse(self, text: str) -> _Text:
        reading = _Text.of(text)
        folded, place = reading.folded, 0
        while place < len(folded):
            skipped = _SKIP.match(folded, place)
            if skipped and skipped.end() > place:
                place = skipped.end()
                continue
            if folded[place] == "(":
                place = self._bracket(reading, place)
                continue
            if folded[place] == ")":
                place += 1
                continue
            found = list(self._known(reading, place)) or [self._stranger(reading, place)]
            reading.pieces += found
            place = max(found[-1].end, place + 1)
        _spread_levels(reading.pieces)
        return reading

    def _bracket(self, reading: _Text, place: int) -> int:
        """A remark in brackets belongs to the agency before it; its words are not read as agencies."""
        close = reading.folded.find(")", place)
        end = close + 1 if close >= 0 else len(reading.folded)
        if not reading.pieces:
            return place + 1
        piece = reading.pieces[-1]
        piece.remark += end - piece.end
        piece.end = end
        return end

    def _known(self, reading: _Text, place: int) -> Iterator[Piece]:
        """Give what is known at the place: a name, a head with levels, or a list after "các Sở:"."""
        folded = reading.folded
        listed = self._listed(reading, place, only_colon=True)
        if listed is not None:
            yield listed
            return
        name, head = self._name(reading, place), head_at(folded, place)
        known = list(self._levels(reading, head)) if head and (name is None or head.end > name.end) else []
        known = known or ([name] if name is not None else [])
        if known and _RELATED.match(folded, known[-1].end) and known[-1].context == "":
            # "UBND các xã có liên quan" are some of them: nobody can list which.
            end = stranger_end(reading.own, folded, reading.places, known[-1].end, lambda _: False)
            yield Piece(place, end, (), 0.95)
            return
        if known:
            area = _AREA.match(folded, known[-1].end)
            known[-1].end = area.end() if area else known[-1].end
            yield from known
            return
        listed = self._listed(reading, place, only_colon=False)
        if listed is not None:
            yield listed
            return
        if reading.pieces and reading.pieces[-1].context:
            item = self._short_name(reading, place, reading.pieces[-1].context)
            if item is not None and _STOPS.match(folded, item.end):
                item.listed = reading.pieces[-1].listed
                yield item
                return
        strange = self._longest(self._strange, reading, place)
        if strange is not None:
            end = self._with_suffix(folded, strange[0])
            level = level_at(folded, end + 1) if folded[end : end + 1] == " " else None
            yield Piece(place, level.end if level else end, (), 0.95)

    def _listed(self, reading: _Text, place: int, *, only_colon: bool) -> Piece | None:
        """Give the first of the short names after "các Sở: …" or "UBND các huyện: …"; the rest follow its context."""
        for pattern, contexts in ((_SO_LIST, (_DEPARTMENT,)), (_PLACE_LIST, (_DISTRICT, _COMMUNE))):
            match = pattern.match(reading.folded, place)
            if match is None or (only_colon and ":" not in match.group()):
                continue
            for context in contexts:
                item = self._short_name(reading, match.end(), context)
                if item is not None:
                    # "Sở Nội vụ" is one name; of "các Sở: Nội vụ, …" only the short name is this party's.
                    if not match.group().startswith("cac ") and ":" not in match.group():
                        item.start = place
                    item.listed = ":" in match.group()
                    return item
        return None

    def _longest(self, lexicon: Lexicon, reading: _Text, place: int) -> tuple[int, list[str]] | None:
        first = reading.starts.get(place)
        found = lexicon.longest(reading.folded, reading.words, first) if first is not None else None
        return (reading.words[first + found[0] - 1].end, found[1]) if found and first is not None else None

    def _name(self, reading: _Text, place: int) -> Piece | None:
        found = self._longest(self._names, reading, place)
        if found is None:
            return None
        end, keys = found
        unit = self._units.get(keys[0])
        context = ""
        if unit is None and self._groups[keys[0]].is_open and self._goes_on(reading, end):
            return None
        if unit is not None:
            end = self._with_suffix(reading.folded, end)
            if unit.kind == "department":
                context = _DEPARTMENT
            elif unit.kind == "committee":
                context = _DISTRICT if unit.level is Level.DISTRICT else _COMMUNE
        return Piece(place, end, ("|".join(keys),), 1.0, context)

    def _goes_on(self, reading: _Text, end: int) -> bool:
        """Tell whether words that are no agency follow: "các cơ quan có liên quan" + "đến nội dung được phân cấp"."""
        if (
            not re.match(r" (?!va(?![a-z]))[a-z]", reading.folded[end : end + 4])
            or "\n" in reading.own[reading.places[end] : reading.places[end + 1] + 1]
        ):
            return False
        return not (self._longest(self._names, reading, end + 1) or head_at(reading.folded, end + 1))

    def _short_name(self, reading: _Text, place: int, context: str) -> Piece | None:
        found = self._longest(self._short[context], reading, place)
        if found is None:
            return None
        return Piece(place, found[0], ("|".join(found[1]),), 0.95, context)

    def _with_suffix(self, folded: str, end: int) -> int:
        match = self._suffix.match(folded, end)
        return match.end() if match else end

    def _levels(self, reading: _Text, found: HeadFound) -> Iterator[Piece]:
        """Give one piece per level named; the head stands for each of them ("UBND cấp huyện, cấp xã")."""
        head = found.head
        if not found.named:
            yield Piece(found.start, found.head_end, (head.bare or "",), 1.0, head=head)
            return
        start = found.start
        for place, named in enumerate(found.named):
            keys: tuple[str, ...]
            if named.levels is None:
                keys = (
                    (head.everywhere,)
                    if head.everywhere
                    else tuple(head.at[v] for v in _ORDER if v in head.at)
                )
            else:
                keys = tuple(head.at[level] for level in named.levels if level in head.at)
            if keys:
                begin = start if place == 0 else named.start
                yield Piece(begin, named.end, keys, 1.0, head=head, has_level=True)

    def _stranger(self, reading: _Text, place: int) -> Piece:
        """Take words no register knows, up to a separator or the next known name."""

        def knows(at: int) -> bool:
            name, head = self._name(reading, at), head_at(reading.folded, at)
            return (name is not None and " " in reading.folded[at : name.end]) or head is not None

        end = stranger_end(reading.own, reading.folded, reading.places, place, knows)
        words = reading.words_at(place, end)
        before = reading.pieces[-1] if reading.pieces else None
        listed = before is not None and before.listed and before.context == _DEPARTMENT
        if listed and len(words.split()) <= 6 and not opens_agency(words):
            return Piece(place, end, (), 0.9, _DEPARTMENT, listed=True)
        return Piece(place, end, (), plausibility(words))

    # --- likelihood ------------------------------------------------------------------------------

    def likelihood(self, text: str) -> float:
        """Weigh the share of the text that is agencies; a sentence that only mentions one stays low."""
        if not text or text.isspace() or len(text) > 3000:
            return 0.0
        bare = squeeze(fold(clean(text)))
        if is_repetition(bare):
            return 0.4
        if is_heading(bare):
            return 0.03
        if len(text) > 320:
            # The beginning of a long sentence already shows that it is none.
            opening = self.likelihood(text[:300].rsplit(" ", 1)[0])
            if opening < 0.5:
                return min(opening, 0.1)
        reading = self._parse(text)
        # A short remark in brackets says nothing for or against; a long one belongs to a sentence.
        total = sum(p.end - p.start - (p.remark if p.remark <= _SHORT_REMARK else 0) for p in reading.pieces)
        if not total:
            return 0.0
        share = sum(p.weight * (p.end - p.start - p.remark) for p in reading.pieces) / total
        if any(
            reading.follows_at_once(a, b) for a, b in pairwise(reading.pieces) if a.weight > b.weight == 0
        ):
            share *= _SENTENCE
        return float(max(0.01, 0.99 * share**1.5))


def _open_party(own: str, before: str = "") -> Party:
    words = before + squeeze(own).strip(" .;,:-–+*•")
    key = "-".join(w.text for w in words_of(fold(words)))[:100].strip("-")
    return Party("group", key, words[:1].upper() + words[1:], own, is_open=True)


def _spread_levels(pieces: list[Piece]) -> None:
    """Let a head without a level share those of the head after it: "UBMTTQ, đoàn thể cấp tỉnh, huyện, xã"."""
    for place, piece in enumerate(pieces):
        if piece.head is None or not piece.head.spreads or piece.has_level:
            continue
        after: list[Piece] = []
        for other in pieces[place + 1 :]:
            if other.head is None or other.head is piece.head or (after and other.head is not after[0].head):
                break
            after.append(other)
        if sum(len(p.keys) for p in after) < 2 or not all(p.has_level for p in after):
            continue
        keys: list[str] = []
        for other in after:
            assert other.head is not None
            keys += [
                piece.head.at[v]
                for v, key in other.head.at.items()
                if key in other.keys and v in piece.head.at
            ]
        if keys:
            piece.keys = tuple(dict.fromkeys(keys))


def _missing(reading: _Text) -> Iterator[str]:
    """Give the words on both sides of each place where two agencies stand with only a blank between them."""
    for left, right in pairwise(reading.pieces):
        if not reading.follows_at_once(left, right) or min(left.weight, right.weight) <= 0.5:
            continue
        if left.head is not None and left.head is right.head:
            continue
        before = reading.words_at(left.start, left.end).split()
        after = reading.words_at(right.start, right.end).split()
        if before and after:
            yield f"{before[-1]} {after[0]}"
