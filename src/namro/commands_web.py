"""The commands of `namro` that need the web rooms: serve, demo, django."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: "Subparsers") -> None:
    """Add the commands; each sets `run`, a function of the arguments that gives the exit status."""
    serve = subparsers.add_parser("serve", help="chạy chương trình trên máy này")
    serve.add_argument("--port", type=int, default=8000, help="cổng, mặc định 8000")
    serve.add_argument("--host", default="127.0.0.1", help="địa chỉ, mặc định 127.0.0.1")
    serve.add_argument("--illustrate", action="store_true", help="thêm số liệu minh họa cho một năm")
    _runs(serve, _serve)
    django = subparsers.add_parser("django", help="một lệnh quản trị của Django", add_help=False)
    django.add_argument("arguments", nargs=argparse.REMAINDER)
    _runs(django, _django)


def _runs(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.set_defaults(run=run)


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.illustrate:
        # Settings read these when they are loaded: invented progress gets a folder of its own unless one is named.
        os.environ.setdefault("NAMRO_STATE", str(Path(__file__).resolve().parents[2] / ".namro" / "demo"))
        os.environ.pop("NAMRO_DATABASE", None)
    from namro.serve import serve

    return serve(port=arguments.port, host=arguments.host, illustrate=arguments.illustrate)


def _django(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    from namro.serve import setup_django

    setup_django()
    execute_from_command_line(["namro django", *arguments.arguments])
    return 0
