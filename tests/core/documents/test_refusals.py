"""What cannot be read is refused with one sentence that says what is wrong and what to do."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from makers.packages import W, docx_of, package, xlsx_of
from makers.pdf_writer import PdfWriter
from makers.plan_files import to_docx, to_xlsx
from makers.plan_sketch import sketch
from namro.core.documents import read_document, read_file
from namro.core.errors import Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12))
    + f']><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:body></w:document>'
)


def streams(*names: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le") + b"\x00" * 64 for name in names)


def picture_pdf() -> bytes:
    writer = PdfWriter()
    writer.pages[0].commands.append("q 500 0 0 500 20 20 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q")
    return writer.save()


def encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.text(50, 50, "Mật")
    return writer.save(encrypted=True)


def long_pdf(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages - 1):
        writer.new_page()
    return writer.save()


def lying_size() -> bytes:
    """Give a DOCX whose directory says that the body is small while it unpacks to 300 MB."""
    packed = bytearray(docx_of("<w:p/>" + " " * 300_000_000))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for found in re.finditer(re.escape(sign), bytes(packed)):
            place = found.start() + offset
            if int.from_bytes(packed[place : place + 4], "little") > 1_000_000:
                packed[place : place + 4] = (5000).to_bytes(4, "little")
    return bytes(packed)


CASES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "a.txt", "không có nội dung"),
    "only blanks": (lambda: b" \n\t\n", "a.txt", "không có nội dung"),
    "only hard blanks": ("\u00a0\n\n\u00a0".encode, "a.txt", "không có nội dung"),
    "binary": (lambda: bytes(range(256)) * 40, "a.txt", "không phải là văn bản"),
    "binary named docx": (lambda: bytes(range(256)) * 40, "a.docx", "hãy"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.png", "hình ảnh"),
    "rtf": (lambda: b"{\\rtf1\\ansi hello}", "a.rtf", "RTF"),
    "old word": (lambda: streams("WordDocument"), "a.doc", ".docx"),
    "encrypted office": (lambda: streams("EncryptedPackage"), "a.docx", "mật khẩu"),
    "old excel with macros": (lambda: streams("Workbook", "_VBA_PROJECT"), "a.xls", "macro"),
    "broken old excel": (lambda: streams("Workbook"), "a.xls", "hỏng"),
    "macro document": (
        lambda: package({"word/document.xml": "<a/>", "word/vbaProject.bin": b"x"}),
        "a.docm",
        "macro",
    ),
    "odt": (lambda: package({"mimetype": "x", "content.xml": "<a/>"}), "a.odt", "OpenDocument"),
    "slides": (lambda: package({"ppt/presentation.xml": "<a/>"}), "a.pptx", "trình chiếu"),
    "plain zip": (lambda: package({"a.txt": "x"}), "a.zip", "giải nén"),
    "zip named docx": (lambda: package({"a.txt": "x"}), "a.docx", "thiếu phần nội dung"),
    "docx without body": (lambda: package({"word/styles.xml": "<a/>"}), "a.docx", "thiếu phần nội dung"),
    "docx of broken xml": (lambda: package({"word/document.xml": "<w:document"}), "a.docx", "hỏng"),
    "docx cut short": (lambda: to_docx(sketch())[:-2000], "a.docx", "hỏng"),
    "docx without any text": (lambda: docx_of("<w:p/>"), "a.docx", "không có nội dung"),
    "billion laughs": (lambda: package({"word/document.xml": BILLION}), "a.docx", "thực thể"),
    "billion laughs in a workbook": (
        lambda: package({"xl/workbook.xml": BILLION}),
        "a.xlsx",
        "thực thể",
    ),
    "zip bomb": (lambda: docx_of("<w:p/>" + " " * 120_000_000), "a.docx", "lớn bất thường"),
    "zip bomb that lies about its size": (lying_size, "a.docx", "hỏng"),
    "zip of too many entries": (
        lambda: package({f"word/{n}.xml": "" for n in range(6000)}, zipfile.ZIP_STORED),
        "a.docx",
        "lớn bất thường",
    ),
    "sheet of the greatest extent": (
        lambda: xlsx_of(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        ),
        "a.xlsx",
        "quá lớn",
    ),
    "sheet cut short": (lambda: to_xlsx(sketch())[:-1500], "a.xlsx", "hỏng"),
    "picture-only pdf": (picture_pdf, "a.pdf", "ảnh chụp"),
    "pdf without text": (lambda: PdfWriter().save(), "a.pdf", "không có nội dung"),
    "encrypted pdf": (encrypted_pdf, "a.pdf", "mật khẩu"),
    "pdf of noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "a.pdf", "hỏng"),
    "pdf of too many pages": (lambda: long_pdf(10_000), "a.pdf", "trang"),
    "html nested too deep": (lambda: b"<html><body>" + b"<div>" * 500_000 + b"x", "a.html", "quá sâu"),
    "html of a million tags": (lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"x", "a.html", "quá dài"),
    "docx of a million paragraphs": (lambda: docx_of("<w:p/>" * 1_300_000), "a.docx", "quá dài"),
    "sheet whose address overflows": (
        lambda: xlsx_of('<row r="1"><c r="A4294967297"><v>1</v></c></row>'),
        "a.xlsx",
        "hỏng",
    ),
    "html without text": (
        lambda: b"<html><head><title>x</title></head></html>",
        "a.html",
        "không có nội dung",
    ),
    "TCVN3 letters": (
        lambda: "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc ".encode("latin-1") * 20,
        "a.txt",
        "bảng mã",
    ),
    "TCVN3 letters in a docx": (
        lambda: docx_of(
            "<w:p><w:r><w:t>Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - H¹nh phóc</w:t></w:r></w:p>" * 9
        ),
        "a.docx",
        "bảng mã",
    ),
    "VNI letters": (
        lambda: "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM Ñoäc laäp - Töï do - Haïnh phuùc ".encode() * 20,
        "a.txt",
        "bảng mã",
    ),
    "UTF-8 encoded twice": (
        lambda: ("Ủy ban nhân dân tỉnh Hà Tĩnh độc lập " * 20).encode().decode("latin-1").encode(),
        "a.txt",
        "lỗi mã hóa",
    ),
    "UTF-16 without its other half": (lambda: b"\xff\xfe" + b"\x00\xd8" * 200, "a.txt", "hãy"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_a_sentence(case: str) -> None:
    make, name, word = CASES[case]
    with pytest.raises(Refusal) as caught:
        read_document(make(), name)
    sentence = caught.value.sentence
    assert word in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.docx"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(Refusal, match="50 MB"):
        read_file(path)


@pytest.mark.parametrize("name", ["", "không-có.docx", "\0"])
def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="hãy"):
        read_file(tmp_path / name)


def test_a_device_is_refused() -> None:
    with pytest.raises(Refusal, match="không phải là một tệp"):
        read_file(Path("/dev/zero"))
