"""What is typed at one criterion: words, proof, an explanation, a verdict."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from namro.core.text import read_number
from namro.web.campaigns.services.writing import MAX_TEXT
from namro.web.campaigns.states import Mark, Verdict
from namro.web.evidence.services import Proof
from namro.web.ui.fields import DayField

_TOO_LONG = {"max_length": f"Phần ghi dài quá {MAX_TEXT} chữ; hãy viết gọn."}


def _text(label: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_TEXT,
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WordsForm(forms.Form):
    """Why the points are claimed, and the note of the last column."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = _text("Căn cứ tự chấm")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=500,
        error_messages={"max_length": "Ghi chú không quá 500 chữ."},
    )


class ProofForm(forms.Form):
    """One piece of proof: new, or one the unit put forward before."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    known = forms.MultipleChoiceField(
        label="Tài liệu đơn vị đã có",
        required=False,
        error_messages={"invalid_choice": "Hãy chọn tài liệu trong danh sách."},
    )
    document_number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 45/BC-UBND"}),
    )
    document_date = DayField(label="Ngày văn bản", required=False)
    issuer = forms.CharField(label="Nơi ban hành", required=False, max_length=200)
    address = forms.CharField(
        label="Địa chỉ trang web",
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )
    file = forms.FileField(label="Tệp", required=False)
    summary = forms.CharField(label="Tài liệu chứng minh điều gì", required=False, max_length=300)

    def __init__(self, *args: Any, known: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["known"]
        assert isinstance(field, forms.MultipleChoiceField)
        if known:
            field.choices = list(known)
        else:
            del self.fields["known"]

    def known_ids(self) -> tuple[int, ...]:
        """Give the pieces chosen again."""
        return tuple(int(pk) for pk in self.cleaned_data.get("known", ()))

    def proof(self) -> Proof:
        """Give what is put forward anew."""
        data = self.cleaned_data
        return Proof(
            files=(data["file"],) if data["file"] else (),
            document_number=data["document_number"],
            document_date=data["document_date"],
            issuer=data["issuer"],
            address=data["address"],
        )


class MarkForm(forms.Form):
    """What is unclear or incomplete before the first appraisal, in a sentence."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    mark = forms.ChoiceField(
        label="Đánh dấu",
        required=False,
        choices=[("", "Không cần bổ sung"), *Mark.choices],
        error_messages={"invalid_choice": "Hãy chọn chưa rõ, chưa đủ hoặc không cần bổ sung."},
    )
    text = _text("Chỗ chưa rõ, cần bổ sung gì", 2)


class TextForm(forms.Form):
    """An explanation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = _text("Giải trình")


class PointsForm(forms.Form):
    """Points of the second appraisal with their reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    points = forms.CharField(
        label="Điểm thẩm định",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = _text("Lý do", 2)

    def clean_points(self) -> Decimal | None:
        """Read the points as written here: 0,75."""
        text = self.cleaned_data["points"].strip()
        if not text:
            return None
        number = read_number(text)
        if number is None or abs(number) > Decimal(10) ** 4:
            raise forms.ValidationError("Điểm ghi bằng chữ số, ví dụ 0,75.")
        return number


class VerdictForm(PointsForm):
    """The first appraisal: accept, lower, return."""

    verdict = forms.ChoiceField(
        label="Kết luận",
        choices=Verdict.choices,
        error_messages={
            "required": "Hãy chọn chấp nhận, hạ điểm hoặc trả lại.",
            "invalid_choice": "Hãy chọn chấp nhận, hạ điểm hoặc trả lại.",
        },
    )
    field_order = ("version", "verdict", "points", "reason")


class MoveForm(forms.Form):
    """A step of the campaign."""

    version = forms.IntegerField()
    move = forms.CharField()
    reason = forms.CharField(required=False, max_length=MAX_TEXT)
