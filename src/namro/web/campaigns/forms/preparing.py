"""What the officer types to make a campaign, to choose units and to hand out criteria."""

from collections.abc import Sequence
from typing import Any

from django import forms

from namro.core.indices.rulebook_loading import load_shipped, shipped_names
from namro.web.campaigns.selectors.library import newest_books
from namro.web.campaigns.services.preparing import Dates
from namro.web.ui.fields import DayField

Choices = Sequence[tuple[str, Any]]
OWN = "tinh:"  # before the number of a version the province made
_MAX_TOML = 5_000_000


class CampaignForm(forms.Form):
    """A campaign to make: its name, year, rulebook and dates."""

    name = forms.CharField(
        label="Tên đợt chấm điểm",
        max_length=200,
        error_messages={"required": "Hãy đặt tên cho đợt chấm điểm."},
    )
    year = forms.IntegerField(
        label="Năm đánh giá",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "Hãy ghi năm đánh giá.",
            "invalid": "Năm đánh giá ghi bằng bốn chữ số.",
            "min_value": "Năm đánh giá từ 2000 trở đi.",
            "max_value": "Năm đánh giá không quá 2100.",
        },
    )
    rulebook = forms.ChoiceField(
        label="Bộ tiêu chí",
        required=False,
        error_messages={"invalid_choice": "Hãy chọn một bộ tiêu chí trong danh sách."},
    )
    file = forms.FileField(
        label="Hoặc tệp bộ tiêu chí của tỉnh (.toml)",
        required=False,
        help_text="Bộ tiêu chí được chép nguyên văn vào đợt chấm và không đổi nữa.",
    )
    self_score_by = DayField(label="Hạn tự đánh giá")
    supplement_by = DayField(
        label="Hạn bổ sung, giải trình lần 1",
        required=False,
        help_text="Để trống khi chưa định ngày hoặc không có bước này.",
    )
    appraise_by = DayField(label="Hạn thẩm định lần 1")
    explain_by = DayField(label="Hạn giải trình lần 2")
    appraise_again_by = DayField(label="Hạn thẩm định lần 2")
    publish_by = DayField(label="Ngày công bố")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rulebook"]
        assert isinstance(field, forms.ChoiceField)
        own = [(f"{OWN}{stored.pk}", str(stored)) for stored in newest_books()]
        shipped = [(name, load_shipped(name).name) for name in shipped_names()]
        field.choices = [
            ("", "Chọn bộ tiêu chí"),
            *([("Của tỉnh", own)] if own else []),
            ("Chương trình mang theo", shipped),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("rulebook") and not data.get("file"):
            self.add_error("rulebook", "Hãy chọn một bộ tiêu chí hoặc tải tệp lên.")
        if data.get("file") and data["file"].size > _MAX_TOML:
            self.add_error("file", "Tệp bộ tiêu chí quá lớn (trên 5 MB); hãy kiểm tra lại tệp.")
        return data

    def own_rulebook(self) -> int | None:
        """Give the number of the province's own version that was chosen; None for a carried one."""
        chosen = str(self.cleaned_data["rulebook"])
        return int(chosen.removeprefix(OWN)) if chosen.startswith(OWN) else None

    def dates(self) -> Dates:
        """Give the days; the first explanation may have none."""
        data = self.cleaned_data
        return Dates(
            data["self_score_by"],
            data["appraise_by"],
            data["explain_by"],
            data["appraise_again_by"],
            data["publish_by"],
            data["supplement_by"],
        )


class UnitsForm(forms.Form):
    """Units to put into a campaign: a whole group, or one."""

    group = forms.ChoiceField(label="Cả nhóm", required=False)
    unit = forms.ChoiceField(label="Hoặc một đơn vị", required=False)

    def __init__(self, *args: Any, groups: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "group", [("", "Chọn nhóm"), *groups])
        _offer(self, "unit", [("", "Chọn đơn vị"), *units])


class AssignForm(forms.Form):
    """Who answers for a field or criterion, and who appraises it."""

    code = forms.ChoiceField(label="Lĩnh vực, tiêu chí", error_messages={"required": "Hãy chọn tiêu chí."})
    responsible = forms.ChoiceField(label="Đơn vị nhập số liệu", required=False)
    appraiser = forms.ChoiceField(label="Đơn vị thẩm định", required=False)

    def __init__(self, *args: Any, codes: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "code", [("", "Chọn tiêu chí"), *codes])
        _offer(self, "responsible", [("", "Đơn vị được chấm"), *units])
        _offer(self, "appraiser", [("", "Đơn vị thẩm định chung"), *units])


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
    field.error_messages["invalid_choice"] = "Hãy chọn trong danh sách."


def first_error(form: forms.Form) -> str:
    """Give one sentence for a form that cannot be taken."""
    for errors in form.errors.values():
        return str(errors[0])
    return "Biểu mẫu chưa điền đúng."
