"""What forms say when nobody gave them a sentence of their own.

The framework's own sentences are translated word by word, and one of them not at all. They are replaced
once, when the program starts, so that a form written tomorrow speaks like the others.
"""

from django import forms
from django.core import validators


def speak() -> None:
    """Put our sentences in the place of the framework's."""
    forms.Field.default_error_messages["required"] = "Hãy điền ô này."
    forms.IntegerField.default_error_messages["invalid"] = "Hãy ghi một số nguyên."
    forms.DateField.default_error_messages["invalid"] = "Ngày cần viết dạng 15/11/2021."
    forms.ChoiceField.default_error_messages["invalid_choice"] = "Hãy chọn một mục trong danh sách."
    forms.FileField.default_error_messages |= {
        "invalid": "Chưa có tệp nào được gửi; hãy chọn lại tệp.",
        "missing": "Chưa có tệp nào được gửi; hãy chọn lại tệp.",
        "empty": "Tệp này rỗng; hãy kiểm tra lại tệp gốc rồi chọn lại.",
    }
    validators.MaxLengthValidator.message = (
        "Dài quá %(limit_value)d chữ (đang có %(show_value)d); hãy viết gọn lại."
    )
    validators.MinLengthValidator.message = "Cần ít nhất %(limit_value)d chữ."
    validators.MinValueValidator.message = "Số này không nhỏ hơn %(limit_value)s."
    validators.MaxValueValidator.message = "Số này không quá %(limit_value)s."
    validators.ProhibitNullCharactersValidator.message = (
        "Có ký tự không đọc được trong ô này; hãy xóa đi rồi gõ lại."
    )
