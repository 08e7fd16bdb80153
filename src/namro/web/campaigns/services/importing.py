"""Bringing a filled workbook back: what it would change, and only what was chosen is written."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.indices.filled_sheets import WORDS, read_filled
from namro.core.indices.inputs import take_inputs, wanted_of
from namro.core.indices.rulebook import Line
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.boxes import name_in_words, value_in_words
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services import filling, supplementing
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed

MAX_BYTES = 20_000_000
_SECONDS, _MEGABYTES = 20, 300
_MARK = "|"
_INPUT, _WORDS = "so", "loi"


@dataclass(frozen=True, slots=True)
class Value:
    """One input or one text, in words: what the sheet holds ("" for nothing) and what the file says.

    `stored` is what is written when it is chosen; `field` names it in the form.
    """

    name: str
    before: str
    after: str
    stored: str
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
class Chosen:
    """What was ticked for one line: the version that the preview showed, inputs, and words by field."""

    version: int
    inputs: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many lines were written, and the sentences of those that were not."""

    saved: int
    refused: tuple[str, ...]


def preview(
    *,
    entrant: Entrant,
    editable: Collection[str],
    supplementable: Collection[str] = (),
    explainable: Collection[str],
    name: str,
    data: bytes,
) -> Preview:
    """Read the file under limits and compare it with the sheet; nothing is written.

    `supplementable` and `explainable` are the codes whose first and second explanation may be written now.

    What is missing in the file leaves the sheet as it is. Raises `Refusal` for a file that cannot be read and
    for values that cannot be, with every line.
    """
    filled = cli_guard.run_guarded(partial(read_filled, name, data), seconds=_SECONDS, megabytes=_MEGABYTES)
    rulebook = rulebook_of(entrant.campaign)
    inputs = take_inputs(rulebook, filled.raws)
    explaining = {"first_explanation": supplementable, "explanation": explainable}
    new: list[LineChange] = []
    conflicts: list[LineChange] = []
    locked, same = [], 0
    for line in entrant.lines.all():
        given = {key: str(value) for key, value in inputs.values.get(line.code, {}).items()}
        said = filled.words.get(line.code, {})
        differing = {key: value for key, value in given.items() if line.inputs.get(key) != value}
        told = {field: text for field, text in said.items() if squeeze(getattr(line, field)) != text}
        open_words = {
            field: text for field, text in told.items() if line.code in explaining.get(field, editable)
        }
        open_inputs = differing if line.code in editable else {}
        if not given and not said:
            continue
        if len(open_inputs) + len(open_words) < len(differing) + len(told):
            locked.append(line.code)
        if open_inputs or open_words:
            change = _change(line, rulebook.by_code[line.code], open_inputs, open_words)
            (conflicts if change.is_conflict else new).append(change)
        elif not differing and not told:
            same += 1
    return Preview(tuple(new), tuple(conflicts), tuple(locked), same)


def take(*, entrant_id: int, chosen: Mapping[str, Chosen], by: User, posts: Posts, at: datetime) -> Taken:
    """Write the chosen lines, each whole or not at all and against the version that the preview showed."""
    saved, refused = 0, []
    lines = {line.code: line for line in SheetLine.objects.filter(entrant_id=entrant_id, code__in=chosen)}
    for code, one in chosen.items():
        if code not in lines:
            continue
        try:
            with transaction.atomic():
                _take_line(lines[code], one, by=by, posts=posts, at=at)
            saved += 1
        except NotAllowed as no:
            refused.append(no.sentence)
        except Refusal as refusal:
            refused.append(refusal.sentence)
    return Taken(saved, tuple(refused))


def _take_line(line: SheetLine, one: Chosen, *, by: User, posts: Posts, at: datetime) -> None:
    common: dict[str, Any] = {"line_id": line.pk, "by": by, "posts": posts, "at": at}
    version = one.version
    if one.inputs:
        values = {**line.inputs, **one.inputs}
        version = filling.save_inputs(values=values, version=version, **common).version
    if "self_text" in one.words or "note" in one.words:
        text = one.words.get("self_text", line.self_text)
        note = one.words.get("note", line.note)
        version = filling.write_text(text=text, note=note, version=version, **common).version
    if "first_explanation" in one.words:
        version = supplementing.explain_first(
            text=one.words["first_explanation"], version=version, **common
        ).version
    if "explanation" in one.words:
        filling.explain(text=one.words["explanation"], version=version, **common)


def chosen_of(posted: Mapping[str, Any]) -> dict[str, Chosen]:
    """Read what the preview page sends back: the lines ticked, their versions, values and words."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: {_INPUT: {}, _WORDS: {}})
    for field in posted:
        kind, _, rest = field.partition(_MARK)
        code, _, name = rest.partition(_MARK)
        if f"lay{_MARK}{code}" not in posted:
            continue
        if kind == _INPUT or (kind == _WORDS and name in WORDS):
            found[code][kind][name] = str(posted[field])
    chosen = {}
    for code, named in found.items():
        version = str(posted.get(f"ban{_MARK}{code}", ""))
        if version.isdecimal() and len(version) < 10:
            chosen[code] = Chosen(int(version), named[_INPUT], named[_WORDS])
    if not chosen:
        raise Refusal("Chưa chọn tiêu chí nào để ghi.")
    return chosen


def _change(line: SheetLine, rule: Line, differing: Mapping[str, str], told: Mapping[str, str]) -> LineChange:
    names = {wanted.name: name_in_words(rule, wanted) for wanted in wanted_of(rule)}
    values = [
        Value(
            names[key],
            value_in_words(rule, key, str(line.inputs[key])) if key in line.inputs else "",
            value_in_words(rule, key, value),
            value,
            _MARK.join((_INPUT, line.code, key)),
        )
        for key, value in differing.items()
    ]
    values += [
        Value(WORDS[field], getattr(line, field), text, text, _MARK.join((_WORDS, line.code, field)))
        for field, text in told.items()
    ]
    return LineChange(
        line.code, rule.name, line.version, tuple(values), any(value.before for value in values)
    )
