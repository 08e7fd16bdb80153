"""What a person types to find an entry."""

from typing import Any

from django import forms

from namro.web.ui.fields import DayField


class EntrySearch(forms.Form):
    """Words, person, action and days; everything may stay empty."""

    q = forms.CharField(
        label="Nội dung, đơn vị",
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"data-search": ""}),
    )
    nguoi = forms.CharField(label="Người thực hiện", required=False, max_length=100)
    viec = forms.ChoiceField(label="Việc", required=False)
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def __init__(self, data: Any, *, actions: list[str]) -> None:
        super().__init__(data)
        field = self.fields["viec"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Mọi việc"), *((name, name) for name in actions)]

    def search(self) -> dict[str, Any]:
        """Give the arguments of `selectors.search`; a field that is wrong counts as empty."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "about": found.get("q", ""),
            "who": found.get("nguoi", ""),
            "action": found.get("viec", ""),
            "start": found.get("tu"),
            "end": found.get("den"),
        }
