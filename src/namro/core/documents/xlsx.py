"""XLSX and XLS: each visible sheet gives the text around its table as paragraphs, and the table by its name."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import python_calamine as calamine
from lxml import etree

from namro.core.documents.archive import BROKEN, Archive
from namro.core.documents.assembly import Assembly
from namro.core.documents.limits import (
    MAX_COLUMNS,
    MAX_LINES,
    MAX_TABLE_PLACES,
    TOO_MUCH_TEXT,
    TOO_WIDE,
    Progress,
)
from namro.core.documents.model import Document
from namro.core.documents.sheet_regions import Merge, write_sheet
from namro.core.errors import Refusal
from namro.core.text import format_date

_MAX_SHEETS = 100
_NEEDED = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/styles\.xml|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml)"
)
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_FORBIDDEN = "Tệp có khai báo thực thể XML không được phép trong tệp Office; hãy mở bằng Excel rồi lưu lại."
_NO_SHEET = "Tệp Excel không có trang tính nào hiện; hãy bỏ ẩn trang có bảng nhiệm vụ rồi lưu lại."


def read_xlsx(archive: Archive, progress: Progress | None = None) -> Document:
    """Read every visible sheet of an XLSX package; formulas without a kept result are named in `notices`."""
    packed = io.BytesIO()
    uncounted = 0
    # calamine unpacks by itself: it gets a package rebuilt from entries that were unpacked under our limits.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean_copy:
        for name in sorted(archive.names):
            if _NEEDED.fullmatch(name):
                data = archive.read(name)
                if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                    raise Refusal(_FORBIDDEN)
                if name.startswith("xl/worksheets/"):
                    uncounted += _inspect(data)
                clean_copy.writestr(name, data)
    return _read(packed.getvalue(), uncounted, progress)


def read_xls(data: bytes, progress: Progress | None = None) -> Document:
    """Read every visible sheet of an old Excel workbook."""
    return _read(data, 0, progress)


def _read(data: bytes, uncounted: int, progress: Progress | None) -> Document:
    out = Assembly("xlsx")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            index
            for index, about in enumerate(book.sheets_metadata)
            if about.visible == calamine.SheetVisibleEnum.Visible
            and about.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if not visible:
            raise Refusal(_NO_SHEET)
        if len(visible) > _MAX_SHEETS:
            raise Refusal(TOO_WIDE)
        for done, index in enumerate(visible):
            _sheet(out, book.get_sheet_by_index(index))
            if progress:
                progress(done + 1, len(visible), "Đọc trang tính")
    except Refusal:
        raise
    except BaseException as error:
        # A fault inside the reader's own machine code arrives as PanicException, which is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refusal(BROKEN) from error
        raise
    if uncounted:
        out.notice(
            f"{uncounted} ô công thức chưa có kết quả lưu sẵn nên được đọc là ô trống; "
            "hãy mở tệp bằng Excel, lưu lại rồi tải lên."
        )
    return out.document()


def _sheet(out: Assembly, sheet: calamine.CalamineSheet) -> None:
    start = sheet.start
    if start is None:
        return
    if sheet.height * sheet.width > MAX_TABLE_PLACES:
        raise Refusal(TOO_WIDE)
    values = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    merges: dict[tuple[int, int], Merge] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        row, column = top - start[0], left - start[1]
        if 0 <= row < len(values) and 0 <= column < len(values[0]):
            last_row, last_column = min(bottom - start[0], len(values) - 1), right - start[1]
            merges[(row, column)] = Merge(
                last_row - row + 1, min(last_column, len(values[0]) - 1) - column + 1
            )
    write_sheet(out, values, merges, sheet.name)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        day = format_date(value.date())
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _inspect(sheet: bytes) -> int:
    """Count formulas without a kept result; refuse a sheet whose filled cells span too many places.

    The engine lays a sheet out as a full rectangle and trusts every address, so each is checked here.
    """
    last_row = last_column = column = uncounted = filled = 0
    tags = ("{*}row", "{*}c")
    try:
        for event, element in etree.iterparse(
            io.BytesIO(sheet), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
        ):
            place = element.get("r")
            if element.tag.endswith("row"):
                if event == "start":
                    column = 0
                    last_row = max(last_row + 1, _whole(place))
                else:
                    element.clear()
            elif event == "end":
                column += 1
                if place is not None:
                    row, column = _address(place)
                    last_row = max(last_row, row if len(element) else 0)
                if len(element):
                    filled += 1
                    last_column = max(last_column, column)
                uncounted += _is_uncounted(element)
                element.clear()
            if last_column > MAX_COLUMNS or last_row * max(last_column, 1) > MAX_TABLE_PLACES:
                raise Refusal(TOO_WIDE)
            if filled > 2 * MAX_LINES:
                raise Refusal(TOO_MUCH_TEXT)
    except etree.XMLSyntaxError as error:
        raise Refusal(BROKEN) from error
    return uncounted


def _whole(number: str | None) -> int:
    if number is None:
        return 0
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Refusal(BROKEN)
    return int(number)


def _address(place: str) -> tuple[int, int]:
    """Give row and column, from 1, of an address such as AB12."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise Refusal(BROKEN)
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def _is_uncounted(cell: etree._Element) -> bool:
    formula, value = cell.find("{*}f"), cell.find("{*}v")
    return formula is not None and (value is None or not value.text) and cell.find("{*}is") is None
