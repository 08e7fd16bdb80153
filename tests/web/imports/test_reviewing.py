"""Corrections as people make them: signed, kept, taken back, and never over another person's work."""

from datetime import datetime
from typing import Any

import pytest

from makers.import_reading import lines, reading
from makers.imports import import_in_review
from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.audit.models import Entry
from namro.web.imports.selectors.review_tree import accounted, digest, find, prepare, split_points
from namro.web.imports.services import rearranging, reviewing
from namro.web.imports.services.reviewing import Overtaken
from namro.web.plans.models import Correction, PlanImport


@pytest.fixture
def imported(cast: dict[str, User], at: datetime) -> PlanImport:
    return import_in_review(by=cast["sonoivu"], at=at)


@pytest.fixture
def who(cast: dict[str, User], at: datetime, imported: PlanImport) -> dict[str, Any]:
    return {"plan_import": imported, "by": cast["sonoivu"], "at": at}


def tree_of(row: PlanImport) -> dict[str, Any]:
    row.refresh_from_db()
    assert row.reviewed is not None
    return row.reviewed


def part(row: PlanImport, key: str) -> dict[str, Any]:
    found = find(tree_of(row), key)
    assert found is not None
    return found


def test_agencies_typed_by_a_person_are_read_by_the_register(
    imported: PlanImport, who: dict[str, Any]
) -> None:
    reviewing.correct(**who, key="r1", seen="", typed={"lead": "Sở Tư pháp; UBND cấp huyện, cấp xã"})
    lead = part(imported, "r1")["lead"]
    assert lead["text"] == "Sở Tư pháp; UBND cấp huyện, cấp xã"
    assert [unit["kind"] for unit in lead["units"]] == ["unit", "group", "group"]
    assert not lead["inherited"]


def test_a_deadline_typed_by_a_person_is_read_again(imported: PlanImport, who: dict[str, Any]) -> None:
    reviewing.correct(**who, key="r1", seen="", typed={"deadline": "Trong tháng 6; trước 15/12/2021"})
    deadline = part(imported, "r1")["deadline"]
    assert deadline["dates"] == ["2021-06-30", "2021-12-15"]
    assert part(imported, "r1")["dates"] == deadline["dates"]


def test_measures_follow_the_text(imported: PlanImport, who: dict[str, Any]) -> None:
    reviewing.correct(**who, key="r4", seen="", typed={"text": "Đạt tối thiểu 50% hồ sơ"})
    assert [m["quantity"] for m in part(imported, "r4")["measures"]] == ["50"]


def test_what_is_typed_unchanged_is_no_correction(imported: PlanImport, who: dict[str, Any]) -> None:
    row = part(imported, "r1")
    typed = {"text": row["text"], "lead": row["lead"]["text"], "deadline": " Quý  IV/2021 "}
    assert reviewing.correct(**who, key="r1", seen="", typed=typed) == 0
    assert not Correction.objects.exists()
    assert imported.version == 0


def test_the_reading_itself_never_changes(imported: PlanImport, who: dict[str, Any]) -> None:
    reviewing.correct(**who, key="r1", seen="", typed={"text": "Khác"})
    rearranging.remove_row(**who, key="r2", seen="")
    imported.refresh_from_db()
    assert imported.reading == reading()
    assert imported.version == 2


def test_a_correction_keeps_who_when_before_and_after(imported: PlanImport, who: dict[str, Any]) -> None:
    reviewing.correct(**who, key="document", seen="", typed={"number": "360/KH-UBND"})
    correction = Correction.objects.get()
    assert (correction.before, correction.after) == ("359/KH-UBND", "360/KH-UBND")
    assert (correction.by, correction.at) == ("Nguyễn Thị Thu Hà", who["at"])
    assert Entry.objects.filter(action="Sửa bản đọc văn bản").count() == 1
    imported.refresh_from_db()
    assert imported.number == "360/KH-UBND"


def test_the_second_of_two_reviewers_is_told_and_nothing_is_written(
    imported: PlanImport, who: dict[str, Any], cast: dict[str, User]
) -> None:
    seen = digest(part(imported, "r1"))
    reviewing.correct(**who, key="r1", seen=seen, typed={"text": "Của người thứ nhất"})
    with pytest.raises(Overtaken) as told:
        reviewing.correct(
            plan_import=imported,
            by=cast["lanhdao"],
            at=who["at"],
            key="r1",
            seen=seen,
            typed={"text": "Khác"},
        )
    assert told.value.by == "Nguyễn Thị Thu Hà"
    assert part(imported, "r1")["text"] == "Của người thứ nhất"


def test_reviewers_of_different_rows_do_not_get_in_each_others_way(
    imported: PlanImport, who: dict[str, Any]
) -> None:
    seen = digest(part(imported, "r2"))
    reviewing.correct(**who, key="r1", seen="", typed={"text": "Của người thứ nhất"})
    assert reviewing.correct(**who, key="r2", seen=seen, typed={"text": "Của người thứ hai"}) == 1


def test_choosing_the_other_reading_keeps_the_first_as_the_other(
    imported: PlanImport, who: dict[str, Any]
) -> None:
    before = part(imported, "r4")
    reviewing.choose_alternative(**who, key="r4", seen="")
    row = part(imported, "r4")
    assert row["text"] == before["alternative"]["text"]
    assert row["cooperating"]["text"] == ""
    assert row["alternative"]["text"] == before["text"]
    reviewing.choose_alternative(**who, key="r4", seen="")
    row = part(imported, "r4")
    assert (row["text"], row["lead"], row["deadline"]) == (before["text"], before["lead"], before["deadline"])


