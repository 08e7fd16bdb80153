"""The commands of `namro` on official documents: render."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from namro.core.errors import Refusal

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_MOST_BYTES = 50_000_000


def add_commands(subparsers: "Subparsers") -> None:
    """Add `letter`; its parts set `run`, a function of the arguments that gives the exit status."""
    letter = subparsers.add_parser("letter", help="văn bản hành chính theo Nghị định 30/2020/NĐ-CP")
    parts = letter.add_subparsers(dest="part", required=True, metavar="VIỆC")
    render = parts.add_parser("render", help="lập DOCX, PDF hoặc XLSX từ nội dung dạng JSON")
    render.add_argument("content", type=Path, metavar="NỘI-DUNG.json")
    render.add_argument("--to", choices=["docx", "pdf", "xlsx"], required=True, help="dạng tệp cần lập")
    render.add_argument(
        "--out", type=Path, metavar="TỆP", help="tệp ghi ra; mặc định cùng tên với nội dung, đuôi theo dạng"
    )
    render.set_defaults(run=_render)


def _render(arguments: argparse.Namespace) -> int:
    from namro.core.letters.codec import from_tree
    from namro.core.letters.docx import docx
    from namro.core.letters.pdf import pdf
    from namro.core.letters.xlsx import xlsx

    source: Path = arguments.content
    letter = from_tree(_read(source))
    made = {"docx": docx, "pdf": pdf, "xlsx": xlsx}[arguments.to](letter)
    target: Path = arguments.out or source.with_suffix(f".{arguments.to}")
    try:
        target.write_bytes(made)
    except OSError:
        raise Refusal(f"Không ghi được tệp “{target}”; hãy kiểm tra thư mục và quyền ghi.") from None
    print(target)
    return 0


def _read(source: Path) -> object:
    try:
        if source.stat().st_size > _MOST_BYTES:
            raise Refusal(f"Tệp “{source}” lớn hơn {_MOST_BYTES // 1_000_000} MB nên không đọc.")
        return json.loads(source.read_text(encoding="utf-8-sig"))
    except OSError:
        raise Refusal(f"Không mở được tệp “{source}”; hãy kiểm tra đường dẫn.") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refusal(f"Tệp “{source}” không phải JSON đọc được; hãy kiểm tra lại nội dung.") from None
