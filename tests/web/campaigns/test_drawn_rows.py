"""Rows that are written without template tags: whatever comes from outside stays text."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.template import Context

from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.selectors.boxes import Box
from namro.web.campaigns.selectors.campaigns import entrant_rows
from namro.web.campaigns.selectors.sheets import SheetRow, sheet_of
from namro.web.campaigns.states import Verdict
from namro.web.campaigns.templatetags.sheet_rows import (
    entrant_row,
    group_row,
    line_cells,
    line_inputs,
    line_result,
)
from namro.web.organisations.selectors import Posts

BAD = '<script>"x"</script>'
Line = Callable[..., SheetLine]


def poisoned(one: Any) -> Any:
    """Give the row with every text of it, down to its boxes, turned into a script."""
    assert is_dataclass(one)
    return replace(one, **{field.name: _bad(getattr(one, field.name)) for field in fields(one)})  # type: ignore[type-var]


def _bad(value: object) -> object:
    if isinstance(value, str):
        return BAD
    if isinstance(value, tuple):
        return tuple(poisoned(one) if isinstance(one, Box) else _bad(one) for one in value)
    return value


def test_no_text_of_a_unit_becomes_markup(
    campaign: Campaign, posts: Callable[[str], Posts], today: date
) -> None:
    rows = entrant_rows(campaign, posts("sonoivu"), named=frozenset(), today=today)
    drawn = entrant_row(poisoned(rows[0]))
    assert "&lt;script&gt;" in drawn
    assert BAD not in drawn


def test_no_text_of_a_line_becomes_markup(line: Line) -> None:
    held = line("1.1")
    held.explanation, held.first_verdict, held.first_points = BAD, Verdict.LOWERED, Decimal("1.2")
    sheet = sheet_of(held.entrant, "tat-ca")
    texts = ("code", "name", "boxes", "reckoning", "held")  # the others are numbers the program wrote itself
    context = Context(
        {"entrant": held.entrant, "judgeable": {BAD}, "csrf_token": "x", "wrong": BAD, "conflict": True}
        | {"error": BAD, "version": 3}
    )
    drawn = []
    for row in sheet.rows:
        bad: SheetRow = replace(row, **{name: _bad(getattr(row, name)) for name in texts})
        if row.line is None:
            drawn.append(group_row(bad))
            continue
        row.line.explanation = BAD
        bad = replace(bad, boxes=tuple(poisoned(box) for box in row.boxes))
        drawn += [line_cells(context, bad), line_inputs(context, bad), line_result(context, bad)]
    assert len(drawn) > len(sheet.rows)
    for one in drawn:
        assert "&lt;script&gt;" in one
        assert BAD not in one


def test_a_form_that_lost_offers_to_replace_what_stands_there_and_others_do_not(line: Line) -> None:
    held = line("1.1")
    row = next(row for row in sheet_of(held.entrant, "tat-ca").rows if row.code == "1.1")
    context = {"entrant": held.entrant, "judgeable": set(), "csrf_token": "x"}
    assert 'name="thay"' in line_inputs(Context({**context, "conflict": True, "wrong": "1.1"}), row)
    assert 'name="thay"' not in line_inputs(Context({**context, "conflict": True, "wrong": "1.2"}), row)
    assert 'name="thay"' not in line_inputs(Context(context), row)
