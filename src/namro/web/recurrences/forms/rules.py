"""What Sở Nội vụ types about a rule, a milestone and the end of a plan, and anybody about what happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from namro.web.recurrences.models import Recurrence
from namro.web.recurrences.services.happenings import Arrival
from namro.web.recurrences.services.milestones import Step
from namro.web.recurrences.services.ruling import Draft
from namro.web.ui.fields import DayField


class RuleForm(forms.Form):
    """A rule of a task, from a day on."""

    kind = forms.ChoiceField(label="Nhịp", choices=[("", "Chọn nhịp"), *Recurrence.Kind.choices])
    valid_from = DayField(
        label="Áp dụng từ ngày", help_text="Phần việc của các kỳ trước ngày này giữ nguyên như đã lập."
    )
    due_day = forms.IntegerField(
        label="Hạn: ngày trong tháng",
        required=False,
        min_value=1,
        max_value=31,
        help_text="Bỏ trống: ngày cuối tháng. Chỉ dùng cho nhịp tháng, quý, 6 tháng, năm.",
    )
    due_month = forms.IntegerField(
        label="Hạn: tháng thứ mấy của kỳ",
        required=False,
        min_value=1,
        max_value=12,
        help_text="Bỏ trống: tháng cuối của kỳ. Ví dụ nhịp năm, hạn tháng 11 thì ghi 11.",
    )
    first_whole = forms.BooleanField(
        label="Bắt đầu từ kỳ đầu tiên trọn vẹn",
        required=False,
        help_text="Kế hoạch ban hành 27/9 với nhịp tháng: bỏ kỳ tháng 9, bắt đầu từ tháng 10.",
    )
    term_days = forms.IntegerField(
        label="Mỗi lượt phát sinh phải xong trong (ngày)",
        required=False,
        min_value=1,
        max_value=366,
        help_text="Chỉ dùng cho nhịp “Mỗi lần phát sinh”; không tính ngày phát sinh.",
    )
    term_is_working = forms.BooleanField(label="Tính theo ngày làm việc", required=False, initial=True)
    words = forms.CharField(
        label="Câu chữ của kế hoạch hoặc căn cứ",
        max_length=300,
        error_messages={"required": "Hãy ghi câu chữ của kế hoạch hoặc căn cứ mà lịch này dựa vào."},
    )
    reason = forms.CharField(
        label="Lý do", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def draft(self) -> Draft:
        """Give what was typed."""
        data = self.cleaned_data
        return Draft(**{name: data[name] for name in self.fields})


class EndForm(forms.Form):
    """The last day of a rule or of a plan, and why."""

    last_day = DayField(label="Ngày cuối cùng còn áp dụng")
    reason = forms.CharField(
        label="Căn cứ, lý do",
        max_length=300,
        error_messages={"required": "Hãy ghi căn cứ hoặc lý do."},
    )


class HappeningForm(forms.Form):
    """Something that came."""

    unit = forms.TypedChoiceField(label="Đơn vị giải quyết", coerce=int)
    name = forms.CharField(
        label="Việc phát sinh",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Ví dụ: Dự thảo Nghị quyết về…"}),
        error_messages={"required": "Hãy ghi tên việc phát sinh, ví dụ tên dự thảo văn bản."},
    )
    reference = forms.CharField(
        label="Số, ký hiệu văn bản đến",
        required=False,
        max_length=120,
        help_text="Có số thì chương trình nhận ra khi ghi trùng.",
    )
    happened_on = DayField(label="Ngày phát sinh (ngày đến)")

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units

    def arrival(self) -> Arrival:
        """Give what was typed."""
        data = self.cleaned_data
        return Arrival(data["name"], data["unit"], data["happened_on"], data["reference"])


class MilestoneForm(forms.Form):
    """One milestone."""

    name = forms.CharField(label="Tên mốc", max_length=300, error_messages={"required": "Hãy ghi tên mốc."})
    due = DayField(label="Hạn")
    source = forms.CharField(
        label="Văn bản có lộ trình",
        max_length=300,
        help_text="Số, ngày, cơ quan ban hành của đề án, dự án.",
        error_messages={"required": "Hãy ghi văn bản có lộ trình này (số, ngày, cơ quan ban hành)."},
    )

    def steps(self) -> list[Step]:
        """Give the milestone."""
        return [Step(self.cleaned_data["name"], self.cleaned_data["due"])]


class MilestoneFileForm(forms.Form):
    """A table of milestones."""

    file = forms.FileField(
        label="Bảng lộ trình",
        help_text="Tệp .csv hoặc .xlsx có cột “Mốc” và cột “Hạn” (31/3/2022, Quý II/2022…).",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    source = forms.CharField(label="Văn bản có lộ trình", max_length=300)


class ListFilter(forms.Form):
    """The filters of the two lists of tasks."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    kind = forms.CharField(required=False, max_length=20)

    def wanted(self) -> tuple[str, str]:
        """Give text and kind; nothing for what cannot be read."""
        self.is_valid()
        data = self.cleaned_data
        return data.get("q", ""), data.get("kind", "")


def initial_rule(kind: str, words: str, day: date) -> dict[str, Any]:
    """Give what a new rule begins with: the plan's own words and, where they name one, its rhythm."""
    known = {"monthly": "monthly", "quarterly": "quarterly", "yearly": "yearly", "on_event": "on_event"}
    known |= {"continuous": "quarterly", "roadmap": "roadmap"}
    return {"kind": known.get(kind, ""), "words": words, "valid_from": day, "term_is_working": True}
