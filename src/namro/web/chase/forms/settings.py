"""What Sở Nội vụ types about leaders in charge and about the head of its letters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from namro.web.organisations.models import Unit
from namro.web.plans.models import Plan
from namro.web.ui.fields import DayField


class ChargeForm(forms.Form):
    """A leader and what the leader is in charge of: "u12" a unit, "c…" an index, "k3" a plan."""

    leader = forms.ChoiceField(label="Lãnh đạo", error_messages={"required": "Hãy chọn lãnh đạo."})
    what = forms.ChoiceField(label="Phụ trách", error_messages={"required": "Hãy chọn mục phụ trách."})
    since = DayField(label="Từ ngày")

    def __init__(
        self,
        *args: Any,
        leaders: Sequence[tuple[int, str]],
        units: Sequence[Unit],
        indices: Sequence[str],
        plans: Sequence[Plan],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        leader, what = self.fields["leader"], self.fields["what"]
        assert isinstance(leader, forms.ChoiceField)
        assert isinstance(what, forms.ChoiceField)
        leader.choices = [("", "Chọn lãnh đạo"), *((str(pk), name) for pk, name in leaders)]
        what.choices = [
            ("", "Chọn mục"),
            ("Kế hoạch", [(f"k{plan.pk}", str(plan)) for plan in plans]),
            ("Chỉ số", [(f"c{index}", index) for index in indices]),
            ("Đơn vị và đơn vị trực thuộc", [(f"u{unit.pk}", unit.name) for unit in units]),
        ]

    def target(self) -> dict[str, Any]:
        """Give what was chosen, as the service takes it."""
        kind, rest = self.cleaned_data["what"][0], self.cleaned_data["what"][1:]
        if kind == "u":
            return {"unit": Unit.objects.get(pk=rest)}
        return {"index": rest} if kind == "c" else {"plan": Plan.objects.get(pk=rest)}


class HeadForm(forms.Form):
    """The head and the signature of urging letters."""

    superior = forms.CharField(label="Cơ quan chủ quản", required=False, max_length=200)
    issuer = forms.CharField(
        label="Cơ quan ban hành", max_length=200, error_messages={"required": "Hãy ghi cơ quan ban hành."}
    )
    place = forms.CharField(label="Địa danh", required=False, max_length=80)
    position = forms.CharField(label="Chức vụ người ký", required=False, max_length=200)
    signer = forms.CharField(label="Họ tên người ký", required=False, max_length=120)
    valid_from = DayField(label="Dùng từ ngày")
