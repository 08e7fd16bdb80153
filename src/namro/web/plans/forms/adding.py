"""What Sở Nội vụ types to add a task to a plan in force."""

from typing import Any

from django import forms

from namro.web.plans.models import Criterion, Plan, Section
from namro.web.plans.services.adding import Ground, Place, Wording
from namro.web.plans.services.reporting import MAX_SENTENCE
from namro.web.ui.fields import DayField

NEW = "moi"
_PREVIEWED = {"data-previewed": ""}
_MUST = {"required": "Hãy điền ô này."}


class AddTaskForm(forms.Form):
    """One new row: where it stands, what it says, by which document. The service says what is missing."""

    phu_luc = forms.ChoiceField(
        label="Phụ lục", error_messages={"invalid_choice": "Hãy chọn một phụ lục của kế hoạch này."}
    )
    tieu_chi = forms.ChoiceField(
        label="Tiêu chí",
        required=False,
        error_messages={"invalid_choice": "Tiêu chí này không còn trong kế hoạch; hãy chọn lại."},
    )
    ten_tieu_chi = forms.CharField(label="Tên tiêu chí mới", required=False, max_length=500)
    truc = forms.CharField(label="Thuộc trục, lĩnh vực", required=False, max_length=500)
    viec = forms.CharField(
        label="Rõ việc: nhiệm vụ, giải pháp",
        error_messages=_MUST,
        widget=forms.Textarea(attrs={"rows": 4, **_PREVIEWED}),
    )
    chu_tri = forms.CharField(
        label="Rõ người: đơn vị chủ trì",
        error_messages=_MUST,
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ: Sở Nội vụ; UBND cấp huyện", **_PREVIEWED}),
    )
    phoi_hop = forms.CharField(
        label="Rõ trách nhiệm: đơn vị phối hợp", required=False, max_length=500,
        widget=forms.TextInput(attrs=_PREVIEWED),
    )  # fmt: skip
    han = forms.CharField(
        label="Rõ thời gian: thời hạn bằng chữ",
        error_messages=_MUST,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ: Trước ngày 31/12/2021; Hàng quý", **_PREVIEWED}),
    )
    ket_qua = forms.CharField(
        label="Rõ hiệu quả: kết quả phải đạt",
        required=False,
        max_length=MAX_SENTENCE,
        widget=forms.TextInput(
            attrs={"placeholder": "ví dụ: 100% kỳ thi được công khai kết quả", **_PREVIEWED}
        ),
    )
    so_van_ban = forms.CharField(
        label="Bổ sung theo văn bản số",
        error_messages=_MUST,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 512/UBND-NC"}),
    )
    ngay_van_ban = DayField(label="Ngày văn bản")
    ly_do = forms.CharField(
        label="Lý do bổ sung",
        error_messages=_MUST,
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {
            str(one.pk): one for one in plan.sections.filter(kind="appendix").order_by("position")
        }
        self.criteria = {
            str(one.pk): one
            for one in Criterion.objects.filter(section__plan=plan)
            .exclude(name="")
            .select_related("section", "shared_with__section")
            .order_by("section__position", "position")
        }
        self._offer()

    def _offer(self) -> None:
        sections, criteria = self.fields["phu_luc"], self.fields["tieu_chi"]
        assert isinstance(sections, forms.ChoiceField)
        assert isinstance(criteria, forms.ChoiceField)
        sections.choices = [(pk, _called(one)) for pk, one in self.sections.items()]
        blocks: dict[str, list[tuple[str, str]]] = {}
        for pk, one in self.criteria.items():
            number = ".".join(part for part in (one.axis_no, one.no) if part)
            blocks.setdefault(_called(one.section), []).append((pk, f"{number} {one.name}".strip()))
        criteria.choices = [("", "Tiêu chí mới, ghi tên ở dưới"), *blocks.items()]

    def place(self) -> Place:
        """Give where the row is to stand; the appendix of a chosen criterion is its own."""
        data = self.cleaned_data
        chosen = self.criteria.get(data["tieu_chi"])
        section: Section = chosen.section if chosen else self.sections[data["phu_luc"]]
        return Place(section, chosen, data["ten_tieu_chi"], data["truc"])

    def wording(self) -> Wording:
        """Give the cells; also of a form that is not whole yet."""
        read = self.cleaned_data.get
        return Wording(*(read(name) or "" for name in ("viec", "chu_tri", "phoi_hop", "han", "ket_qua")))

    def ground(self) -> Ground:
        data = self.cleaned_data
        return Ground(data["so_van_ban"], data["ngay_van_ban"], data["ly_do"])


def _called(section: Section) -> str:
    return f"{section.label} · {section.index}" if section.index else section.label
