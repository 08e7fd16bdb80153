"""A table of published results (CSV, XLSX) ─▶ rows to look at before anything is taken over."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import python_calamine as calamine

from namro.core.errors import Refusal
from namro.core.indices.matching import How, Match, match_province
from namro.core.indices.ranking import rank as rank_values
from namro.core.text import fold, squeeze

_MOST_BYTES, _MOST_UNPACKED, _MOST_ROWS = 10_000_000, 100_000_000, 50_000
_INDICES = {"papi": "PAPI", "par index": "PAR INDEX", "parindex": "PAR INDEX", "sipas": "SIPAS"}
_COLUMNS = {
    "index": {"chi so", "index"},
    "year": {"nam", "nam danh gia", "year"},
    "province": {
        "tinh",
        "tinh, thanh pho",
        "tinh/thanh pho",
        "tinh thanh",
        "dia phuong",
        "ten tinh",
        "province",
    },
    "code": {"ma", "ma noi dung", "ma tieu chi", "code"},
    "name": {"noi dung", "ten noi dung", "tieu chi", "name"},
    "score": {"diem", "diem so", "tong diem", "score", "value"},
    "maximum": {"diem toi da", "toi da", "diem chuan", "maximum"},
    "percent": {"ty le", "ty le %", "%", "ty le (%)", "percent"},
    "rank": {"hang", "thu hang", "xep hang", "xep thu", "rank"},
    "of": {"so tinh", "tren tong so", "of"},
}
_WIDE_CODE = re.compile(r"sc\d\d", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One figure as read; `problems` are sentences that forbid taking it over. None is "not given"."""

    place: str
    index: str
    year: int | None
    province: Match
    code: str
    name: str
    score: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    of: int | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """All rows with what does not follow from the figures themselves (told, not repaired)."""

    rows: tuple[ImportedRow, ...]
    findings: tuple[str, ...]

    @property
    def unsure(self) -> tuple[Match, ...]:
        """The names of provinces that a person must decide on, each once."""
        found = {row.province.text: row.province for row in self.rows if row.province.key is None}
        return tuple(found.values())

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(f"{row.place}: {problem}" for row in self.rows for problem in row.problems)


def read_results(name: str, data: bytes, *, index: str = "", year: int | None = None) -> ImportedTable:
    """Read a table of results; `index` and `year` stand for columns that the table lacks. Raises `Refusal`.

    A row per figure (columns province, score or percent, rank, and code for a part), or a row per province
    with a column per part (SC11 …). Whoever calls this on a file of a stranger runs it under limits.
    """
    if len(data) > _MOST_BYTES:
        raise Refusal("Tệp kết quả quá lớn (trên 10 MB); hãy kiểm tra lại tệp.")
    if data[:4] == b"PK\x03\x04" or name.lower().endswith((".xlsx", ".xlsm")):
        sheets = _sheets(data)
    else:
        sheets = [_csv_rows(data)]
    for rows in sheets:
        header = _header(rows)
        if header is not None:
            return _table(rows, *header, index=index, year=year)
    raise Refusal(
        "Không thấy dòng tiêu đề có cột Tỉnh và cột Điểm hoặc Tỷ lệ hoặc Thứ hạng (hay các cột SC11, SC12 …); "
        "hãy thêm dòng tiêu đề rồi thử lại."
    )


def _csv_rows(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("Tệp kết quả không phải chữ UTF-8; hãy lưu lại ở bảng mã UTF-8.") from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return list(
            csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=first.count), strict=True)
        )
    except csv.Error as error:
        raise Refusal(f"Tệp CSV không đọc được: {error}.") from error


def _sheets(data: bytes) -> list[list[list[Any]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_UNPACKED:
                raise Refusal("Tệp Excel quá lớn khi mở ra; hãy kiểm tra lại tệp.")
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except Refusal:
        raise
    except BaseException as error:
        # A fault inside the reader's own machine code arrives as PanicException, which is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refusal(
                "Tệp Excel bị hỏng hoặc không phải tệp Excel; hãy mở và lưu lại rồi thử lại."
            ) from error
        raise


def _header(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int], dict[str, int]] | None:
    for number, row in enumerate(rows[:50]):
        folded = [squeeze(fold(str(cell))) for cell in row]
        columns = {
            column: next(place for place, cell in enumerate(folded) if cell in names)
            for column, names in _COLUMNS.items()
            if any(cell in names for cell in folded)
        }
        wide = {cell.upper(): place for place, cell in enumerate(folded) if _WIDE_CODE.fullmatch(cell)}
        if "province" in columns and (wide or {"score", "percent", "rank"} & set(columns)):
            return number, columns, wide
    return None


