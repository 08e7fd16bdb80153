"""The commands of `namro` on published results: ledger, ranking."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from namro.core.errors import Refusal

if TYPE_CHECKING:
    from namro.core.indices.ledger_model import Ledger, LedgerRow
    from namro.core.indices.results import YearTable

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_INDICES = {
    "papi": "PAPI",
    "par-index": "PAR INDEX",
    "parindex": "PAR INDEX",
    "par": "PAR INDEX",
    "sipas": "SIPAS",
}
_BASES = ["year_on_year", "to_maximum", "to_median", "to_top_quarter"]


def add_commands(subparsers: "Subparsers") -> None:
    """Add `ledger` and `ranking`; each sets `run`, a function of the arguments that gives the exit status."""
    ledger = subparsers.add_parser("ledger", help="sổ điểm mất của một tỉnh trong một chỉ số và một năm")
    _add_index(ledger)
    ledger.add_argument("--province", required=True, metavar="TỈNH", help="tên tỉnh, như “Hà Tĩnh”")
    ledger.add_argument(
        "--basis",
        choices=_BASES,
        help="mốc so: năm trước, điểm tối đa, trung vị, nhóm cao nhất; mặc định năm trước với PAPI, "
        "điểm tối đa với PAR INDEX và SIPAS",
    )
    ledger.add_argument(
        "--plan", type=Path, metavar="TỆP", help="kế hoạch để xem nội dung nào đã có nhiệm vụ"
    )
    ledger.add_argument(
        "--all", action="store_true", help="cả nội dung không mất điểm, lĩnh vực và tổng điểm"
    )
    _add_format(ledger)
    ledger.set_defaults(run=_ledger)
    ranking = subparsers.add_parser("ranking", help="xếp hạng các tỉnh theo PAPI hoặc một nội dung của PAPI")
    ranking.add_argument("--year", type=int, required=True, metavar="NĂM")
    ranking.add_argument(
        "--code", default="", metavar="MÃ", help="mã nội dung như SC43 hoặc 1; mặc định tổng điểm"
    )
    _add_format(ranking)
    ranking.set_defaults(run=_ranking)


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", required=True, metavar="CHỈ-SỐ", help="papi, par-index hoặc sipas")
    parser.add_argument("--year", type=int, required=True, metavar="NĂM", help="năm đánh giá")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=["json", "table"], default="table", help="dạng kết quả, mặc định table"
    )


def plan_criteria(path: Path, index: str) -> list[str]:
    """Read a plan under limits and give the criteria of one index that have tasks, own or shared; raises `Refusal`."""
    from namro.commands_plan import read_guarded

    return [
        criterion.name
        for appendix in read_guarded(path).appendices
        if appendix.index == index
        for axis in appendix.axes
        for criterion in axis.criteria
        if criterion.name and (criterion.tasks or criterion.shares_tasks_with)
    ]


def make_ledger(
    index: str, province: str, year: int, basis: str | None, criteria: list[str] | None
) -> "Ledger":
    """Make a ledger from the results that the program carries; raises `Refusal`."""
    from namro.core.indices.ledger import find_province, papi_ledger
    from namro.core.indices.ledger_model import Basis
    from namro.core.indices.ledger_others import others_ledger
    from namro.core.indices.results import load_papi
    from namro.core.indices.results_others import load_others

    if not 1990 <= year <= 2100:
        raise Refusal(f"Năm {year} không hợp lệ; hãy ghi năm đánh giá, như 2020.")
    place = find_province(province, year)
    if index == "PAPI":
        chosen = Basis(basis or Basis.YEAR_ON_YEAR)
        return papi_ledger(load_papi(), place, year, chosen, plan_criteria=criteria)
    chosen = Basis(basis or Basis.TO_MAXIMUM)
    return others_ledger(load_others(), index, place, year, chosen, plan_criteria=criteria)


def _ledger(arguments: argparse.Namespace) -> int:
    from namro.core.indices.ledger_model import row_to_json
    from namro.core.indices.score_json import plain

    index = _INDICES.get("-".join(arguments.index.lower().replace("_", " ").split()))
    if index is None:
        raise Refusal(f"Không có chỉ số “{arguments.index}”; hãy ghi papi, par-index hoặc sipas.")
    ledger = make_ledger(index, arguments.province, arguments.year, arguments.basis, None)
    if arguments.plan is not None:
        criteria = plan_criteria(arguments.plan, index)
        ledger = make_ledger(index, arguments.province, arguments.year, arguments.basis, criteria)
    rows = _shown(ledger, everything=arguments.all)
    if arguments.format == "json":
        json.dump([plain(row_to_json(row)) for row in rows], sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(_ledger_as_table(ledger, rows, with_plan=arguments.plan is not None))
    return 0


def _shown(ledger: "Ledger", *, everything: bool) -> "list[LedgerRow]":
    """Choose the rows: the parts that lost; where no part is known, the index itself."""
    if everything:
        return list(ledger.rows)
    lost = list(ledger.lost_rows)
    parts = [row for row in lost if row.level == "part" and row.code]
    return parts + [row for row in lost if row.code is None] if ledger.index == "PAPI" else lost


def _ledger_as_table(ledger: "Ledger", rows: "list[LedgerRow]", *, with_plan: bool) -> str:
    from namro.core.indices.ledger_model import BASIS_NAMES

    out = [
        f"Sổ điểm mất · {ledger.index} {ledger.year} · {ledger.province_name} · {BASIS_NAMES[ledger.basis]}",
        *_headline(ledger),
        "",
        f"{'Mã':<6} {'Nội dung':<52} {'Điểm':>8} {'Mốc so':>8} {'Mất':>8} {'Hạng':>7}"
        + (f"  {'Kế hoạch':<9}" if with_plan else "")
        + "  Sai số mẫu",
    ]
    for row in rows:
        rank = "chưa rõ" if row.rank is None else f"{row.rank}/{row.of}"
        plan = f"  {_PLAN[row.covered]:<9}" if with_plan else ""
        noise = {True: "có thể do mẫu", False: "vượt sai số mẫu", None: "chưa rõ"}[row.within_noise]
        out.append(
            f"{row.code or '':<6} {_cut(row.name, 52):<52} {_figure(row.value):>8} {_figure(row.reference):>8} "
            f"{_figure(row.lost):>8} {rank:>7}{plan}  {noise}"
        )
    out.extend(_warnings(rows))
    lost = [row for row in rows if row.lost and row.level == "part"]
    if not rows:
        out.append("Không có nội dung nào mất điểm.")
    out.append("")
    if lost:
        total = sum(row.lost for row in lost if row.lost)
        out.append(f"{len(lost)} nội dung mất điểm, cộng {_figure(total)} điểm.")
    if with_plan and lost:
        missed = [f"{row.code} {row.name}" for row in ledger.uncovered]
        covered = len(lost) - len(missed)
        out.append(
            f"Kế hoạch có nhiệm vụ cho {covered}/{len(lost)} nội dung"
            + (f"; chưa có: {'; '.join(missed)}." if missed else ".")
        )
    out.extend(ledger.notes)
    return "\n".join(out)


def _headline(ledger: "Ledger") -> "list[str]":
    """Say the published total and its rank, where they are known."""
    from namro.core.text import format_number

    whole = next((row for row in ledger.rows if row.level == "index" and row.value is not None), None)
    if whole is None or whole.value is None:
        return []
    places = min(4, max(2, -int(whole.value.as_tuple().exponent)))
    rank = "chưa rõ hạng" if whole.rank is None else f"hạng {whole.rank}/{whole.of}"
    return [f"{ledger.index} {ledger.year}: {format_number(whole.value, places)} điểm, {rank}"]


_PLAN = {True: "có", False: "KHÔNG CÓ", None: ""}


def _warnings(rows: "list[LedgerRow]") -> "list[str]":
    """Tell each warning once, with the rows that it belongs to."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for warning in row.warnings:
            found.setdefault(warning, []).append(row.code or "")
    return [
        f"⚠ {', '.join(filter(None, codes))}: {warning}" if any(codes) else f"⚠ {warning}"
        for warning, codes in found.items()
    ]


