"""What people type about a measure and its values."""

from decimal import Decimal
from typing import Any

from django import forms

from namro.core.text import read_number
from namro.web.measures.models import TaskMeasure
from namro.web.measures.services.defining import FIXED_BY_VALUES, Definition
from namro.web.measures.services.giving import Given
from namro.web.ui.fields import DayField
from namro.web.ui.figures import feeds


class NumberField(forms.CharField):
    """A number as written here: 1.234,5."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        number = read_number(text)
        if number is None:
            raise forms.ValidationError("Hãy ghi bằng chữ số, ví dụ 3 hoặc 1.234,5.")
        return number


class DefinitionForm(forms.Form):
    """A measure of a task."""

    name = forms.CharField(label="Tên thước đo", max_length=300)
    unit_of_measure = forms.CharField(label="Đơn vị tính", max_length=40)
    across_units = forms.ChoiceField(
        label="Gộp giữa các đơn vị",
        choices=TaskMeasure.Across.choices,
        help_text="Tỷ lệ phần trăm luôn gộp bằng tổng tử trên tổng mẫu.",
    )
    across_periods = forms.ChoiceField(
        label="Gộp giữa các kỳ",
        choices=TaskMeasure.Across.choices,
        help_text="Mỗi kỳ đếm việc khác nhau thì cộng hoặc tổng tử trên tổng mẫu; đếm lại cùng một thứ thì lấy số mới nhất.",
    )
    numerator_label = forms.CharField(label="Tử số là gì", required=False, max_length=200)
    denominator_label = forms.CharField(label="Mẫu số (hoặc quyền số) là gì", required=False, max_length=200)
    direction = forms.ChoiceField(label="Chiều tốt", choices=TaskMeasure.Way.choices)
    baseline = NumberField(label="Mốc xuất phát", required=False)
    baseline_source = forms.CharField(label="Nguồn của mốc xuất phát", required=False, max_length=300)
    comparison = forms.ChoiceField(label="Mục tiêu", choices=TaskMeasure.Wanted.choices)
    target = NumberField(label="Con số mục tiêu", required=False)
    months = forms.TypedChoiceField(label="Kỳ ghi số", choices=TaskMeasure.Rhythm.choices, coerce=int)
    since = DayField(label="Ghi số từ ngày")
    feed = forms.ChoiceField(label="Ai cho số", required=False)
    source = forms.CharField(label="Câu chữ của kế hoạch hoặc căn cứ", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["feed"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Các đơn vị tự ghi"),
            *(
                (f"Chương trình tự tính: {group}", [(one.name, one.label) for one in found])
                for group, found in feeds()
            ),
        ]

    def wanted(self) -> Definition:
        """Give what was typed."""
        return Definition(**{name: self.cleaned_data[name] for name in Definition.__slots__})

    def labels(self) -> dict[str, str]:
        """Give what each field is called."""
        return {name: str(field.label) for name, field in self.fields.items()}


class CorrectionForm(DefinitionForm):
    """A measure as it stands, to be corrected; what the numbers given depend on is shown and fixed."""

    reason = forms.CharField(label="Lý do sửa", max_length=300)

    def __init__(self, *args: Any, measure: TaskMeasure, has_values: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=_standing_now(measure), **kwargs)
        if has_values:
            for name in FIXED_BY_VALUES:
                # What a disabled field sends is not read: the value that stands is kept.
                self.fields[name].disabled = True


def _standing_now(measure: TaskMeasure) -> dict[str, Any]:
    found = {name: getattr(measure, name) for name in Definition.__slots__}
    for name, value in found.items():
        if isinstance(value, Decimal):
            found[name] = f"{value.normalize():f}".replace(".", ",")
    return found


class ValueForm(forms.Form):
    """The value of one unit for one period; only the fields of its kind of measure."""

    period = forms.ChoiceField(label="Kỳ")
    number = NumberField(label="Số liệu", required=False)
    numerator = NumberField(label="Tử số", required=False)
    denominator = NumberField(label="Mẫu số", required=False)
    source = forms.CharField(
        label="Nguồn, văn bản", required=False, max_length=300, help_text="Ví dụ: Báo cáo 45/BC-UBND."
    )
    reason = forms.CharField(label="Lý do sửa", required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
    obligation = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, measure: TaskMeasure, periods: list[str], is_correction: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(label, label) for label in periods]
        rule = measure.rule
        drop = ["number"] if rule.is_share else ["numerator"]
        if not rule.is_share and not rule.needs_weight:
            drop.append("denominator")
        if not is_correction:
            drop.append("reason")
        for name in drop:
            del self.fields[name]
        if rule.is_share:
            self.fields["numerator"].label = f"Tử số: {measure.numerator_label}"
            self.fields["denominator"].label = f"Mẫu số: {measure.denominator_label}"
        else:
            self.fields["number"].label = f"Số liệu ({measure.unit_of_measure})"
            if rule.needs_weight:
                self.fields["denominator"].label = f"Quyền số: {measure.denominator_label}"

    def given(self) -> Given:
        """Give what was typed."""
        data = self.cleaned_data
        names = ("number", "numerator", "denominator")
        return Given(
            **{name: data.get(name) for name in names},
            source=data.get("source", ""),
            reason=data.get("reason", ""),
            version=data["version"],
        )
