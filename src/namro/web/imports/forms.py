"""What a person types while a plan is brought in: the file, and corrections to what was read from it."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from namro.core.errors import Refusal
from namro.core.text import format_date, read_number
from namro.web.imports.selectors.review_cards import CLAUSE_KINDS
from namro.web.imports.selectors.review_tree import Node
from namro.web.imports.services.importing import KINDS, check_upload
from namro.web.ui.fields import DayField

INDICES = (("", "Không rõ"), ("PAR INDEX", "PAR INDEX"), ("SIPAS", "SIPAS"), ("PAPI", "PAPI"))
TARGET_KINDS = (
    ("rank_band", "Trong nhóm hạng"),
    ("share_above", "Tỷ lệ trên"),
    ("rank_at_most", "Hạng không quá"),
    ("not_below_last_year", "Không thấp hơn năm trước"),
)
_NUMBER = "Hãy nhập một số, ví dụ 45,005."


def area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class UploadForm(forms.Form):
    """The file of a plan."""

    file = forms.FileField(
        label="Văn bản kế hoạch",
        help_text="Tệp .docx, .pdf (có lớp chữ), .html, .xlsx hoặc .txt, tối đa 50 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
        error_messages={
            "required": "Hãy chọn tệp văn bản cần nhập.",
            "empty": "Tệp này rỗng; hãy kiểm tra lại tệp gốc rồi tải lên.",
            "max_length": "Tên tệp quá dài; hãy đổi tên ngắn hơn rồi tải lên.",
            "invalid": "Tệp chưa được gửi lên; hãy chọn lại tệp.",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            check_upload(file.name or "", file.size or 0)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return file


class SeenForm(forms.Form):
    """A form filled against one state of a part."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def typed(self) -> dict[str, Any]:
        """Give what was typed, by the names of the tree."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class RowForm(SeenForm):
    """One row of a table."""

    text = forms.CharField(
        label="Nhiệm vụ",
        widget=area(5),
        error_messages={"required": "Dòng nhiệm vụ không để trống; nếu không phải nhiệm vụ, hãy xóa dòng."},
    )
    lead = forms.CharField(label="Chủ trì", required=False, widget=area(2))
    cooperating = forms.CharField(label="Phối hợp", required=False, widget=area(2))
    deadline = forms.CharField(label="Thời hạn", required=False, max_length=300)
    checked = forms.BooleanField(label="Đã xem xong dòng này", required=False)

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        return {
            "text": node["text"],
            "lead": node["lead"]["text"],
            "cooperating": node["cooperating"]["text"],
            "deadline": node["deadline"]["text"],
            "checked": True,
        }


class NewRowForm(RowForm):
    """A row a person adds."""

    checked = None  # type: ignore[assignment]


class ClauseForm(SeenForm):
    """One clause of the body."""

    text = forms.CharField(
        label="Nội dung", widget=area(6), error_messages={"required": "Điều khoản không để trống."}
    )
    is_duty = forms.BooleanField(label="Là việc phải làm (thành một nhiệm vụ của kế hoạch)", required=False)
    owners = forms.CharField(label="Đơn vị thực hiện", required=False, widget=area(2))
    deadline = forms.CharField(label="Thời hạn hoặc kỳ lặp lại", required=False, max_length=300)
    kind = forms.ChoiceField(label="Loại", choices=tuple(CLAUSE_KINDS.items()))
    checked = forms.BooleanField(label="Đã xem xong điều khoản này", required=False)

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        return {
            "text": node["text"],
            "is_duty": bool(node.get("is_duty")),
            "owners": (node.get("owners") or {}).get("text") or "",
            "deadline": (node.get("deadline") or {}).get("text") or "",
            "kind": node.get("kind"),
            "checked": True,
        }


class DocumentForm(SeenForm):
    """The head of the document."""

    number = forms.CharField(label="Số, ký hiệu", required=False, max_length=80)
    issued_on = DayField(label="Ngày ban hành", required=False, help_text="Ví dụ 27/9/2021")
    place = forms.CharField(label="Nơi ban hành", required=False, max_length=80)
    issuer = forms.CharField(label="Cơ quan ban hành", required=False, max_length=200)
    title = forms.CharField(label="Tên văn bản", required=False, widget=area(3))
    signer_name = forms.CharField(label="Người ký", required=False, max_length=120)
    signer_role = forms.CharField(label="Chức vụ người ký", required=False, max_length=200)
    legal_bases = forms.CharField(
        label="Căn cứ", required=False, widget=area(4), help_text="Mỗi căn cứ một dòng"
    )
    recipients = forms.CharField(
        label="Nơi nhận", required=False, widget=area(8), help_text="Mỗi nơi nhận một dòng"
    )

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        signer = node.get("signer") or {}
        day = node.get("issued_on")
        return {
            **{name: node.get(name) or "" for name in ("number", "place", "issuer", "title")},
            "issued_on": format_date(date.fromisoformat(day)) if day else "",
            "signer_name": signer.get("name") or "",
            "signer_role": signer.get("role") or "",
            "legal_bases": "\n".join(node.get("legal_bases") or ()),
            "recipients": "\n".join(node.get("recipients") or ()),
        }

    def typed(self) -> dict[str, Any]:
        data = super().typed()
        day = data["issued_on"]
        return {
            **{name: data[name] for name in ("number", "place", "issuer", "title")},
            "issued_on": day.isoformat() if day else None,
            "signer": {"name": data["signer_name"] or None, "role": data["signer_role"] or None},
            "legal_bases": [line.strip() for line in data["legal_bases"].splitlines() if line.strip()],
            "recipients": [line.strip() for line in data["recipients"].splitlines() if line.strip()],
        }


class NameForm(SeenForm):
    """Number and name of an axis or a criterion."""

    no = forms.CharField(label="Số", required=False, max_length=20)
    name = forms.CharField(label="Tên", required=False, widget=area(2))

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        return {"no": node.get("no") or "", "name": node.get("name") or ""}


class AppendixForm(SeenForm):
    """The heading of an appendix."""

    label = forms.CharField(
        label="Nhãn", max_length=120, error_messages={"required": "Hãy gõ nhãn, ví dụ Phụ lục 1."}
    )
    title = forms.CharField(label="Tên phụ lục", required=False, widget=area(2))
    index = forms.ChoiceField(label="Chỉ số", choices=INDICES, required=False)

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        return {"label": node["label"], "title": node.get("title") or "", "index": node.get("index") or ""}


class TargetForm(SeenForm):
    """A target."""

    index = forms.ChoiceField(label="Chỉ số", choices=INDICES, required=False)
    kind = forms.ChoiceField(label="Loại mục tiêu", choices=TARGET_KINDS)
    value = forms.CharField(
        label="Giá trị", required=False, help_text="Ví dụ 90, hoặc 10-15 cho một nhóm hạng"
    )
    text = forms.CharField(label="Câu trong văn bản", required=False, widget=area(2))

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        return {
            **{name: node.get(name) or "" for name in ("index", "kind", "text")},
            "value": shown_value(node),
        }

    def typed(self) -> dict[str, Any]:
        data = super().typed()
        data["value"] = _value(data["value"], self.initial.get("value", ""), self.node.get("value"))
        return data

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node: Node = {}


def shown_value(node: Node) -> str:
    """Give the value of a target as a person types it: a band as 10-15."""
    value = node.get("value")
    if isinstance(value, list | tuple):
        return "-".join(str(part) for part in value)
    return "" if value is None else str(value).replace(".", ",")


def _value(typed: str, shown: str, before: Any) -> Any:
    if typed.strip() == shown:
        return before
    parts = [read_number(part) for part in typed.replace("–", "-").split("-")]
    numbers = [
        int(part) if part == part.to_integral_value() else str(part) for part in parts if part is not None
    ]
    if not numbers:
        return typed.strip() or None
    return numbers if len(numbers) > 1 else numbers[0]


class BaselineForm(SeenForm):
    """A result of an earlier year."""

    index = forms.ChoiceField(label="Chỉ số", choices=INDICES, required=False)
    year = forms.IntegerField(
        label="Năm", min_value=2000, max_value=2100, error_messages={"invalid": "Hãy nhập năm, ví dụ 2020."}
    )
    score = forms.CharField(label="Điểm", required=False)
    max = forms.CharField(label="Điểm tối đa", required=False)
    percent = forms.CharField(label="Tỷ lệ (%)", required=False)
    rank = forms.IntegerField(label="Thứ hạng", required=False, min_value=1)
    of = forms.IntegerField(label="Trên tổng số", required=False, min_value=1)
    rank_change = forms.IntegerField(
        label="Thay đổi bậc", required=False, help_text="Tăng bậc là số dương, giảm bậc là số âm"
    )

    @staticmethod
    def start(node: Node) -> dict[str, Any]:
        names = ("index", "year", "score", "max", "percent", "rank", "of", "rank_change")
        shown = {name: node.get(name) for name in names}
        for name in ("score", "max", "percent"):
            shown[name] = str(shown[name] or "").replace(".", ",")
        return shown

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("score", "max", "percent"):
            typed = data.get(name) or ""
            number = read_number(typed) if typed else None
            if typed and number is None:
                self.add_error(name, _NUMBER)
            data[name] = str(number) if number is not None else None
        return data


FORMS: dict[str, type[SeenForm]] = {
    "r": RowForm,
    "n": RowForm,
    "k": ClauseForm,
    "c": NameForm,
    "x": NameForm,
    "p": AppendixForm,
    "g": TargetForm,
    "b": BaselineForm,
    "document": DocumentForm,
}


def form_for(key: str, node: Node, data: Any = None) -> SeenForm | None:
    """Give the form of a part, filled with what stands there; None for a part without a form."""
    kind = FORMS.get(key) or FORMS.get(key[:1])
    if kind is None:
        return None
    form = kind(data, initial=kind.start(node), auto_id=f"{key}-%s")  # type: ignore[attr-defined]
    if isinstance(form, TargetForm):
        form.node = node
    return form