def _figure(value: Any) -> str:
    from namro.core.text import format_number

    return "chưa rõ" if value is None else format_number(value, 3)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _table_of(year: int) -> "YearTable":
    from namro.core.indices.results import load_papi

    tables = load_papi()
    if year not in tables:
        raise Refusal(f"Chưa có kết quả PAPI năm {year}; các năm đã có: {min(tables)}–{max(tables)}.")
    return tables[year]


def _ranking(arguments: argparse.Namespace) -> int:
    from namro.core.indices.ranking import GROUPS
    from namro.core.indices.results_provinces import province
    from namro.core.indices.score_json import plain

    table, code = _table_of(arguments.year), arguments.code.strip().upper()
    if not table.has(code):
        raise Refusal(
            f"PAPI năm {table.year} không có mã “{arguments.code}”; các mã: {', '.join(table.codes[1:])}."
        )
    ranking = table.ranking(code)
    rows: list[dict[str, Any]] = [
        {
            "province": province(key).name,
            "value": ranking.values[at],
            "rank": ranking.ranks[at],
            "of": ranking.of,
            "group": ranking.group(at),
            "tied_with": ranking.tied(at),
        }
        for at, key in enumerate(table.provinces)
    ]
    rows.sort(key=lambda row: (row["rank"] is None, row["rank"] or 0, row["province"]))
    if arguments.format == "json":
        json.dump(plain(rows), sys.stdout, ensure_ascii=False, indent=2)
        print()
        return 0
    print(
        f"PAPI {table.year} · {f'{code} ' if code else ''}{table.frame.part(code).name} · {ranking.of} tỉnh xếp hạng"
    )
    for row in rows:
        if row["rank"] is None:
            continue
        tie = " (đồng hạng)" if row["tied_with"] else ""
        print(
            f"{row['rank']:>3}  {row['province']:<24} {_figure(row['value']):>8}  nhóm {GROUPS[row['group'] - 1]}{tie}"
        )
    missing = [row["province"] for row in rows if row["rank"] is None]
    if missing:
        print(f"Không xếp hạng vì không có kết quả: {', '.join(missing)}.")
    return 0
