"""A sheet as the pages show it: the official columns line by line, sums above, the page of one criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rules import NotScored
from namro.core.indices.rules.writing import write_points
from namro.core.indices.scoring import ScoredIndex, score
from namro.core.indices.settled import Settled, add_up
from namro.core.text import format_number
from namro.web.campaigns.models import Entrant, LineRevision, SheetLine
from namro.web.campaigns.selectors.boxes import Box, boxes_of, inputs_in_words
from namro.web.campaigns.selectors.proofs import pieces_of_line, pieces_of_sheet
from namro.web.campaigns.selectors.rulebooks import inputs_of, rulebook_of
from namro.web.evidence.selectors.pieces import Piece


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the sheet: a component with its boxes, or a line that is added up (`line` is None)."""

    code: str
    name: str
    depth: int
    maximum: Decimal | None
    line: SheetLine | None
    boxes: tuple[Box, ...]
    reckoning: str
    scored: str  # points by the inputs, or "chưa chấm"
    range: str  # what the points may still be, when they are not known
    held: tuple[str, ...]  # what is written now, input by input, in words
    final: str
    share: str  # points reached of the maximum, in per cent; nothing when not known
    proofs: tuple[Piece, ...]
    rule: str

    @property
    def key(self) -> str:
        """Give the code as a page can use it to name a place."""
        return self.code.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one field, or of all, and the sums over the whole sheet."""

    rulebook: Rulebook
    rows: tuple[SheetRow, ...]
    fields: tuple[Line, ...]
    here: str
    total: Settled
    scored_total: str
    scored_range: str
    open_count: int


def sheet_of(entrant: Entrant, here: str, typed: Mapping[str, Mapping[str, str]] | None = None) -> Sheet:
    """Read the sheet; two queries. `here` is the code of a field, "" the first, "tat-ca" all of it.

    `typed` are inputs that were refused, by code: they stay in their boxes.
    """
    rulebook = rulebook_of(entrant.campaign)
    fields = rulebook.children.get("", ())
    if here != "tat-ca" and here not in {field.code for field in fields}:
        here = fields[0].code if fields else "tat-ca"
    shown = [
        line
        for line in rulebook.lines
        if here in {"tat-ca", line.code} or any(above.code == here for above in rulebook.upwards(line))
    ]
    return _sheet(entrant, here, shown, typed or {})


def sheet_around(entrant: Entrant, code: str) -> Sheet:
    """Read the sheet but give only the row of one component and, before it, the lines it is added up in."""
    rulebook = rulebook_of(entrant.campaign)
    line = rulebook.by_code[code]
    return _sheet(entrant, "", [*reversed(list(rulebook.upwards(line))), line], {})


def _sheet(entrant: Entrant, here: str, shown: list[Line], typed: Mapping[str, Mapping[str, str]]) -> Sheet:
    rulebook = rulebook_of(entrant.campaign)
    lines = {line.code: line for line in entrant.lines.all()}
    scored = score(rulebook, inputs_of(rulebook, lines.values()))
    settled = add_up(rulebook, {code: line.final_points for code, line in lines.items()})
    proofs = pieces_of_sheet(entrant.pk)
    rows = tuple(
        _row(line, lines.get(line.code), (scored, settled), proofs, typed.get(line.code)) for line in shown
    )
    is_known = not isinstance(scored.total, NotScored)
    return Sheet(
        rulebook=rulebook,
        rows=rows,
        fields=rulebook.children.get("", ()),
        here=here,
        total=settled[""],
        scored_total=write_points(scored.total) if isinstance(scored.total, Decimal) else "chưa chấm xong",
        scored_range="" if is_known else range_words(scored.low, scored.high),
        open_count=sum(isinstance(one.points, NotScored) for one in scored.lines if one.line.code in lines),
    )


def row_of(entrant: Entrant, line: SheetLine, typed: Mapping[str, str] | None = None) -> SheetRow:
    """Give one component as its row."""
    rulebook = rulebook_of(entrant.campaign)
    scored = score(rulebook, inputs_of(rulebook, [line]))
    settled = add_up(rulebook, {line.code: line.final_points})
    proofs = {line.pk: pieces_of_line(line)}
    return _row(rulebook.by_code[line.code], line, (scored, settled), proofs, typed)


def range_words(low: Decimal, high: Decimal | None) -> str:
    """Say what is still possible: "còn có thể từ 0,00 đến 1,50"."""
    return f"còn có thể từ {write_points(low)} đến {'chưa rõ' if high is None else write_points(high)}"


def _row(
    line: Line,
    held: SheetLine | None,
    reckoned: tuple[ScoredIndex, Mapping[str, Settled]],
    proofs: Mapping[int, list[Piece]],
    typed: Mapping[str, str] | None,
) -> SheetRow:
    scored, settled = reckoned
    one = scored.by_code[line.code]
    is_known = isinstance(one.points, Decimal)
    sentence = scored.sentence(line.code)
    final = settled[line.code].points
    return SheetRow(
        code=line.code,
        name=line.name,
        depth=line.depth,
        maximum=line.maximum,
        line=held,
        boxes=boxes_of(line, scored.rulebook, held, typed) if held else (),
        reckoning=sentence if held else "",
        scored=write_points(one.points) if isinstance(one.points, Decimal) else "chưa chấm",
        range="" if is_known else range_words(one.low, one.high),
        held=inputs_in_words(line, held.inputs) if held else (),
        final="chưa chấm" if final is None else write_points(final),
        share=_share(final, line.maximum),
        proofs=tuple(proofs.get(held.pk, ())) if held else (),
        rule=line.official,
    )


def _share(points: Decimal | None, maximum: Decimal | None) -> str:
    return "" if points is None or not maximum else f"{format_number(100 * points / maximum, 1)}%"


@dataclass(frozen=True, slots=True)
class Past:
    """What was decided at the same criterion in an earlier year."""

    year: int
    claimed: Decimal | None
    final: Decimal | None
    reasons: tuple[str, ...]


def past_of(entrant: Entrant, code: str) -> tuple[Past, ...]:
    """Give the earlier decisions on the same criterion of the same unit, the latest first; one query."""
    earlier = (
        SheetLine.objects.filter(
            code=code,
            entrant__unit_id=entrant.unit_id,
            entrant__campaign__index=entrant.campaign.index,
            entrant__campaign__year__lt=entrant.campaign.year,
        )
        .select_related("entrant__campaign")
        .defer("entrant__campaign__rulebook_toml")
        .order_by("-entrant__campaign__year")[:3]
    )
    return tuple(
        Past(
            line.entrant.campaign.year,
            line.self_points,
            line.final_points,
            tuple(reason for reason in (line.first_reason, line.second_reason) if reason),
        )
        for line in earlier
    )


def history_of(line: SheetLine) -> list[tuple[LineRevision, str]]:
    """Give what was written into a line, the latest first, each with its inputs in words."""
    rule = rulebook_of(line.entrant.campaign).by_code[line.code]
    return [
        (revision, "; ".join(inputs_in_words(rule, revision.inputs)))
        for revision in line.revisions.order_by("-at", "-id")[:50]
    ]
