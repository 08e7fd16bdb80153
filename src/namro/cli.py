"""The `namro` command: a thin door to the rooms."""

import argparse
import os
import re
import sys
from typing import Any, NoReturn

from namro.core.errors import Refusal

_USAGE = "cách gõ: "


class _VietnameseHelp(argparse.HelpFormatter):
    """Writes the line of usage with a Vietnamese beginning."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _USAGE if prefix is None else prefix)


class VietnameseParser(argparse.ArgumentParser):
    """Refuses a wrong command line in one Vietnamese sentence with the line that would be right."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"formatter_class": _VietnameseHelp, **named})
        self._positionals.title, self._optionals.title = "phải ghi", "tùy chọn"
        for action in self._actions:
            if isinstance(action, argparse._HelpAction):
                action.help = "in phần hướng dẫn này rồi thôi"

    def error(self, message: str) -> NoReturn:
        """Name the argument at fault where argparse names one; exit status 2."""
        named = re.search(r"argument ([^:]+):|required: (.+)|arguments: (.+)", message)
        what = next((part for part in named.groups() if part), "") if named else ""
        fault = f"phần “{what}” thiếu hoặc không hợp lệ" if what else "có phần thiếu hoặc không hợp lệ"
        usage = " ".join(self.format_usage().split()).removeprefix(_USAGE)
        self.exit(2, f"Lệnh gõ chưa đúng, {fault}; cách gõ: {usage}.\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives 0, or 2 after one sentence on what is wrong."""
    parser: argparse.ArgumentParser = VietnameseParser(
        prog="namro",
        description="Năm Rõ: từ điểm bị mất đến việc phải làm, và từ việc làm được đến điểm lấy lại.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    from namro import (
        commands_ledger,
        commands_letter,
        commands_plan,
        commands_report,
        commands_rulebook,
        commands_web,
    )

    commands_plan.add_commands(subparsers)
    commands_rulebook.add_commands(subparsers)
    commands_ledger.add_commands(subparsers)
    commands_letter.add_commands(subparsers)
    commands_report.add_commands(subparsers)
    commands_web.add_commands(subparsers)
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = chosen.run(chosen)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) went away: nothing is wrong with the document.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    assert isinstance(status, int)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
