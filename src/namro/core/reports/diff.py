"""What differs between two frozen editions of reports, place by place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from namro.core.measures import Aggregation
from namro.core.text import format_date, format_number

_HEAD = {
    "kind_name": "Loại báo cáo",
    "unit": "Đơn vị",
    "period_label": "Kỳ",
    "start": "Số liệu từ ngày",
    "end": "Số liệu đến ngày",
    "as_of": "Số liệu chốt đến hết ngày",
    "note": "Ghi chú",
}
UNKNOWN = "chưa có"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs; empty `before`: it is new, empty `after`: it is gone."""

    place: str
    before: str
    after: str


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Give what differs from one frozen content to another, in the order of the new one; equal contents give none."""
    found = [
        Difference(label, _said(old["head"].get(key)), _said(new["head"].get(key)))
        for key, label in _HEAD.items()
        if _said(old["head"].get(key)) != _said(new["head"].get(key))
    ]
    before = {section["key"]: section for section in old["sections"]}
    after = {section["key"]: section for section in new["sections"]}
    for key in [*after, *(key for key in before if key not in after)]:
        found += _section(before.get(key), after.get(key))
    return tuple(found)


def _section(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterable[Difference]:
    shown = new or old
    assert shown is not None
    title = str(shown["title"])
    if old is None or new is None:
        yield Difference(title, "" if old is None else "có phần này", "" if new is None else "có phần này")
    elif old["title"] != new["title"]:
        yield Difference("Tên phần", str(old["title"]), str(new["title"]))
    texts = (str(old["text"]) if old else "", str(new["text"]) if new else "")
    if texts[0] != texts[1]:
        yield Difference(f"{title}: lời", *texts)
    before = {one["name"]: one for one in (old["figures"] if old else ())}
    after = {one["name"]: one for one in (new["figures"] if new else ())}
    for name in [*after, *(name for name in before if name not in after)]:
        yield from _figure(title, before.get(name), after.get(name))


def _figure(title: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterable[Difference]:
    shown = new or old
    assert shown is not None
    place = f"{title}: {shown['label']}"
    values = (figure_words(old) if old else "", figure_words(new) if new else "")
    if values[0] != values[1]:
        yield Difference(place, *values)
    for key, label in (("definition", "định nghĩa"), ("reason", "lý do sửa số")):
        texts = [str((one or {}).get(key) or "") for one in (old, new)]
        if old is not None and new is not None and texts[0] != texts[1]:
            yield Difference(f"{place}, {label}", *texts)
    yield from _stretches(place, old or {}, new or {})


def _stretches(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[Difference]:
    """Give what differs in the stretches of units merged inside the period; editions from before have none."""
    before, after = ({part["name"]: part for part in one.get("parts") or ()} for one in (old, new))
    for name in [*after, *(name for name in before if name not in after)]:
        told = tuple(
            figure_words({**figure, **part[name]}) + (f"; {why}" if (why := part[name].get("why")) else "")
            if name in part
            else ""
            for figure, part in ((old, before), (new, after))
        )
        if told[0] != told[1]:
            yield Difference(f"{place} ({name})", told[0], told[1])


def figure_words(figure: Mapping[str, Any]) -> str:
    """Write the value of a frozen figure with its unit and what it is made of: "85,31 % (29/34)"."""
    said = number_words(figure.get("value"), figure.get("places"))
    if said == UNKNOWN:
        return said
    unit = f" {figure['unit']}" if figure.get("unit") else ""
    parts = parts_words(figure)
    return f"{said}{unit} ({parts})" if parts else f"{said}{unit}"


def parts_words(figure: Mapping[str, Any], write: Callable[[str], str] | None = None) -> str:
    """Write what a frozen figure is made of: "29/34" of a share, "quyền số 400" of a weighted mean, else nothing."""
    over, under = figure.get("numerator"), figure.get("denominator")
    if over is None or under is None:
        return ""
    write = write or number_words
    if figure.get("rule") == Aggregation.WEIGHTED_MEAN:
        return f"quyền số {write(under)}"
    return f"{write(over)}/{write(under)}"


def number_words(value: object, places: object = None) -> str:
    """Write a number kept as text; what is not there, or is no number, is "chưa có"."""
    if value is None:
        return UNKNOWN
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return UNKNOWN
    if not number.is_finite():
        return UNKNOWN
    return format_number(number, places if isinstance(places, int) else None)


def _said(value: object) -> str:
    said = "" if value is None else str(value)
    try:
        return format_date(date.fromisoformat(said))
    except ValueError:
        return said


def table(found: Sequence[Difference]) -> str:
    """Write the differences for a terminal: one block per place."""
    if not found:
        return "Hai bản giống nhau."
    return "\n".join(
        f"{one.place}\n  - {one.before or '(không có)'}\n  + {one.after or '(không có)'}" for one in found
    )
