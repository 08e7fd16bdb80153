"""Every page for the cast: who gets it, what it says, how many queries it sends."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from namro.web.organisations.models import Group, Unit
from namro.web.plans.models import Obligation, Plan, Task

ClientOf = Callable[[str], Client]
Budget = Callable[[int], AbstractContextManager[None]]
EVERYBODY = ("sonoivu", "lanhdao", "sotuphap", "huyen", "xa", "mattran", "xakhac")


def _addresses(plan: Plan) -> list[str]:
    task = plan.tasks.get(code="PL1.II.1-1")
    body = plan.sections.get(kind="body")
    return [
        reverse("plans:list"),
        reverse("plans:detail", args=[plan.pk]),
        reverse("plans:detail", args=[plan.pk]) + f"?muc={body.pk}",
        reverse("plans:detail", args=[plan.pk]) + "?muc=muc-tieu",
        reverse("plans:detail", args=[plan.pk]) + "?muc=can-xem",
        reverse("plans:detail", args=[plan.pk])
        + "?q=niem+yet&don_vi=thien+loc&trang_thai=not_started&han=soon",
        reverse("plans:export", args=[plan.pk]),
        reverse("plans:task", args=[task.pk]),
        reverse("plans:task_source", args=[task.pk]),
        reverse("plans:obligations"),
        reverse("plans:obligations_export"),
        reverse("plans:work"),
        reverse("plans:approvals"),
    ]


@pytest.mark.parametrize("name", EVERYBODY)
def test_whoever_holds_a_post_opens_every_page_within_the_budget(
    plan: Plan, client_of: ClientOf, max_queries: Budget, name: str
) -> None:
    client = client_of(name)
    for address in _addresses(plan):
        with max_queries(22):
            assert client.get(address).status_code == 200, address


def test_a_stranger_is_refused_everywhere_with_a_sentence(
    plan: Plan, client_of: ClientOf, of_commune: Obligation
) -> None:
    client = client_of("stranger")
    for address in [*_addresses(plan), reverse("plans:obligation", args=[of_commune.pk])]:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "Sở Nội vụ" in answer.content.decode()


def test_nobody_gets_in_without_signing_in(plan: Plan, client: Client) -> None:
    for address in _addresses(plan):
        assert client.get(address).status_code == 302, address


def test_a_plan_shows_its_appendix_with_shared_cells_and_progress(plan: Plan, client_of: ClientOf) -> None:
    page = client_of("xa").get(reverse("plans:detail", args=[plan.pk])).content.decode()
    assert "Công khai danh sách hộ nghèo" in page
    assert "chung nhiệm vụ với tiêu chí 1" in page
    assert "0/3</b> hoàn thành" in page
    assert "chưa báo cáo 3" in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?q=niem+yet", {"PLII.I.1-1"}),
        ("?q=NIÊM YẾT", {"PLII.I.1-1"}),
        ("?q=so+tu+phap&chi_so=PAPI", {"PL1.II.1-2"}),
        ("?don_vi=thien+loc", {"PL1.II.1-1", "PLII.I.1-1"}),
        ("?han=late", {"III.2"}),
        ("?trang_thai=silent", {"III.2"}),
        ("?trang_thai=accepted", set()),
        ("?han=none", set()),
    ],
)
def test_the_rows_of_a_plan_are_found_by_word_unit_deadline_state_and_index(
    plan: Plan, client_of: ClientOf, query: str, codes: set[str]
) -> None:
    page = client_of("sonoivu").get(reverse("plans:detail", args=[plan.pk]) + query)
    shown = {
        row.task.code
        for block in page.context["blocks"]
        for axis in block.axes
        for c in axis.criteria
        for row in c.rows
    }
    assert shown == codes


def test_a_task_counts_everybody_but_lists_only_what_one_may_open(
    plan: Plan, client_of: ClientOf, of_commune: Obligation
) -> None:
    address = reverse("plans:task", args=[of_commune.task_id])
    page = client_of("xa").get(address)
    assert page.context["tally"].total == 4
    assert [row.obligation.unit.key for row in page.context["list"].rows] == ["thien-loc"]
    assert len(client_of("sonoivu").get(address).context["list"].rows) == 4


def test_a_task_explains_the_five_clears(plan: Plan, client_of: ClientOf) -> None:
    task = plan.tasks.get(text__startswith="Khắc phục")
    page = client_of("xa").get(reverse("plans:task", args=[task.pk])).content.decode()
    for name in ("Rõ việc", "Rõ người", "Rõ trách nhiệm", "Rõ thời gian", "Rõ hiệu quả"):
        assert name in page
    assert "danh bạ không biết nhóm này gồm những đơn vị nào" in page


def test_the_plan_officer_fills_an_open_group_from_the_page(plan: Plan, client_of: ClientOf) -> None:
    task = plan.tasks.get(text__startswith="Khắc phục")
    group = Group.objects.get(key="audited-units")
    address = reverse("plans:fill_group", args=[task.pk, group.pk])
    assert client_of("xa").get(address).status_code == 403
    officer = client_of("sonoivu")
    page = officer.get(address)
    chosen = [unit.pk for _, units in page.context["choices"].blocks for unit, _ in units][:2]
    assert officer.post(address, {"don_vi": []}).status_code == 422
    assert officer.post(address, {"don_vi": chosen}).status_code == 302
    assert Obligation.objects.filter(task=task).count() == 2


def test_my_work_says_what_is_late_and_what_comes(plan: Plan, client_of: ClientOf) -> None:
    groups = {group.code: group for group in client_of("huyen").get(reverse("plans:work")).context["groups"]}
    assert {code: group.count for code, group in groups.items()} == {
        "late": 2,
        "soon": 1,
        "later": 1,
    }
    assert groups["late"].rows[0].row.due_words == "quá hạn 46 ngày"
    assert groups["later"].rows[0].row.due_words == "còn 46 ngày"


def test_every_group_of_my_work_leads_to_a_list_of_the_same_length(plan: Plan, client_of: ClientOf) -> None:
    client = client_of("huyen")
    for group in client.get(reverse("plans:work")).context["groups"]:
        listed = client.get(reverse("plans:obligations"), {"trang_thai": group.state, "han": group.due})
        assert listed.context["list"].count == group.count, group.code


def test_the_list_goes_forward_and_back_over_every_obligation_once(plan: Plan, client_of: ClientOf) -> None:
    unit_of = Obligation.objects.filter(task__code="PL1.II.1-1").first()
    assert unit_of is not None
    Obligation.objects.bulk_create(
        Obligation(
            task=unit_of.task,
            unit=unit_of.unit,
            period=f"Kỳ {n}",
            period_start=unit_of.period_start,
            period_end=unit_of.period_end,
            due=None if n % 3 == 0 else unit_of.due,
        )
        for n in range(60)
    )
    client = client_of("sonoivu")
    seen: list[list[int]] = []
    query: dict[str, str] = {}
    while True:
        found = client.get(reverse("plans:obligations"), query).context["list"]
        seen.append([row.obligation.pk for row in found.rows])
        if found.after is None:
            break
        query = {"sau": found.after}
    assert sorted(pk for page in seen for pk in page) == sorted(
        Obligation.objects.values_list("pk", flat=True)
    )
    assert [len(page) for page in seen] == [25, 25, 25, 4]
    back = client.get(reverse("plans:obligations"), {"truoc": found.before}).context["list"]
    assert [row.obligation.pk for row in back.rows] == seen[-2]
    first = client.get(reverse("plans:obligations"), {"truoc": back.before}).context["list"]
    assert [row.obligation.pk for row in first.rows] == seen[-3]


def test_the_list_stays_within_eight_queries_of_its_own(
    plan: Plan, client_of: ClientOf, max_queries: Budget
) -> None:
    client = client_of("sotuphap")
    query = {"q": "niem yet", "don_vi": "xa", "cap": "commune", "trang_thai": "not_started", "han": "later"}
    # Session, user, posts and the working date are the four every page sends.
    with max_queries(8 + 4):
        client.get(reverse("plans:obligations"), query)


def test_a_broken_place_or_filter_in_the_address_gives_the_first_page(
    plan: Plan, client_of: ClientOf
) -> None:
    client = client_of("sonoivu")
    for query in (
        {"sau": "x"},
        {"truoc": "2021-13-01.1"},
        {"trang_thai": "??"},
        {"ke_hoach": "9' OR 1"},
        {"q": "x" * 500},
    ):
        assert client.get(reverse("plans:obligations"), query).status_code == 200


def test_the_export_writes_words_never_formulas(plan: Plan, client_of: ClientOf) -> None:
    Task.objects.filter(code="PL1.II.1-1").update(
        text='=HYPERLINK("http://x";"mở")', lead_text="+1+cmd|' /C calc'!A0"
    )
    answer = client_of("xa").get(reverse("plans:export", args=[plan.pk]))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    cells = {
        cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    assert cells['=HYPERLINK("http://x";"mở")'] == "s"
    assert cells["+1+cmd|' /C calc'!A0"] == "s"
    assert "f" not in cells.values()


def test_the_plan_officer_names_who_leads_where_the_document_names_nobody(
    plan: Plan, client_of: ClientOf, units: dict[str, Unit]
) -> None:
    task = plan.tasks.get(code="PL1.II.1-2")
    task.parties.all().delete()
    task.obligations.all().delete()
    Task.objects.filter(pk=task.pk).update(lead_text="")
    address = reverse("plans:name_leads", args=[task.pk])
    assert client_of("huyen").get(address).status_code == 403
    officer = client_of("sonoivu")
    assert address in officer.get(reverse("plans:task", args=[task.pk])).content.decode()
    assert officer.post(address, {"don_vi": [units["can-loc"].pk]}).status_code == 302
    assert list(task.obligations.values_list("unit__key", flat=True)) == ["can-loc"]
    # A group may be added, who is named already is not added twice.
    assert officer.post(address, {"don_vi": [units["can-loc"].pk]}).status_code == 422
    districts = Group.objects.get(key="district-committees")
    assert officer.post(address, {"nhom": [districts.pk]}).status_code == 302
    assert task.obligations.count() == 2


def test_nobody_puts_other_leads_in_the_place_of_those_the_document_names(
    plan: Plan, client_of: ClientOf, units: dict[str, Unit]
) -> None:
    task = plan.tasks.get(code="PL1.II.1-1")
    answer = client_of("sonoivu").post(
        reverse("plans:name_leads", args=[task.pk]), {"don_vi": [units["can-loc"].pk]}
    )
    assert answer.status_code == 422
    assert "đã ghi đơn vị chủ trì" in answer.content.decode()
    assert task.obligations.count() == 3


def test_the_export_of_obligations_holds_what_one_sees_and_wants(plan: Plan, client_of: ClientOf) -> None:
    answer = client_of("xa").get(reverse("plans:obligations_export"), {"q": "niem yet"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row[:3] for row in rows] == [["UBND xã Thiên Lộc", "Cấp xã", "PLII.I.1-1"]]
    assert rows[0][6] == "Chưa bắt đầu"
