"""What a person types: the words of a template, and the places of a document that is filled by hand."""

from typing import Any

from django import forms

from namro.core.errors import Refusal
from namro.core.letters.templates import CHOICES, FIELDS, MOST_LETTERS, Template, Wording, check_field


def mark_field(label: str, known: tuple[str, ...]) -> forms.ChoiceField:
    """Give a box that takes one of a few marks; none where nothing is chosen."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "không"), *((one, one) for one in known)],
        error_messages={"invalid_choice": f"{label}: chỉ chọn trong danh sách."},
    )


class UrgencyForm(forms.Form):
    """How urgent one letter is; what its template says where nobody chooses."""

    khan = mark_field("Mức độ khẩn", CHOICES["urgency"])


class WordingForm(forms.Form):
    """One box per field of a template; a place that is not there is said at its own box."""

    def __init__(self, template: Template, *args: Any, wording: Wording, version: int, **kwargs: Any) -> None:
        initial = {**wording, "version": version}
        super().__init__(*args, **kwargs)
        self.initial = initial
        self.template = template
        for name, (label, is_long) in FIELDS.items():
            if name in CHOICES:
                self.fields[name] = mark_field(label, CHOICES[name])
                continue
            widget = forms.Textarea(attrs={"rows": 3}) if is_long or name == "abstract" else forms.TextInput()
            self.fields[name] = forms.CharField(
                label=label,
                required=name in ("issuer", "abstract"),
                widget=widget,
                max_length=MOST_LETTERS,
                error_messages={"required": f"{label} không được để trống."},
            )
        self.fields["reason"] = forms.CharField(
            label="Lý do sửa",
            max_length=300,
            required=not (self.is_bound and "xem" in self.data),  # looking at the words keeps nothing
            error_messages={"required": "Hãy ghi lý do sửa mẫu, một câu là đủ."},
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in FIELDS:
            if name in cleaned:
                try:
                    check_field(self.template, name, cleaned[name])
                except Refusal as refusal:
                    self.add_error(name, refusal.sentence)
        return cleaned

    @property
    def wording(self) -> dict[str, str]:
        """The words as typed, field by field."""
        return {name: self.cleaned_data.get(name, "") for name in FIELDS}


class PlacesForm(forms.Form):
    """One box per place of a template that the program has no figures for; an empty one is left open."""

    def __init__(self, template: Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in template.own_places:
            self.fields[place.name] = forms.CharField(
                label=place.meaning[:1].upper() + place.meaning[1:],
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
