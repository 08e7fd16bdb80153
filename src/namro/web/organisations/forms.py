"""What a person types to find a unit, to add a person, to give a post and to end one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from namro.core.text import format_date, squeeze
from namro.web.organisations.models import Division, Role, Unit
from namro.web.organisations.selectors import INSIDE, Staff
from namro.web.ui.fields import DayField


class UnitSearch(forms.Form):
    """Words, level and day; everything may stay empty."""

    q = forms.CharField(
        label="Tìm theo tên",
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"data-search": ""}),
    )
    cap = forms.ChoiceField(label="Cấp", required=False, choices=[("", "Mọi cấp"), *Unit.LEVELS])
    ngay = DayField(label="Có mặt vào ngày", required=False)
    trong = forms.BooleanField(label="Chỉ đơn vị chưa có người", required=False)
    chua = forms.BooleanField(label="Chỉ đơn vị chưa kiểm chứng", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["ngay"].widget.attrs["placeholder"] = format_date(today)

    def search(self) -> dict[str, Any]:
        """Give the arguments of `selectors.search_units`; a field that is wrong counts as empty."""
        self.is_valid()
        return {
            "words": self.cleaned_data.get("q", ""),
            "level": self.cleaned_data.get("cap", ""),
            "on": self.cleaned_data.get("ngay") or self.today,
            "only_unmanned": self.cleaned_data.get("trong", False),
            "only_unverified": self.cleaned_data.get("chua", False),
        }


class PostForm(forms.Form):
    """A post to give: where, as what, from which day."""

    don_vi = forms.ChoiceField(
        label="Đơn vị",
        error_messages={
            "required": "Hãy chọn đơn vị.",
            "invalid_choice": "Đơn vị này không có mặt vào ngày làm việc; hãy chọn một đơn vị trong danh sách.",
        },
    )
    vai_tro = forms.ChoiceField(
        label="Vai trò",
        # The head of a division is named on the page of the unit, where its divisions are.
        choices=[choice for choice in Role.choices if choice[0] != Role.DIVISION_HEAD],
        initial=Role.UNIT_OFFICER,
        error_messages={
            "required": "Hãy chọn vai trò.",
            "invalid_choice": "Hãy chọn một vai trò trong danh sách.",
        },
    )
    tu_ngay = DayField(label="Từ ngày", required=False, help_text="Để trống nếu đã giữ từ trước.")

    def __init__(self, *args: Any, units: Sequence[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Chọn đơn vị"), *units]

    def post(self) -> tuple[Unit, Role, date | None]:
        """Give what was chosen."""
        data = self.cleaned_data
        return Unit.objects.get(key=data["don_vi"]), Role(data["vai_tro"]), data["tu_ngay"]


def _user_name() -> forms.CharField:
    return forms.CharField(
        label="Tên đăng nhập",
        max_length=40,
        min_length=3,
        help_text="Chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối; ví dụ thienloc.nam.",
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*\Z",
                "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối, và không bắt đầu bằng dấu.",
            )
        ],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Hãy ghi tên đăng nhập."},
    )


class PersonForm(PostForm):
    """A new person with the first post."""

    ho_ten = forms.CharField(
        label="Họ và tên", max_length=150, error_messages={"required": "Hãy ghi họ và tên."}
    )
    chuc_danh = forms.CharField(label="Chức danh", max_length=150, required=False)
    ten_dang_nhap = _user_name()
    field_order = ("ho_ten", "chuc_danh", "ten_dang_nhap", "don_vi", "vai_tro", "tu_ngay")

    def person(self) -> dict[str, Any]:
        """Give name, title, user name and post as `services.add_person` takes them."""
        unit, role, since = self.post()
        data = self.cleaned_data
        return {
            "username": data["ten_dang_nhap"],
            "full_name": squeeze(data["ho_ten"]),
            "title": squeeze(data["chuc_danh"]),
            "unit": unit,
            "role": role,
            "since": since,
        }


class EndForm(forms.Form):
    """The last day of a post."""

    vai = forms.IntegerField(widget=forms.HiddenInput)
    ngay_cuoi = DayField(label="Ngày cuối")


class DivisionForm(forms.Form):
    """A division to make."""

    ten = forms.CharField(
        label="Tên phòng",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ Văn phòng - Thống kê"}),
        error_messages={"required": "Hãy ghi tên phòng, ví dụ Văn phòng - Thống kê."},
    )


class InsideForm(forms.Form):
    """A post inside a unit: of a person who has an account in the unit already, or of a new one."""

    vai_tro = forms.ChoiceField(
        label="Vai trò",
        choices=[(role.value, role.label) for role in reversed(INSIDE)],
        error_messages={"required": "Hãy chọn vai trò."},
    )
    phong = forms.ChoiceField(label="Phòng", required=False)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        field = self.fields["phong"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Không thuộc phòng nào"),
            *((str(row.division.pk), row.division.name) for row in staff.divisions),
        ]

    def post(self) -> tuple[Role, Division | None]:
        """Give the role and the division chosen."""
        chosen = self.cleaned_data["phong"]
        divisions = {str(row.division.pk): row.division for row in self.staff.divisions}
        return Role(self.cleaned_data["vai_tro"]), divisions.get(chosen)


class KnownInsideForm(InsideForm):
    """A post for somebody who works in the unit already."""

    nguoi = forms.ChoiceField(
        label="Người", error_messages={"required": "Hãy chọn người.", "invalid_choice": "Hãy chọn người."}
    )
    field_order = ("nguoi", "vai_tro", "phong")

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, staff=staff, auto_id="cu_%s", **kwargs)
        field = self.fields["nguoi"]
        assert isinstance(field, forms.ChoiceField)
        known = {post.user.username: post.user for post in (*staff.people, *staff.left)}
        field.choices = [
            ("", "Chọn người"),
            *((name, f"{user.get_full_name()} ({name})") for name, user in known.items() if user.is_active),
        ]


class NewInsideForm(InsideForm):
    """A new account with a post inside the unit."""

    ho_ten = forms.CharField(
        label="Họ và tên", max_length=150, error_messages={"required": "Hãy ghi họ và tên."}
    )
    chuc_danh = forms.CharField(label="Chức danh", max_length=150, required=False)
    ten_dang_nhap = _user_name()
    field_order = ("ho_ten", "chuc_danh", "ten_dang_nhap", "vai_tro", "phong")

    def person(self) -> dict[str, Any]:
        """Give name, title, user name and post as `services.add_person` takes them, but for the unit."""
        role, division = self.post()
        return {
            "username": self.cleaned_data["ten_dang_nhap"],
            "full_name": squeeze(self.cleaned_data["ho_ten"]),
            "title": squeeze(self.cleaned_data["chuc_danh"]),
            "role": role,
            "division": division,
            "since": None,
        }
