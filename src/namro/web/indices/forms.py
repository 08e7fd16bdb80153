"""What a person types when a table of published results comes in, and how a ranking is looked at."""

from django import forms
from django.http import QueryDict

from namro.core.indices.results_sheets import LABELS, is_part
from namro.web.indices.ranking_selectors import TOP
from namro.web.ui.fields import DayField

_LARGEST = 10_000_000
_MOST_BESIDE = 63


_INDEX_CHOICES = [
    ("", "Theo cột trong bảng"),
    ("PAPI", "PAPI"),
    ("PAR INDEX", "PAR INDEX"),
    ("SIPAS", "SIPAS"),
]


class ResultTableForm(forms.Form):
    """The table, where it was published, and what its columns do not say."""

    file = forms.FileField(
        label="Bảng kết quả",
        help_text="Tệp .csv hoặc .xlsx, tối đa 10 MB. Cần cột Tỉnh (hoặc Đơn vị) và cột Điểm, Tỷ lệ hoặc Thứ hạng, hoặc mỗi nội dung một cột (SC11, SC12 …). Tiêu đề khác thì chọn từng cột ở bước sau.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Hãy chọn tệp bảng kết quả.", "empty": "Tệp này rỗng; hãy kiểm tra lại."},
    )
    source = forms.CharField(
        label="Nguồn công bố",
        max_length=400,
        help_text="Số quyết định, báo cáo hoặc địa chỉ trang công bố.",
        error_messages={"required": "Hãy ghi nguồn công bố của bảng kết quả."},
    )
    index = forms.ChoiceField(
        label="Chỉ số",
        required=False,
        choices=_INDEX_CHOICES,
    )
    year = forms.IntegerField(
        label="Năm đánh giá",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="Bỏ trống nếu bảng có cột Năm.",
        error_messages={"invalid": "Hãy ghi một năm, ví dụ 2021."},
    )

    announced_on = DayField(
        label="Ngày công bố",
        required=False,
        help_text="Bỏ trống nếu không rõ; khi đó kết quả hiện ra từ 30/6 năm sau.",
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError("Tệp quá lớn (trên 10 MB); hãy kiểm tra lại.")
        return file


class ColumnsForm(forms.Form):
    """What each column of a table is, and the index and year that the columns do not say."""

    index = forms.ChoiceField(label="Chỉ số", required=False, choices=_INDEX_CHOICES)
    year = forms.IntegerField(
        label="Năm đánh giá",
        required=False,
        min_value=2000,
        max_value=2100,
        error_messages={"invalid": "Hãy ghi một năm, ví dụ 2021."},
    )

    @property
    def columns(self) -> dict[int, str]:
        """The choices by the place of the column; what is not a known choice counts as not read."""
        found = {}
        for name, value in self.data.items():
            place = name.removeprefix("cot-")
            if place != name and place.isdigit() and (value in LABELS or is_part(value)):
                found[int(place)] = value
        return found


class RankingForm(forms.Form):
    """How a ranking is looked at: by what, in which order, beside which provinces; what is not understood counts as not given."""

    theo = forms.SlugField(required=False, max_length=20)
    xep = forms.RegexField(r"^-?[a-z0-9]+$", required=False, max_length=12)

    @property
    def code(self) -> str:
        """The code to rank by; empty for the index as a whole."""
        given = str(self.cleaned_data.get("theo") or "")
        return "" if given == TOP else given.upper()

    @property
    def order(self) -> str:
        return str(self.cleaned_data.get("xep") or "hang")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the provinces to compare with, as ticked."""
        data = self.data
        given = data.getlist("so") if isinstance(data, QueryDict) else ()
        return tuple(given)[:_MOST_BESIDE]
