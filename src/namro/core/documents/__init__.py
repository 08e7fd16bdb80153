"""Bytes to paragraphs and tables: the only room that knows DOCX, HTML, PDF and XLSX."""

from namro.core.documents.limits import Progress
from namro.core.documents.model import Cell, Document, Footnote, Line, Paragraph, Table
from namro.core.documents.reader import read_document, read_file

__all__ = [
    "Cell",
    "Document",
    "Footnote",
    "Line",
    "Paragraph",
    "Progress",
    "Table",
    "read_document",
    "read_file",
]
