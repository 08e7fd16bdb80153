"""How typed agencies or a typed deadline would be read, before they are saved."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from namro.web.imports.selectors.imports import issued_on_of, year_of
from namro.web.imports.selectors.review_cells import Cell, Counter, DeadlineCell, cell_of, deadline_of
from namro.web.imports.selectors.review_tree import Node


class Rereading(Protocol):
    """What reads typed words again; `services.rereading` does."""

    def agencies(self, text: str, *, on: date | None) -> dict[str, Any]: ...

    def deadline(self, text: str, *, year: int) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Preview:
    """A cell of agencies or of a deadline, one of the two."""

    agencies: Cell | None = None
    deadline: DeadlineCell | None = None


def preview_of(tree: Node, field: str, typed: str, *, reread: Rereading, on: date) -> Preview | None:
    """Give the preview; None for a field that is not read again."""
    if field == "deadline":
        return Preview(deadline=deadline_of(reread.deadline(typed, year=year_of(tree)), tree))
    if field not in ("lead", "cooperating", "owners"):
        return None
    cell = reread.agencies(typed, on=issued_on_of(tree))
    keys = {unit["key"] for unit in cell["units"] if unit["kind"] == "group"}
    return Preview(agencies=cell_of(field, cell, Counter.on(issued_on_of(tree) or on, keys)))
