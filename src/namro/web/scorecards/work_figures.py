"""The figures of obligations as of any day, rebuilt from the reports."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from namro.core.scorecards import Facts, Kind, count
from namro.core.text import format_date
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.asked import asked_for, by_unit
from namro.web.plans.selectors.past import standing_on
from namro.web.ui.figures import RATIO, SUM, Ask, Figure

GROUP = "bang-diem"


def work_of_units(ask: Ask) -> dict[int, list[Facts]]:
    """Give what is asked by unit, as it stood at the end of the day, rebuilt from the reports; three or four queries.

    In the stretch are obligations that fall due in it, and those without a due day whose period touches it.
    """
    undated = Q(due__isnull=True, period_start__lte=ask.end, period_end__gte=ask.start)
    owed = Obligation.objects.filter(Q(due__gte=ask.start, due__lte=ask.end) | undated).filter(asked_for(ask))
    stood = by_unit(ask, standing_on(ask.day, owed)[ask.day].values())
    return {unit: [one.facts for one in of_unit] for unit, of_unit in stood.items()}


def work_figures(ask: Ask, work: Iterable[Facts]) -> Sequence[Figure]:
    """Give the figures of the group about these obligations; a share of nothing is not known."""
    counts = count(work, ask.day)
    source = (
        f"Báo cáo của các đơn vị trong chương trình đến hết ngày {format_date(ask.day)}; phần việc có hạn từ "
        f"{format_date(ask.start)} đến {format_date(ask.end)}, và phần việc không có ngày hạn của kỳ đó."
    )
    here = reverse("plans:obligations")

    def number(name: str, label: str, value: int, definition: str, state: str = "") -> Figure:
        address = f"{here}?trang_thai={state}" if state else here
        return Figure(
            f"{GROUP}.{name}", label, Decimal(value), "phần việc", definition, source, SUM, address=address
        )

    def ratio(name: str, label: str, value: int, of: int, definition: str) -> Figure:
        share = Decimal(100 * value) / of if of else None
        return Figure(
            f"{GROUP}.{name}",
            label,
            share,
            "%",
            definition,
            source,
            RATIO,
            Decimal(value),
            Decimal(of),
            1,
            here,
        )

    return (
        number("tong", "Số phần việc", counts.total, "Mỗi phần việc là một nhiệm vụ của một đơn vị trong một kỳ."),
        number(
            "hoan-thanh", "Phần việc hoàn thành", counts.done,
            "Đã được cấp có thẩm quyền công nhận hoàn thành, đúng hay trễ hạn.", "accepted",
        ),
        number(
            "cho-duyet", "Phần việc chờ duyệt", counts.waiting,
            "Đơn vị đã báo cáo xong, cấp trên chưa quyết định.", "submitted",
        ),
        number(
            "dang-thuc-hien", "Phần việc chưa đến hạn", counts.of(Kind.OPEN),
            "Chưa báo cáo xong và chưa qua ngày hạn, hoặc không có ngày hạn.", "todo",
        ),
        number(
            "qua-han", "Phần việc quá hạn", counts.late,
            "Đã qua ngày hạn mà chưa báo cáo xong, kể cả chưa báo cáo lần nào.", "late",
        ),
        number(
            "chua-bao-cao", "Phần việc quá hạn chưa báo cáo lần nào", counts.of(Kind.SILENT),
            "Đã qua ngày hạn và đơn vị chưa báo cáo lần nào.", "silent",
        ),
        ratio(
            "ty-le-hoan-thanh", "Tỷ lệ hoàn thành", counts.done, counts.total,
            "Phần việc đã được công nhận hoàn thành trên tổng số phần việc.",
        ),
        ratio(
            "dung-han", "Tỷ lệ đúng hạn", counts.on_time, counts.judged,
            "Phần việc gửi xong không muộn hơn ngày hạn, trên số phần việc có ngày hạn đã gửi xong hoặc đã qua hạn.",
        ),
    )  # fmt: skip
