"""What a person types: an inspection, what follows it, and the day of a snapshot."""

from typing import Any

from django import forms

from namro.core.text import squeeze
from namro.web.organisations.models import Unit
from namro.web.scorecards.models import Inspection
from namro.web.scorecards.selectors.inspections import Wanted
from namro.web.scorecards.services.inspecting import MAX_TEXT
from namro.web.scorecards.services.snapshots import MAX_NAME
from namro.web.scorecards.states import State
from namro.web.ui.fields import DayField


class SnapshotForm(forms.Form):
    """The day to freeze and what it is for."""

    day = DayField(label="Ngày")
    name = forms.CharField(
        label="Để làm gì",
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Báo cáo 7 tháng"}),
        error_messages={"max_length": f"Tên bản chụp dài quá {MAX_NAME} chữ; hãy viết gọn."},
    )


class InspectionForm(forms.Form):
    """One inspection; the unit is chosen from those the person may inspect."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị được kiểm tra", empty_label="Chọn đơn vị",
        error_messages={
            "required": "Hãy chọn đơn vị được kiểm tra.",
            "invalid_choice": "Hãy chọn một đơn vị trong danh sách các đơn vị bạn kiểm tra được.",
        },
    )  # fmt: skip
    inspector = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị kiểm tra", empty_label=None,
        error_messages={"required": "Hãy chọn đơn vị kiểm tra."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Loại",
        choices=Inspection.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn kiểm tra thường xuyên hay đột xuất."},
    )
    inspected_on = DayField(label="Ngày kiểm tra")
    people = forms.CharField(
        label="Người kiểm tra", max_length=300, error_messages={"required": "Hãy ghi ai đã kiểm tra."}
    )
    reference = forms.CharField(label="Số biên bản, kết luận", max_length=120, required=False)
    codes = forms.CharField(
        label="Mã nhiệm vụ được kiểm tra",
        max_length=400,
        required=False,
        help_text="Cách nhau bằng dấu phẩy, ví dụ PL1.V.1-4, PL1.V.1-5.",
    )
    findings = forms.CharField(
        label="Kết quả, phát hiện", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi phát hiện điều gì; không có gì sai thì ghi đúng như vậy."},
    )  # fmt: skip
    follow_up = forms.CharField(
        label="Phải khắc phục",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Để trống nếu không có gì phải khắc phục; cuộc kiểm tra khi đó đóng ngay.",
    )
    follow_up_due = DayField(label="Hạn khắc phục", required=False)

    def __init__(self, *args: Any, units: Any, inspectors: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], units)
        _offer(self.fields["inspector"], Unit.objects.filter(pk__in=[unit.pk for unit in inspectors]))

    def task_codes(self) -> list[str]:
        """Give the codes typed, each once."""
        typed = (squeeze(code) for code in self.cleaned_data["codes"].replace(";", ",").split(","))
        return list(dict.fromkeys(code for code in typed if code))


class StepForm(forms.Form):
    """One sentence about the follow-up."""

    sentence = forms.CharField(
        label="Nội dung",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi một câu."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class InspectionFilter(forms.Form):
    """Narrow the list of inspections; what cannot be understood does not filter."""

    q = forms.CharField(
        label="Đơn vị", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    loai = forms.ChoiceField(
        label="Loại", choices=[("", "Mọi loại"), *Inspection.Kind.choices], required=False
    )
    trang_thai = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Mọi trạng thái"), *State.choices], required=False
    )
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def wanted(self) -> Wanted:
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Wanted(
            words=squeeze(found.get("q") or ""),
            kind=found.get("loai") or "",
            state=found.get("trang_thai") or "",
            start=found.get("tu"),
            end=found.get("den"),
        )


def _offer(field: forms.Field, units: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = units
