"""Bringing a filled workbook back: what it would change, and only what was chosen is written."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.indices.input_files import read_input_file
from namro.core.indices.inputs import RawInput, take_inputs
from namro.web.accounts.models import User
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services.filling import save_inputs
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed

MAX_BYTES = 20_000_000
_SECONDS, _MEGABYTES = 20, 300
_MARK = "|"


@dataclass(frozen=True, slots=True)
class Value:
    """One input: what the sheet holds ("" for nothing) and what the file says."""

    name: str
    before: str
    after: str
    field: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """What the file would change in one line; `is_conflict`: the sheet holds something else already."""

    code: str
    name: str
    version: int
    values: tuple[Value, ...]
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The changes of a file: new values, conflicts to choose one by one, and lines that are closed."""

    new: tuple[LineChange, ...]
    conflicts: tuple[LineChange, ...]
    locked: tuple[str, ...]
    same_count: int

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.conflicts)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many lines were written, and the sentences of those that were not."""

    saved: int
    refused: tuple[str, ...]


def preview(*, entrant: Entrant, editable: Collection[str], name: str, data: bytes) -> Preview:
    """Read the file under limits and compare it with the sheet; nothing is written.

    A value missing in the file leaves the sheet as it is. Raises `Refusal` for a file that cannot be read and
    for values that cannot be, with every line.
    """
    raws = cli_guard.run_guarded(partial(read_input_file, name, data), seconds=_SECONDS, megabytes=_MEGABYTES)
    rulebook = rulebook_of(entrant.campaign)
    inputs = take_inputs(rulebook, [_tidy(raw) for raw in raws])
    new: list[LineChange] = []
    conflicts: list[LineChange] = []
    locked, same = [], 0
    for line in entrant.lines.all():
        given = {key: str(value) for key, value in inputs.values.get(line.code, {}).items()}
        differing = {key: value for key, value in given.items() if line.inputs.get(key) != value}
        if not given:
            continue
        if not differing:
            same += 1
        elif line.code not in editable:
            locked.append(line.code)
        else:
            change = _change(line, rulebook.by_code[line.code].name, differing)
            (conflicts if change.is_conflict else new).append(change)
    return Preview(tuple(new), tuple(conflicts), tuple(locked), same)


def take(
    *,
    entrant_id: int,
    chosen: Mapping[str, tuple[int, Mapping[str, str]]],
    by: User,
    posts: Posts,
    at: datetime,
) -> Taken:
    """Write the chosen lines, each against the version that the preview showed; the rest stays as it is."""
    saved, refused = 0, []
    lines = {line.code: line for line in SheetLine.objects.filter(entrant_id=entrant_id, code__in=chosen)}
    for code, (version, values) in chosen.items():
        if code not in lines:
            continue
        line = lines[code]
        try:
            save_inputs(
                line_id=line.pk, values={**line.inputs, **values}, by=by, posts=posts, at=at, version=version
            )
            saved += 1
        except ChangedMeanwhile as changed:
            refused.append(changed.sentence)
        except NotAllowed as no:
            refused.append(no.sentence)
        except Refusal as refusal:
            refused.append(refusal.sentence)
    return Taken(saved, tuple(refused))


def chosen_of(posted: Mapping[str, Any]) -> dict[str, tuple[int, dict[str, str]]]:
    """Read what the preview page sends back: the lines ticked, their versions and values."""
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for field in posted:
        kind, _, rest = field.partition(_MARK)
        code, _, name = rest.partition(_MARK)
        if kind == "so" and f"lay{_MARK}{code}" in posted:
            values[code][name] = str(posted[field])
    chosen = {}
    for code, named in values.items():
        version = str(posted.get(f"ban{_MARK}{code}", ""))
        if version.isdecimal() and len(version) < 10:
            chosen[code] = (int(version), named)
    if not chosen:
        raise Refusal("Chưa chọn tiêu chí nào để ghi.")
    return chosen


def _tidy(raw: RawInput) -> RawInput:
    """A text that a spreadsheet was kept from taking for a formula begins with an apostrophe."""
    if isinstance(raw.value, str) and raw.value.startswith("'"):
        return RawInput(raw.code, raw.name, raw.value[1:], raw.place)
    return raw


def _change(line: SheetLine, name: str, differing: Mapping[str, str]) -> LineChange:
    values = tuple(
        Value(key, str(line.inputs.get(key, "")), value, _MARK.join(("so", line.code, key)))
        for key, value in differing.items()
    )
    return LineChange(line.code, name, line.version, values, any(value.before for value in values))
