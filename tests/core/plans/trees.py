"""Ways to look at a reading in tests."""

from collections.abc import Iterator
from typing import Any

Row = tuple[Any, ...]


def criteria(tree: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Walk (appendix, axis, criterion)."""
    for appendix in tree["appendices"]:
        for axis in appendix["axes"]:
            for criterion in axis["criteria"]:
                yield appendix, axis, criterion


def tasks(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for *_, criterion in criteria(tree) for task in criterion["tasks"]]


def task_at(tree: dict[str, Any], index: str, axis: str, criterion: str, position: int = 1) -> dict[str, Any]:
    """Give the task of an appendix by index, axis number, criterion number and place."""
    for appendix, found_axis, found in criteria(tree):
        if (appendix["index"], found_axis["no"], found["no"]) == (index, axis, criterion):
            task: dict[str, Any] = found["tasks"][position - 1]
            return task
    raise LookupError((index, axis, criterion))


def rows(tree: dict[str, Any]) -> list[Row]:
    """Give what a table says, one row a task or sharing criterion, without line numbers and confidence."""
    out: list[Row] = []
    for appendix, axis, criterion in criteria(tree):
        for task in criterion["tasks"] or [None]:
            cells: Row = ()
            if task is not None:
                cells = (
                    task["text"],
                    *((task[k]["text"], task[k]["inherited"]) for k in ("lead", "cooperating", "deadline")),
                    tuple(sorted(task["extra"].items())),
                )
            out.append(
                (
                    appendix["index"],
                    axis["no"],
                    axis["name"],
                    criterion["no"],
                    criterion["name"],
                    criterion["shares_tasks_with"],
                    *cells,
                )
            )
    return out


def strings(value: Any) -> Iterator[str]:
    """Walk every text of a tree with its white space squeezed."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
