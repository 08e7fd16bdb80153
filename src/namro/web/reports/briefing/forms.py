"""What a person chooses for a briefing, and which documents to make for many units."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from namro.core.agencies.model import Level
from namro.core.text import squeeze
from namro.web.organisations.models import Unit
from namro.web.reports.briefing.selectors.decisions import HOW_MANY, Decision
from namro.web.reports.briefing.selectors.figures import Choice
from namro.web.reports.briefing.services.packing import FORMS
from namro.web.ui.fields import DayField

OWN = "tu-ghi"
MOST_SENTENCE = 400
MOST_TITLE = 160


class PrepareForm(forms.Form):
    """Title, day to compare with, and three matters, each with a sentence; unfilled, it is as the rule proposes."""

    tieu_de = forms.CharField(label="Tên tài liệu", max_length=MOST_TITLE, required=False)
    tu_ngay = DayField(label="So với ngày", required=False)

    def __init__(
        self, *args: Any, day: date, candidates: Sequence[Decision], title: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.known = day, {one.key: one for one in candidates}
        self.fields["tieu_de"].initial = title
        choices = [("", "Bỏ trống")]
        choices += [(one.key, f"{one.kind}: {one.title}"[:110]) for one in candidates]
        choices += [(OWN, "Việc khác, ghi ở ô dưới")]
        for at in range(1, HOW_MANY + 1):
            proposed = candidates[at - 1].key if at <= len(candidates) else ""
            self.fields[f"viec_{at}"] = forms.ChoiceField(
                label=f"Việc {at} cần quyết định", choices=choices, required=False, initial=proposed,
                error_messages={"invalid_choice": "Việc này không còn trong danh sách; hãy chọn lại."},
            )  # fmt: skip
            self.fields[f"cau_{at}"] = forms.CharField(
                label="Câu đề nghị",
                max_length=MOST_SENTENCE,
                required=False,
                error_messages={"max_length": f"Câu đề nghị dài quá {MOST_SENTENCE} chữ; hãy viết gọn."},
            )

    def clean_tu_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["tu_ngay"]
        if day is not None and day >= self.day:
            raise forms.ValidationError("Ngày so sánh phải trước ngày làm việc.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for at in range(1, HOW_MANY + 1):
            key, sentence = cleaned.get(f"viec_{at}", ""), squeeze(cleaned.get(f"cau_{at}", ""))
            if key == OWN and not sentence:
                self.add_error(f"cau_{at}", "Hãy ghi việc cần quyết định vào ô này.")
            if not key and sentence:
                self.add_error(f"viec_{at}", "Hãy chọn một việc cho câu này, hoặc chọn “Việc khác”.")
            if key and key != OWN and key in seen:
                self.add_error(f"viec_{at}", "Việc này đã chọn ở trên; hãy chọn việc khác.")
            seen.add(key)
        return cleaned

    @property
    def title(self) -> str:
        """The title as typed, or the proposed one."""
        return squeeze(self.cleaned_data["tieu_de"]) or str(self.fields["tieu_de"].initial)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The matters that were chosen, in their order."""
        found = []
        for at in range(1, HOW_MANY + 1):
            key, sentence = self.cleaned_data[f"viec_{at}"], squeeze(self.cleaned_data[f"cau_{at}"])
            if key == OWN:
                own = Decision(
                    f"{OWN}-{at}", "Việc do cán bộ chuẩn bị họp chọn", sentence, "Cán bộ tự ghi.", ""
                )
                found.append(Choice(own))
            elif key:
                found.append(Choice(self.known[key], sentence))
        return tuple(found)


class SheetsForm(forms.Form):
    """Which level, as one file or many."""

    cap = forms.ChoiceField(
        label="Cấp", choices=[(code, label) for code, label in Unit.LEVELS if code != Level.CENTRAL]
    )
    dang = forms.ChoiceField(label="Dạng tệp", choices=list(FORMS.items()))


class ReportsForm(forms.Form):
    """Which kind and period of reports, as one file or many."""

    ky = forms.ChoiceField(
        label="Loại báo cáo và kỳ",
        error_messages={
            "required": "Hãy chọn loại báo cáo và kỳ.",
            "invalid_choice": "Hãy chọn một kỳ trong danh sách.",
        },
    )
    dang = forms.ChoiceField(
        label="Dạng tệp",
        choices=[("zip", "ZIP, mỗi đơn vị một tệp Word và một tệp PDF"), ("pdf", "Một tệp PDF")],
    )

    def __init__(
        self, *args: Any, periods: Sequence[tuple[str, Sequence[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ky"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(periods)
