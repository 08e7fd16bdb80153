"""Agencies no register knows: how far such a name reaches, and how plausible it is as one."""

import re
from collections.abc import Callable

from namro.core.text import clean, fold

# The first words of bodies, with their marks: "sở" opens an agency, "số" does not.
_OPENER_WORDS = (
    "sở ban phòng thôn xóm bản cục vụ viện hội đoàn đài báo quỹ tổ trường đảng chi bộ ủy uỷ ubnd hđnd ubmttq mttq tand vksnd bhxh kbnn bql "
    "vp ttpvhcc ttvh cty htx ubkt đhqg ubmtqt pct"
)
_OPENERS = frozenset(_OPENER_WORDS.split())
_OPENERS_BARE = frozenset(fold(_OPENER_WORDS).split())
_OPENING_TEXT = (
    "cơ quan|đơn vị|địa phương|công ty|công an|công đoàn|bưu điện|điện lực|ngân hàng|bảo hiểm|kho bạc|thanh tra|tòa án|toà án|viện kiểm|"
    "văn phòng|trung tâm|liên đoàn|liên minh|liên hiệp|tổng cục|tổng công|chi cục|hội đồng|mặt trận|tỉnh ủy|tỉnh uỷ|huyện ủy|thành ủy|"
    "thường trực|thủ trưởng|giám đốc|chủ tịch|chánh văn|cổng thông|hiệp hội|doanh nghiệp|tỉnh đoàn|huyện đoàn|bộ phận|quân sự|biên phòng|"
    "người đứng|nhà trường|bệnh viện|hợp tác|tập đoàn|vnpt|viettel|cá nhân|chính quyền|cấp ủy|cấp uỷ|đoàn thể|trạm y|nhà văn|lãnh đạo|tổ dân"
)
_OPENING_PAIRS = frozenset(_OPENING_TEXT.split("|"))
_OPENING_PAIRS_BARE = frozenset(fold(_OPENING_TEXT).split("|"))
_ARTICLES = ("các", "tất cả các", "toàn thể", "từng", "mỗi", "một số")
_NOT_AGENCY = re.compile(
    r"(?:ban hanh|ban giao|hoi thi|bo tri|bo sung|bo may|bao dam|bao cao|hoi nghi|hoi hop|hoi thao|hoi vien|dai bieu|dai hoi|truong hop|truong thon|quy dinh"
    r"|quy trinh|quy che|quy hoach|to truong|to chuc|so luong|so sanh|so voi|so lieu|vien chuc|vu viec|vu an|phong chong|phong ngua|phong van"
    r"|chi tieu|chi so|chi tiet|chi phi|chi dao|chi thi|chi tra|chi bo [a-z]+ [a-z]+ [a-z]+ [a-z]+|doan ket|cong khai|cong chuc|uy quyen"
    r"|co quan hanh chinh nha nuoc nang cao|dang ky|dang tai|bao ve|bao gom|bo phieu)(?![a-z])"
)
_VERBS = re.compile(
    r"\b(?:tang cuong|trien khai|day manh|tiep tuc|thuc hien|nang cao|tham muu|ra soat|ban hanh|kiem tra viec|bao dam|dam bao|tuyen truyen"
    r"|huong dan|don doc|chi dao|cai thien|dap ung|phuc vu nguoi|cap nhat|niem yet|phoi hop chat|dat ty le|quan tam|chu trong|kip thoi"
    r"|nghiem tuc|giai quyet|hoan thanh|chu dong|can|phai|se|khong|da|duoc thuc|co trach nhiem|sach se|day du|giup do|gon gang)\b"
)
_BREAK = re.compile(r"[,;\n()]|(?<=[a-z])\.(?=\s|$)|\s[-–+*•]\s")
_AND = re.compile(r"\s+va\s+")
_WORD = re.compile(r"[^\W_]+")
PLEASANTRY = re.compile(
    r"(?:[^\w]*|(?:don vi |co quan )?(?:chu tri|phoi hop|thuc hien)(?:,? (?:phoi hop|thuc hien))?|giao|de nghi|yeu cau|lam co quan thuong truc|theo doi)"
)
_HEADING = re.compile(
    r"(?:(?:cac )?(?:don vi|co quan|phong|ban|to chuc|ca nhan|nguoi)(?:[,/ ]+(?:va )?(?:don vi|co quan|to chuc|ca nhan|nguoi))*"
    r"(?: duoc giao| co trach nhiem)? (?:chu tri|phoi hop|thuc hien|theo doi|chiu trach nhiem|tham muu|giam sat|chi dao|kiem tra)"
    r"(?:[,/ ]+(?:va )?(?:chu tri|phoi hop|thuc hien|theo doi|tham muu|giam sat|kiem tra|nhiem vu))*|chu tri|phoi hop|co quan, don vi thuc hien)"
)
_REPETITION = re.compile(r"[-\s\"'″”“.]*(?:nt|nhu tren|\"|″|”|“)[-\s\"'″”“.]*")


def is_heading(folded: str) -> bool:
    """Tell whether the text is the heading of a column of agencies rather than an agency."""
    return _HEADING.fullmatch(folded.strip(" :.*")) is not None


def is_repetition(folded: str) -> bool:
    """Tell whether the text only repeats the cell above ("Như trên", "nt", a ditto mark)."""
    return _REPETITION.fullmatch(folded) is not None


def opens_agency(words: str) -> bool:
    """Tell whether words begin the way the name of a body begins; marks count where the text has any."""
    text = clean(words).lower().lstrip(" -–+*•")
    for article in _ARTICLES:
        if text.startswith(article + " "):
            text = text[len(article) + 1 :]
            break
    folded = fold(text)
    if _NOT_AGENCY.match(folded):
        return False
    has_marks = not text.isascii()
    first = _WORD.findall(text if has_marks else folded)[:2]
    if not first:
        return False
    singles = _OPENERS if has_marks else _OPENERS_BARE
    pairs = _OPENING_PAIRS if has_marks else _OPENING_PAIRS_BARE
    return first[0] in singles or " ".join(first) in pairs or first[0] in pairs


def plausibility(words: str) -> float:
    """Say in [0, 1] how plausible unknown words are as the name of a body."""
    if not opens_agency(words):
        return 0.0
    folded = fold(words)
    count = len(_WORD.findall(folded))
    if count < 2 and not words.isupper() and folded not in _OPENING_PAIRS_BARE:
        return 0.3
    score = 0.85 if count <= 10 else max(0.2, 0.85 - 0.04 * (count - 10))
    return 0.25 * score if _VERBS.search(folded.removeprefix("ban chi dao")) else score


def stranger_end(own: str, folded: str, places: list[int], start: int, knows: Callable[[int], bool]) -> int:
    """Find where unknown words end: at a separator, at "và" before another body, or before a known name.

    A known name inside the words ("Thanh tra Sở Xây dựng") does not end them when it belongs to what stands
    before it: after "thuộc", "của", "với" or a single opening word.
    """
    stop = _BREAK.search(folded, start + 1)
    limit = stop.start() if stop else len(folded)
    for match in _AND.finditer(folded, start, limit):
        if knows(match.end()) or opens_agency(own[places[match.end()] : places[limit]]):
            limit = match.start()
            break
    words = list(_WORD.finditer(folded, start, limit))
    for place, word in enumerate(words[1:], start=1):
        first = own[places[word.start()]]
        before = words[place - 1].group()
        if before in ("thuoc", "cua", "voi", "tai", "cho", "gui", "den", "la") or place < 3:
            continue
        if (first.isupper() or word.group() == "cac") and knows(word.start()):
            return words[place - 1].end()
    return max(limit, start + 1)
