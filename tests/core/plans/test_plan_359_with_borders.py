"""The tables of Plan 359 with their borders given back, in every format: merged cells must read as the text did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.plans.test_other_plans import FORMATS
from core.plans.trees import rows
from makers.plan_sketch import GridCell, PlanSketch, sketch

CELLS = ("lead", "cooperating", "deadline")


@dataclass(frozen=True)
class Bordered(PlanSketch):
    """One appendix of a reading, drawn as a table with merged cells."""

    tree: dict[str, Any] = field(default_factory=dict)

    def grid(self) -> tuple[list[GridCell], int]:
        cells = [GridCell(0, at, heading) for at, heading in enumerate(self.tree["columns"])]
        row = 1
        for axis in self.tree["axes"]:
            cells += [
                GridCell(row, at, text) for at, text in enumerate((axis["no"], axis["name"], "", "", "", ""))
            ]
            row += 1
            open_cells: dict[int, GridCell] = {}
            for criterion in axis["criteria"]:
                height = max(1, len(criterion["tasks"]))
                cells += [
                    GridCell(row, 0, criterion["no"], height),
                    GridCell(row, 1, criterion["name"], height),
                ]
                for task in criterion["tasks"] or [None]:
                    for at, key in enumerate(("text", *CELLS), 2):
                        inherited = task is None or (key != "text" and task[key]["inherited"])
                        if inherited:
                            cells.remove(open_cells[at])
                            above = open_cells[at]
                            open_cells[at] = GridCell(above.row, at, above.text, above.row_span + 1)
                        else:
                            open_cells[at] = GridCell(
                                row, at, task["text"] if key == "text" else task[key]["text"]
                            )
                        cells.append(open_cells[at])
                    row += 1
        return sorted(cells, key=lambda cell: (cell.row, cell.column)), row


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx", "pdf"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_table_with_borders_reads_as_its_flattened_text_did(
    plan_359: dict[str, Any], read: Callable[[bytes, str], dict[str, Any]], number: int, kind: str
) -> None:
    appendix = plan_359["appendices"][number]
    base = sketch()
    plan = Bordered(
        columns=base.columns, axes=(), appendix=(appendix["label"], appendix["title"]), tree=appendix
    )
    tree = read(*FORMATS[kind](plan))
    expected = [row for row in rows(plan_359) if row[0] == appendix["index"]]
    assert rows(tree) == expected
    assert tree["unaccounted"] == []
