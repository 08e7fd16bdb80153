"""A table of published results (CSV, XLSX) ─▶ rows to look at before anything is taken over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from namro.core.agencies import Register, load_register
from namro.core.errors import Refusal
from namro.core.indices.matching import How, Match, match_province, match_unit
from namro.core.indices.ranking import rank as rank_values
from namro.core.indices.results_sheets import Sheet, check_columns, is_part
from namro.core.text import fold

OF_UNITS = "CCHC CỦA TỈNH"  # the index that a province makes for its own departments, districts and communes
_INDICES = {"papi": "PAPI", "par index": "PAR INDEX", "parindex": "PAR INDEX", "sipas": "SIPAS"}
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


def read_sheet(sheet: Sheet, *, index: str = "", year: int | None = None) -> ImportedTable:
    """Read the figures of a sheet; `index` and `year` stand for columns that it lacks. Raises `Refusal`.

    A row per figure (province or unit, score or percent, rank, and code for a part), or a row per province
    with a column per part. Units are looked for in the register that the program carries.
    """
    check_columns(sheet.columns)
    columns = {what: at for at, what in sheet.columns.items() if not is_part(what)}
    wide = {what: at for at, what in sheet.columns.items() if is_part(what)}
    register = load_register() if "unit" in columns else None
    found: list[ImportedRow] = []
    for number, cells in enumerate(sheet.rows[sheet.heading + 1 :], sheet.heading + 2):
        row = {column: cells[at] if at < len(cells) else "" for column, at in columns.items()}
        if not any(row.values()):
            continue
        row.setdefault("index", index)
        row.setdefault("year", "" if year is None else str(year))
        for code, at in wide.items():
            if at < len(cells) and cells[at]:
                figure = row | {"code": code, "score": cells[at], "percent": "", "rank": ""}
                found.append(_row(figure, f"Dòng {number}, cột {code}", register))
        if not wide or row.get("score") or row.get("percent") or row.get("rank"):
            found.append(_row(row, f"Dòng {number}", register))
    if not found:
        raise Refusal("Bảng kết quả không có dòng nào; hãy kiểm tra lại tệp.")
    return ImportedTable(tuple(_without_contradictions(found)), _ranks_that_do_not_follow(found))


def _row(row: dict[str, str], place: str, register: Register | None) -> ImportedRow:
    problems: list[str] = []
    index = OF_UNITS if "unit" in row else _INDICES.get(fold(row["index"]), "")
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
    day = date(year or 2024, 12, 31)
    if "unit" in row and register is not None:
        match = match_unit(row["unit"], register, on=day)
    else:
        match = match_province(row.get("province", ""), on=day)
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
