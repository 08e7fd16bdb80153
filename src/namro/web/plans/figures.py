"""Figures about the work of units, offered to reports under "phan-viec", as they stood at the end of the day asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote, urlencode

from django.urls import reverse

from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.asked import asked_for, by_unit
from namro.web.plans.selectors.on_day import ALL, counts_of
from namro.web.plans.selectors.past import Stood, held_up_on, standing_on
from namro.web.ui.figures import RATIO, SUM, Ask, Figure, Group, Named

GROUP = "phan-viec"
# The days themselves stand in the source: a definition is the same for every unit and in every edition.
_ROWS: tuple[tuple[str, str, str], ...] = (
    (
        "den-han",
        "Phần việc đến hạn trong kỳ",
        "Phần việc có hạn nằm trong kỳ số liệu, của kỳ việc đã bắt đầu vào ngày chốt số liệu.",
    ),
    (
        "hoan-thanh",
        "Đã hoàn thành",
        "Phần việc đến hạn trong kỳ đã được công nhận, tính đến hết ngày chốt số liệu.",
    ),
    (
        "cho-duyet",
        "Đã báo cáo, chờ duyệt",
        "Phần việc đến hạn trong kỳ đã nộp, đến hết ngày chốt số liệu chưa duyệt.",
    ),
    (
        "qua-han",
        "Quá hạn",
        "Phần việc đến hạn trong kỳ mà ngày chốt số liệu đã qua hạn, chưa nộp hoặc bị trả lại.",
    ),
    (
        "khong-bao-cao",
        "Quá hạn, chưa báo cáo lần nào",
        "Phần việc quá hạn mà đến hết ngày chốt số liệu đơn vị chưa báo cáo.",
    ),
    (
        "vuong-mac",
        "Có vướng mắc chưa giải quyết",
        "Phần việc đến hạn trong kỳ, chưa hoàn thành, mà báo cáo cuối cùng đến hết ngày chốt số liệu nêu vướng mắc "
        "và đơn vị chưa gỡ.",
    ),
)


_SHARES = (
    (
        "ty-le-hoan-thanh",
        "Tỷ lệ hoàn thành",
        "hoan-thanh",
        "Số đã công nhận đến hết ngày chốt số liệu trên số đến hạn trong kỳ.",
    ),
    (
        "ty-le-dung-han",
        "Tỷ lệ nộp đúng hạn",
        "dung-han",
        "Số đã nộp không muộn hơn hạn, đến hết ngày chốt số liệu không bị trả lại, trên số đến hạn trong kỳ.",
    ),
    (
        "cong-nhan-dung-han",
        "Tỷ lệ được công nhận và nộp đúng hạn",
        "cong-nhan-dung-han",
        "Số nộp không muộn hơn hạn và đến hết ngày chốt số liệu đã được công nhận, trên số đến hạn trong kỳ.",
    ),
)


def figures(ask: Ask) -> Sequence[Figure]:
    """Give counts of the obligations due in the stretch and shares of them, as of the end of `ask.day`.

    Five or six queries; of the whole province also a pass over every obligation due in the stretch. What was handed in
    or accepted after the day does not count, whenever the question is asked.
    """
    stood, held_up = _stood(ask)
    only = ask.unit_ids if ask.unit_ids is not None and len(ask.unit_ids) == 1 else frozenset()
    return _figures(stood, held_up, ask, next(iter(_units(only).values()), None))


def figures_of_each(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Give the same figures for every unit asked, by its id, from the same queries."""
    stood, held_up = _stood(ask)
    found = by_unit(ask, stood)
    wanted = ask.unit_ids if ask.unit_ids is not None else frozenset(found)
    units = _units(wanted)
    return {unit: _figures(found.get(unit, ()), held_up, ask, units.get(unit)) for unit in sorted(wanted)}


def _stood(ask: Ask) -> tuple[Sequence[Stood], frozenset[int]]:
    due = Obligation.objects.filter(asked_for(ask), due__gte=ask.start, due__lte=ask.end)
    held_up = held_up_on(ask.day, due) if ask.wants(f"{GROUP}.vuong-mac") else frozenset[int]()
    return list(standing_on(ask.day, due)[ask.day].values()), held_up


def _figures(
    stood: Sequence[Stood], held_up: Collection[int], ask: Ask, unit: Unit | None
) -> Sequence[Figure]:
    counts = counts_of(stood, ask.day, held_up)
    source = (
        f"Phần việc trong chương trình Năm Rõ, theo báo cáo và công nhận đến hết ngày {format_date(ask.day)}"
    )
    found = [
        Figure(
            f"{GROUP}.{key}",
            label,
            Decimal(counts.get(key, 0)),
            "phần việc",
            definition,
            source,
            SUM,
            address=_address(ask, unit, key),
        )
        for key, label, definition in _ROWS
        if ask.wants(f"{GROUP}.{key}")
    ]
    under = Decimal(counts.get(ALL, 0))
    for key, label, count, definition in _SHARES:
        if not ask.wants(f"{GROUP}.{key}"):
            continue
        over = Decimal(counts.get(count, 0))
        found.append(
            Figure(
                f"{GROUP}.{key}",
                label,
                over / under * 100 if under else None,
                "%",
                definition,
                source,
                RATIO,
                over,
                under,
                2,
                _address(ask, unit, count),
            )
        )
    return found


def _units(wanted: Collection[int]) -> dict[int, Unit]:
    return Unit.objects.only("key", "name").in_bulk(list(wanted)) if wanted else {}


def _address(ask: Ask, unit: Unit | None, kind: str) -> str:
    """Give the list of exactly what was counted; after a merger, or of several units together, the list of today."""
    if ask.held or (unit is None and ask.unit_ids is not None):
        query = f"?{urlencode({'don_vi': unit.name})}" if unit else ""
        return reverse("plans:obligations") + query
    of_unit = f"&don_vi={quote(unit.key)}" if unit else ""
    return f"{_list_on(replace(ask, unit_ids=None, name=''))}&loai={quote(kind)}{of_unit}"


@lru_cache(maxsize=64)
def _list_on(ask: Ask) -> str:
    # The same for the thousands of figures of one question.
    asked = {
        "tu": ask.start, "den": ask.end, "ngay": ask.day, "ke_hoach": ask.plan_id, "nhiem_vu": ask.task_id
    }  # fmt: skip
    return f"{reverse('plans:on_day')}?{urlencode({k: v for k, v in asked.items() if v is not None})}"


OFFERED = Group(
    GROUP,
    "phần việc",
    figures,
    figures_of_each,
    (
        *(Named(f"{GROUP}.{key}", label, RATIO) for key, label, _, _ in _SHARES),
        *(Named(f"{GROUP}.{key}", label, SUM) for key, label, _ in _ROWS),
    ),
)
