"""Numbers and bullets that Word writes by itself: `1.`, `a)`, `IV.`, `- `, counted as Word counts."""

from dataclasses import dataclass, field

from lxml import etree

from namro.core.text import write_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_MAX_LEVEL = 8


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)


def _number(text: str | None, default: int = 0) -> int:
    try:
        return min(abs(int(text or default)), 1_000_000)
    except ValueError:
        return default


def _letters(value: int, first: str) -> str:
    # Word repeats the letter after z: aa, bb, cc.
    turns, place = divmod(value - 1, 26)
    return chr(ord(first) + place) * min(turns + 1, 10)


def render(value: int, form: str) -> str:
    """Write a counter in one of Word's number forms; unknown forms are written in digits."""
    if value < 1:
        return str(value)
    if form in ("upperRoman", "lowerRoman") and value <= 399:
        roman = write_roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        return _letters(value, "A" if form == "upperLetter" else "a")
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


class Numbering:
    """The lists of one document and their running counters."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._list_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(W + "abstractNum"):
            levels = {
                _number(lvl.get(W + "ilvl")): _read_level(lvl) for lvl in abstract.iterchildren(W + "lvl")
            }
            self._lists[abstract.get(W + "abstractNumId", "")] = _List(levels)
        for num in root.iterchildren(W + "num"):
            num_id = num.get(W + "numId", "")
            target = num.find(W + "abstractNumId")
            self._list_of[num_id] = target.get(VAL, "") if target is not None else ""
            for override in num.iterchildren(W + "lvlOverride"):
                level = _number(override.get(W + "ilvl"))
                start = override.find(W + "startOverride")
                if start is not None:
                    self._restarts.setdefault(num_id, {})[level] = _number(start.get(VAL), 1)
                own = override.find(W + "lvl")
                if own is not None:
                    self._overrides.setdefault(num_id, {})[level] = _read_level(own)

    def next(self, num_id: str, level: int) -> str:
        """Give the text Word prints before the next paragraph of this list and level, with its blank."""
        if num_id == "0" or num_id not in self._list_of or not 0 <= level <= _MAX_LEVEL:
            return ""
        list_id = self._list_of[num_id]
        counters = self._counters.setdefault(list_id, {})
        if num_id not in self._seen:
            self._seen.add(num_id)
            for restarted, start in self._restarts.get(num_id, {}).items():
                counters[restarted] = start - 1
        here = self._level(num_id, level)
        counters[level] = counters.get(level, here.start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        if here.form == "none":
            return ""
        if here.form == "bullet":
            return "+ " if here.pattern.strip() == "+" else "- "
        out = here.pattern
        for place in range(_MAX_LEVEL + 1):
            sign = f"%{place + 1}"
            if sign in out:
                other = self._level(num_id, place)
                out = out.replace(sign, render(counters.get(place, other.start), other.form))
        return out + " " if out else ""

    def _level(self, num_id: str, level: int) -> _Level:
        own = self._overrides.get(num_id, {}).get(level)
        if own is not None:
            return own
        known = self._lists.get(self._list_of.get(num_id, ""))
        found = known.levels.get(level) if known else None
        return found or _Level(pattern=f"%{level + 1}.")


def _read_level(element: etree._Element) -> _Level:
    def value(tag: str, default: str) -> str:
        child = element.find(W + tag)
        return default if child is None else child.get(VAL, default)

    return _Level(_number(value("start", "1"), 1), value("numFmt", "decimal"), value("lvlText", "")[:60])
