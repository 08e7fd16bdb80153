"""Files of a frozen report: DOCX, PDF, XLSX, and the frozen JSON itself."""

from collections.abc import Callable, Mapping
from typing import Any

from namro.core.letters.docx import docx
from namro.core.letters.model import Letter
from namro.core.letters.pdf import pdf
from namro.core.letters.xlsx import xlsx
from namro.web.reports.documents.cchc import KIND, cchc_letter
from namro.web.reports.documents.periodic import report_letter

FORMS: dict[str, tuple[Callable[[Letter], bytes], str]] = {
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf"),
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def made(content: Mapping[str, Any], form: str, *, is_draft: bool = False) -> bytes:
    """Give the bytes of the report in a form of `FORMS`; the same content gives the same bytes."""
    return FORMS[form][0](letter_of(content, is_draft=is_draft))


def letter_of(content: Mapping[str, Any], *, is_draft: bool = False) -> Letter:
    """Give the report as a letter in the form of its kind."""
    draw = cchc_letter if content["head"]["kind"] == KIND else report_letter
    return draw(content, is_draft=is_draft)


def file_name(content: Mapping[str, Any], form: str) -> str:
    """Give the plain name of a file of the report: "bao-cao-so-noi-vu-2021-q3-ban-2.docx"."""
    head = content["head"]
    whole = "-tong-hop" if head["is_consolidated"] else ""
    edition = f"ban-{head['edition']}" if head["edition"] else "du-thao"
    return f"bao-cao-{head['kind']}-{head['unit_key']}{whole}-{head['period'].lower()}-{edition}.{form}"
