"""What a person types about a task given from above, and what a unit answers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from namro.web.directives.selectors.givens import JUDGEMENTS, Asked
from namro.web.directives.services.amending import Amended
from namro.web.directives.services.answering import MAX_SENTENCE
from namro.web.directives.services.giving import MAX_TEXT
from namro.web.directives.states import State
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.ui.fields import DayField

_LARGEST = 10_000_000


class GivenForm(forms.Form):
    """One task as its document gives it."""

    number = forms.CharField(
        label="Số của việc",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 6451/VPCP-TH"}),
        error_messages={"required": "Hãy ghi số của việc được giao."},
    )
    given_on = DayField(label="Ngày giao")
    giver = forms.CharField(
        label="Cơ quan giao", max_length=200, required=False, initial="Thủ tướng Chính phủ"
    )
    text = forms.CharField(
        label="Nội dung", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi nội dung việc được giao."},
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label="Đơn vị thực hiện",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Giữ Ctrl để chọn nhiều đơn vị; mỗi đơn vị báo cáo phần của mình.",
        error_messages={"required": "Hãy chọn ít nhất một đơn vị thực hiện."},
    )
    due = DayField(label="Hạn", required=False)
    source = forms.CharField(label="Văn bản giao", max_length=300, required=False)
    directive = forms.ChoiceField(label="Trong sổ văn bản", required=False)
    assigner = forms.ChoiceField(label="Bên giao, xác nhận kết thúc")

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        assigners: list[Unit],
        directives: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["units"], units)
        _offer(self.fields["assigner"], [(str(unit.pk), unit.name) for unit in assigners])
        _offer(self.fields["directive"], [("", "Chưa có trong sổ"), *directives])


class AmendForm(forms.Form):
    """A given task as it should read, with the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="Số của việc", max_length=80)
    given_on = DayField(label="Ngày giao")
    giver = forms.CharField(label="Cơ quan giao", max_length=200, required=False)
    text = forms.CharField(label="Nội dung", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
    due = DayField(label="Hạn", required=False)
    source = forms.CharField(label="Văn bản giao", max_length=300, required=False)
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=300,
        error_messages={"required": "Hãy ghi lý do sửa để đơn vị biết vì sao việc đổi."},
    )

    def wanted(self) -> Amended:
        """Give what was typed."""
        return Amended(**{name: self.cleaned_data[name] for name in Amended.__slots__})


class GivenTableForm(forms.Form):
    """A table of tasks."""

    file = forms.FileField(
        label="Bảng việc được giao",
        help_text="Tệp .csv hoặc .xlsx, tối đa 10 MB. Dòng đầu ghi tên cột: Số, Ngày giao, Nội dung, Đơn vị; có thể thêm Hạn, Cơ quan giao, Văn bản. Nhiều đơn vị cách nhau bằng dấu chấm phẩy.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Hãy chọn tệp.", "empty": "Tệp này rỗng; hãy kiểm tra lại."},
    )
    assigner = forms.ChoiceField(label="Bên giao, xác nhận kết thúc")

    def __init__(self, *args: Any, assigners: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["assigner"], [(str(unit.pk), unit.name) for unit in assigners])

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError("Tệp quá lớn (trên 10 MB); hãy kiểm tra lại.")
        return file


class AnswerForm(forms.Form):
    """What the unit did, or why the assigner sends back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sentence = forms.CharField(
        label="Đã làm gì, đến đâu",
        required=False,
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(label="Tệp minh chứng", required=False)
    document_number = forms.CharField(label="Số văn bản", max_length=80, required=False)
    document_date = DayField(label="Ngày văn bản", required=False)
    address = forms.CharField(label="Địa chỉ trang web", required=False, widget=forms.URLInput())

    def proof(self) -> Proof:
        """Give what was put forward."""
        data = self.cleaned_data
        file: UploadedFile[bytes] | None = data.get("file")
        return Proof(
            files=(file,) if file else (),
            document_number=data["document_number"],
            document_date=data["document_date"],
            address=data["address"],
        )


class GivenFilter(forms.Form):
    """Narrow the list; what cannot be understood does not filter."""

    q = forms.CharField(
        label="Tìm",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Số, nội dung; có hoặc không dấu"}),
    )
    don_vi = forms.CharField(label="Đơn vị", max_length=100, required=False)
    trang_thai = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Mọi trạng thái"), *State.choices], required=False
    )
    han = forms.ChoiceField(label="Thời hạn", choices=[("", "Tất cả"), *JUDGEMENTS], required=False)
    nam = forms.ChoiceField(label="Năm giao", required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["nam"], [("", "Mọi năm"), *((str(year), str(year)) for year in years)])
        for name in ("trang_thai", "han", "nam"):
            self.fields[name].widget.attrs["data-submit"] = ""

    def asked(self) -> Asked:
        """Give the filters as selectors take them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        year = found.get("nam") or ""
        return Asked(
            text=found.get("q") or "",
            unit=found.get("don_vi") or "",
            state=found.get("trang_thai") or "",
            judgement=found.get("han") or "",
            year=int(year) if year else None,
        )


def first_error(form: forms.Form) -> str:
    """Give one sentence for a form that cannot be taken."""
    for errors in form.errors.values():
        return str(errors[0])
    return "Biểu mẫu chưa điền đúng."


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    field.choices = choices
