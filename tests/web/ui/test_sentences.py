"""No form of the program answers with a sentence of the framework."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile


class _Any(forms.Form):
    words = forms.CharField(min_length=3, max_length=5)
    count = forms.IntegerField(min_value=0, max_value=9)
    file = forms.FileField()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("words", "", "Hãy điền ô này."),
        ("words", "a\x00bc", "Có ký tự không đọc được trong ô này; hãy xóa đi rồi gõ lại."),
        ("words", "abcdefg", "Dài quá 5 chữ (đang có 7); hãy viết gọn lại."),
        ("words", "ab", "Cần ít nhất 3 chữ."),
        ("count", "ba", "Hãy ghi một số nguyên."),
        ("count", "-1", "Số này không nhỏ hơn 0."),
        ("count", "10", "Số này không quá 9."),
    ],
)
def test_a_form_without_its_own_words_speaks_like_the_others(field: str, typed: str, sentence: str) -> None:
    assert _Any({field: typed}).errors[field] == [sentence]


def test_an_empty_file_is_called_empty() -> None:
    form = _Any({}, {"file": SimpleUploadedFile("a.pdf", b"")})
    assert form.errors["file"] == ["Tệp này rỗng; hãy kiểm tra lại tệp gốc rồi chọn lại."]
