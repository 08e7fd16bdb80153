"""What a person types about a directive document."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from namro.web.directives.models import Directive
from namro.web.directives.selectors.issued import ANSWERS, HAS, HAS_NOT
from namro.web.directives.selectors.register import Asked
from namro.web.directives.services.registering import MAX_ABSTRACT, MAX_REASON, Said
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.ui.fields import DayField

OTHER = "khac"


class DirectiveForm(forms.Form):
    """A document in a minute: number, day, kind; everything else can follow."""

    number = forms.CharField(
        label="Số, ký hiệu",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 25/KH-UBND"}),
        error_messages={"required": "Hãy ghi số, ký hiệu của văn bản."},
    )
    issued_on = DayField(label="Ngày ban hành")
    kind = forms.ChoiceField(
        label="Loại văn bản", choices=Directive.Kind.choices, initial=Directive.Kind.PLAN
    )
    holder = forms.ChoiceField(label="Ghi vào sổ của")
    issued_by = forms.ChoiceField(
        label="Cơ quan ban hành", choices=[("", "Chính đơn vị"), (OTHER, "Cơ quan khác")], required=False
    )
    issuer = forms.CharField(
        label="Tên cơ quan khác",
        max_length=200,
        required=False,
        help_text="Chỉ ghi khi văn bản do cơ quan khác ban hành, ví dụ Chính phủ.",
    )
    abstract = forms.CharField(
        label="Trích yếu", max_length=MAX_ABSTRACT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(label="Tệp văn bản", required=False)
    address = forms.CharField(
        label="Địa chỉ văn bản trên mạng",
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )
    tasks = forms.MultipleChoiceField(
        label="Để thực hiện nhiệm vụ nào (không chọn: cả kế hoạch)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bases = forms.MultipleChoiceField(
        label="Căn cứ (văn bản cấp trên)", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        units: list[Unit],
        bases: list[tuple[str, str]],
        tasks: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["tasks"], tasks or [])
        if not tasks:
            del self.fields["tasks"]
        self.units = {str(unit.pk): unit for unit in units}
        _offer(self.fields["holder"], [(key, unit.name) for key, unit in self.units.items()])
        _offer(self.fields["bases"], bases)
        if len(units) == 1:
            self.fields["holder"].widget = forms.HiddenInput()
            self.fields["holder"].initial = str(units[0].pk)
        if not bases:
            del self.fields["bases"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("issued_by") == OTHER and not (found.get("issuer") or "").strip():
            self.add_error("issuer", "Hãy ghi tên cơ quan ban hành văn bản.")
        return found

    @property
    def holder_unit(self) -> Unit:
        """The unit in whose register the document goes."""
        return self.units[self.cleaned_data["holder"]]

    def said(self) -> Said:
        """Give what was said about the document."""
        data = self.cleaned_data
        other = data["issued_by"] == OTHER
        return Said(
            number=data["number"],
            issued_on=data["issued_on"],
            kind=data["kind"],
            issuer=data["issuer"] if other else self.holder_unit.name,
            abstract=data["abstract"],
            unit=None if other else self.holder_unit,
        )

    def proof(self) -> Proof:
        """Give its file and address."""
        return _proof(self.cleaned_data)


class RevisionForm(forms.Form):
    """A correction of an entry, with its reason."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="Số, ký hiệu", max_length=80)
    issued_on = DayField(label="Ngày ban hành", required=False)
    kind = forms.ChoiceField(label="Loại văn bản", choices=Directive.Kind.choices)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    abstract = forms.CharField(
        label="Trích yếu", max_length=MAX_ABSTRACT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(label="Thêm tệp", required=False)
    address = forms.CharField(label="Thêm địa chỉ trên mạng", required=False, widget=forms.URLInput())
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=MAX_REASON,
        error_messages={"required": "Hãy ghi lý do sửa để người xem sau hiểu."},
    )

    def __init__(self, *args: Any, directive: Directive, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "revision": directive.revision,
                "number": directive.number,
                "issued_on": directive.issued_on,
                "kind": directive.kind,
                "issuer": directive.issuer,
                "abstract": directive.abstract,
            },
        )
        super().__init__(*args, **kwargs)
        self.unit = directive.unit
        if self.unit is not None:
            del self.fields["issuer"]

    def said(self) -> Said:
        """Give what is said now."""
        data = self.cleaned_data
        return Said(
            number=data["number"],
            issued_on=data["issued_on"],
            kind=data["kind"],
            issuer=data.get("issuer", ""),
            abstract=data["abstract"],
            unit=self.unit,
        )

    def proof(self) -> Proof:
        """Give what is added."""
        return _proof(self.cleaned_data)


class RegisterFilter(forms.Form):
    """Narrow the register; what cannot be understood does not filter."""

    q = forms.CharField(
        label="Tìm trong sổ",
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Số, cơ quan, trích yếu; có hoặc không dấu"}
        ),
    )
    loai = forms.ChoiceField(
        label="Loại", choices=[("", "Mọi loại"), *Directive.Kind.choices], required=False
    )
    nam = forms.ChoiceField(label="Năm", required=False)
    xem = forms.ChoiceField(
        label="Xem",
        choices=[("", "Đang dùng"), ("cua-toi", "Sổ của đơn vị tôi"), ("da-rut", "Đã rút")],
        required=False,
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["nam"], [("", "Mọi năm"), *((str(year), str(year)) for year in years)])
        for name in ("loai", "nam", "xem"):
            self.fields[name].widget.attrs["data-submit"] = ""

    def asked(self) -> Asked:
        """Give the filters as selectors take them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        year = found.get("nam") or ""
        return Asked(
            text=found.get("q") or "",
            kind=found.get("loai") or "",
            year=int(year) if year else None,
            mine=found.get("xem") == "cua-toi",
            withdrawn=found.get("xem") == "da-rut",
        )


class IssuedFilter(forms.Form):
    """Narrow the list of who has issued a document for a plan."""

    don_vi = forms.CharField(
        label="Đơn vị",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Tên đơn vị"}),
    )
    cap = forms.ChoiceField(
        label="Cấp",
        choices=[("", "Mọi cấp"), ("province", "Cấp tỉnh"), ("district", "Cấp huyện"), ("commune", "Cấp xã")],
        required=False,
        widget=forms.Select(attrs={"data-submit": ""}),
    )
    ban_hanh = forms.ChoiceField(
        label="Ban hành", choices=ANSWERS, required=False, widget=forms.Select(attrs={"data-submit": ""})
    )

    def wanted(self) -> dict[str, str]:
        """Give the filters as `selectors.issued.narrowed_rows` takes them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {
            "text": found.get("don_vi") or "",
            "level": found.get("cap") or "",
            "answer": found.get("ban_hanh") or "",
        }


class ReceiptFilter(forms.Form):
    """Narrow the list of who has received a plan."""

    don_vi = forms.CharField(
        label="Đơn vị",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Tên đơn vị"}),
    )
    nhan = forms.ChoiceField(
        label="Đã nhận",
        choices=[("", "Tất cả"), (HAS, "Đã nhận"), (HAS_NOT, "Chưa xác nhận")],
        required=False,
        widget=forms.Select(attrs={"data-submit": ""}),
    )

    def wanted(self) -> dict[str, str]:
        """Give the filters as `selectors.plan_ties.narrowed_receipts` takes them."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {"text": found.get("don_vi") or "", "answer": found.get("nhan") or ""}


def _proof(data: dict[str, Any]) -> Proof:
    file: UploadedFile[bytes] | None = data.get("file")
    return Proof(files=(file,) if file else (), address=data.get("address") or "")


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
