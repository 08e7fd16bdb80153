"""Papers entered for a unit, documents tied to plans and tasks, and who has received a plan."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from io import BytesIO

import pytest
import python_calamine as calamine
from django.test import Client

from namro.web.audit.models import Entry
from namro.web.directives.models import Directive, DirectiveSubject, PlanReceipt
from namro.web.organisations.models import Unit
from namro.web.plans.models import Plan, Task

ClientOf = Callable[[str], Client]


def _typed(unit: Unit, **more: object) -> dict[str, object]:
    return {
        "number": "45/KH-UBND", "issued_on": "5/10/2021", "kind": "ke_hoach", "holder": unit.pk, **more,
    }  # fmt: skip


def test_the_interior_department_enters_a_communes_paper_marked_and_the_commune_corrects_it(
    client_of: ClientOf, plan: Plan, units: dict[str, Unit]
) -> None:
    commune = units["thien-loc"]
    interior = client_of("sonoivu")
    page = interior.get(f"/van-ban/ke-hoach/{plan.pk}/?ban_hanh=chua").content.decode()
    here = f"/van-ban/moi/?ke_hoach={plan.pk}&don_vi={commune.pk}"
    assert here.replace("&", "&amp;") in page
    assert "ghi thay" in interior.get(here).content.decode()
    assert interior.post(here, _typed(commune)).status_code == 302
    made = Directive.objects.get(number="45/KH-UBND")
    assert (made.on_behalf, made.entered_for, made.unit) == (True, commune, commune)
    assert Entry.objects.get(action="Ghi văn bản vào sổ thay đơn vị").unit_key == commune.key
    own = client_of("xa").get(f"/van-ban/{made.pk}/").content.decode()
    assert "ghi thay đơn vị từ bản giấy" in own
    assert "Sửa</a>" in own
    assert client_of("xa").get(f"/van-ban/{made.pk}/sua/").status_code == 200
    assert interior.get(f"/van-ban/{made.pk}/sua/").status_code == 200
    assert client_of("xakhac").get(f"/van-ban/{made.pk}/sua/").status_code == 403


@pytest.mark.parametrize("who", ["lanhdao", "sotuphap", "huyen", "xakhac", "mattran", "stranger"])
def test_nobody_else_writes_for_a_commune(
    client_of: ClientOf, plan: Plan, units: dict[str, Unit], who: str
) -> None:
    here = f"/van-ban/moi/?ke_hoach={plan.pk}&don_vi={units['thien-loc'].pk}"
    assert client_of(who).get(here).status_code == 403
    assert client_of(who).post(here, _typed(units["thien-loc"])).status_code == 403
    assert not Directive.objects.exists()


def test_a_document_is_for_several_tasks_of_the_plan_at_once(
    client_of: ClientOf, plan: Plan, units: dict[str, Unit]
) -> None:
    tasks = list(Task.objects.filter(plan=plan, is_reference=False).order_by("position")[:2])
    foreign = Task.objects.exclude(plan=plan).first()
    assert foreign is None
    here = f"/van-ban/moi/?ke_hoach={plan.pk}"
    answer = client_of("xa").post(here, _typed(units["thien-loc"], tasks=[task.pk for task in tasks]))
    assert answer.status_code == 302
    assert set(DirectiveSubject.objects.values_list("task_id", flat=True)) == {task.pk for task in tasks}
    wrong = client_of("xa").post(here, _typed(units["thien-loc"], number="46/KH-UBND", tasks=["999999"]))
    assert wrong.status_code == 422


def test_a_units_plan_in_the_program_is_tied_to_its_document(
    client_of: ClientOf, enter: Callable[..., Directive], plan: Plan, at: datetime
) -> None:
    own = Plan.objects.create(
        number="45/KH-UBND", year=2021, title="Kế hoạch của xã", confirmed_by="x", confirmed_at=at
    )
    made = enter("xa", "thien-loc", "45/KH-UBND")
    client = client_of("xa")
    assert "Nối với kế hoạch" in client.get(f"/van-ban/{made.pk}/").content.decode()
    assert (
        client.post(f"/van-ban/{made.pk}/ke-hoach/", {"plan": plan.pk}).status_code == 422
    )  # another number
    assert client_of("xakhac").post(f"/van-ban/{made.pk}/ke-hoach/", {"plan": own.pk}).status_code == 403
    assert client.post(f"/van-ban/{made.pk}/ke-hoach/", {"plan": own.pk}).status_code == 302
    made.refresh_from_db()
    assert made.plan == own
    assert client.post(f"/van-ban/{made.pk}/ke-hoach/", {"plan": ""}).status_code == 302
    made.refresh_from_db()
    assert made.plan is None
    assert Entry.objects.filter(action="Nối văn bản với kế hoạch").count() == 2


def test_a_ground_is_found_by_its_words_without_diacritics(
    client_of: ClientOf, enter: Callable[..., Directive]
) -> None:
    enter("sonoivu", "so-noi-vu", "76/NQ-CP")
    made = enter("xa", "thien-loc", "45/KH-UBND")
    client = client_of("xa")
    assert "Thêm làm căn cứ" not in client.get(f"/van-ban/{made.pk}/").content.decode()
    assert "76/NQ-CP" in client.get(f"/van-ban/{made.pk}/?tim=76 so noi vu").content.decode()
    assert "Không có văn bản nào" in client.get(f"/van-ban/{made.pk}/?tim=zzz").content.decode()


def test_who_has_received_the_plan_is_counted_by_the_lines_of_the_document(
    client_of: ClientOf, plan: Plan, units: dict[str, Unit], max_queries: Callable[[int], AbstractContextManager[None]]
) -> None:  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(
        heading={"recipients": ["Bộ Nội vụ", "Sở Tư pháp", "UBND các huyện, thành phố, thị xã"]}
    )
    here = f"/van-ban/ke-hoach/{plan.pk}/"
    interior = client_of("sonoivu")
    page = interior.get(f"{here}noi-nhan/").content.decode()
    assert "Bộ Nội vụ <span" in page
    assert "ngoài danh bạ" in page
    assert "Đã nhận văn bản" in client_of("xa").get(f"/ke-hoach/{plan.pk}/").content.decode()
    for _ in range(2):
        assert client_of("xa").post(f"{here}da-nhan/").status_code == 302
    assert PlanReceipt.objects.get().unit == units["thien-loc"]
    assert Entry.objects.filter(action="Xác nhận đã nhận văn bản").count() == 1
    for who in ("mattran", "lanhdao", "stranger"):
        assert client_of(who).post(f"{here}da-nhan/").status_code == 403
    assert PlanReceipt.objects.count() == 1
    received = interior.get(f"{here}noi-nhan/?nhan=da").content.decode()
    assert "UBND xã Thiên Lộc" in received
    assert "UBND xã Vượng Lộc" not in received
    content = interior.get(f"{here}noi-nhan/xuat/").content
    rows = calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    told = {row[0]: row[3] for row in rows if len(row) > 3}
    assert told["UBND xã Thiên Lộc"] == "đã nhận"
    assert told["Sở Tư pháp"] == "chưa xác nhận"
    for who in ("xa", "huyen", "sotuphap", "stranger"):
        assert client_of(who).get(f"{here}noi-nhan/").status_code == 403
    with max_queries(16):
        interior.get(f"{here}noi-nhan/")
