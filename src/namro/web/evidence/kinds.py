"""Which files are taken as proof: told by their bytes, never by their name."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from namro.core.errors import Refusal
from namro.core.text import clean

HEAD = 4_096
_OFFICE = {
    "word/": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_ACTIVE = (b"<html", b"<!doctype html", b"<script", b"<svg", b"<?xml", b"<?php")
ACCEPTED = "PDF, ảnh (JPG, PNG, WEBP, HEIC), Word, Excel, PowerPoint, ODT, ODS hoặc văn bản thuần"


@dataclass(frozen=True, slots=True)
class FileKind:
    """The suffix under which a file is kept and the content type under which it is handed out."""

    suffix: str
    content_type: str


def sniff(file: BinaryIO) -> FileKind:
    """Tell the kind of an open file; raises `Refusal` for programs, macros, active pages and what is not known."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise Refusal("Tệp trống; hãy chọn lại tệp minh chứng.")
    if head.startswith(_PROGRAMS):
        raise Refusal(
            "Tệp này là một chương trình nên không được nhận; minh chứng phải là tài liệu hoặc ảnh."
        )
    if b"%PDF-" in head[:1_024]:
        return FileKind(".pdf", "application/pdf")
    picture = _picture(head)
    if picture:
        return picture
    if head.startswith(b"PK\x03\x04"):
        return _package(file)
    if head.startswith(_OLE):
        return _old_office(file)
    return _plain(head)


def _picture(head: bytes) -> FileKind | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind(".png", "image/png")
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind(".jpg", "image/jpeg")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind(".webp", "image/webp")
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"heif"}:
        return FileKind(".heic", "image/heic")
    return None


def _package(file: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
            declared = package.read("mimetype")[:100] if "mimetype" in names and _small(package) else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        raise Refusal("Tệp bị hỏng, không mở được; hãy lưu lại rồi tải lên.") from None
    finally:
        file.seek(0)
    if any(
        name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("Basic/")
        for name in names
    ):
        raise Refusal(
            "Tệp có macro nên không được nhận; hãy lưu lại dạng không có macro (DOCX, XLSX) hoặc PDF."
        )
    if "[Content_Types].xml" in names:
        for folder, (suffix, content_type) in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return FileKind(suffix, content_type)
    if declared in _OPEN:
        return FileKind(_OPEN[declared], declared.decode())
    raise Refusal(f"Không nhận tệp nén; hãy tải lên từng tệp: {ACCEPTED}.")


def _small(package: zipfile.ZipFile) -> bool:
    return package.getinfo("mimetype").file_size <= 100


def _old_office(file: BinaryIO) -> FileKind:
    body = file.read()
    file.seek(0)
    for name in ("_VBA_PROJECT", "VBA_PROJECT_CUR", "Macros"):
        if name.encode("utf-16-le") in body:
            raise Refusal("Tệp có macro nên không được nhận; hãy lưu lại dạng DOCX, XLSX hoặc PDF.")
    for stream, kind in (
        ("WordDocument", FileKind(".doc", "application/msword")),
        ("Workbook", FileKind(".xls", "application/vnd.ms-excel")),
        ("PowerPoint Document", FileKind(".ppt", "application/vnd.ms-powerpoint")),
    ):
        if stream.encode("utf-16-le") in body:
            return kind
    raise Refusal(f"Không nhận dạng được tệp này; minh chứng có thể là {ACCEPTED}.")


def _plain(head: bytes) -> FileKind:
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if bare.startswith(_ACTIVE) or b"<script" in bare:
        raise Refusal("Không nhận trang web làm minh chứng; hãy ghi địa chỉ trang hoặc in ra PDF.")
    if b"\x00" not in head:
        # The head may end inside a letter, so the last few bytes are not held against it.
        for cut in range(min(4, len(head))):
            try:
                head[: len(head) - cut].decode("utf-8")
            except UnicodeDecodeError:
                continue
            return FileKind(".txt", "text/plain; charset=utf-8")
    raise Refusal(f"Không nhận dạng được tệp này; minh chứng có thể là {ACCEPTED}.")


def safe_name(name: str, kind: FileKind) -> str:
    """Give the file name to show and to hand out: no folders, no control signs, the suffix of its real kind."""
    stem = clean(name).replace("\\", "/").replace("\n", " ").replace("\t", " ")
    stem = PurePosixPath(stem).name.strip(" .") or "minh-chung"
    stem = "".join(" " if sign in '<>:"|?*;' else sign for sign in stem)
    bare = PurePosixPath(stem)
    stem = bare.stem if bare.suffix and len(bare.suffix) <= 6 else stem
    suffix = kind.suffix
    if kind.suffix == ".jpg" and bare.suffix.lower() == ".jpeg":
        suffix = bare.suffix.lower()
    return f"{stem[:150].strip()}{suffix}"


def sniff_bytes(content: bytes) -> FileKind:
    """Tell the kind of bytes; see `sniff`."""
    return sniff(BytesIO(content))
