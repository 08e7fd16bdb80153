"""The head and the foot of an official document: who issued what, when, on which grounds, to whom, signed by whom."""

import re
from collections.abc import Sequence
from datetime import date

from namro.core.documents.model import Line, Paragraph
from namro.core.plans.model import Heading
from namro.core.plans.rows import BULLETS
from namro.core.text import fold, squeeze

_RULE = re.compile(r"^[-_—–=*.\s]{3,}$")
_NUMBER = re.compile(
    r"Số\s*:?\s*((?:\d{1,5}[a-zđ]?)?\s*/\s*[0-9A-ZĐ][\w.&ĐđƯư]*(?:\s*[-–]\s*[\w.&]+)*)", re.IGNORECASE
)
_PLACE_DATE = re.compile(
    r"(?P<place>[^\d\n,;]{2,40}?)\s*,\s*ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
# A draft leaves the day open and says what it is; neither belongs to its title.
_OPEN_DAY = re.compile(
    r"(?:^|,|\s)(?:ngày\s*[.…_\d]*\s*tháng\s*[.…_\d]*\s*năm)\s*[.…_]*(?:\d{1,4}[.…_]*)?\s*$", re.IGNORECASE
)
_DRAFT = re.compile(r"^[\[(]?\s*(?:bản\s+)?dự thảo(?:\s+lần\s+\d+)?\s*[\])]?$", re.IGNORECASE)
_NATIONAL = re.compile(
    r"CỘNG (?:HÒA|HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE
)
_KIND = re.compile(
    r"^(ke hoach|quyet dinh|chi thi|chuong trinh|de an|phuong an|thong bao|huong dan|bao cao|to trinh|nghi quyet|cong van|quy che|quy dinh)$"
)
_PREAMBLE = re.compile(
    r"^(can cu|thuc hien|theo de nghi|theo|xet de nghi|tren co so|nham|de |trien khai|tiep tuc|uy ban nhan dan|ubnd|ngay \d)"
)
_BASE = re.compile(
    r"^(?:(?:Căn cứ|Thực hiện|Theo|và|các)\s+)*(?:các\s+)?(Hiến pháp|Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị|Công văn|Kế hoạch|Kết luận|Chương trình|Văn bản|Thông báo|Đề án|Công điện|Hướng dẫn)\b",
    re.IGNORECASE,
)
_SIGNING = re.compile(r"^(TM|KT|TL|TUQ|Q)\s*\.\s*\S")
_POST = re.compile(
    r"^(pho )?(chu tich|giam doc|bi thu|truong ban|chanh van phong|cuc truong|thu truong|bo truong|chanh thanh tra|hieu truong|tong giam doc|truong phong)\b"
)


def read_head(paragraphs: Sequence[Paragraph]) -> Heading:
    """Read letterhead, number, place and date, title and grounds from the paragraphs before the body."""
    head = Heading()
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    issuer: list[str] = []
    title: list[str] = []
    preamble: list[str] = []
    place_in_head = "letterhead"
    for line in lines:
        text = squeeze(line.text)
        folded = fold(text)
        if _RULE.match(text):
            role = "rule"
        elif place_in_head != "preamble" and _is_kind(text, folded):
            role, place_in_head = "kind", "title"
            head.kind = text
        elif place_in_head != "preamble" and _DRAFT.match(text):
            role = "draft"
        elif place_in_head == "letterhead" and (found := _letterhead_role(text, head, issuer)):
            role = found
        elif place_in_head == "preamble" or (title and _PREAMBLE.match(folded) and not text.isupper()):
            role, place_in_head = "preamble", "preamble"
            preamble.append(text)
        else:
            role, place_in_head = "title", "title"
            title.append(text)
        head.lines.append({"role": role, "text": text, "source": _where(line)})
    head.issuer = " ".join(issuer) or None
    head.title = " ".join(title) or None
    head.legal_bases = legal_bases(preamble)
    return head


def _is_kind(text: str, folded: str) -> bool:
    return bool(_KIND.match(folded)) and text.isupper()


def _letterhead_role(text: str, head: Heading, issuer: list[str]) -> str | None:
    """Take from one line what a letterhead states; a PDF may print two columns on one line."""
    role = None
    rest = _NATIONAL.sub("", text).strip()
    if rest != text:
        role = "national"
    if (found := _PLACE_DATE.search(rest)) and head.issued_on is None:
        before = rest[: found.start()]
        place = found.group("place")
        if (number := _NUMBER.search(rest)) and number.end() > found.start("place"):
            place = rest[number.end() : found.start("day")].rsplit(",", 1)[0]
        try:
            head.issued_on = date(
                int(found.group("year")), int(found.group("month")), int(found.group("day"))
            )
            head.place = squeeze(place)
            role = "place_date"
        except ValueError:
            role = "place_date"
        rest = before if not number else rest
    elif head.issued_on is None and (found := _OPEN_DAY.search(rest)):
        before = rest[: found.start()].strip(" ,")
        number = _NUMBER.search(before)
        place = before[number.end() :] if number else before
        head.place, role = squeeze(place) or None, "place_date"
    if (number := _NUMBER.search(rest)) and head.number is None:
        head.number = re.sub(r"\s+", "", number.group(1))
        return "number"
    if role is None and rest.isupper() and len(rest.split()) <= 12 and not head.number:
        issuer.append(rest)
        return "issuer"
    if role == "national" and rest.isupper():
        issuer.append(rest)
        return "issuer"
    return role


def legal_bases(preamble: Sequence[str]) -> list[str]:
    """Give the documents that the preamble rests on, each with its own words."""
    bases: list[str] = []
    for paragraph in preamble:
        for piece in re.split(r";\s*", paragraph):
            text = piece.strip(" .,")
            if not _BASE.match(text):
                continue
            bases.append(re.sub(r"^(?:(?:Căn cứ|Thực hiện|Theo|và)\s+)+", "", text, flags=re.IGNORECASE))
    return bases


def read_closing(paragraphs: Sequence[Paragraph], head: Heading) -> None:
    """Read recipients and signature into the head of the document."""
    roles: list[str] = []
    in_recipients = False
    for paragraph in paragraphs:
        for line in paragraph.lines:
            text = squeeze(line.text)
            folded = fold(text)
            if folded.startswith("noi nhan"):
                in_recipients = True
                role = "recipients"
                rest = text.split(":", 1)[1].strip() if ":" in text else ""
                if rest:
                    head.recipients.append(rest.rstrip(";. "))
            elif _SIGNING.match(text) or (text.isupper() and _POST.match(folded)):
                in_recipients = False
                roles.append(text)
                role = "signature"
            elif in_recipients:
                role = "recipients"
                _add_recipient(text, head)
            elif roles and head.signer_name is None and _is_name(text):
                head.signer_name = text
                role = "signer"
            else:
                role = "signature"
            head.lines.append({"role": role, "text": text, "source": _where(line)})
    head.signer_role = ", ".join(roles) or None


def _add_recipient(text: str, head: Heading) -> None:
    opens = text[:1] in BULLETS or text.startswith(("Như trên",))
    body = text.lstrip("".join(BULLETS) + " ").rstrip(";. ")
    if not body:
        return
    if opens or not head.recipients:
        head.recipients.append(body)
    else:
        head.recipients[-1] = f"{head.recipients[-1]} {body}"


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 6 and all(w[0].isupper() and w.isalpha() for w in words) and not text.isupper()


def _where(line: Line) -> dict[str, int]:
    return {"first_line": line.number, "last_line": line.number}
