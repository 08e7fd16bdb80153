"""What a person types in a talk and about an obstacle."""

from typing import Any

from django import forms

from namro.web.talks.models import Obstacle
from namro.web.talks.selectors.obstacles import VIEWS as OBSTACLE_VIEWS
from namro.web.talks.services.obstacles import MAX_TEXT as MAX_OBSTACLE
from namro.web.talks.services.talking import MAX_TEXT


class MessageForm(forms.Form):
    """A comment or a question, with whom it names."""

    text = forms.CharField(
        label="Nội dung",
        max_length=MAX_TEXT,
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": "Viết cho những ai cùng theo dõi phần việc này"}
        ),
        error_messages={"required": "Hãy viết nội dung trao đổi."},
    )
    mentions = forms.MultipleChoiceField(
        label="@ Nhắc tên", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chỉ nhắc tên được người và đơn vị đang được xem phần việc này."},
    )  # fmt: skip
    is_question = forms.BooleanField(label="Đây là câu hỏi, cần trả lời", required=False)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mentions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = names
        if not names:
            del self.fields["mentions"]


class ObstacleForm(forms.Form):
    """What the obstacle is, what is asked for, and of whom."""

    content = forms.CharField(
        label="Vướng mắc là gì",
        max_length=MAX_OBSTACLE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy nói rõ vướng mắc là gì."},
    )
    request = forms.CharField(
        label="Đề nghị gì",
        max_length=MAX_OBSTACLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Hãy ghi đề nghị: cần ai làm gì để tháo gỡ."},
    )
    asked = forms.ChoiceField(label="Đề nghị cơ quan", choices=Obstacle.Asked.choices)
    asked_unit = forms.ChoiceField(label="Nếu là đơn vị khác", required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asked_unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Chọn đơn vị"), *units]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("asked") == Obstacle.Asked.UNIT and not found.get("asked_unit"):
            self.add_error("asked_unit", "Hãy chọn đơn vị được đề nghị tháo gỡ.")
        return found


class StepForm(forms.Form):
    """An opinion, a decision or a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Nội dung", max_length=MAX_OBSTACLE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.CharField(
        label="Số, ngày văn bản",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 120/UBND-NC ngày 12/11/2021"}),
    )


class ObstacleFilter(forms.Form):
    """Narrow the list; what cannot be understood does not filter."""

    q = forms.CharField(
        label="Nhiệm vụ", max_length=100, required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Chữ trong nhiệm vụ"}),
    )  # fmt: skip
    don_vi = forms.CharField(label="Đơn vị", max_length=100, required=False)
    xem = forms.ChoiceField(
        label="Xem", choices=OBSTACLE_VIEWS, required=False, widget=forms.Select(attrs={"data-submit": ""})
    )

    def wanted(self) -> dict[str, str]:
        """Give the filters as `selectors.obstacles.narrowed` takes them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {
            "view": found.get("xem") or "",
            "unit": found.get("don_vi") or "",
            "text": found.get("q") or "",
        }


def first_error(form: forms.Form) -> str:
    """Give one sentence for a form that cannot be taken."""
    for errors in form.errors.values():
        return str(errors[0])
    return "Biểu mẫu chưa điền đúng."
