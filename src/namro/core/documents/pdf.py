"""PDF with a text layer: lines in reading order, ruled tables joined over pages."""

import io
import logging
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from namro.core.documents.assembly import Assembly, RawCell
from namro.core.documents.limits import MAX_PAGES, Progress
from namro.core.documents.model import Document
from namro.core.documents.pdf_flow import drop_running_heads, paragraphs
from namro.core.documents.pdf_page import PageContent, read_page
from namro.core.documents.pdf_tables import JoinedTable, cell_text
from namro.core.documents.wrapping import TextLine, unwrap
from namro.core.errors import Refusal

# What pdfminer remarks about odd files is of no use to the reader of the plan.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_PICTURES = (
    "Tệp PDF chỉ là ảnh chụp, không có chữ để đọc; hãy dùng bản .docx, hoặc nhận dạng chữ (OCR) rồi tải lại."
)
_LOCKED = "Tệp PDF được đặt mật khẩu nên không đọc được; hãy bỏ mật khẩu rồi tải lại."
_BROKEN = "Tệp PDF bị hỏng nên không đọc được; hãy mở và lưu lại tệp gốc rồi tải lên."
_TOO_MANY = f"Tệp PDF có hơn {MAX_PAGES} trang; hãy tách thành nhiều tệp nhỏ hơn rồi tải lại."


def read_pdf(data: bytes, progress: Progress | None = None) -> Document:
    """Read a PDF; refuses encrypted, picture-only and damaged files and those of too many pages."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            total = 0
            for _ in PDFPage.create_pages(pdf.doc):
                total += 1
                if total > MAX_PAGES:
                    raise Refusal(_TOO_MANY)
            pages: list[PageContent] = []
            for number, page in enumerate(pdf.pages, 1):
                pages.append(read_page(page, number))
                page.close()
                if progress:
                    progress(number, total, "Đọc trang PDF")
    except Refusal:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise Refusal(_LOCKED if _is_locked(error) else _BROKEN) from error
    return _assemble(pages)


def _is_locked(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, (PDFPasswordIncorrect, PDFEncryptionError)):
            return True
        if any(isinstance(part, (PDFPasswordIncorrect, PDFEncryptionError)) for part in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False


def _assemble(pages: list[PageContent]) -> Document:
    pictures = [page.number for page in pages if not page.items and page.has_picture]
    drop_running_heads(pages)
    out = Assembly("pdf")
    out.page_count = len(pages)
    for stretch, width in _stretches(pages):
        if isinstance(stretch, JoinedTable):
            _write_table(out, stretch)
        else:
            for run, room in paragraphs(stretch, width):
                out.printed(run, unwrap(run, room))
    if pictures and len(pictures) < len(pages):
        listed = ", ".join(map(str, pictures[:20]))
        out.notice(f"Trang {listed} chỉ là hình ảnh nên không đọc được chữ; hãy đối chiếu với bản gốc.")
    document = out.document()
    if not document.lines and any(page.has_picture for page in pages):
        raise Refusal(_PICTURES)
    return document


def _stretches(pages: list[PageContent]) -> Iterator[tuple[JoinedTable | list[TextLine], float]]:
    """Give text stretches and whole tables in reading order; a table goes on when nothing stands between."""
    lines: list[TextLine] = []
    table: JoinedTable | None = None
    width = 0.0
    for page in pages:
        width = page.width
        for item in page.items:
            if isinstance(item, TextLine):
                if table is not None:
                    yield table, width
                    table = None
                lines.append(item)
                continue
            if lines:
                yield lines, width
                lines = []
            if table is not None and table.page != item.page and table.continues_with(item):
                table.add(item)
                table.page = item.page
                continue
            if table is not None:
                yield table, width
            table = JoinedTable.of(item)
    if lines:
        yield lines, width
    if table is not None:
        yield table, width


def _write_table(out: Assembly, table: JoinedTable) -> None:
    cells = []
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        text, lines = cell_text(cell)
        cells.append(
            RawCell(
                cell.row,
                cell.column,
                [line.text for line in lines],
                cell.row_span,
                cell.column_span,
                joined=text,
                pages=[line.page for line in lines],
            )
        )
    out.table(
        cells, row_count=table.row_count, column_count=len(table.xs) - 1, heading_rows=table.heading_rows
    )
