"""Form fields that more than one room needs."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

# For hidden fields, which a person cannot mend.
BROKEN = dict.fromkeys(
    ("required", "invalid"), "Biểu mẫu không còn nguyên vẹn; hãy tải lại trang rồi gửi lại."
)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files in one field; an empty tuple when none was chosen."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "tuple[UploadedFile[bytes], ...]":
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return tuple(super(FilesField, self).clean(one, initial) for one in files)


class DayField(forms.DateField):
    """A day typed as people here write it, 15/11/2021.

    A text box and not the browser's date box, which shows month/day/year on machines set to English.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%d/%m/%Y",
                attrs={
                    "placeholder": "ngày/tháng/năm",
                    "inputmode": "numeric",
                    "autocomplete": "off",
                    "class": "day",
                },
            ),
        )
        messages = {
            "invalid": "Ngày cần viết dạng 15/11/2021.",
            "required": "Hãy ghi một ngày, dạng 15/11/2021.",
        }
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        super().__init__(**kwargs)
