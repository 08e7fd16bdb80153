"""What a person types when a table of published results comes in."""

from django import forms

_LARGEST = 10_000_000


class ResultTableForm(forms.Form):
    """The table, where it was published, and what its columns do not say."""

    file = forms.FileField(
        label="Bảng kết quả",
        help_text="Tệp .csv hoặc .xlsx, tối đa 10 MB. Cần cột Tỉnh và cột Điểm, Tỷ lệ hoặc Thứ hạng, hoặc mỗi nội dung một cột (SC11, SC12 …).",
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
        choices=[
            ("", "Theo cột trong bảng"),
            ("PAPI", "PAPI"),
            ("PAR INDEX", "PAR INDEX"),
            ("SIPAS", "SIPAS"),
        ],
    )
    year = forms.IntegerField(
        label="Năm đánh giá",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="Bỏ trống nếu bảng có cột Năm.",
        error_messages={"invalid": "Hãy ghi một năm, ví dụ 2021."},
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError("Tệp quá lớn (trên 10 MB); hãy kiểm tra lại.")
        return file
