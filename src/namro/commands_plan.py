"""The commands of `namro` on a plan document: read, lint."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from namro.core.text import squeeze

if TYPE_CHECKING:
    from namro.core.documents import Progress
    from namro.core.plans import PlanReading

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SECONDS = 240
MEGABYTES = 500


def add_commands(subparsers: "Subparsers") -> None:
    """Add `read` and `lint`; each sets `run`, a function of the arguments that gives the exit status."""
    read = subparsers.add_parser("read", help="đọc một kế hoạch (văn bản, DOCX, HTML, PDF, XLSX)")
    _add_file(read)
    read.add_argument("--progress", action="store_true", help="báo tiến độ ra luồng lỗi, mỗi dòng một JSON")
    read.set_defaults(run=_read)
    lint = subparsers.add_parser("lint", help="kiểm tra năm rõ của từng nhiệm vụ")
    _add_file(lint)
    lint.set_defaults(run=_lint)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="TỆP")
    parser.add_argument(
        "--format", choices=["json", "table"], default="table", help="dạng kết quả, mặc định table"
    )
    parser.set_defaults(progress=False)


def read_guarded(path: Path, progress: "Progress | None" = None) -> "PlanReading":
    """Read a plan in a child process with bounded time and memory; raises `Refusal`."""
    from namro.cli_guard import run_guarded

    return run_guarded(partial(_read_file, path), seconds=SECONDS, megabytes=MEGABYTES, progress=progress)


def _read_file(path: Path) -> "PlanReading":
    from namro.cli_guard import report
    from namro.core.agencies import load_register
    from namro.core.documents import read_file
    from namro.core.plans import read_plan

    return read_plan(read_file(path, progress=report), load_register(), progress=report)


def _tell(done: int, total: int, step: str) -> None:
    print(
        json.dumps({"done": done, "total": total, "step": step}, ensure_ascii=False),
        file=sys.stderr,
        flush=True,
    )


def _read(arguments: argparse.Namespace) -> int:
    from namro.core.plans import to_json

    reading = read_guarded(arguments.file, _tell if arguments.progress else None)
    tree = to_json(reading)
    if arguments.format == "json":
        json.dump(tree, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(_reading_as_table(tree))
    return 0


def _lint(arguments: argparse.Namespace) -> int:
    from namro.core.plans.linting import lint_plan, lint_to_json

    result = lint_to_json(lint_plan(read_guarded(arguments.file)))
    if arguments.format == "json":
        json.dump(result, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(_lint_as_table(result))
    return 0


def _cut(text: str, width: int) -> str:
    flat = squeeze(text)
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def _pad(text: str, width: int) -> str:
    return _cut(text, width).ljust(width)


def _reading_as_table(tree: dict[str, Any]) -> str:
    head = tree["document"]
    out = [
        f"{head['number'] or 'Chưa rõ số'} · {head['place'] or 'chưa rõ nơi'} · {_day(head['issued_on'])}",
        head["title"] or "Chưa rõ tên văn bản",
        "",
    ]
    counts = {"axes": 0, "criteria": 0, "tasks": 0}
    for appendix in tree["appendices"]:
        out.append(f"{appendix['label'] or 'Bảng nhiệm vụ'} · {appendix['title']}".strip(" ·"))
        for axis in appendix["axes"]:
            counts["axes"] += 1
            if axis["name"]:
                out.append(f"  {axis['no'] or ''} {axis['name']}".rstrip())
            for criterion in axis["criteria"]:
                counts["criteria"] += 1
                shared = (
                    f" (chung nhiệm vụ với {criterion['shares_tasks_with']})"
                    if criterion["shares_tasks_with"]
                    else ""
                )
                if criterion["name"]:
                    out.append(f"    {criterion['no'] or ''} {_cut(criterion['name'], 90)}{shared}")
                for task in criterion["tasks"]:
                    counts["tasks"] += 1
                    doubt = (
                        "" if task["confidence"] >= 0.9 else f"  ⚠ {task['confidence']:.2f}".replace(".", ",")
                    )
                    out.append(
                        f"      {_pad(task['text'], 60)} │ {_pad(_cell(task['lead']), 34)} │ "
                        f"{_pad(_cell(task['cooperating']), 34)} │ {_cut(_cell(task['deadline']), 28)}{doubt}"
                    )
        out.append("")
    out.append(
        f"{len(tree['appendices'])} phụ lục, {counts['axes']} trục, {counts['criteria']} tiêu chí, {counts['tasks']} nhiệm vụ, "
        f"{sum(c['is_duty'] for c in tree['clauses'])} việc trong phần thân; {len(tree['unaccounted'])} dòng chưa rõ thuộc phần nào."
    )
    if tree["findings"]:
        out.append(f"{len(tree['findings'])} chỗ cần xem lại:")
        out.extend(f"  {_MARKS[finding['severity']]} {finding['message']}" for finding in tree["findings"])
    return "\n".join(out)


_MARKS = {"error": "✗", "warning": "⚠", "note": "·"}


def _cell(cell: dict[str, Any]) -> str:
    return f"↑ {cell['text']}" if cell["inherited"] else str(cell["text"])


def _day(iso: str | None) -> str:
    if iso is None:
        return "chưa rõ ngày"
    year, month, day = iso.split("-")
    return f"{int(day)}/{int(month)}/{year}"


def _lint_as_table(result: dict[str, Any]) -> str:
    from namro.core.plans.clears import CLEARS, NAMES
    from namro.core.text import format_share

    out = ["Việc Người Trách nhiệm Thời gian Hiệu quả"]
    for task in result["tasks"]:
        marks = "  ".join("✓" if task["clears"][name]["clear"] else "✗" for name in CLEARS)
        out.append(f"{marks}  {task['where']} (dòng {task['line']}): {_cut(task['text'], 80)}")
        out.extend(
            f"               {NAMES[name]}: {task['clears'][name]['sentence']}"
            for name in CLEARS
            if not task["clears"][name]["clear"]
        )
    summary = result["summary"]
    out.append("")
    out.append(f"Rõ cả năm: {format_share(summary['all_five'], summary['tasks'])}")
    out.extend(f"{NAMES[name]}: {format_share(summary[name], summary['tasks'])}" for name in CLEARS)
    return "\n".join(out)
