"""The file people send back."""

from django import forms


class TableForm(forms.Form):
    """One filled spreadsheet."""

    tep = forms.FileField(
        label="Bảng đã điền (XLSX, hoặc CSV bảng mã UTF-8)",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Hãy chọn tệp bảng đã điền.",
            "empty": "Tệp này không có gì bên trong.",
            "invalid": "Hãy chọn tệp bảng đã điền.",
        },
    )
