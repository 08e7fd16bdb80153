"""Figures that differ from the same figure elsewhere, and points far from last year's without a word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from namro.core.indices.inputs import wanted_of
from namro.core.indices.rules import WantedKind
from namro.core.indices.rules.writing import write_plain, write_points
from namro.core.text import fold
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.finding import Finding, Place, place_of
from namro.web.campaigns.selectors.rulebooks import rulebook_of, values_of
from namro.web.campaigns.states import Stage

_folded = lru_cache(maxsize=4096)(fold)  # labels come from rulebooks: few, and the same on every sheet
FAR = Decimal("0.25")  # of the maximum
JUMP = Decimal(2)  # a denominator that doubled or halved since last year
Figure = tuple[str, SheetLine, Decimal]  # the label folded, where it stands, its value


def disagreeing(entrant: Entrant, lines: list[SheetLine]) -> list[Finding]:
    """Find a number that the same unit gives differently: on this sheet, on another of the year, last year.

    Last year's is only told when a denominator doubled or halved: numbers of a year do change.
    """
    own = list(_figures(entrant, lines))
    if not own:
        return []
    others = list(_others(entrant))
    same_year = _by_label(one for one in others if one[1].entrant.campaign.year == entrant.campaign.year)
    last_year = _by_label(
        one
        for one in others
        if one[1].entrant.campaign.year == entrant.campaign.year - 1
        and one[1].entrant.campaign.index == entrant.campaign.index
    )
    wholes = _denominators(entrant)
    found = []
    for label, held in _by_label(own).items():
        line, value = held[0]
        found += _on_this_sheet(line, value, held)
        found += _on_another(line, value, same_year.get(label, []))
        if label in wholes:
            found += _since_last_year(line, value, last_year.get(label, []))
    return found


def _on_this_sheet(line: SheetLine, value: Decimal, held: list[tuple[SheetLine, Decimal]]) -> list[Finding]:
    other = next((one for one in held if one[1] != value and one[0].code != line.code), None)
    if other is None:
        return []
    place = Place(f"tiêu chí {other[0].code}", 0, other[0].entrant_id, other[0].code)
    return [
        Finding(
            line.code, "disagreeing",
            f"Cùng một số liệu mà ở đây ghi {write_plain(value)}, ở tiêu chí {other[0].code} ghi "
            f"{write_plain(other[1])}.", (place,),
        )
    ]  # fmt: skip


def _on_another(line: SheetLine, value: Decimal, held: list[tuple[SheetLine, Decimal]]) -> list[Finding]:
    other = next((one for one in held if one[1] != value), None)
    if other is None:
        return []
    return [
        Finding(
            line.code, "disagreeing_elsewhere",
            f"Cùng một số liệu mà ở đây ghi {write_plain(value)}, ở «{other[0].entrant.campaign.name}», tiêu chí "
            f"{other[0].code} ghi {write_plain(other[1])}.", (place_of(other[0]),),
        )
    ]  # fmt: skip


def _since_last_year(line: SheetLine, value: Decimal, held: list[tuple[SheetLine, Decimal]]) -> list[Finding]:
    other = next((one for one in held if one[0].code == line.code), None)
    if other is None or not _is_jump(value, other[1]):
        return []
    return [
        Finding(
            line.code, "denominator_jump",
            f"Mẫu số ghi {write_plain(value)}, năm trước ghi {write_plain(other[1])}; hãy xem có tính đủ không.",
            (place_of(other[0]),),
        )
    ]  # fmt: skip


def _is_jump(value: Decimal, before: Decimal) -> bool:
    if not value or not before:
        return value != before
    return max(value, before) >= JUMP * min(value, before)


def _figures(entrant: Entrant, lines: Iterable[SheetLine]) -> Iterator[Figure]:
    rulebook = rulebook_of(entrant.campaign)
    for line in lines:
        if not line.inputs or line.code not in rulebook.by_code:
            continue
        values = values_of(rulebook, line.code, line.inputs)
        for wanted in wanted_of(rulebook.by_code[line.code]):
            value = values.get(wanted.name)
            if wanted.kind is WantedKind.COUNT and isinstance(value, Decimal):
                yield _folded(wanted.label), line, value


def _others(entrant: Entrant) -> Iterator[Figure]:
    """Give the figures of the unit's other sheets of this year and the year before; one query."""
    lines = (
        SheetLine.objects.filter(
            entrant__unit_id=entrant.unit_id,
            entrant__campaign__year__in=(entrant.campaign.year, entrant.campaign.year - 1),
        )
        .exclude(entrant=entrant.pk)
        .exclude(entrant__campaign__stage=Stage.DRAFT)
        .exclude(inputs={})
        .select_related("entrant__campaign", "entrant__unit")
        .defer("entrant__campaign__rulebook_toml")
        .order_by("-entrant_id", "position")
    )
    sheets: dict[int, tuple[Entrant, list[SheetLine]]] = {}
    for line in lines:
        sheets.setdefault(line.entrant_id, (line.entrant, []))[1].append(line)
    for other, held in sheets.values():
        yield from _figures(other, held)


def _by_label(figures: Iterable[Figure]) -> Mapping[str, list[tuple[SheetLine, Decimal]]]:
    found: dict[str, list[tuple[SheetLine, Decimal]]] = defaultdict(list)
    for label, line, value in figures:
        found[label].append((line, value))
    return found


def _denominators(entrant: Entrant) -> frozenset[str]:
    """Give the labels of what other numbers are divided by: the rules name it `whole`."""
    rules = (line.rule for line in rulebook_of(entrant.campaign).components)
    wholes = (getattr(rule, "whole", None) for rule in rules)
    return frozenset(_folded(whole.label) for whole in wholes if whole is not None)


def far_from_before(entrant: Entrant, lines: list[SheetLine]) -> list[Finding]:
    """Find claims a quarter of the maximum or more away from what was reached last year, with no word why."""
    before: dict[str, tuple[SheetLine, Decimal]] = {}
    earlier = (
        SheetLine.objects.filter(
            entrant__unit=entrant.unit_id,
            entrant__campaign__index=entrant.campaign.index,
            entrant__campaign__year=entrant.campaign.year - 1,
        )
        .select_related("entrant__campaign", "entrant__unit")
        .defer("entrant__campaign__rulebook_toml")
        .order_by("entrant_id")
    )
    for one in earlier:
        if one.final_points is not None:
            before[one.code] = (one, one.final_points)
    found = []
    for line in lines:
        held = before.get(line.code)
        if held is None or line.self_points is None or line.self_text or not line.maximum:
            continue
        if abs(line.self_points - held[1]) >= FAR * line.maximum:
            found.append(
                Finding(
                    line.code, "far",
                    f"Tự chấm {write_points(line.self_points)}, năm trước đạt {write_points(held[1])}, "
                    "mà không ghi vì sao.", (place_of(held[0]),),
                )
            )  # fmt: skip
    return found
