"""The door of the room: bytes or a file to a document, or a refusal."""

import stat
from pathlib import Path

from namro.core.documents.docx import read_docx
from namro.core.documents.encoding import check_legible
from namro.core.documents.html import read_html
from namro.core.documents.limits import EMPTY, MAX_FILE_BYTES, TOO_LARGE, Progress
from namro.core.documents.model import Document
from namro.core.documents.pdf import read_pdf
from namro.core.documents.plain import read_text
from namro.core.documents.recognise import recognise
from namro.core.documents.xlsx import read_xls, read_xlsx
from namro.core.errors import Refusal


def read_document(data: bytes, name: str, *, progress: Progress | None = None) -> Document:
    """Read a document from its bytes; `name` decides only where the content leaves the format open.

    `progress` is called with done, total and a Vietnamese phrase. Whatever cannot be read ends in a
    Refusal whose sentence says what is wrong and what to do.
    """
    if len(data) > MAX_FILE_BYTES:
        raise Refusal(TOO_LARGE)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refusal(EMPTY)
    kind, archive = recognise(data, name)
    if kind == "docx" and archive is not None:
        document = read_docx(archive, progress)
    elif kind == "xlsx" and archive is not None:
        document = read_xlsx(archive, progress)
    elif kind == "xls":
        document = read_xls(data, progress)
    elif kind == "pdf":
        document = read_pdf(data, progress)
    elif kind == "html":
        document = read_html(data, progress)
    else:
        document = read_text(data, progress)
    if not document.lines:
        raise Refusal(EMPTY)
    check_legible(line.text for line in document.lines)
    return document


def read_file(path: Path, *, progress: Progress | None = None) -> Document:
    """Read a document from a file; its size is checked before a byte is read."""
    try:
        about = path.stat()
    except (OSError, ValueError) as error:
        raise Refusal(
            f"Không tìm thấy hoặc không mở được tệp {path.name}; hãy kiểm tra lại đường dẫn."
        ) from error
    if not stat.S_ISREG(about.st_mode):
        raise Refusal(f"{path.name} không phải là một tệp; hãy chọn tệp văn bản cần đọc.")
    if about.st_size > MAX_FILE_BYTES:
        raise Refusal(TOO_LARGE)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Refusal(f"Không có quyền đọc tệp {path.name}; hãy kiểm tra lại quyền truy cập.") from error
    return read_document(data, path.name, progress=progress)
