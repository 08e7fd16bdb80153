"""Heads that exist at several levels ("UBND", "đoàn thể", "Bộ phận Một cửa") and the levels named after them.

All patterns run over folded text.
"""

import re
from dataclasses import dataclass

from namro.core.agencies.model import Level

P, D, C = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE


@dataclass(frozen=True, slots=True)
class Head:
    """A kind of body with the key of its unit or group at each level.

    `bare` is the key when no level is named (None: the head alone is no agency); `everywhere` the key of
    "các cấp", or None when each level is named on its own.
    """

    pattern: re.Pattern[str]
    at: dict[Level, str]
    bare: str | None = None
    everywhere: str | None = None
    spreads: bool = (
        False  # takes over the levels of the head that follows it ("UBMTTQ, đoàn thể cấp tỉnh, huyện, xã")
    )


_LED = r"(?:(?:giam doc|thu truong|lanh dao|nguoi dung dau) (?:cua )?)?"
_ALL = r"(?:(?:tat ca )?cac |tung |moi )?"
_AND = r"(?: ?[,;/-] ?| va | )"
_BRANCH = rf"(?:{_AND}{_LED}{_ALL}(?:ban|nganh)(?![a-z]))"
_SECTORS = rf"{_LED}{_ALL}so{_BRANCH}+"

HEADS: tuple[Head, ...] = (
    Head(
        re.compile(rf"{_SECTORS} (?:duoc giao )?quan ly nganh,? (?:va )?linh vuc"),
        {P: "so-ban-nganh-quan-ly-nganh-linh-vuc"},
        bare="so-ban-nganh-quan-ly-nganh-linh-vuc",
    ),
    Head(
        re.compile(rf"{_SECTORS}(?: cap tinh| cua tinh| thuoc tinh)? (?:co )?lien quan(?! den)"),
        {P: "so-ban-nganh-co-lien-quan"},
        bare="so-ban-nganh-co-lien-quan",
    ),
    Head(
        re.compile(rf"{_SECTORS}(?: cap tinh, thanh pho(?=\s*(?:[.;]|$)))?"),
        {P: "so-ban-nganh-cap-tinh", D: "co-quan-chuyen-mon-cap-huyen"},
        bare="so-ban-nganh-cap-tinh",
    ),
    Head(
        re.compile(rf"{_LED}{_ALL}ban(?:, ?| va | )nganh(?![a-z])"),
        {P: "cac-ban-nganh-cap-tinh"},
        bare="cac-ban-nganh-cap-tinh",
    ),
    Head(re.compile(rf"{_LED}cac so(?![a-z])(?! ?:)"), {P: "cac-so"}, bare="cac-so"),
    Head(
        re.compile(
            r"(?:(?:cac |pho )?(?:chu tich|lanh dao|thuong truc)(?:,? (?:cac )?(?:pct|pho chu tich))? )?"
            r"(?:ubnd|uy ban nhan dan)(?![a-z])"
        ),
        {P: "ubnd-tinh", D: "ubnd-cap-huyen", C: "ubnd-cap-xa"},
    ),
    Head(
        re.compile(
            r"(?:ub ?mttq|ubmtqt|uy ban mttq|uy ban mat tran to quoc|mat tran to quoc|mttq)(?:vn| vn| viet nam)?(?![a-z])"
        ),
        {P: "ubmttq-tinh", D: "ubmttq-cap-huyen", C: "ubmttq-cap-xa"},
        bare="ubmttq-tinh",
        spreads=True,
    ),
    Head(
        re.compile(rf"{_ALL}(?:to chuc )?doan the(?: chinh tri ?[-–,]? ?xa hoi)?(?![a-z])"),
        {P: "doan-the-cap-tinh", D: "doan-the-cap-huyen", C: "doan-the-cap-xa"},
        bare="doan-the-cap-tinh",
    ),
    Head(
        re.compile(rf"{_ALL}to chuc chinh tri ?[-–,]? ?xa hoi(?![a-z])"),
        {
            P: "to-chuc-chinh-tri-xa-hoi-cap-tinh",
            D: "to-chuc-chinh-tri-xa-hoi-cap-huyen",
            C: "to-chuc-chinh-tri-xa-hoi-cap-xa",
        },
        bare="to-chuc-chinh-tri-xa-hoi-cap-tinh",
    ),
    Head(
        re.compile(rf"{_ALL}(?:toa an(?: nhan dan)?|tand)(?![a-z])"),
        {P: "toa-an-nhan-dan-tinh", D: "toa-an-nhan-dan-cap-huyen"},
    ),
    Head(
        re.compile(rf"{_ALL}(?:bo phan|bp) (?:mot|1) cua(?: (?:dien tu|hien dai))?(?![a-z])"),
        {
            P: "trung-tam-phuc-vu-hanh-chinh-cong-tinh",
            D: "trung-tam-hanh-chinh-cong-cap-huyen",
            C: "bo-phan-tiep-nhan-va-tra-ket-qua-cap-xa",
        },
        bare="bo-phan-mot-cua-cac-cap",
        everywhere="bo-phan-mot-cua-cac-cap",
    ),
    Head(
        re.compile(
            rf"{_ALL}(?:bo phan|bp) (?:tiep nhan (?:va|&) tra(?: ket qua| kq)?|tn ?(?:va|&) ?tkq|tntkq)(?![a-z])"
        ),
        {
            P: "trung-tam-phuc-vu-hanh-chinh-cong-tinh",
            D: "trung-tam-hanh-chinh-cong-cap-huyen",
            C: "bo-phan-tiep-nhan-va-tra-ket-qua-cap-xa",
        },
        bare="bo-phan-mot-cua-cac-cap",
        everywhere="bo-phan-mot-cua-cac-cap",
    ),
    Head(
        re.compile(
            rf"{_ALL}(?:(?:trung tam|tt) (?:phuc vu )?(?:hanh chinh cong|hcc)|(?:trung tam|tt) ?pvhcc|tthcc)(?![a-z])"
        ),
        {
            P: "trung-tam-phuc-vu-hanh-chinh-cong-tinh",
            D: "trung-tam-hanh-chinh-cong-cap-huyen",
            C: "bo-phan-tiep-nhan-va-tra-ket-qua-cap-xa",
        },
        bare="trung-tam-phuc-vu-hanh-chinh-cong-tinh",
        everywhere="bo-phan-mot-cua-cac-cap",
    ),
    Head(re.compile(r"cong an(?![a-z])"), {P: "cong-an-tinh", D: "cong-an-cap-huyen", C: "cong-an-cap-xa"}),
    Head(
        re.compile(
            rf"{_ALL}(?:co quan chuyen mon|cqcm)(?: (?:thuoc|cua|truc thuoc) (?:ubnd|uy ban nhan dan))?(?![a-z])"
        ),
        {P: "co-quan-chuyen-mon-cap-tinh", D: "co-quan-chuyen-mon-cap-huyen", C: "co-quan-chuyen-mon-cap-xa"},
        bare="co-quan-chuyen-mon-cap-tinh",
    ),
)

