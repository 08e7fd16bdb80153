"""What is typed at a piece of proof: its details, a new file, a reason; and what is looked for in the register."""

from typing import Any

from django import forms

from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.register import STANDINGS, Asked
from namro.web.evidence.services import Details
from namro.web.ui.fields import BROKEN, DayField

_FIELDS = ("summary", "document_number", "document_date", "issuer", "address", "valid_from", "valid_to")


class RevisionForm(forms.Form):
    """The next revision of a piece."""

    revision = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    file = forms.FileField(label="Tệp mới, thay tệp đang có", required=False)
    document_number = forms.CharField(label="Số văn bản", required=False, max_length=80)
    document_date = DayField(label="Ngày văn bản", required=False)
    issuer = forms.CharField(label="Nơi ban hành", required=False, max_length=200)
    address = forms.CharField(
        label="Địa chỉ trang web",
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )
    summary = forms.CharField(label="Tài liệu chứng minh điều gì", required=False, max_length=300)
    valid_from = DayField(label="Có hiệu lực từ ngày", required=False)
    valid_to = DayField(label="Có hiệu lực đến hết ngày", required=False)
    reason = forms.CharField(
        label="Vì sao sửa hoặc thay",
        max_length=300,
        error_messages={"required": "Hãy ghi vì sao sửa hoặc thay tài liệu này."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def details(self) -> Details:
        """Give what the piece is to say of itself."""
        return Details(**{name: self.cleaned_data[name] for name in _FIELDS})

    @staticmethod
    def beginning(evidence: Evidence) -> dict[str, Any]:
        """Give what stands now, to be changed."""
        return {"revision": evidence.revision, **{name: getattr(evidence, name) for name in _FIELDS}}


class WithdrawForm(forms.Form):
    """Why a piece proves nothing any more."""

    reason = forms.CharField(
        label="Vì sao rút",
        max_length=300,
        error_messages={"required": "Hãy ghi vì sao rút tài liệu này."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RegisterForm(forms.Form):
    """The filters of the register; what cannot be read asks for everything."""

    tim = forms.CharField(
        label="Tìm",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "số văn bản, tên tệp, nơi ban hành, nội dung"}
        ),
    )
    nam = forms.IntegerField(
        label="Năm văn bản", required=False, min_value=1990, max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "ví dụ 2021"}),
    )  # fmt: skip
    hieu_luc = forms.ChoiceField(label="Hiệu lực", required=False, choices=[("", "Tất cả"), *STANDINGS])
    don_vi = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """Give what was understood."""
        self.is_valid()
        data = self.cleaned_data
        return Asked(data.get("tim", ""), data.get("nam"), data.get("hieu_luc", ""), data.get("don_vi", ""))
