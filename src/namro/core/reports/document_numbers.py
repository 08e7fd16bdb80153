"""Documents that several units name: the same number and symbol is one document only where nothing says otherwise."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from namro.core.reports.contradictions import Finding, Weight, some_names

# Committees and councils of every level number their own documents with the same symbol: 15/KH-UBND of two communes
# are two documents, unless their dates are the same.
_OF_EVERY_LEVEL = ("UBND", "HĐND", "BCĐ", "BCH", "ĐU", "VP")
# So many undated numbers meet by chance that each by itself would say nothing.
MOST_UNDATED = 5
_NUMBER = re.compile(r"\b(\d{1,6})\s*/\s*((?:\d{4}\s*/\s*)?[A-ZĐ]{1,6}(?:-[A-ZĐ&]{1,12})+)")
_DATED = re.compile(
    r"[\s,(]{0,3}(?:đề\s+)?ngày\s+(\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(\d{1,2})\s*(?:[/.-]|\s+năm\s+)\s*(\d{4})"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    unit: str
    section: str
    sentence: str
    date: str  # "5/8/2021"; "" where the words do not say


def symbols_in(text: str) -> tuple[str, ...]:
    """Give the numbers and symbols of documents in a text: ("12/QĐ-UBND",)."""
    return tuple(dict.fromkeys(_symbol(found) for found in _NUMBER.finditer(text)))


def same_documents(
    sentences: Iterable[tuple[str, str, str]],
    *,
    told: Collection[tuple[str, str]] = (),
    most_sharing: int = 5,
) -> tuple[Finding, ...]:
    """Find documents that two units name, from (unit, section, sentence); `told`: symbols of units already told.

    Different dates are different documents. A symbol of every level without dates is told by itself only while there
    are few of them; what more than `most_sharing` units name is a common ground and no result.
    """
    named: dict[str, list[_Mention]] = defaultdict(list)
    for unit, section, sentence in sentences:
        for found in _NUMBER.finditer(sentence):
            dated = _DATED.match(sentence, found.end())
            date = "/".join(str(int(part)) for part in dated.groups()) if dated else ""
            named[_symbol(found)].append(_Mention(unit, section, sentence, date))
    made: list[Finding] = []
    unsure: dict[str, list[tuple[str, dict[str, _Mention]]]] = defaultdict(list)
    for symbol, mentions in sorted(named.items()):
        for by_unit, is_sure in _documents(symbol, mentions):
            if len(by_unit) < 2 or all((symbol, unit) in told for unit in by_unit):
                continue
            if is_sure or len(by_unit) > most_sharing:
                made.append(_finding(symbol, by_unit, most_sharing))
            else:
                unsure[next(iter(by_unit.values())).section].append((symbol, by_unit))
    for section, found_there in unsure.items():
        if len(found_there) <= MOST_UNDATED:
            made += [_finding(symbol, by_unit, most_sharing) for symbol, by_unit in found_there]
        else:
            made.append(_chances(section, found_there))
    return tuple(made)


def _documents(symbol: str, mentions: list[_Mention]) -> Iterable[tuple[dict[str, _Mention], bool]]:
    """Give the documents behind one symbol, each as the mention of every unit, and whether it surely is one."""
    by_date: dict[str, dict[str, _Mention]] = defaultdict(dict)
    for one in mentions:
        by_date[one.date].setdefault(one.unit, one)
    undated = by_date.pop("", {})
    own = not symbol.endswith(_OF_EVERY_LEVEL)
    if undated and len(by_date) < 2:  # of several dates, what bears none may be any
        of_day = next(iter(by_date.values()), {})
        yield {**undated, **of_day}, own or len(of_day) > 1
        return
    for of_day in by_date.values():
        yield of_day, True
    yield undated, own


def _finding(symbol: str, by_unit: dict[str, _Mention], most_sharing: int) -> Finding:
    units = tuple(by_unit)
    first = by_unit[units[0]]
    if len(units) > most_sharing:
        said = f"Văn bản số {symbol} được {len(units)} đơn vị nêu: có thể là căn cứ chung."
        return Finding(first.section, units, said, (first.sentence,), Weight.FORM)
    said = f"Văn bản số {symbol} được {some_names(units)} cùng nêu; hãy xem kết quả thuộc đơn vị nào."
    words = tuple(dict.fromkeys(by_unit[unit].sentence for unit in units))
    return Finding(first.section, units, said, words, Weight.RESULT)


def _chances(section: str, found: list[tuple[str, dict[str, _Mention]]]) -> Finding:
    units = tuple(dict.fromkeys(unit for _, by_unit in found for unit in by_unit))
    shown = ", ".join(symbol for symbol, _ in found[:3])
    said = (
        f"{len(found)} số văn bản có ở hai đơn vị trở lên ({shown}…) nhưng lời không ghi ngày ban hành nên chưa biết có phải "
        "cùng một văn bản không; mỗi xã, huyện đánh số riêng."
    )
    return Finding(section, units, said, (), Weight.WORDS)


def _symbol(found: re.Match[str]) -> str:
    return f"{int(found[1])}/{''.join(found[2].split())}"
