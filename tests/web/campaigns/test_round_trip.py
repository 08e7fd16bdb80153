"""The sheet goes out as a workbook and comes back: nothing is changed that was not changed, nothing unasked."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.core.indices.filled_sheets import read_filled
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.campaigns.exports import COLUMNS, sheet_workbook
from namro.web.campaigns.models import Campaign, Entrant, SheetLine
from namro.web.campaigns.selectors.sheets import sheet_of
from namro.web.campaigns.services import appraising, filling, importing
from namro.web.campaigns.services.importing import Chosen, Preview
from namro.web.campaigns.services.preparing import move
from namro.web.campaigns.states import Mark, Move, Verdict
from namro.web.organisations.selectors import Posts
from web.campaigns.doing import Doing

Line = Callable[..., SheetLine]
PLACE = {heading: place for place, (heading, _) in enumerate(COLUMNS)}
OPEN = frozenset({"1.1", "1.2"})


@pytest.fixture
def commune(cast: dict[str, User], posts: Callable[[str], Posts], at: datetime) -> dict[str, Any]:
    return {"by": cast["xa"], "posts": posts("xa"), "at": at}


@pytest.fixture(autouse=True)
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    # The limits of the reader are tested with the reader; a process for every example would take minutes.
    monkeypatch.setattr(importing.cli_guard, "run_guarded", lambda work, **_: work())


def out(entrant: Entrant, at: datetime) -> bytes:
    entrant = Entrant.objects.select_related("unit", "campaign").get(pk=entrant.pk)
    return sheet_workbook(entrant, sheet_of(entrant, "tat-ca"), today=at.date())


def back(
    entrant: Entrant,
    packed: bytes,
    explainable: frozenset[str] = frozenset(),
    supplementable: frozenset[str] = frozenset(),
) -> Preview:
    entrant = Entrant.objects.select_related("unit", "campaign").get(pk=entrant.pk)
    return importing.preview(
        entrant=entrant,
        editable=OPEN,
        supplementable=supplementable,
        explainable=explainable,
        name="phieu.xlsx",
        data=packed,
    )


def changed(packed: bytes, cells: dict[tuple[str, str], object]) -> bytes:
    """Write other cells into the first row of each code."""
    book = openpyxl.load_workbook(BytesIO(packed))
    left = dict(cells)
    for row in book.worksheets[0].iter_rows(min_row=5):
        for (code, heading), value in cells.items():
            if str(row[0].value) == code and (code, heading) in left:
                row[PLACE[heading]].value = value
                row[PLACE[heading]].data_type = "s" if isinstance(value, str) else "n"
                left.pop((code, heading))
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def chosen_from(change: importing.LineChange) -> Chosen:
    parts = {value.field: value.stored for value in change.values}
    return Chosen(
        change.version,
        {field.split("|")[2]: text for field, text in parts.items() if field.startswith("so|")},
        {field.split("|")[2]: text for field, text in parts.items() if field.startswith("loi|")},
    )


WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Co", "Cn"], blacklist_characters="\ufffe\uffff"),
    max_size=60,
) | st.sampled_from(["=1+1", "+84", "-5", "@SUM(A1)", "'=x", '=HYPERLINK("http://x")', "Đủ bốn báo cáo"])


def test_what_reads_a_strangers_file_runs_in_a_process_without_the_web_rooms() -> None:
    code = "import sys; import namro.core.indices.filled_sheets; assert not any('django' in m for m in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=st.integers(0, 10**6), share=st.integers(0, 100), text=WORDS, note=WORDS)
def test_what_goes_out_and_comes_back_untouched_changes_nothing(
    a: int, share: int, text: str, note: str, line: Line, commune: dict[str, Any], at: datetime
) -> None:
    held = line("1.1")
    filling.save_inputs(
        line_id=held.pk, values={"a": a, "b": a * share // 100}, version=held.version, **commune
    )
    filling.write_text(line_id=held.pk, text=text, note=note, version=line("1.1").version, **commune)
    packed = out(held.entrant, at)
    book = openpyxl.load_workbook(BytesIO(packed))
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
    found = back(held.entrant, packed)
    assert found.is_empty
    assert not found.locked
    words = read_filled("phieu.xlsx", packed).words.get("1.1", {})
    assert words.get("self_text", "") == squeeze(text)
    assert words.get("note", "") == squeeze(note)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=st.integers(1, 10**6), share=st.integers(0, 100), note=WORDS)
def test_what_was_filled_offline_arrives_as_it_was_filled(
    a: int, share: int, note: str, line: Line, commune: dict[str, Any], at: datetime
) -> None:
    held = line("1.1")
    b = a * share // 100
    before = (dict(held.inputs), held.note)
    packed = changed(out(held.entrant, at), {("1.1", "Giá trị"): a, ("1.1", "Ghi chú"): note})
    found = back(held.entrant, packed) if not held.inputs or Decimal(held.inputs["b"]) <= a else None
    if found is None:
        return
    for change in (*found.new, *found.conflicts):
        one = chosen_from(change)
        done = importing.take(
            entrant_id=held.entrant_id,
            chosen={change.code: Chosen(one.version, {**one.inputs, "b": str(b)}, one.words)},
            **commune,
        )
        assert not done.refused
    after = line("1.1")
    if found.is_empty:
        assert (after.inputs, after.note) == before
    else:
        assert after.inputs == {"a": str(a), "b": str(b)}
        assert after.note == (squeeze(note) or before[1])


def test_words_that_differ_from_the_sheet_are_a_conflict_and_wait_to_be_chosen(
    line: Line, commune: dict[str, Any], at: datetime
) -> None:
    held = line("1.1")
    filling.write_text(line_id=held.pk, text="Theo báo cáo năm.", note="Cũ", version=0, **commune)
    found = back(held.entrant, changed(out(held.entrant, at), {("1.1", "Ghi chú"): "Mới"}))
    assert not found.new
    value = found.conflicts[0].values[0]
    assert (value.name, value.before, value.after) == ("Ghi chú", "Cũ", "Mới")
    assert line("1.1").note == "Cũ"
    # Somebody writes between the preview and the choice: the choice does not go through.
    filling.write_text(line_id=held.pk, text="Theo báo cáo năm.", note="Khác", version=1, **commune)
    done = importing.take(
        entrant_id=held.entrant_id, chosen={"1.1": chosen_from(found.conflicts[0])}, **commune
    )
    assert done.saved == 0
    assert "trong lúc bạn đang nhập" in done.refused[0]
    assert line("1.1").note == "Khác"


def test_a_line_is_taken_whole_or_not_at_all(line: Line, commune: dict[str, Any]) -> None:
    held = line("1.1")
    done = importing.take(
        entrant_id=held.entrant_id,
        chosen={"1.1": Chosen(held.version, {"a": "45", "b": "45"}, {"note": "x" * 5000})},
        **commune,
    )
    assert done.saved == 0
    assert line("1.1").inputs == {}


def test_an_explanation_comes_in_only_while_explaining_and_only_where_it_is_due(
    campaign: Campaign, line: Line, commune: dict[str, Any], cast: dict[str, User],
    posts: Callable[[str], Posts], at: datetime,
) -> None:  # fmt: skip
    officer: dict[str, Any] = {"by": cast["sonoivu"], "posts": posts("sonoivu"), "at": at}
    filling.save_inputs(line_id=line("1.1").pk, values={"a": 45, "b": 45}, version=0, **commune)
    packed = changed(out(line("1.1").entrant, at), {("1.1", "Giải trình"): "Năm nhiệm vụ thuộc năm sau."})
    assert back(line("1.1").entrant, packed).locked == ("1.1",)
    move(campaign_id=campaign.pk, move=Move.APPRAISE, version=1, **officer)
    appraising.appraise(
        line_id=line("1.1").pk,
        verdict=Verdict.LOWERED,
        points=Decimal("1.2"),
        reason="Thiếu.",
        version=1,
        **officer,
    )
    move(campaign_id=campaign.pk, move=Move.ASK, version=2, **officer)
    found = back(line("1.1").entrant, packed, frozenset({"1.1"}))
    change = next(one for one in found.new if one.code == "1.1")
    done = importing.take(entrant_id=line("1.1").entrant_id, chosen={"1.1": chosen_from(change)}, **commune)
    assert (done.saved, done.refused) == (1, ())
    assert line("1.1").explanation == "Năm nhiệm vụ thuộc năm sau."


def test_a_first_explanation_comes_in_only_at_a_marked_line_and_is_not_taken_for_the_second(
    campaign: Campaign, line: Line, as_: Callable[[str], Doing], commune: dict[str, Any], at: datetime
) -> None:
    officer = as_("sonoivu")
    officer.go(campaign, Move.SUPPLEMENT)
    officer.mark("1.1", Mark.INCOMPLETE, "Thiếu danh mục.")
    packed = out(line("1.1").entrant, at)
    sheet = openpyxl.load_workbook(BytesIO(packed)).worksheets[0]
    told = [row[PLACE["Cần bổ sung"]].value for row in sheet.iter_rows(min_row=5)]
    assert [words for words in told if words] == ["Chưa đủ: Thiếu danh mục."]
    packed = changed(
        packed,
        {("1.1", "Giải trình lần 1"): "Đã kèm danh mục.", ("1.2", "Giải trình lần 1"): "Không ai hỏi."},
    )
    found = back(line("1.1").entrant, packed, supplementable=frozenset({"1.1"}))
    assert found.locked == ("1.2",)
    (change,) = found.new
    done = importing.take(entrant_id=line("1.1").entrant_id, chosen={"1.1": chosen_from(change)}, **commune)
    assert (done.saved, done.refused) == (1, ())
    assert (line("1.1").first_explanation, line("1.1").explanation) == ("Đã kèm danh mục.", "")
    assert line("1.2").first_explanation == ""


def test_two_different_words_for_one_criterion_are_refused_with_the_row(line: Line, at: datetime) -> None:
    packed = out(line("1.1").entrant, at)
    book = openpyxl.load_workbook(BytesIO(packed))
    rows = [row for row in book.worksheets[0].iter_rows(min_row=5) if str(row[0].value) == "1.1"]
    for number, row in enumerate(rows):
        row[PLACE["Ghi chú"]].value = f"Lời {number}"
    filled = BytesIO()
    book.save(filled)
    with pytest.raises(Refusal, match=f"Dòng {rows[1][0].row}, tiêu chí 1.1: cột Ghi chú"):
        read_filled("phieu.xlsx", filled.getvalue())
