import zipfile
from io import BytesIO

import pytest

from namro.core.errors import Refusal
from namro.web.evidence.kinds import FileKind, safe_name, sniff_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _zip(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n...", ".pdf"),
        (b"\x89PNG\r\n\x1a\n....", ".png"),
        (b"\xff\xd8\xff\xe0....", ".jpg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        (b"\0\0\0\x18ftypheic....", ".heic"),
        (_zip(**DOCX), ".docx"),
        (_zip(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), ".xlsx"),
        (_zip(mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        ("Danh sách hộ nghèo năm 2021".encode(), ".txt"),
        ("é".encode() * 3_000, ".txt"),
    ],
)
def test_the_bytes_tell_the_kind(content: bytes, suffix: str) -> None:
    assert sniff_bytes(content).suffix == suffix


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "trống"),
        (b"MZ\x90\0", "chương trình"),
        (b"\x7fELF\x02", "chương trình"),
        (b"#!/bin/sh\n", "chương trình"),
        (_zip(**DOCX, **{"word/vbaProject.bin": "x"}), "macro"),
        (OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
        (_zip(**{"a.txt": "x"}), "tệp nén"),
        (b"PK\x03\x04 not a package", "hỏng"),
        (b"<html><script>alert(1)</script>", "trang web"),
        (b"<svg onload='x'>", "trang web"),
        (b"\0\x01\x02\x03", "Không nhận dạng"),
        (OLE, "Không nhận dạng"),
    ],
)
def test_what_may_act_or_is_not_known_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        sniff_bytes(content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/Danh sách.pdf", "Danh sách.pdf"),
        ("C:\\anh\\bao cao.PDF", "bao cao.pdf"),
        ("virus.exe", "virus.pdf"),
        ('a"b;c.pdf', "a b c.pdf"),
        ("", "minh-chung.pdf"),
        ("Kế hoạch số 1.2 về CCHC.pdf", "Kế hoạch số 1.2 về CCHC.pdf"),
    ],
)
def test_the_name_is_made_safe_and_tells_the_real_kind(given: str, kept: str) -> None:
    assert safe_name(given, FileKind(".pdf", "application/pdf")) == kept
