"""What Sở Nội vụ types to change the rules of the chase."""

from collections.abc import Iterable
from typing import Any

from django import forms

from namro.core.chase import Channel, Rules, Rung, Step, When, rules_of
from namro.core.text import fold
from namro.web.chase.texts import CHANNEL_NAMES, RUNG_NAMES
from namro.web.ui.fields import DayField

WEEKDAYS = [(1, "thứ Hai"), (2, "thứ Ba"), (3, "thứ Tư"), (4, "thứ Năm"), (5, "thứ Sáu")]
WHENS = [
    (When.BEFORE.value, "trước hạn"),
    (When.AFTER.value, "quá hạn"),
    (When.SILENT.value, "không cập nhật"),
]
_NUMBER = {"inputmode": "numeric"}


class RulesForm(forms.Form):
    """What holds for all steps, from when, and why."""

    soon_days = forms.IntegerField(label="Coi là sắp đến hạn khi còn (ngày)", min_value=1, max_value=366)
    silent_days = forms.IntegerField(label="Coi là lâu không cập nhật sau (ngày)", min_value=1, max_value=366)
    digest_weekday = forms.TypedChoiceField(label="Bản tổng hợp tuần vào", choices=WEEKDAYS, coerce=int)
    link_hours = forms.IntegerField(label="Liên kết một lần có hiệu lực (giờ)", min_value=1, max_value=720)
    valid_from = DayField(label="Có hiệu lực từ ngày")
    reason = forms.CharField(
        label="Lý do đổi",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ: theo Công văn số …"}),
    )


class StepForm(forms.Form):
    """One step of the ladder."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    days = forms.IntegerField(label="Số ngày", min_value=0, max_value=366, widget=forms.NumberInput(_NUMBER))
    when = forms.ChoiceField(label="Mốc", choices=WHENS, initial=When.BEFORE.value)
    every = forms.IntegerField(
        label="Nhắc lại sau (ngày làm việc, 0 là một lần)", min_value=0, max_value=366, initial=0
    )
    to = forms.ChoiceField(
        label="Nhắc ai",
        choices=[(rung.value, RUNG_NAMES[rung]) for rung in Rung],
        initial=Rung.OFFICIAL.value,
    )
    channels = forms.MultipleChoiceField(
        label="Kênh",
        choices=[(channel.value, CHANNEL_NAMES[channel]) for channel in Channel],
        widget=forms.CheckboxSelectMultiple,
        initial=["program"],
        error_messages={"required": "Hãy chọn ít nhất một kênh."},
    )
    urgent = forms.BooleanField(label="báo ngay trong ngày", required=False)


StepForms = forms.formset_factory(StepForm, extra=1, can_delete=True, max_num=30)


def initial_of(rules: Rules) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Give what the forms show at first: the rules that hold."""
    head = {
        "soon_days": rules.soon_days,
        "silent_days": rules.silent_days,
        "digest_weekday": rules.digest_weekday,
        "link_hours": rules.link_hours,
    }
    return head, [
        {
            "key": step.key,
            "days": step.days,
            "when": step.when.value,
            "every": step.every,
            "to": step.to.value,
            "channels": [channel.value for channel in step.channels],
            "urgent": step.urgent,
        }
        for step in rules.steps
    ]


def rules_from(head: dict[str, Any], steps: Iterable[dict[str, Any]]) -> Rules:
    """Make rules of what was typed; `Refusal` names what cannot be."""
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for row in steps:
        if not row or row.get("DELETE"):
            continue
        key = row["key"] or _key(row, taken)
        taken.add(key)
        rows.append(
            {name: row[name] for name in ("days", "when", "every", "to", "channels", "urgent")} | {"key": key}
        )
    names = ("soon_days", "silent_days", "digest_weekday", "link_hours")
    return rules_of({"name": "Quy tắc nhắc việc", "step": rows} | {name: head[name] for name in names})


def _key(row: dict[str, Any], taken: set[str]) -> str:
    start = {"before": "truoc", "after": "qua", "silent": "im"}[row["when"]]
    number = 0
    while (key := f"{start}-{row['days']}" + (f"-{number}" if number else "")) in taken:
        number += 1
    return fold(key)


def steps_of(rules: Rules) -> tuple[Step, ...]:
    """Give the steps in the order in which a page tells them: before, after, silent, by days."""
    order = {When.BEFORE: 0, When.AFTER: 1, When.SILENT: 2}
    return tuple(
        sorted(rules.steps, key=lambda s: (order[s.when], -s.days if s.when is When.BEFORE else s.days))
    )
