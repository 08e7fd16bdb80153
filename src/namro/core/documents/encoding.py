"""Bytes to letters: UTF-8, UTF-16 with or without a mark, pages that declare windows-1258; nothing guessed."""

import re
from collections.abc import Iterable

from namro.core.errors import Refusal

_BINARY = "Tệp không phải là văn bản đọc được; hãy chọn tệp .docx, .pdf, .xlsx, .html hoặc .txt của văn bản."
_OLD_LETTERS = (
    "Văn bản dùng bảng mã chữ Việt cũ (TCVN3, VNI hoặc windows-1258) nên chữ bị sai; "
    "hãy chuyển sang Unicode (ví dụ bằng Unikey) rồi lưu và tải lại."
)
_MOJIBAKE = "Chữ Việt trong tệp bị lỗi mã hóa; hãy mở tệp gốc, lưu lại với mã UTF-8 rồi tải lên."
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.I)
_LOOK = 200_000  # letters of the text that are looked at


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Give the text of the bytes; refuses binary data and old Vietnamese code pages."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _utf8(data[3:])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(data, "utf-16")
    wide = wide_order(data)
    if wide:
        return _utf16(data, wide)
    if _looks_binary(data):
        raise Refusal(_BINARY)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if declared in ("windows-1258", "cp1258"):
            return data.decode("cp1258", errors="replace")
        if declared in ("windows-1252", "iso-8859-1", "cp1252") and _mostly_ascii(data):
            return data.decode("cp1252", errors="replace")
        return _forgiving(data, error)


def declared_charset(data: bytes) -> str | None:
    """Give the character set that a page names in its first kilobytes, in lower case."""
    found = _CHARSET.search(data[:4096])
    return found.group(1).decode("ascii").lower() if found else None


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _forgiving(data, error)


def _forgiving(data: bytes, error: UnicodeDecodeError) -> str:
    # A few damaged bytes in a long UTF-8 text cost those letters; more of them mean another code page.
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if damaged <= max(1, len(text) // 2000):
        return text.replace("\ufffd", "")
    raise Refusal(_OLD_LETTERS if not _looks_binary(data) else _BINARY) from error


def _utf16(data: bytes, codec: str) -> str:
    even = data if len(data) % 2 == 0 else data[:-1]
    text = even.decode(codec, errors="replace")
    if text.count("\ufffd") > max(1, len(text) // 1000):
        raise Refusal(_BINARY)
    return text.replace("\ufffd", "")


def wide_order(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes: many, and nearly all in one of the two places."""
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 2 or most * 8 < len(sample) or least * 8 > most:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_binary(data: bytes) -> bool:
    sample = data[:65536]
    if not sample:
        return False
    odd_controls = sum(
        sample.count(bytes([code])) for code in (*range(9), 14, 15, *range(16, 27), 28, 29, 30, 31)
    )
    return sample.count(0) > len(sample) // 500 or odd_controls > len(sample) // 50 + 2


def _mostly_ascii(data: bytes) -> bool:
    return sum(1 for byte in data[:65536] if byte > 0x7F) < len(data[:65536]) // 50


# Letters that Vietnamese in Unicode never has inside a word: bytes of TCVN3 and VNI read as Latin letters.
_FOREIGN = re.compile(
    r"[a-zA-Z][\u00a1-\u00a9\u00ab-\u00b1\u00b4-\u00b9\u00bb-\u00bfäøûåüïñöëæçÄØÛÅÜÏÑÖËÆÇ×÷ß]"
)
_TWICE_ENCODED = re.compile(
    r"á[»º][\u0080-\u00bf\u2018-\u2122\u0152-\u017e]|Ã[\u00a0-\u00bf]|Ä[\u0090‘]|Æ[°¡]"
)


def check_legible(texts: Iterable[str]) -> None:
    """Refuse text whose Vietnamese letters come from an old code page or were encoded twice."""
    parts: list[str] = []
    length = 0
    for text in texts:
        parts.append(text)
        length += len(text)
        if length > _LOOK:
            break
    sample = "\n".join(parts)
    if sample.isascii():
        return
    if len(_TWICE_ENCODED.findall(sample)) > 3 + len(sample) // 200:
        raise Refusal(_MOJIBAKE)
    if len(_FOREIGN.findall(sample)) > 3 + len(sample) // 50:
        raise Refusal(_OLD_LETTERS)
