from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from namro.web.ui.renderer import QuickForms


class Everything(forms.Form):
    text = forms.CharField(max_length=9, widget=forms.TextInput(attrs={"type": "search", "data-search": ""}))
    hidden = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=0, max_value=100, required=False)
    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    choice = forms.ChoiceField(
        choices=[("", "Mọi <cấp>"), ("a", "A & B"), ("Nhóm", [("c", "C"), ("d", "D")])]
    )
    many = forms.MultipleChoiceField(choices=[("1", "Một"), ("2", "Hai")])
    password = forms.CharField(widget=forms.PasswordInput)
    address = forms.URLField(required=False, disabled=True, assume_scheme="https")
    mail = forms.EmailField(required=False)
    area = forms.CharField(widget=forms.Textarea, required=False)
    tick = forms.BooleanField(required=False)
    file = forms.FileField(required=False)


DATA = {"text": '"><script>', "hidden": "7", "number": "x", "choice": "c", "many": ["2"], "password": "p",
        "address": "http://a.vn/?a=1&b=2", "mail": "", "area": "<b>", "tick": "on", "date": "2021-11-15"}  # fmt: skip


@pytest.mark.parametrize("data", [None, {}, DATA])
@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_a_field_is_written_as_django_writes_it(name: str, data: dict[str, object] | None) -> None:
    initial = {"hidden": 1234567, "date": date(2021, 9, 27), "text": None, "number": 5}
    quick, slow = (
        str(Everything(data, initial=initial, renderer=renderer())[name])
        for renderer in (QuickForms, DjangoTemplates)
    )
    assert "".join(quick.split()) == "".join(slow.split())
