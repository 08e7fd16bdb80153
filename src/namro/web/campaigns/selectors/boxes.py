"""The inputs of one component as boxes to type into, and what was typed in words that a person reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from namro.core.indices.inputs import wanted_of
from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rules import Wanted, WantedKind
from namro.core.indices.rules.writing import write_plain, write_points
from namro.core.indices.score_json import part_name
from namro.web.campaigns.models import SheetLine
from namro.web.campaigns.selectors.rulebooks import values_of


@dataclass(frozen=True, slots=True)
class Box:
    """One input to type; `name` is its name in the official rule, `letter` what a formula calls it (a, b), if so.

    `part` is the printed part it begins, "" for the other boxes of that part and for components without parts.
    """

    name: str
    letter: str
    field: str
    label: str
    unit: str
    value: str
    options: tuple[tuple[str, str], ...]
    part: str = ""


def boxes_of(
    line: Line, rulebook: Rulebook, held: SheetLine, typed: Mapping[str, str] | None
) -> tuple[Box, ...]:
    """Give the boxes in the printed order; `typed` are refused inputs, which stay in their boxes."""
    values = values_of(rulebook, line.code, held.inputs)
    boxes, part = [], ""
    for wanted in wanted_of(line):
        value = values.get(wanted.name, "")
        shown = value if isinstance(value, str) else write_plain(value)
        here = _part(line, wanted)
        boxes.append(
            Box(
                name=wanted.name,
                letter=wanted.letter,
                field=f"so-{wanted.name}",
                label=wanted.label,
                unit="%" if wanted.kind is WantedKind.PERCENT else wanted.unit,
                value=typed[wanted.name] if typed and wanted.name in typed else shown,
                options=tuple(
                    (option.key, f"{option.label} ({write_points(option.points)})")
                    for option in wanted.options
                ),
                part=here if here != part else "",
            )
        )
        part = here
    return tuple(boxes)


def input_in_words(line: Line, name: str, value: object) -> str:
    """Say one input as the page shows it: "b (số đã làm): 45", "Báo cáo định kỳ: Đầy đủ"; its part comes first."""
    wanted = next((one for one in wanted_of(line) if one.name == name), None)
    if wanted is None:
        return f"{name}: {value}"
    return f"{name_in_words(line, wanted)}: {_value_in_words(wanted, str(value))}"


def inputs_in_words(line: Line, inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """Say all inputs that are there, in the printed order."""
    names = [wanted.name for wanted in wanted_of(line)]
    known = [name for name in names if name in inputs]
    return tuple(input_in_words(line, name, inputs[name]) for name in [*known, *(set(inputs) - set(names))])


def name_in_words(line: Line, wanted: Wanted) -> str:
    """Say which input it is, with the number of its part where there are parts."""
    part = wanted.name.rpartition(".")[0]
    told = f"{wanted.letter} ({wanted.label})" if wanted.letter else wanted.label
    return f"Phần {part}, {told}" if part else told


def value_in_words(line: Line, name: str, value: str) -> str:
    """Say a stored value: the label of an option, a number with a comma; "chưa có" for nothing."""
    wanted = next((one for one in wanted_of(line) if one.name == name), None)
    return _value_in_words(wanted, value) if wanted else value


def _value_in_words(wanted: Wanted, value: str) -> str:
    if not value:
        return "chưa có"
    if wanted.options:
        return next((option.label for option in wanted.options if option.key == value), value)
    return f"{value.replace('.', ',')}{'%' if wanted.kind is WantedKind.PERCENT else ''}"


def _part(line: Line, wanted: Wanted) -> str:
    key, name = wanted.name.rpartition(".")[0], part_name(line, wanted)
    return f"Phần {key}. {name}" if key and name else f"Phần {key}" if key else ""
