from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import python_calamine as calamine
from django.test import Client

from namro.web.directives.models import Directive
from namro.web.directives.selectors.issued import by_level, issued_rows
from namro.web.organisations.models import Unit
from namro.web.plans.models import Plan

ClientOf = Callable[[str], Client]
Enter = Callable[..., Directive]
TODAY = date(2021, 11, 15)


def test_who_has_issued_is_counted_by_level_with_days(
    plan: Plan, enter: Enter, units: dict[str, Unit]
) -> None:
    enter("xa", "thien-loc", "12/KH-UBND", date(2021, 10, 7), plan=plan)
    enter("xa", "thien-loc", "13/KH-UBND", date(2021, 10, 9), plan=plan)
    enter("huyen", "can-loc", "1/KH-UBND", date(2021, 10, 1))  # about no plan
    rows = issued_rows(plan, TODAY)
    row = next(row for row in rows if row.unit == units["thien-loc"])
    assert (row.directive and row.directive.number, row.more, row.days) == ("12/KH-UBND", 1, 10)
    whole, *levels = by_level(rows)
    assert (whole.issued, whole.total) == (1, len(rows))
    assert sum(level.total for level in levels) == whole.total
    assert [level.issued for level in levels if level.level == "commune"] == [1]


def test_the_list_is_filtered_and_exported(client_of: ClientOf, plan: Plan, enter: Enter) -> None:
    enter("xa", "thien-loc", "12/KH-UBND", plan=plan)
    client = client_of("lanhdao")
    address = f"/van-ban/ke-hoach/{plan.pk}/"
    assert "Thiên Lộc" not in client.get(f"{address}?ban_hanh=chua").content.decode()
    assert "Vượng Lộc" not in client.get(f"{address}?ban_hanh=da").content.decode()
    assert "Vượng Lộc" in client.get(f"{address}?don_vi=vuong+loc").content.decode()
    content = client.get(f"{address}xuat/?ban_hanh=da").content
    rows = calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows if "đã" in row] == ["UBND xã Thiên Lộc"]


@pytest.mark.parametrize(
    ("username", "status"),
    [("sonoivu", 200), ("lanhdao", 200), ("mattran", 200), ("sotuphap", 403), ("huyen", 403), ("xa", 403), ("stranger", 403)],
)  # fmt: skip
def test_only_who_follows_the_province_sees_the_list(
    client_of: ClientOf, plan: Plan, username: str, status: int
) -> None:
    for address in (f"/van-ban/ke-hoach/{plan.pk}/", f"/van-ban/ke-hoach/{plan.pk}/xuat/"):
        assert client_of(username).get(address).status_code == status
