"""The pages of rhythms as each of the cast and a stranger sees them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namro.web.plans.models import Plan, Task
from namro.web.recurrences.models import Happening, Milestone, PlanTerm, Recurrence
from namro.web.recurrences.services.ruling import Effect

ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]
EVERYBODY = ["sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran"]


def _continuous(task: Task) -> Task:
    Task.objects.filter(pk=task.pk).update(deadline_kind="continuous", deadline_text="Thường xuyên")
    task.refresh_from_db()
    return task


@pytest.mark.parametrize("name", ["missing", "in_force", "happenings"])
def test_whoever_holds_a_post_reads_the_lists(
    client_of: ClientOf, plan: Plan, max_queries: Budget, name: str
) -> None:
    for who in EVERYBODY:
        client = client_of(who)
        with max_queries(16):
            assert client.get(reverse(f"recurrences:{name}")).status_code == 200
    assert client_of("stranger").get(reverse(f"recurrences:{name}")).status_code == 403


def test_an_always_without_a_check_in_stands_in_the_list_until_one_is_set(
    client_of: ClientOf, justice: Task
) -> None:
    _continuous(justice)
    client = client_of("sonoivu")
    assert justice.code in client.get(reverse("recurrences:missing")).content.decode()
    before = client.get(reverse("plans:task", args=[justice.pk])).content.decode()
    assert "Lịch lặp" in before
    assert "không có mốc kiểm tra" in before
    typed = {
        "kind": "quarterly",
        "valid_from": "01/10/2021",
        "words": "Thường xuyên",
        "term_is_working": "on",
    }
    seen = client.post(reverse("recurrences:set", args=[justice.pk]), {**typed, "buoc": "xem"})
    assert "thêm 1 phần việc" in seen.content.decode()
    assert not Recurrence.objects.exists()
    done = client.post(reverse("recurrences:set", args=[justice.pk]), {**typed, "buoc": "dat"})
    assert done.status_code == 302
    assert justice.code not in client.get(reverse("recurrences:missing")).content.decode()
    assert justice.code in client.get(reverse("recurrences:in_force")).content.decode()
    after = client.get(reverse("plans:task", args=[justice.pk])).content.decode()
    assert "Lặp lại theo kỳ: Thường xuyên, theo lịch Sở Nội vụ đã đặt." in after


def test_a_refused_rule_keeps_what_was_typed(client_of: ClientOf, justice: Task) -> None:
    typed = {"kind": "monthly", "valid_from": "01/01/2020", "words": "Định kỳ của tôi", "buoc": "dat"}
    answer = client_of("sonoivu").post(reverse("recurrences:set", args=[justice.pk]), typed)
    assert answer.status_code == 422
    assert "ban hành ngày 27/9/2021" in answer.content.decode()
    assert "Định kỳ của tôi" in answer.content.decode()


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xa", "mattran", "stranger"])
def test_only_the_officer_changes_anything(client_of: ClientOf, plan: Plan, justice: Task, who: str) -> None:
    client = client_of(who)
    for name in ("set", "end", "milestone_add", "milestones_import"):
        assert client.post(reverse(f"recurrences:{name}", args=[justice.pk]), {}).status_code == 403
    assert client.post(reverse("recurrences:plan_end", args=[plan.pk]), {}).status_code == 403


def test_the_unit_writes_down_what_came_and_others_do_not(
    client_of: ClientOf, justice: Task, rule: Callable[..., Effect]
) -> None:
    rule(justice, "on_event", date(2021, 10, 1), term_days=10)
    here = reverse("recurrences:record", args=[justice.pk])
    client = client_of("sotuphap")
    page = client.get(here)
    choice = page.context["form"].fields["unit"].choices
    typed = {
        "unit": choice[0][0],
        "name": "Dự thảo Quyết định",
        "reference": "5/TTr",
        "happened_on": "10/11/2021",
    }
    assert client.post(here, typed).status_code == 302
    assert client.post(here, typed).status_code == 422  # the same paper again
    assert Happening.objects.count() == 1
    for who in ("lanhdao", "huyen", "xa", "mattran", "stranger"):
        assert client_of(who).post(here, typed).status_code == 403
    register = reverse("recurrences:happenings")
    for who, sees in (
        ("sonoivu", True),
        ("sotuphap", True),
        ("mattran", True),
        ("huyen", False),
        ("xa", False),
    ):
        assert ("Dự thảo Quyết định" in client_of(who).get(register).content.decode()) is sees
    assert client.get(reverse("recurrences:happenings_export")).content[:2] == b"PK"


def test_a_road_map_is_taken_over_from_a_table_after_a_preview(client_of: ClientOf, yearly: Task) -> None:
    client, here = client_of("sonoivu"), reverse("recurrences:milestones_import", args=[yearly.pk])
    table = "Mốc;Hạn\nLập danh mục;31/3/2022\nNghiệm thu;Quý III/2022\nKhông ngày;khi nào xong\n".encode()
    file = SimpleUploadedFile("lo-trinh.csv", table)
    seen = client.post(here, {"file": file, "source": "Đề án 06"})
    page = seen.content.decode()
    assert "2 mốc đọc được trong 3 dòng" in page
    assert "không đọc được hạn" in page
    assert not Milestone.objects.exists()
    client.post(here, {"bang": seen.context["kept"]})
    assert list(Milestone.objects.values_list("name", "due")) == [
        ("Lập danh mục", date(2022, 3, 31)),
        ("Nghiệm thu", date(2022, 9, 30)),
    ]
    client.post(here, {"bang": seen.context["kept"]})
    assert Milestone.objects.count() == 2
    client.post(here, {"bang": seen.context["kept"] + "x"})
    assert Milestone.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04 broken", "chỉ có chữ".encode()])
def test_a_table_that_is_none_is_refused_with_a_sentence(
    client_of: ClientOf, yearly: Task, data: bytes
) -> None:
    answer = client_of("sonoivu").post(
        reverse("recurrences:milestones_import", args=[yearly.pk]),
        {"file": SimpleUploadedFile("a.xlsx", BytesIO(data).read()), "source": "x"},
    )
    assert answer.status_code == 422
    assert "field-wrong" in answer.content.decode()


def test_the_end_of_a_plan_is_written_down(client_of: ClientOf, plan: Plan) -> None:
    typed = {"last_day": "31/12/2021", "reason": "Kế hoạch 10/KH-UBND"}
    answer = client_of("sonoivu").post(reverse("recurrences:plan_end", args=[plan.pk]), typed)
    assert answer.status_code == 302
    assert PlanTerm.objects.get().last_day == date(2021, 12, 31)


def test_the_page_of_a_task_stays_within_its_queries(
    client_of: ClientOf, justice: Task, rule: Callable[..., Effect], max_queries: Budget
) -> None:
    rule(justice, "monthly", date(2021, 10, 1))
    client = client_of("sonoivu")
    with max_queries(18):
        assert "Tháng 11/2021" in client.get(reverse("recurrences:task", args=[justice.pk])).content.decode()


def test_a_rule_and_a_milestone_are_ended_from_the_page(
    client_of: ClientOf, justice: Task, rule: Callable[..., Effect]
) -> None:
    client = client_of("sonoivu")
    client.post(
        reverse("recurrences:milestone_add", args=[justice.pk]),
        {"name": "Lập danh mục", "due": "31/3/2022", "source": "Đề án 06"},
    )
    one = Milestone.objects.get()
    client.post(reverse("recurrences:milestone_end", args=[one.pk]), {"reason": ""})
    one.refresh_from_db()
    assert one.ended_at is None
    client.post(reverse("recurrences:milestone_end", args=[one.pk]), {"reason": "Dừng đề án"})
    one.refresh_from_db()
    assert one.ended_at is not None
    client.post(reverse("recurrences:end", args=[justice.pk]), {"last_day": "31/12/2021", "reason": "x"})
    assert Recurrence.objects.get().valid_to == date(2021, 12, 31)
