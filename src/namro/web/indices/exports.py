"""A ranking as a workbook people can sort and send on."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

from namro.core.text import format_date
from namro.web.indices.ranking_selectors import RankingList, Row


def ranking_workbook(shown: RankingList, rows: Iterable[Row], *, today: date) -> bytes:
    """Give the XLSX file; text is always written as text: what begins with = + - or @ is never a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet("Xếp hạng")
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEE9"}
    )
    title = f"Xếp hạng {shown.index} năm {shown.year}: {shown.label}"
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    page.write_string(1, 0, f"Kết quả biết được đến ngày {format_date(today)}. {_left_out(shown)}")
    heads = ["Hạng", "Trong số", "Tỉnh", f"{shown.label} ({shown.unit})", "Nhóm", "Hạng năm trước"]
    heads += [f"{column.code}. {column.name}" for column in shown.columns] + ["Nguồn"]
    for at, text in enumerate(heads):
        page.set_column(at, at, 22 if at in (2, len(heads) - 1) else 12)
        page.write_string(3, at, text, bold)
    line = 3
    for row in rows:
        line += 1
        cells = (row.rank, shown.of, row.name, row.value, row.group_name, row.before, *row.cells, row.source)
        for at, value in enumerate(cells):
            if isinstance(value, str):
                page.write_string(line, at, value)
            elif value is not None:
                page.write_number(line, at, float(value))
    page.freeze_panes(4, 3)
    page.autofilter(3, 0, line, len(heads) - 1)
    book.close()
    return out.getvalue()


def _left_out(shown: RankingList) -> str:
    if not shown.left_out:
        return ""
    return f"Không xếp hạng vì không có kết quả: {', '.join(shown.left_out)}."
