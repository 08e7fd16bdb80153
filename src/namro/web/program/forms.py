"""What a person types to set the working date."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

FIRST, LAST = date(2019, 1, 1), date(2035, 12, 31)


class WorkingDateForm(forms.Form):
    """A day between 2019 and 2035: the years for which there are plans, units and holidays."""

    day = forms.DateField(
        label="Ngày làm việc",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Mọi thời hạn, việc chậm và báo cáo được tính theo ngày này.",
        error_messages={"required": "Hãy chọn một ngày.", "invalid": "Ngày cần viết dạng 15/11/2021."},
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST <= day <= LAST:
            raise ValidationError("Ngày làm việc phải từ 1/1/2019 đến 31/12/2035.")
        return day