def _table(
    rows: Sequence[Sequence[Any]],
    start: int,
    columns: dict[str, int],
    wide: dict[str, int],
    *,
    index: str,
    year: int | None,
) -> ImportedTable:
    if len(rows) > _MOST_ROWS:
        raise Refusal(f"Bảng kết quả có trên {_MOST_ROWS} dòng; hãy kiểm tra lại tệp.")
    found: list[ImportedRow] = []
    for number, cells in enumerate(rows[start + 1 :], start + 2):
        row = {column: _text(cells[at]) if at < len(cells) else "" for column, at in columns.items()}
        if not any(row.values()):
            continue
        row.setdefault("index", index)
        row.setdefault("year", "" if year is None else str(year))
        for code, at in wide.items():
            value = _text(cells[at]) if at < len(cells) else ""
            if value:
                found.append(
                    _row(
                        row | {"code": code, "score": value, "percent": "", "rank": ""},
                        f"Dòng {number}, cột {code}",
                    )
                )
        if not wide or row.get("score") or row.get("percent") or row.get("rank"):
            found.append(_row(row, f"Dòng {number}"))
    if not found:
        raise Refusal("Bảng kết quả không có dòng nào; hãy kiểm tra lại tệp.")
    return ImportedTable(tuple(_without_contradictions(found)), _ranks_that_do_not_follow(found))


def _row(row: dict[str, str], place: str) -> ImportedRow:
    problems: list[str] = []
    index = _INDICES.get(fold(row["index"]), "")
    if not index:
        problems.append(f"chỉ số “{row['index']}” không phải PAPI, PAR INDEX hay SIPAS.")
    year = int(row["year"]) if re.fullmatch(r"(?:19|20)\d\d", row["year"]) else None
    if year is None:
        problems.append(f"năm “{row['year']}” không hợp lệ.")
    numbers = {name: _number(row.get(name, ""), name, problems) for name in ("score", "maximum", "percent")}
    ranks = {name: _whole(row.get(name, ""), name, problems) for name in ("rank", "of")}
    score, maximum, percent = numbers["score"], numbers["maximum"], numbers["percent"]
    if score is not None and maximum is not None and score > maximum:
        problems.append("điểm lớn hơn điểm tối đa.")
    if percent is not None and percent > 100:
        problems.append("tỷ lệ lớn hơn 100%.")
    if ranks["rank"] is not None and ranks["of"] is not None and ranks["rank"] > ranks["of"]:
        problems.append("thứ hạng lớn hơn số tỉnh.")
    match = match_province(row["province"], on=date(year or 2024, 12, 31))
    if match.how is How.UNKNOWN:
        problems.append(match.sentence)
    return ImportedRow(
        place, index, year, match, row.get("code", "").upper(), row.get("name", ""),
        score, maximum, percent, ranks["rank"], ranks["of"], tuple(problems),
    )  # fmt: skip


_WORDS = {"score": "điểm", "maximum": "điểm tối đa", "percent": "tỷ lệ", "rank": "thứ hạng", "of": "số tỉnh"}


def _number(text: str, name: str, problems: list[str]) -> Decimal | None:
    """Read a figure; one point or one comma is the decimal sign, for no published figure passes a thousand."""
    bare = text.replace("%", "").replace(" ", "")
    if not bare or bare in {"-", "–", "…"}:
        return None
    try:
        if _NUMBER.fullmatch(bare):
            return Decimal(bare.replace(",", "."))
    except InvalidOperation:
        pass
    problems.append(f"{_WORDS[name]} “{text}” không phải một số không âm.")
    return None


def _whole(text: str, name: str, problems: list[str]) -> int | None:
    bare = text.removesuffix(".0").strip()
    if not bare or bare in {"-", "–", "…"}:
        return None
    if re.fullmatch(r"[1-9]\d{0,2}", bare):
        return int(bare)
    problems.append(f"{_WORDS[name]} “{text}” không phải số nguyên dương.")
    return None


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    return "" if cell is None else squeeze(str(cell))


def _without_contradictions(rows: Sequence[ImportedRow]) -> list[ImportedRow]:
    """Mark every row whose figure another row gives differently."""
    seen: dict[tuple[str, int | None, str, str], ImportedRow] = {}
    out: list[ImportedRow] = []
    for row in rows:
        key = (row.index, row.year, row.province.key or row.province.text, row.code)
        first = seen.setdefault(key, row)
        if first is row:
            out.append(row)
        elif (first.score, first.percent, first.rank) != (row.score, row.percent, row.rank):
            out.append(
                _with_problem(row, f"cùng tỉnh, năm và nội dung với {first.place.lower()} nhưng số khác.")
            )
    return out


def _with_problem(row: ImportedRow, problem: str) -> ImportedRow:
    return ImportedRow(
        row.place, row.index, row.year, row.province, row.code, row.name, row.score, row.maximum,
        row.percent, row.rank, row.of, (*row.problems, problem),
    )  # fmt: skip


def _ranks_that_do_not_follow(rows: Sequence[ImportedRow]) -> tuple[str, ...]:
    """Compare printed ranks with those that follow, for each list that is complete (as many rows as its last rank)."""
    lists: dict[tuple[str, int | None, str], list[ImportedRow]] = {}
    for row in rows:
        if row.rank is not None:
            lists.setdefault((row.index, row.year, row.code), []).append(row)
    found = []
    for (index, year, code), ranked in lists.items():
        values = [row.score if row.percent is None else row.percent for row in ranked]
        last = max(row.rank for row in ranked if row.rank is not None)
        if None in values or len(ranked) < max(last, 2):
            continue
        for row, wanted in zip(ranked, rank_values(values).ranks, strict=True):
            if row.rank != wanted:
                what = f"{index} năm {year}{f', {code}' if code else ''}"
                found.append(
                    f"{row.place}: {what}, {row.province.text} in hạng {row.rank}, theo điểm là hạng {wanted}."
                )
    return tuple(found)
