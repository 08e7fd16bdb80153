"""The commands of `namro` on rulebooks: rulebook check, rulebook inputs, rulebook template, score."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from namro.core.errors import Refusal

if TYPE_CHECKING:
    from namro.core.indices.inputs import RawInput
    from namro.core.indices.rulebook import Rulebook

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SECONDS = 60
MEGABYTES = 500
_RULEBOOK = "tên bộ tiêu chí có sẵn (như par-index-2025) hoặc tệp TOML"


def add_commands(subparsers: "Subparsers") -> None:
    """Add `rulebook` and `score`; each sets `run`, a function of the arguments that gives the exit status."""
    rulebook = subparsers.add_parser("rulebook", help="bộ tiêu chí: kiểm tra, số liệu cần có, bảng để điền")
    actions = rulebook.add_subparsers(dest="action", required=True, metavar="VIỆC")
    listing = actions.add_parser("list", help="các bộ tiêu chí có sẵn")
    _add_format(listing)
    listing.set_defaults(run=_list)
    check = actions.add_parser("check", help="kiểm tra mã, tổng điểm và quy tắc của một bộ tiêu chí")
    _add_rulebook(check)
    _add_format(check)
    check.set_defaults(run=_check)
    inputs = actions.add_parser("inputs", help="số liệu mà từng tiêu chí cần")
    _add_rulebook(inputs)
    _add_format(inputs)
    inputs.set_defaults(run=_inputs)
    template = actions.add_parser("template", help="làm bảng số liệu để điền")
    _add_rulebook(template)
    template.add_argument("--to", choices=["xlsx", "csv"], default="xlsx", help="dạng bảng, mặc định xlsx")
    template.add_argument(
        "--output", type=Path, metavar="TỆP", help="tệp ghi ra, mặc định theo tên bộ tiêu chí"
    )
    template.set_defaults(run=_template)
    sheet = actions.add_parser("sheet", help="làm bảng trống để một tỉnh ghi bộ tiêu chí của mình")
    sheet.add_argument("--output", type=Path, metavar="TỆP", default=Path("bo-tieu-chi.xlsx"))
    sheet.set_defaults(run=_sheet)
    importing = actions.add_parser("import", help="đọc bảng bộ tiêu chí (XLSX, CSV) thành tệp TOML")
    importing.add_argument("file", type=Path, metavar="BẢNG")
    importing.add_argument(
        "--output", type=Path, metavar="TỆP", help="tệp ghi ra, mặc định theo mã bộ tiêu chí"
    )
    importing.set_defaults(run=_import)
    compare = actions.add_parser("compare", help="những điểm khác nhau giữa hai phiên bản bộ tiêu chí")
    compare.add_argument("old", metavar="CŨ", help=_RULEBOOK)
    compare.add_argument("new", metavar="MỚI", help=_RULEBOOK)
    _add_format(compare)
    compare.set_defaults(run=_compare)
    score = subparsers.add_parser("score", help="chấm điểm theo bộ tiêu chí, kèm cách tính từng tiêu chí")
    _add_rulebook(score)
    score.add_argument("inputs", type=Path, metavar="SỐ-LIỆU", help="tệp số liệu CSV, XLSX hoặc JSON")
    _add_format(score)
    score.set_defaults(run=_score)


def _add_rulebook(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rulebook", metavar="BỘ-TIÊU-CHÍ", help=_RULEBOOK)


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=["json", "table"], default="table", help="dạng kết quả, mặc định table"
    )


def open_rulebook(name: str) -> "Rulebook":
    """Open a carried rulebook by its name, or a file; raises `Refusal`."""
    from namro.core.indices.rulebook_loading import load_shipped, read_rulebook, shipped_names

    if name in shipped_names():
        return load_shipped(name)
    path = Path(name)
    if not path.exists():
        raise Refusal(
            f"Không có tệp hoặc bộ tiêu chí “{name}”. Bộ tiêu chí có sẵn: {', '.join(shipped_names())}."
        )
    return read_rulebook(_bytes(path))


def open_sound_rulebook(name: str) -> "Rulebook":
    """Open a rulebook that holds together; raises `Refusal` with the first fault of one that does not."""
    from namro.core.indices.rulebook_checking import check_rulebook

    rulebook = open_rulebook(name)
    fault = next((finding.sentence for finding in check_rulebook(rulebook) if finding.is_error), None)
    if fault is not None:
        raise Refusal(f"Bộ tiêu chí còn lỗi nên chưa dùng được: {fault} Xem hết lỗi: namro rulebook check.")
    return rulebook


def read_inputs_guarded(path: Path) -> "list[RawInput]":
    """Read a file of inputs in a child process with bounded time and memory; raises `Refusal`."""
    from namro.cli_guard import run_guarded
    from namro.core.indices.input_files import read_input_file

    data = _bytes(path)
    return run_guarded(partial(read_input_file, path.name, data), seconds=SECONDS, megabytes=MEGABYTES)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(f"Không thấy tệp “{path}”; hãy kiểm tra lại tên tệp.") from error
    except OSError as error:
        raise Refusal(f"Không mở được tệp “{path}”; hãy kiểm tra quyền đọc tệp.") from error


def _print_json(tree: Any) -> None:
    json.dump(tree, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _list(arguments: argparse.Namespace) -> int:
    from namro.core.indices.rulebook_loading import load_shipped, shipped_names

    found = [load_shipped(name) for name in shipped_names()]
    if arguments.format == "json":
        _print_json(
            [
                {"name": one.key, "index": one.index, "title": one.name, "years": list(one.years)}
                for one in found
            ]
        )
    else:
        for one in found:
            years = f"{one.years[0]}" if len(one.years) == 1 else f"{one.years[0]}–{one.years[-1]}"
            print(f"{one.key:<18} {years:<10} {one.name}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from namro.core.indices.rulebook_checking import check_rulebook
    from namro.core.indices.score_json import check_to_json

    rulebook = open_rulebook(arguments.rulebook)
    findings = check_rulebook(rulebook)
    errors = sum(finding.is_error for finding in findings)
    if arguments.format == "json":
        _print_json(check_to_json(rulebook, findings))
    else:
        print(_heading(rulebook))
        counts = check_to_json(rulebook, findings)["counts"]
        print(
            f"{counts['fields']} lĩnh vực, {counts['lines']} dòng, {counts['components']} tiêu chí chấm điểm; "
            f"tổng {_points(rulebook.total)}."
        )
        for note in rulebook.notes:
            print(f"  · {note}")
        for finding in findings:
            print(f"  {'✗' if finding.is_error else '·'} {finding.sentence}")
        print("Không có lỗi." if not errors else f"Có {errors} lỗi phải sửa.")
    return 1 if errors else 0


def _inputs(arguments: argparse.Namespace) -> int:
    from namro.core.indices.score_json import inputs_to_json

    tree = inputs_to_json(open_sound_rulebook(arguments.rulebook))
    if arguments.format == "json":
        _print_json(tree)
        return 0
    print(tree["how"])
    for component in tree["components"]:
        print(f"{component['code']} {component['name']}")
        if component["no_rule"]:
            print(f"    chưa có quy tắc: {component['no_rule']}")
        for one in component["inputs"]:
            unit = f", {one['unit']}" if one["unit"] else ""
            print(f"    {one['name']:<12} {_KINDS[one['kind']]}{unit}: {one['label']}")
            for option in one.get("options", ()):
                print(f"        {option['key']} = {option['label']}")
    return 0


_KINDS = {
    "count": "số đếm",
    "amount": "số lượng",
    "number": "số",
    "percent": "tỷ lệ %",
    "choice": "lựa chọn",
    "rank": "thứ hạng",
    "points": "điểm",
    "score": "điểm trung bình",
}


def _template(arguments: argparse.Namespace) -> int:
    from namro.core.indices.template import write_template_csv, write_template_xlsx

    rulebook = open_sound_rulebook(arguments.rulebook)
    path = arguments.output or Path(f"{rulebook.key}.{arguments.to}")
    data = write_template_xlsx(rulebook) if arguments.to == "xlsx" else write_template_csv(rulebook).encode()
    _write_new(path, data)
    print(f"Đã làm bảng số liệu: {path}")
    return 0


def _write_new(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Refusal(f"Đã có tệp “{path}” nên không ghi đè; hãy chọn tên khác bằng --output.") from error
    except OSError as error:
        raise Refusal(f"Không ghi được tệp “{path}”; hãy kiểm tra thư mục và quyền ghi.") from error


def _sheet(arguments: argparse.Namespace) -> int:
    from namro.core.indices.rulebook_sheet_writing import write_blank_sheet

    _write_new(arguments.output, write_blank_sheet())
    print(f"Đã làm bảng trống: {arguments.output}")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from namro.cli_guard import run_guarded
    from namro.core.indices.rulebook_checking import check_rulebook
    from namro.core.indices.rulebook_loading import build_rulebook
    from namro.core.indices.rulebook_sheet import read_rulebook_sheet
    from namro.core.indices.rulebook_writing import write_toml

    work = partial(read_rulebook_sheet, arguments.file.name, _bytes(arguments.file))
    tree = run_guarded(work, seconds=SECONDS, megabytes=MEGABYTES)
    errors = [finding.sentence for finding in check_rulebook(build_rulebook(tree)) if finding.is_error]
    if errors:
        raise Refusal("\n".join(["Bộ tiêu chí còn lỗi nên chưa ghi ra:", *errors]))
    path = arguments.output or Path(f"{tree['key']}.toml")
    _write_new(path, write_toml(tree).encode())
    print(f"Đã ghi bộ tiêu chí: {path}")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from namro.core.indices.rulebook_writing import changes_between

    changes = changes_between(open_rulebook(arguments.old), open_rulebook(arguments.new))
    if arguments.format == "json":
        _print_json({"old": arguments.old, "new": arguments.new, "changes": list(changes)})
    else:
        print("\n".join(changes) or "Hai bộ tiêu chí như nhau.")
    return 0


def _score(arguments: argparse.Namespace) -> int:
    from namro.core.indices.inputs import take_inputs
    from namro.core.indices.score_json import score_to_json
    from namro.core.indices.scoring import score

    rulebook = open_sound_rulebook(arguments.rulebook)
    scored = score(rulebook, take_inputs(rulebook, read_inputs_guarded(arguments.inputs)))
    tree = score_to_json(scored)
    if arguments.format == "json":
        _print_json(tree)
    else:
        print(_heading(rulebook))
        print(_score_as_table(tree))
    return 0


def _heading(rulebook: "Rulebook") -> str:
    return f"{rulebook.name}\n{rulebook.legal_source}"


def _score_as_table(tree: dict[str, Any]) -> str:
    out = []
    for line in tree["lines"]:
        name = f"{'  ' * (line['depth'] - 1)}{line['code']} {line['name']}"
        if len(name) > 64:
            name = f"{name[:63]}…"
        out.append(f"{name:<64} {_of(line):>15}  {line['reckoning']}")
    total = tree["total"]
    result = f" · xếp loại {total['class']}" if total["class"] else ""
    out.append("")
    out.append(f"TỔNG ĐIỂM {_of(total)}{result}  {total['reckoning']}")
    out.append(f"Làm tròn đến {tree['rounding']['places']} chữ số thập phân. {tree['rounding']['source']}")
    return "\n".join(out)


def _of(line: dict[str, Any]) -> str:
    points = "chưa chấm" if line["points"] is None else _points(line["points"])
    return f"{points}/{_points(line['maximum'])}"


def _points(value: Any) -> str:
    from decimal import Decimal

    from namro.core.indices.rules.writing import write_points

    return "chưa rõ" if value is None else write_points(Decimal(str(value)))
