"""Bytes to paragraphs and tables: the only room that knows DOCX, HTML, PDF and XLSX."""

from namro.core.documents.model import Cell, Document, Footnote, Line, Paragraph, Table

__all__ = ["Cell", "Document", "Footnote", "Line", "Paragraph", "Table"]
