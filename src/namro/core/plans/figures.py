"""Figures that the text itself states: measures of a task, targets, and the results a plan starts from."""

import re
from collections.abc import Iterable
from decimal import Decimal

from namro.core.plans.model import Baseline, Measure, Target
from namro.core.text import read_number, squeeze

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
_RELATIONS = {
    "ít nhất": "at_least",
    "tối thiểu": "at_least",
    "không dưới": "at_least",
    "không thấp hơn": "at_least",
    "từ": "at_least",
    "tối đa": "at_most",
    "không quá": "at_most",
    "không vượt quá": "at_most",
    "trên": "more_than",
    "hơn": "more_than",
    "vượt": "more_than",
    "dưới": "less_than",
    "đạt": "equal",
}
# Only these words may stand some words before their number ("tối thiểu phải cắt giảm 10%").
_LOOSE = r"ít nhất|tối thiểu|không dưới|tối đa|không quá|không vượt quá"
_TIGHT = r"không thấp hơn|trên|hơn|vượt|dưới|đạt|từ"
_QUANTITY = re.compile(
    rf"(?=\d)(?<![\d/.,-]){_NUMBER}(?![\d/])(?P<percent>\s*%)?(?P<after>(?:\s+[^\s\d.,;:()%“”\"]+){{0,6}})"
)
_BEFORE = re.compile(
    rf"(?:(?P<loose>{_LOOSE})(?:\s+[^\s\d.,;:()]+){{0,4}}|(?P<tight>{_TIGHT}))\s+\Z", re.IGNORECASE
)
# Characters before a number in which its relation is looked for: five words and the four between them.
_REACH = 120
_SHORT_UNITS = frozenset(
    [
        "lần",
        "ngày",
        "tháng",
        "quý",
        "năm",
        "buổi",
        "lớp",
        "đợt",
        "cuộc",
        "xã",
        "phường",
        "huyện",
        "hộ",
        "người",
        "bài",
        "tin",
        "điểm",
        "bậc",
        "giờ",
        "phút",
        "cuộc",
        "tỷ",
        "triệu",
        "đề",
        "ha",
        "km",
    ]
)
_STOP = frozenset(
    [
        "được",
        "và",
        "trong",
        "cho",
        "của",
        "để",
        "với",
        "trở",
        "theo",
        "tại",
        "so",
        "do",
        "là",
        "có",
        "phải",
        "hoặc",
        "triển",
        "áp",
        "trên",
        "dưới",
        "khi",
        "từ",
        "đến",
        "nhằm",
        "này",
        "ở",
        "như",
        "đã",
    ]
)
_AFTER_PERCENT = 5


def find_measures(text: str) -> list[Measure]:
    """Find quantities with a promise: a share in percent, or a count after "ít nhất", "tối thiểu" and the like.

    Dates, numbers of documents, levels ("mức độ 3, 4") and years are not measures.
    """
    found: list[Measure] = []
    end = 0
    for match in _QUANTITY.finditer(text):
        relation_match = _BEFORE.search(text, max(end, match.start() - _REACH), match.start())
        start = relation_match.start() if relation_match else match.start()
        relation_word = relation_match[relation_match.lastgroup or 0].lower() if relation_match else ""
        end = match.end()
        after = match.group("after").split()
        is_upward = [w.lower() for w in after[:4]].count("trở") > 0 and "lên" in [
            w.lower() for w in after[:5]
        ]
        if (
            not match.group("percent")
            and (not relation_word or relation_word in ("từ", "đạt"))
            and not is_upward
        ):
            continue
        quantity = read_number(match.group("number"))
        if quantity is None or _is_year_or_level(match, quantity):
            continue
        if match.group("percent"):
            unit, words = "%", _phrase(after)
        else:
            unit = _unit(after)
            if not unit:
                continue
            words = unit.split()
        relation = "at_least" if is_upward else _RELATIONS.get(relation_word, "equal")
        head = text[start : match.end("percent") if match.group("percent") else match.end("number")]
        found.append(Measure(squeeze(f"{head} {' '.join(words)}"), quantity, unit, relation))
    return found


def _is_year_or_level(match: re.Match[str], quantity: Decimal) -> bool:
    before = match.string[max(0, match.start("number") - 12) : match.start("number")].lower()
    if match.group("percent"):
        return False
    is_year = 1900 <= quantity <= 2100 and len(match.group("number")) == 4
    return is_year or bool(re.search(r"(mức độ|năm|số|điều|khoản|lớp|quý|tháng|ngày)\s*$", before))


def _phrase(after: list[str]) -> list[str]:
    words: list[str] = []
    for word in after[:_AFTER_PERCENT]:
        if word.lower() in _STOP and words:
            break
        words.append(word)
    return words


def _unit(after: list[str]) -> str:
    words = [w for w in after if w]
    if not words or words[0].lower() in _STOP:
        return ""
    if "/" in words[0] or words[0].lower() in _SHORT_UNITS:
        return words[0]
    if len(words) > 1 and words[1].lower() not in _STOP:
        return f"{words[0]} {words[1]}"
    return words[0]


_INDEX_NAMES = [
    ("PAR INDEX", re.compile(r"PAR\s*[-_]?\s*INDEX|chỉ số cải cách hành chính|chỉ số CCHC", re.IGNORECASE)),
    ("SIPAS", re.compile(r"\bSIPAS\b", re.IGNORECASE)),
    ("PAPI", re.compile(r"\bPAPI\b", re.IGNORECASE)),
]


