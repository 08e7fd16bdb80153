"""The commands of `namro` on periodic reports: make, diff."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from namro.core.errors import Refusal
from namro.core.reports.model import ReportPeriod

if TYPE_CHECKING:
    from namro.web.organisations.models import Unit
    from namro.web.reports.models import KindVersion, Report

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_MOST_BYTES = 50_000_000


def add_commands(subparsers: "Subparsers") -> None:
    """Add `report`; its parts set `run`, a function of the arguments that gives the exit status."""
    report = subparsers.add_parser("report", help="báo cáo định kỳ")
    parts = report.add_subparsers(dest="part", required=True, metavar="VIỆC")
    make = parts.add_parser("make", help="lập văn bản của báo cáo của một đơn vị trong một kỳ")
    make.add_argument("kind", metavar="LOẠI", help="mã loại báo cáo, ví dụ tien-do-ke-hoach")
    make.add_argument("--unit", required=True, metavar="ĐƠN-VỊ", help="mã đơn vị, ví dụ so-tu-phap")
    make.add_argument("--period", required=True, metavar="KỲ", help="ví dụ 2021-Q3")
    make.add_argument("--out", type=Path, required=True, metavar="THƯ-MỤC", help="thư mục ghi các tệp")
    make.add_argument("--whole", action="store_true", help="báo cáo tổng hợp của đơn vị")
    make.set_defaults(run=_make)
    diff = parts.add_parser("diff", help="chỗ khác nhau giữa hai bản báo cáo đã gửi")
    for name in ("first", "second"):
        diff.add_argument(name, metavar="BẢN", help="tệp JSON của bản đã gửi, hoặc báo cáo/bản như 12/2")
    diff.set_defaults(run=_diff)


def _set_up() -> None:
    """Load the program; raises `Refusal` where its database was never prepared."""
    from namro.serve import setup_django

    setup_django()
    from django.db import DatabaseError

    from namro.web.reports.models import Report

    try:
        Report.objects.exists()
    except DatabaseError:
        raise Refusal(
            "Chương trình chưa chuẩn bị dữ liệu ở máy này; hãy chạy “namro serve” một lần rồi thử lại."
        ) from None


def _make(arguments: argparse.Namespace) -> int:
    """Write DOCX, PDF, XLSX and JSON of the last edition; of a report not handed in, a draft without JSON."""
    _set_up()
    from namro.core.reports.calendar import period_called
    from namro.core.reports.freezing import thawed
    from namro.web.organisations.models import Unit
    from namro.web.program.selectors import now
    from namro.web.reports.documents.making import FORMS, file_name, made
    from namro.web.reports.selectors.kinds import kind_called
    from namro.web.reports.selectors.signers import nobody_signs
    from namro.web.reports.services.freezing import content_of

    kind = kind_called(arguments.kind)
    period = period_called(kind.kind, arguments.period)
    unit = Unit.objects.filter(key=arguments.unit).first()
    if unit is None:
        raise Refusal(f"Không có đơn vị “{arguments.unit}”; hãy xem mã ở trang Đơn vị.")
    report = _report(kind, unit, period, is_consolidated=arguments.whole)
    edition = report.editions.order_by("-number").first()
    content: Mapping[str, Any] = (
        thawed(edition.content) if edition else content_of(report, author="", at=now(), edition=0)
    )
    if content["issuer"]["signer"] is None:
        print(nobody_signs(content["head"]["unit"]), file=sys.stderr)
    files = {file_name(content, form): made(content, form, is_draft=edition is None) for form in FORMS}
    if edition is not None:
        files[file_name(content, "json")] = edition.content.encode("utf-8")
    else:
        print("Báo cáo chưa gửi nên các tệp là dự thảo.", file=sys.stderr)
    _write(arguments.out, files)
    return 0


def _report(kind: "KindVersion", unit: "Unit", period: ReportPeriod, *, is_consolidated: bool) -> "Report":
    """Give the report; one that nobody opened yet is opened and filled, as the morning's job would."""
    from namro.web.audit.services import PROGRAM
    from namro.web.program.selectors import now
    from namro.web.reports.services.opening import check_owes, open_report

    at = now()
    check_owes(kind, unit, period, day=at.date(), is_consolidated=is_consolidated)
    report, is_new = open_report(
        kind=kind, unit=unit, period=period, is_consolidated=is_consolidated, by=PROGRAM, at=at
    )
    if is_new:
        print("Đã mở báo cáo, số liệu điền sẵn.", file=sys.stderr)
    return report


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            print(folder / name)
    except OSError:
        raise Refusal(f"Không ghi được vào thư mục “{folder}”; hãy kiểm tra thư mục và quyền ghi.") from None


def _diff(arguments: argparse.Namespace) -> int:
    """Print what differs; two files need no database."""
    from namro.core.reports.diff import differences, table

    print(table(differences(_content(arguments.first), _content(arguments.second))))
    return 0


def _content(name: str) -> Mapping[str, Any]:
    path = Path(name)
    if path.is_file():
        from namro.core.reports.freezing import thawed

        try:
            if path.stat().st_size > _MOST_BYTES:
                raise Refusal(f"Tệp “{name}” lớn hơn {_MOST_BYTES // 1_000_000} MB nên không đọc.")
            return thawed(path.read_text(encoding="utf-8-sig"), name=name)
        except OSError:
            raise Refusal(f"Không mở được tệp “{name}”; hãy kiểm tra quyền đọc.") from None
        except UnicodeDecodeError:
            raise Refusal(f"“{name}” không phải tệp JSON dạng UTF-8; hãy chọn bản đã xuất.") from None
    if not name.replace("/", "").isdecimal():
        raise Refusal(f"Không có tệp “{name}”; ghi tệp JSON đã xuất, hoặc dạng 12/2: báo cáo 12, bản 2.")
    _set_up()
    from namro.web.reports.selectors.page import edition_named

    return edition_named(name)
