"""What a person types about reports: filters, numbers by hand, and which period to open."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from namro.core.text import read_number
from namro.web.reports.models import ReportFigure
from namro.web.reports.selectors.lists import VIEWS, Wanted
from namro.web.reports.selectors.side_by_side import LEVELS, Asked
from namro.web.reports.services.writing import MOST_REASON, Number
from namro.web.ui.figures import RATIO, WEIGHTED

_SUBMIT = {"data-submit": ""}
Periods = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # by kind: "kind:2021-Q3", and its words


class ReportFilter(forms.Form):
    """Narrow the list; what cannot be understood does not filter."""

    q = forms.CharField(
        label="Đơn vị", max_length=100, required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên đơn vị"}),
    )  # fmt: skip
    loai = forms.ChoiceField(label="Loại báo cáo", required=False, widget=forms.Select(attrs=_SUBMIT))
    ky = forms.ChoiceField(label="Kỳ", required=False, widget=forms.Select(attrs=_SUBMIT))
    xem = forms.ChoiceField(label="Xem", choices=VIEWS, required=False, widget=forms.Select(attrs=_SUBMIT))

    def __init__(
        self, *args: Any, kinds: list[tuple[str, str]], periods: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "loai", [("", "Mọi loại"), *kinds])
        _choices(self, "ky", [("", "Mọi kỳ"), *periods])

    def wanted(self) -> Wanted:
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Wanted(
            found.get("q") or "", found.get("loai") or "", found.get("ky") or "", found.get("xem") or ""
        )


class GatheringFilter(forms.Form):
    """Narrow the words of the units; what cannot be understood does not filter."""

    phan = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    cho = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)
    trang = forms.CharField(required=False, max_length=9, widget=forms.HiddenInput)
    q = forms.CharField(
        label="Đơn vị hoặc lời", max_length=100, required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên đơn vị, từ trong lời"}),
    )  # fmt: skip
    cap = forms.ChoiceField(
        label="Cấp", choices=[("", "Mọi cấp"), *LEVELS], required=False, widget=forms.Select(attrs=_SUBMIT)
    )
    xem = forms.ChoiceField(
        label="Xem",
        choices=[("", "Mọi đơn vị"), ("can-xem", "Có chỗ cần xem")],
        required=False,
        widget=forms.Select(attrs=_SUBMIT),
    )

    def asked(self) -> Asked:
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        given = {name: found.get(name) or "" for name in self.fields}
        return Asked(
            given["phan"], given["cap"], given["q"], given["xem"] == "can-xem", given["cho"], given["trang"]
        )


class UnitsFilter(forms.Form):
    """Narrow the units behind a gathered figure."""

    cap = forms.ChoiceField(
        label="Cấp", choices=[("", "Mọi cấp"), *LEVELS], required=False, widget=forms.Select(attrs=_SUBMIT)
    )
    xem = forms.ChoiceField(
        label="Xem",
        choices=[("", "Mọi đơn vị"), ("chua-tinh", "Không được tính")],
        required=False,
        widget=forms.Select(attrs=_SUBMIT),
    )

    def level(self) -> str:
        self.full_clean()
        return str(getattr(self, "cleaned_data", {}).get("cap") or "")

    def only_missing(self) -> bool:
        self.full_clean()
        return getattr(self, "cleaned_data", {}).get("xem") == "chua-tinh"


class NumberField(forms.Field):
    """A number as officials write it: 1.234,5; None for an empty field."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "40"})

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        found = read_number(text) if len(text) <= _LONGEST else None
        if found is None:
            raise forms.ValidationError(f"“{text[:40]}” không phải là số; hãy ghi như 85,31.")
        return found


_LONGEST = 40
_NEEDED = {
    "required": "Hãy ghi một số, ví dụ 85,31; tỷ lệ cần cả tử số và mẫu số, trung bình cần cả quyền số."
}


class FigureForm(forms.Form):
    """A number by hand, with its weight where it has one, or the two parts of a share; with its reason or source."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    value = NumberField(label="Số", error_messages=_NEEDED)
    numerator = NumberField(label="Tử số", error_messages=_NEEDED)
    denominator = NumberField(label="Mẫu số", error_messages=_NEEDED)
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Hãy ghi lý do sửa số; số chương trình tính vẫn được giữ bên cạnh."},
    )

    def __init__(self, *args: Any, figure: ReportFigure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = {RATIO: ("numerator", "denominator"), WEIGHTED: ("value", "denominator")}
        for name in {"value", "numerator", "denominator"} - set(parts.get(figure.rule, ("value",))):
            del self.fields[name]
        if figure.rule == WEIGHTED:
            self.fields["denominator"].label = "Quyền số"
        if figure.is_typed:
            reason = self.fields["reason"]
            reason.label = "Nguồn của số liệu"
            reason.error_messages["required"] = "Hãy ghi nguồn của số liệu: văn bản, sổ hoặc hệ thống nào."

    def clean(self) -> dict[str, Any]:
        if "version" in self.errors:
            raise forms.ValidationError("Trang này đã cũ; hãy tải lại rồi ghi tiếp.")
        return self.cleaned_data

    def number(self) -> Number:
        found: dict[str, Decimal | None] = self.cleaned_data
        return Number(found.get("value"), found.get("numerator"), found.get("denominator"))


class OpenForm(forms.Form):
    """Which report to open: a period of a kind by its name, for one unit or for all."""

    ky = forms.ChoiceField(
        label="Báo cáo và kỳ",
        error_messages={
            "required": "Hãy chọn báo cáo và kỳ.",
            "invalid_choice": "Kỳ này không có trong danh sách các kỳ mở được; hãy chọn lại.",
        },
    )
    don_vi = forms.ChoiceField(
        label="Đơn vị", error_messages={"invalid_choice": "Hãy chọn một đơn vị trong danh sách."}
    )

    def __init__(self, *args: Any, periods: Periods, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ky"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(periods)
        _choices(self, "don_vi", units)


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def first_error(form: forms.Form) -> str:
    """Give one sentence for a form that cannot be taken."""
    for errors in form.errors.values():
        return str(errors[0])
    return "Biểu mẫu chưa điền đúng."