def indices_named(text: str) -> list[str]:
    """Give the indices that a text names, in the order PAR INDEX, SIPAS, PAPI."""
    return [name for name, pattern in _INDEX_NAMES if pattern.search(text)]


def index_of_title(title: str) -> str | None:
    """Give the one index that the title of an appendix names; None when it names none or several."""
    named = indices_named(title)
    return named[0] if len(named) == 1 else None


_BAND = re.compile(r"(?:nhóm|top|hạng|thứ)\s+(?:từ\s+)?(\d{1,2})\s*(?:đến|-|–)\s*(\d{1,2})\b", re.IGNORECASE)
_TOP = re.compile(
    r"(?:nhóm|top)\s+(\d{1,2})\b|(?:trong|thuộc)\s+(\d{1,2})\s+(?:tỉnh|địa phương)|(?:xếp|hạng|thứ hạng|vị trí)(?:\s+thứ)?\s+(\d{1,2})\s+trở lên",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?:trên|từ|ít nhất|tối thiểu|đạt)\s+(\d{1,3}(?:,\d+)?)\s*%", re.IGNORECASE)
_KEEP = re.compile(
    r"(?:không\s+(?:thấp hơn|giảm|tụt)|cao hơn|tăng (?:hạng|điểm|bậc)|bằng hoặc cao hơn)[^;.]*?(?:năm trước|so với năm \d{4})",
    re.IGNORECASE,
)


def find_targets(text: str) -> list[Target]:
    """Find what the plan wants each index to reach; one target for each part of a sentence that names one index."""
    found: list[Target] = []
    for part in re.split(r";|\.\s|\n", text):
        named = indices_named(part)
        if len(named) != 1:
            continue
        target = _target(named[0], _aim(squeeze(part).strip(" .")))
        if target is not None:
            found.append(target)
    return found


def _aim(part: str) -> str:
    """Leave out what a long sentence says before it comes to the aim itself."""
    at = part.lower().rfind("phấn đấu")
    return part[at:] if at > 0 and indices_named(part[at:]) else part


def _target(index: str, part: str) -> Target | None:
    if band := _BAND.search(part):
        return Target(index, "rank_band", [int(band.group(1)), int(band.group(2))], part)
    if top := _TOP.search(part):
        return Target(index, "rank_at_most", int(next(g for g in top.groups() if g)), part)
    if share := _SHARE.search(part):
        value = read_number(share.group(1))
        if value is not None and value <= 100:
            return Target(index, "share_above", int(value) if value == int(value) else float(value), part)
    if _KEEP.search(part):
        return Target(index, "not_below_last_year", None, part)
    return None


_SCORE = re.compile(r"(?:đạt|được)\s+(\d{1,3}(?:[.,]\d+)?)\s*/\s*(\d{1,3})\s*điểm", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_RANK = re.compile(
    r"(?:xếp|đứng|hạng)\s*(?:hạng|thứ|vị trí)*\s*(?:thứ\s*)?(\d{1,2})\s*/\s*(\d{1,2})", re.IGNORECASE
)
_CHANGE = re.compile(r"(tăng|giảm)\s+(\d{1,2})\s+bậc", re.IGNORECASE)
_COMPARED = re.compile(r"so với(?: năm)?\s+(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"năm\s+(\d{4})", re.IGNORECASE)


def find_baselines(texts: Iterable[str]) -> list[Baseline]:
    """Find the published results that the plan starts from: score, maximum, percent, rank, change of rank.

    A part counts only when it names an index and states a score or a rank. The year is the one stated,
    or the one after the year compared with; a result without a year is left out.
    """
    found: dict[tuple[str, int], Baseline] = {}
    for text in texts:
        spots = sorted(
            (match.start(), name) for name, pattern in _INDEX_NAMES for match in list(pattern.finditer(text))
        )
        starts: list[tuple[int, str]] = []
        for at, name in spots:
            if not starts or starts[-1][1] != name:
                starts.append((at, name))
        if not starts:
            continue
        ends = [*(_before_name(text, at) for at, _ in starts[1:]), len(text)]
        for (at, name), end in zip(starts, ends, strict=True):
            baseline = _baseline(name, text[at:end])
            if baseline is not None:
                found.setdefault((name, baseline.year), baseline)
    return list(found.values())


def _before_name(text: str, at: int) -> int:
    """Step back from the short name of an index to the "Chỉ số …" that its full name begins with."""
    opening = text.lower().rfind("chỉ số", max(0, at - 160), at)
    return opening if opening >= 0 else at


def _baseline(index: str, part: str) -> Baseline | None:
    score, rank = _SCORE.search(part), _RANK.search(part)
    if not score and not rank:
        return None
    compared, stated = _COMPARED.search(part), _YEAR.search(part)
    year = int(compared.group(1)) + 1 if compared else (int(stated.group(1)) if stated else None)
    if year is None:
        return None
    percent, change = _PERCENT.search(part), _CHANGE.search(part)
    steps = int(change.group(2)) * (1 if change.group(1).lower() == "tăng" else -1) if change else None
    return Baseline(
        index,
        year,
        _decimal(score.group(1)) if score else None,
        _decimal(score.group(2)) if score else None,
        _decimal(percent.group(1)) if percent else None,
        int(rank.group(1)) if rank else None,
        int(rank.group(2)) if rank else None,
        steps,
        squeeze(part).strip(" ,.;"),
    )


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