def test_a_row_without_another_reading_offers_none(who: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        reviewing.choose_alternative(**who, key="r1", seen="")


def test_splitting_takes_the_lines_of_the_words(imported: PlanImport, who: dict[str, Any]) -> None:
    points = split_points(part(imported, "r4")["text"])
    new = rearranging.split_row(**who, key="r4", point=points[0], seen="")
    assert part(imported, new)["source"] == {"first_line": 68, "last_line": 68}
    assert part(imported, new)["measures"][0]["quantity"] == "30"
    assert part(imported, "r4")["measures"] == []


def test_a_row_is_cut_only_between_sentences(who: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        rearranging.split_row(**who, key="r4", point=7, seen="")
    assert split_points("Một câu. Hai câu; ba.\nBốn") == [9, 18, 22]


def test_merging_adds_agencies_the_joined_row_has_of_its_own(
    imported: PlanImport, who: dict[str, Any]
) -> None:
    assert rearranging.merge_row(**who, key="r2", seen="") == "r1"
    row = part(imported, "r1")
    assert row["text"].count("\n") == 1
    assert [u["key"] for u in row["lead"]["units"]] == [
        "district-committees",
        "commune-committees",
        "so-ldtbxh",
    ]
    assert row["deadline"]["text"] == "Quý IV/2021"


def test_the_first_row_of_a_criterion_has_nothing_to_be_merged_with(who: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        rearranging.merge_row(**who, key="r1", seen="")


def test_a_row_can_be_made_from_a_loose_line(imported: PlanImport, who: dict[str, Any]) -> None:
    new = rearranging.add_row(
        **who,
        criterion="c4",
        after_row="r5",
        typed={"text": "Rà soát", "lead": "Sở Nội vụ", "deadline": "Hàng quý"},
        pieces=["u1"],
    )
    tree = tree_of(imported)
    assert part(imported, new)["source"] == {"first_line": 74, "last_line": 74}
    assert part(imported, new)["deadline"]["kind"] == "quarterly"
    assert tree["unaccounted"] == []


def test_a_row_without_words_is_not_added(who: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        rearranging.add_row(**who, criterion="c4", after_row="", typed={"text": "  "})


def test_loose_lines_go_to_a_row_or_out_of_the_plan(imported: PlanImport, who: dict[str, Any]) -> None:
    rearranging.assign(**who, pieces=["u1"], to="surroundings", field="")
    assert len(tree_of(imported)["surroundings"]) == 2
    rearranging.assign(**who, pieces=["s1"], to="r5", field="text")
    assert part(imported, "r5")["text"].endswith("Hệ thống pháp luật")
    assert accounted(tree_of(imported), [n for n, _ in lines()]) == {n for n, _ in lines()}


def test_taking_every_correction_back_gives_the_reading(imported: PlanImport, who: dict[str, Any]) -> None:
    reviewing.correct(**who, key="r1", seen="", typed={"text": "Khác", "lead": "Sở Nội vụ", "checked": True})
    rearranging.split_row(**who, key="r4", point=split_points(part(imported, "r4")["text"])[0], seen="")
    rearranging.merge_row(**who, key="r2", seen="")
    rearranging.move_row(**who, key="r3", criterion="c1", seen="")
    rearranging.remove_row(**who, key="r5", seen="")
    rearranging.assign(**who, pieces=["u1"], to="r1", field="cooperating")
    reviewing.correct(**who, key="k2", seen="", typed={"is_duty": True, "owners": "Sở Nội vụ"})
    for correction in Correction.objects.order_by("-id"):
        reviewing.undo(**who, correction=correction)
    assert tree_of(imported) == prepare(reading())


def test_a_correction_others_stand_on_is_taken_back_after_them(
    imported: PlanImport, who: dict[str, Any]
) -> None:
    reviewing.correct(**who, key="r2", seen="", typed={"text": "Khác"})
    rearranging.merge_row(**who, key="r2", seen="")
    first, second = Correction.objects.order_by("id")
    with pytest.raises(Refusal):
        reviewing.undo(**who, correction=first)
    reviewing.undo(**who, correction=second)
    reviewing.undo(**who, correction=first)
    assert tree_of(imported) == prepare(reading())


def test_an_undo_that_would_break_a_later_merge_is_refused(imported: PlanImport, who: dict[str, Any]) -> None:
    rearranging.move_row(**who, key="r2", criterion="c3", seen="")
    rearranging.move_row(**who, key="r4", criterion="c1", seen="")
    rearranging.merge_row(**who, key="r4", seen="")
    with pytest.raises(Refusal):
        reviewing.undo(**who, correction=Correction.objects.order_by("id")[0])


def test_the_same_correction_is_not_taken_back_twice(who: dict[str, Any]) -> None:
    reviewing.check(**who, key="r1", checked=True)
    correction = Correction.objects.get()
    reviewing.undo(**who, correction=correction)
    with pytest.raises(Refusal):
        reviewing.undo(**who, correction=correction)


def test_nothing_is_corrected_once_the_plan_is_confirmed(imported: PlanImport, who: dict[str, Any]) -> None:
    PlanImport.objects.update(state=PlanImport.State.CONFIRMED)
    with pytest.raises(Refusal):
        reviewing.correct(**who, key="r1", seen="", typed={"text": "Khác"})
