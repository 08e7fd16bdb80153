"""What a unit types in a minute, and what a person who decides types."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict

from namro.core.text import read_number
from namro.web.evidence.services import Proof
from namro.web.plans.models import Obligation
from namro.web.plans.services.reporting import MAX_SENTENCE, Progress
from namro.web.ui.fields import BROKEN, FilesField

DONE, DOING, STUCK = "xong", "dang-lam", "vuong"


class ReportForm(forms.Form):
    """The report of one obligation; which button was pressed says how far the work is."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    sentence = forms.CharField(
        label="Đã làm gì, đến đâu",
        required=False,
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": "Một câu, ví dụ: Đã niêm yết tại trụ sở ngày 12/11/2021"}
        ),
    )
    percent = forms.IntegerField(
        label="Tỷ lệ (%)",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0 đến 100"}),
        error_messages={
            "invalid": "Tỷ lệ là số nguyên từ 0 đến 100.",
            "min_value": "Tỷ lệ không nhỏ hơn 0.",
            "max_value": "Tỷ lệ không quá 100.",
        },
    )
    quantity = forms.CharField(
        label="Số lượng",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "ví dụ 3"}),
    )
    attachments = FilesField(label="Tệp hoặc ảnh", required=False)
    document_number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 45/BC-UBND"}),
    )
    document_date = forms.DateField(
        label="Ngày văn bản",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(
            attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric"}, format="%d/%m/%Y"
        ),
        error_messages={"invalid": "Ngày văn bản ghi như 12/11/2021."},
    )
    address = forms.CharField(
        label="Địa chỉ trang web",
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )

    known = forms.MultipleChoiceField(
        label="Tài liệu đơn vị đã có",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        error_messages={"invalid_choice": "Hãy chọn tài liệu trong danh sách."},
    )

    def __init__(
        self, *args: Any, obligation: Obligation, known: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if known:
            cast(forms.MultipleChoiceField, self.fields["known"]).choices = list(known)
        else:
            del self.fields["known"]
        units = [measure.get("unit") for measure in obligation.task.measures if measure.get("unit")]
        counted = next((unit for unit in units if unit != "%"), None)
        if counted:
            self.fields["quantity"].label = f"Số lượng ({counted})"

    def clean_quantity(self) -> Decimal | None:
        """Read the number as written here: 1.234,5."""
        text = self.cleaned_data["quantity"].strip()
        if not text:
            return None
        number = read_number(text)
        if number is None:
            raise forms.ValidationError("Số lượng ghi bằng chữ số, ví dụ 3 hoặc 12,5.")
        return number

    def show_against(self, version: int) -> None:
        """Keep what was typed and offer it against another version."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version)
        self.data = typed

    def progress(self, *, stuck: bool) -> Progress:
        """Give what was said."""
        data = self.cleaned_data
        return Progress(data["sentence"], data["percent"], data["quantity"], stuck)

    def proof(self) -> Proof:
        """Give what was put forward."""
        data = self.cleaned_data
        return Proof(
            files=data["attachments"],
            document_number=data["document_number"],
            document_date=data["document_date"],
            address=data["address"],
            known=tuple(int(pk) for pk in data.get("known", ())),
        )


class ReasonForm(forms.Form):
    """A decision: its reason, or a word to go with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    reason = forms.CharField(
        label="Lý do", required=False, max_length=MAX_SENTENCE, widget=forms.Textarea(attrs={"rows": 2})
    )


def first_error(form: forms.Form) -> str:
    """Give one sentence for a form that cannot be taken."""
    for errors in form.errors.values():
        return str(errors[0])
    return "Biểu mẫu chưa điền đúng."
