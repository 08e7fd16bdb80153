"""What a person types to sign in and to change a password."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from namro.web.accounts.models import User


class SignInForm(AuthenticationForm):
    """User name and password; one sentence for every kind of mismatch, so that names cannot be guessed."""

    error_messages = {  # noqa: RUF012
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra lại, chú ý chữ hoa và bộ gõ tiếng Việt.",
        "inactive": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra lại, chú ý chữ hoa và bộ gõ tiếng Việt.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["username"].error_messages["required"] = "Hãy nhập tên đăng nhập."
        self.fields["password"].label = "Mật khẩu"
        self.fields["password"].error_messages["required"] = "Hãy nhập mật khẩu."


class PasswordForm(forms.Form):
    """The old password and twice the new one."""

    old = forms.CharField(
        label="Mật khẩu hiện tại",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Hãy nhập mật khẩu hiện tại."},
    )
    new = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        help_text="Ít nhất 10 ký tự, không phải mật khẩu nhiều người dùng.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Hãy nhập mật khẩu mới."},
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Hãy nhập lại mật khẩu mới."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError("Mật khẩu hiện tại không đúng.")
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", "Hai lần nhập mật khẩu mới không giống nhau.")
        return cleaned