_PLACE_D = r"(?:huyen|thanh pho|thi xa|quan|tp|tx)(?![a-z])"
_PLACE_C = r"(?:xa|phuong|thi tran|dac khu)(?![a-z])"
# A bare "huyện" or "tỉnh" is a level only where nothing but the end or a separator follows: "huyện Can Lộc" is a place.
_ENDS = r"(?=\s*(?:$|[,;.:)/\n+*•(–-]|va(?![a-z])|cac(?![a-z])|va cac|cung))"
_LEVELS: tuple[tuple[tuple[Level, ...] | None, re.Pattern[str]], ...] = (
    (None, re.compile(r"(?:o |thuoc )?(?:cac cap|ba cap|3 cap|0?3 cap|hai cap|02 cap)(?![a-z])")),
    ((P,), re.compile(r"(?:o |thuoc )?cap tinh(?![a-z])")),
    ((D,), re.compile(r"(?:o |thuoc )?(?:cac )?cap huyen(?![a-z])")),
    ((C,), re.compile(r"(?:o |thuoc )?(?:cac )?(?:cap xa|xa cap)(?![a-z])")),
    (
        (D,),
        re.compile(rf"(?:o |thuoc |cua )?(?:cac |13 )?{_PLACE_D}(?:{_AND}(?:cac )?{_PLACE_D})+"),
    ),
    ((C,), re.compile(rf"(?:o |thuoc |cua )?(?:cac |216 |69 )?{_PLACE_C}(?:{_AND}(?:cac )?{_PLACE_C})+")),
    ((D,), re.compile(rf"(?:o |thuoc |cua )?cac {_PLACE_D}")),
    ((C,), re.compile(rf"(?:o |thuoc |cua )?cac {_PLACE_C}")),
    ((D, C), re.compile(r"(?:o |cua )?(?:cac )?dia phuong(?![a-z])")),
    ((P,), re.compile(r"(?:thuoc |cua |trong )?tinh ha tinh(?![a-z])")),
    ((P,), re.compile(rf"(?:thuoc |cua |trong )?tinh(?![a-z]){_ENDS}")),
    (
        (P,),
        re.compile(r"(?:thuoc |cua |trong )?tinh(?= (?:cac|ubnd|so|cong an|van phong|phoi hop)(?![a-z]))"),
    ),
    ((D,), re.compile(rf"(?:thuoc |cua )?{_PLACE_D}{_ENDS}")),
    ((C,), re.compile(rf"(?:thuoc |cua )?{_PLACE_C}{_ENDS}")),
)
_BEFORE_LEVEL = re.compile(r"\s*(?::\s*)?")
_BETWEEN_LEVELS = re.compile(r"\s*(?:[,;/&–-]|va(?![a-z]))?\s*(?:va\s+)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A level named at `start:end`; `levels` None is "các cấp"."""

    start: int
    end: int
    levels: tuple[Level, ...] | None


@dataclass(frozen=True, slots=True)
class HeadFound:
    """A head at `start:end` with the levels named after it."""

    head: Head
    start: int
    head_end: int
    named: tuple[Named, ...]

    @property
    def end(self) -> int:
        return self.named[-1].end if self.named else self.head_end


def level_at(folded: str, place: int) -> Named | None:
    """Find the longest level named at this place."""
    best: Named | None = None
    for levels, pattern in _LEVELS:
        match = pattern.match(folded, place)
        if match and (best is None or match.end() > best.end):
            best = Named(match.start(), match.end(), levels)
    return best


def head_at(folded: str, place: int) -> HeadFound | None:
    """Find the head that reaches farthest from this place, with all levels named after it."""
    best: HeadFound | None = None
    for head in HEADS:
        match = head.pattern.match(folded, place)
        if match is None:
            continue
        found = HeadFound(head, place, match.end(), _levels_after(folded, match.end()))
        if not found.named and head.bare is None:
            continue
        if best is None or found.end > best.end:
            best = found
    return best


def _levels_after(folded: str, place: int) -> tuple[Named, ...]:
    named: list[Named] = []
    gap = _BEFORE_LEVEL.match(folded, place)
    while gap is not None:
        level = level_at(folded, gap.end())
        if level is None:
            break
        if named and not gap.group().strip() and not folded.startswith("cap ", level.start):
            # "các huyện, thành phố, thị xã của tỉnh" says where they are, not that the province acts too.
            break
        named.append(level)
        gap = _BETWEEN_LEVELS.match(folded, level.end)
    return tuple(named)
