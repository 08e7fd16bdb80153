"""The filters above lists; what cannot be understood simply does not filter."""

from typing import Any

from django import forms

from namro.core.text import squeeze
from namro.web.plans.selectors.filters import DUE_CHOICES, STATE_CHOICES, Wanted

_LEVELS = [("", "Mọi cấp"), ("province", "Cấp tỉnh"), ("district", "Cấp huyện"), ("commune", "Cấp xã")]


class TaskFilter(forms.Form):
    """Narrow the tasks of a plan."""

    q = forms.CharField(
        label="Tìm trong nhiệm vụ",
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Chữ trong nhiệm vụ, có hoặc không dấu"}
        ),
    )
    don_vi = forms.CharField(
        label="Đơn vị",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Tên đơn vị"}),
    )
    trang_thai = forms.ChoiceField(label="Trạng thái", choices=STATE_CHOICES, required=False)
    han = forms.ChoiceField(label="Thời hạn", choices=DUE_CHOICES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["data-search"] = ""
        for name in ("trang_thai", "han", "cap", "chi_so", "ke_hoach", "tieu_chi"):
            if name in self.fields:
                self.fields[name].widget.attrs["data-submit"] = ""

    def wanted(self) -> Wanted:
        """Give the filters as selectors take them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        plan, criterion = found.get("ke_hoach") or "", found.get("tieu_chi") or ""
        return Wanted(
            text=squeeze(found.get("q") or ""),
            unit=squeeze(found.get("don_vi") or ""),
            state=found.get("trang_thai") or "",
            due=found.get("han") or "",
            level=found.get("cap") or "",
            index=found.get("chi_so") or "",
            plan=int(plan) if plan else None,
            criterion=int(criterion) if criterion else None,
        )


class PlanFilter(TaskFilter):
    """Narrow the tasks of one plan, also by index."""

    chi_so = forms.ChoiceField(label="Chỉ số", required=False)

    def __init__(self, *args: Any, indices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["chi_so"], [("", "Mọi chỉ số"), *((index, index) for index in indices)])


class ObligationFilter(TaskFilter):
    """Narrow the list of obligations; by a criterion only when an address leads to one."""

    cap = forms.ChoiceField(label="Cấp", choices=_LEVELS, required=False)
    chi_so = forms.ChoiceField(label="Chỉ số", required=False)
    ke_hoach = forms.ChoiceField(label="Kế hoạch", required=False)
    tieu_chi = forms.ChoiceField(label="Tiêu chí", required=False)

    def __init__(
        self,
        *args: Any,
        indices: list[str],
        plans: list[tuple[int, str]],
        criterion: tuple[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["chi_so"], [("", "Mọi chỉ số"), *((index, index) for index in indices)])
        _offer(self.fields["ke_hoach"], [("", "Mọi kế hoạch"), *((str(pk), name) for pk, name in plans)])
        if len(plans) < 2:
            del self.fields["ke_hoach"]
        if criterion is None:
            del self.fields["tieu_chi"]
        else:
            _offer(self.fields["tieu_chi"], [("", "Mọi tiêu chí"), (str(criterion[0]), criterion[1])])


class UnitsOfTaskFilter(forms.Form):
    """Narrow the obligations of one task."""

    don_vi = TaskFilter.base_fields["don_vi"]
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        choices=STATE_CHOICES,
        required=False,
        widget=forms.Select(attrs={"data-submit": ""}),
    )

    def wanted(self) -> Wanted:
        """Give the filters as selectors take them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Wanted(unit=squeeze(found.get("don_vi") or ""), state=found.get("trang_thai") or "")


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
