"""What a person types to set the working date."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from namro.web.ui.fields import DayField

FIRST, LAST = date(2019, 1, 1), date(2035, 12, 31)


class WorkingDateForm(forms.Form):
    """A day between 2019 and 2035: the years for which there are plans, units and holidays."""

    day = DayField(
        label="Ngày làm việc", help_text="Mọi thời hạn, việc chậm và báo cáo được tính theo ngày này."
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST <= day <= LAST:
            raise ValidationError("Ngày làm việc phải từ 1/1/2019 đến 31/12/2035.")
        return day
