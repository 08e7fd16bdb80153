"""Rules of the chase as a file, and the same rules once they were seen."""

from django import forms

from namro.web.ui.fields import DayField


class UploadForm(forms.Form):
    """The file to look at."""

    file = forms.FileField(
        label="Tệp quy tắc (TOML)",
        error_messages={"required": "Hãy chọn tệp quy tắc.", "empty": "Tệp này trống."},
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )


class TakeForm(forms.Form):
    """What was looked at, from when it holds, and why."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=100_000)
    valid_from = DayField(label="Có hiệu lực từ ngày")
    reason = forms.CharField(label="Lý do đổi", max_length=300)
