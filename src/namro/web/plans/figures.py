"""Figures about the work of units, offered to reports under "phan-viec", as they stood at the end of the day asked for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from namro.core.scorecards import Facts
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.plans.selectors.asked import asked_for, by_unit
from namro.web.plans.selectors.past import Stood, held_up_on, standing_on, tally_on
from namro.web.plans.states import SETTLED, Shown, State
from namro.web.ui.figures import RATIO, SUM, Ask, Figure, Group, Named

GROUP = "phan-viec"
# The days themselves stand in the source: a definition is the same for every unit and in every edition.
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    (
        "den-han",
        "Phần việc đến hạn trong kỳ",
        "Phần việc có hạn nằm trong kỳ số liệu, của kỳ việc đã bắt đầu vào ngày chốt số liệu.",
        "",
    ),
    (
        "hoan-thanh",
        "Đã hoàn thành",
        "Phần việc đến hạn trong kỳ đã được công nhận, tính đến hết ngày chốt số liệu.",
        "accepted",
    ),
    (
        "cho-duyet",
        "Đã báo cáo, chờ duyệt",
        "Phần việc đến hạn trong kỳ đã nộp, đến hết ngày chốt số liệu chưa duyệt.",
        "submitted",
    ),
    (
        "qua-han",
        "Quá hạn",
        "Phần việc đến hạn trong kỳ mà ngày chốt số liệu đã qua hạn, chưa nộp hoặc bị trả lại.",
        "late",
    ),
    (
        "khong-bao-cao",
        "Quá hạn, chưa báo cáo lần nào",
        "Phần việc quá hạn mà đến hết ngày chốt số liệu đơn vị chưa báo cáo.",
        "silent",
    ),
    (
        "vuong-mac",
        "Có vướng mắc chưa giải quyết",
        "Phần việc đến hạn trong kỳ, chưa hoàn thành, mà báo cáo cuối cùng đến hết ngày chốt số liệu nêu vướng mắc "
        "và đơn vị chưa gỡ.",
        "",
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
_SETTLED = frozenset(one.value for one in SETTLED)


def figures(ask: Ask) -> Sequence[Figure]:
    """Give counts of the obligations due in the stretch and two shares of them, as of the end of `ask.day`.

    Five or six queries; of the whole province also a pass over every obligation due in the stretch. What was handed in
    or accepted after the day does not count, whenever the question is asked.
    """
    stood, held_up = _stood(ask)
    only = ask.unit_ids if ask.unit_ids is not None and len(ask.unit_ids) == 1 else frozenset()
    return _figures(stood, held_up, ask.day, _names(only).get(min(only, default=0), ""))


def figures_of_each(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Give the same figures for every unit asked, by its id, from the same queries."""
    stood, held_up = _stood(ask)
    found = by_unit(ask, stood)
    units = ask.unit_ids if ask.unit_ids is not None else frozenset(found)
    names = _names(units)
    return {
        unit: _figures(found.get(unit, ()), held_up, ask.day, names.get(unit, "")) for unit in sorted(units)
    }


def _stood(ask: Ask) -> tuple[Sequence[Stood], frozenset[int]]:
    due = Obligation.objects.filter(asked_for(ask), due__gte=ask.start, due__lte=ask.end)
    return list(standing_on(ask.day, due)[ask.day].values()), held_up_on(ask.day, due)


def _figures(stood: Sequence[Stood], held_up: Collection[int], day: date, unit_name: str) -> Sequence[Figure]:
    tally = tally_on(stood, day)
    counts = {
        "den-han": tally.total,
        "hoan-thanh": tally.accepted,
        "cho-duyet": tally.submitted,
        "qua-han": tally.late,
        "khong-bao-cao": tally.counts[Shown.SILENT],
        "vuong-mac": sum(one.obligation_id in held_up and one.facts.state != State.ACCEPTED for one in stood),
        "dung-han": sum(_is_in_time(one.facts) for one in stood),
        "cong-nhan-dung-han": sum(
            one.facts.state == State.ACCEPTED and _is_in_time(one.facts) for one in stood
        ),
    }
    source = f"Phần việc trong chương trình Năm Rõ, theo báo cáo và công nhận đến hết ngày {format_date(day)}"
    found = [
        Figure(
            f"{GROUP}.{key}",
            label,
            Decimal(counts[key]),
            "phần việc",
            definition,
            source,
            SUM,
            address=_address(unit_name, state),
        )
        for key, label, definition, state in _ROWS
    ]
    for key, label, count, definition in _SHARES:
        over, under = Decimal(counts[count]), Decimal(tally.total)
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
                _address(unit_name, ""),
            )
        )
    return found


def _is_in_time(facts: Facts) -> bool:
    return (
        facts.state in _SETTLED
        and facts.due is not None
        and facts.reported_on is not None
        and facts.reported_on <= facts.due
    )


def _names(units: Collection[int]) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")) if units else {}


def _address(unit: str, state: str) -> str:
    """Give the list as it stands now: what stands behind the figure, and what was done since."""
    query = {name: value for name, value in (("trang_thai", state), ("don_vi", unit)) if value}
    return reverse("plans:obligations") + (f"?{urlencode(query)}" if query else "")


OFFERED = Group(
    GROUP,
    "phần việc",
    figures,
    figures_of_each,
    (
        *(Named(f"{GROUP}.{key}", label, RATIO) for key, label, _, _ in _SHARES),
        *(Named(f"{GROUP}.{key}", label, SUM) for key, label, _, _ in _ROWS),
    ),
)
