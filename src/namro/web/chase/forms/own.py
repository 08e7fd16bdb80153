"""What a person types about the own channels, and Sở Nội vụ on an urging letter."""

import re
from typing import Any

from django import forms

from namro.web.ui.fields import DayField

_PHONE = re.compile(r"^(0|\+84)\d{9,10}$")
WAYS = [
    ("email", "thư điện tử"),
    ("hook", "tin nhắn (SMS, Zalo)"),
    ("both", "cả thư và tin nhắn"),
    ("none", "chỉ trong chương trình"),
]


class ContactForm(forms.Form):
    """E-mail, phone, and which of them the person wants to be reached by."""

    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        required=False,
        max_length=254,
        error_messages={"invalid": "Địa chỉ thư ghi như ten@hatinh.gov.vn."},
    )
    phone = forms.CharField(
        label="Số điện thoại",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    way = forms.ChoiceField(
        label="Nhắc tôi qua",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn nhắc qua đâu."},
    )

    def clean_phone(self) -> str:
        """Take 0912 345 678 and +84 912 345 678."""
        phone = re.sub(r"[ .\-]", "", self.cleaned_data["phone"])
        if phone and not _PHONE.match(phone):
            raise forms.ValidationError("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0 hoặc +84.")
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way = cleaned.get("way")
        if way in ("email", "both") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "Muốn nhận thư thì cần địa chỉ thư.")
        if way in ("hook", "both") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Muốn nhận tin nhắn thì cần số điện thoại.")
        return cleaned


class IssueForm(forms.Form):
    """Number and date of a letter, as the clerk's register gave them."""

    number = forms.CharField(
        label="Số, ký hiệu",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 1234/SNV-CCHC"}),
    )
    dated = DayField(label="Ngày ban hành")
