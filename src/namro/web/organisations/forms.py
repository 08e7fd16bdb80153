"""What a person types to find a unit."""

from datetime import date
from typing import Any

from django import forms

from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.ui.fields import DayField


class UnitSearch(forms.Form):
    """Words, level and day; everything may stay empty."""

    q = forms.CharField(
        label="Tìm theo tên",
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"data-search": ""}),
    )
    cap = forms.ChoiceField(label="Cấp", required=False, choices=[("", "Mọi cấp"), *Unit.LEVELS])
    ngay = DayField(label="Có mặt vào ngày", required=False)
    chua = forms.BooleanField(label="Chỉ đơn vị chưa kiểm chứng", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["ngay"].widget.attrs["placeholder"] = format_date(today)

    def search(self) -> dict[str, Any]:
        """Give the arguments of `selectors.search_units`; a field that is wrong counts as empty."""
        self.is_valid()
        return {
            "words": self.cleaned_data.get("q", ""),
            "level": self.cleaned_data.get("cap", ""),
            "on": self.cleaned_data.get("ngay") or self.today,
            "only_unverified": self.cleaned_data.get("chua", False),
        }
