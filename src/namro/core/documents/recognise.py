"""What a file is: by its content first, by its name only where the content leaves it open."""

import re

from namro.core.documents.archive import Archive
from namro.core.documents.encoding import wide_order
from namro.core.errors import Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|table|div|p|meta|span|section|article|h[1-6])\b[^<]{0,2000}?>",
    re.I,
)
_OLD_WORD = "Tệp là bản Word cũ (.doc), chương trình không đọc được; hãy mở bằng Word, lưu lại dạng .docx rồi tải lên."
_MACRO = "Tệp có chứa macro nên không được nhận; hãy mở bằng Word hoặc Excel, lưu lại dạng .docx hoặc .xlsx không có macro."
_ENCRYPTED = "Tệp được đặt mật khẩu nên không đọc được; hãy mở bằng mật khẩu, bỏ mật khẩu rồi lưu và tải lại."


def recognise(data: bytes, name: str) -> tuple[str, Archive | None]:
    """Give the kind (text, docx, html, pdf, xlsx, xls) and, for packages, the opened archive.

    Refuses what is no document or must be saved in another form first, saying what to do.
    """
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _package(data, ending)
    if b"%PDF-" in data[:1024]:
        return "pdf", None
    if data.startswith(_OLE):
        return _ole(data), None
    if head.startswith(b"{\\rtf"):
        raise Refusal(
            "Tệp là dạng RTF, chương trình không đọc được; hãy mở bằng Word, lưu lại dạng .docx rồi tải lên."
        )
    if data.startswith(_IMAGES) and b"\x00" in data[:4096]:
        raise Refusal(
            "Tệp là hình ảnh, không có chữ để đọc; hãy dùng bản .docx hoặc .pdf có chữ của văn bản."
        )
    if data.startswith(_PACKED):
        raise Refusal("Tệp là gói nén; hãy giải nén và tải lên từng văn bản bên trong.")
    if looks_like_html(data, ending):
        return "html", None
    if ending in ("docx", "xlsx", "pdf", "doc", "xls") and b"\x00" in data[:4096] and not _is_utf16(data):
        raise Refusal(
            f"Tệp không phải là tệp .{ending} đọc được, có thể đã hỏng; hãy mở và lưu lại tệp gốc rồi tải lên."
        )
    return "text", None


def looks_like_html(data: bytes, ending: str) -> bool:
    """Tell whether bytes are a web page: a tag near the start, or the name says so and a tag stands anywhere."""
    head = data[:8192]
    if _is_utf16(data):
        head = head.replace(b"\x00", b"")
    stripped = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if ending in ("html", "htm", "xhtml", "mht"):
        return _HTML.search(head) is not None or b"</" in head
    return stripped.startswith(b"<") and _HTML.search(head) is not None


def _is_utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_order(data) is not None


def _package(data: bytes, ending: str) -> tuple[str, Archive]:
    archive = Archive(data)
    names = archive.names
    if any(name.lower().endswith("vbaproject.bin") for name in names) or ending in (
        "docm",
        "xlsm",
        "dotm",
        "xltm",
    ):
        raise Refusal(_MACRO)
    if "mimetype" in names and "content.xml" in names:
        raise Refusal(
            "Tệp là dạng OpenDocument; hãy mở bằng Word hoặc LibreOffice, lưu lại dạng .docx hoặc .xlsx rồi tải lên."
        )
    if any(name.startswith("ppt/") for name in names):
        raise Refusal(
            "Tệp là bản trình chiếu, không phải văn bản kế hoạch; hãy chọn tệp .docx, .pdf hoặc .xlsx."
        )
    if "word/document.xml" in names or (ending == "docx" and any(n.startswith("word/") for n in names)):
        return "docx", archive
    if any(name.startswith("word/") for name in names):
        return "docx", archive
    if "xl/workbook.xml" in names:
        return "xlsx", archive
    if any(name.startswith("xl/") for name in names) and "xl/workbook.bin" in names:
        raise Refusal("Tệp là dạng .xlsb; hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên.")
    if ending in ("docx", "xlsx"):
        raise Refusal(
            f"Tệp không phải là tệp .{ending}: bên trong thiếu phần nội dung; hãy mở bằng Word hoặc Excel rồi lưu lại."
        )
    raise Refusal("Tệp là gói nén; hãy giải nén và tải lên từng văn bản bên trong.")


def _ole(data: bytes) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Refusal(_ENCRYPTED)
    if has("WordDocument"):
        raise Refusal(_OLD_WORD)
    if has("Workbook") or has("Book"):
        if has("_VBA_PROJECT"):
            raise Refusal(_MACRO)
        return "xls"
    raise Refusal(
        "Tệp là dạng cũ của Office, chương trình không đọc được; hãy mở và lưu lại dạng .docx hoặc .xlsx rồi tải lên."
    )
