"""What a person types to hand work on, to report on a piece, and to move obligations between units."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict

from namro.core.text import read_number
from namro.web.cascade.models import HandOver
from namro.web.cascade.services.giving import MOST_PIECES, Piece
from namro.web.cascade.services.working import Said
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Staff
from namro.web.plans.services.reporting import MAX_SENTENCE
from namro.web.ui.fields import BROKEN, DayField, FilesField

DIVISION, OFFICIAL = "phong", "nguoi"


class NumberField(forms.CharField):
    """A number as written here: 1.234,5."""

    def clean(self, value: Any) -> Decimal | None:
        text = str(super().clean(value) or "").strip().removesuffix("%").strip()
        if not text:
            return None
        number = read_number(text)
        if number is None:
            raise forms.ValidationError("Ghi bằng chữ số, ví dụ 3 hoặc 12,5.")
        return number


def receivers(staff: Staff, *, only_division: int | None = None) -> list[tuple[str, Any]]:
    """Give whom work may be given to: divisions and people of the unit, or the people of one division."""
    if only_division is not None:
        row = next((row for row in staff.divisions if row.division.pk == only_division), None)
        posts = [post for post in (row.head, *row.officials) if post is not None] if row else []
        return [
            ("", "Chọn người nhận"),
            *((f"{OFFICIAL}-{p.user_id}", p.user.get_full_name()) for p in posts),
        ]
    divisions = [
        (f"{DIVISION}-{row.division.pk}", row.division.name + ("" if row.head else " (chưa có trưởng phòng)"))
        for row in staff.divisions
    ]
    people = [
        (
            f"{OFFICIAL}-{post.user_id}",
            post.user.get_full_name() + (f", {post.user.title}" if post.user.title else ""),
        )
        for post in staff.people
    ]
    blocks: list[tuple[str, Any]] = [("", "Chọn người nhận")]
    if divisions:
        blocks.append(("Phòng", divisions))
    if people:
        blocks.append(("Công chức", people))
    return blocks


class PieceForm(forms.Form):
    """One piece to give; what is missing is said by the check of the five clears, once for all pieces."""

    nguoi_nhan = forms.ChoiceField(
        label="Rõ người: giao cho",
        required=False,
        error_messages={"invalid_choice": "Người hoặc phòng này không còn nhận việc được; hãy chọn lại."},
    )
    viec = forms.CharField(
        label="Rõ việc: phải làm gì",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    trach_nhiem = forms.CharField(
        label="Rõ trách nhiệm: chịu trách nhiệm về điều gì",
        required=False,
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "placeholder": "ví dụ: Chịu trách nhiệm danh sách đúng, đủ và niêm yết đúng hạn",
            }
        ),
    )
    han = DayField(label="Rõ thời gian: phải xong ngày", required=False)
    ly_do = forms.CharField(label="Lý do nếu sau hạn của phần việc", required=False, max_length=300)
    san_pham = forms.CharField(
        label="Rõ hiệu quả: sản phẩm",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ: Biên bản niêm yết"}),
    )
    so_luong = NumberField(
        label="hoặc số lượng phải đạt", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    don_vi_tinh = forms.CharField(
        label="Đơn vị tính",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "hộ, hồ sơ, %"}),
    )
    ty_trong = NumberField(
        label="Tỷ trọng (%)",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "để trống nếu chưa rõ"}),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["nguoi_nhan"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_blank(self) -> bool:
        """Say whether nobody and nothing was named: a row that was left alone."""
        data = self.cleaned_data
        return not any(data.get(name) for name in ("nguoi_nhan", "trach_nhiem", "san_pham", "so_luong"))

    def piece(self) -> Piece:
        """Give what was typed."""
        data = self.cleaned_data
        kind, _, number = (data.get("nguoi_nhan") or "").partition("-")
        return Piece(
            division_id=int(number) if kind == DIVISION else None,
            official_id=int(number) if kind == OFFICIAL else None,
            work=data["viec"],
            responsibility=data["trach_nhiem"],
            due=data["han"],
            reason_later=data["ly_do"],
            product=data["san_pham"],
            quantity=data["so_luong"],
            counted_in=data["don_vi_tinh"],
            share=data["ty_trong"],
        )


class PiecesForm:
    """Several pieces on one page: the number of rows stands in the hidden field `dong`."""

    def __init__(
        self, data: QueryDict | None, *, choices: Sequence[tuple[str, Any]], initial: dict[str, Any]
    ) -> None:
        asked = (data.get("dong", "1") if data else "1")[:3]
        self.count = min(max(int(asked) if asked.isdecimal() else 1, 1), MOST_PIECES)
        self.data, self.choices, self.initial = data, choices, initial
        self.rows = [self._row(number) for number in range(self.count)]

    def _row(self, number: int) -> PieceForm:
        return PieceForm(self.data, prefix=f"p{number}", choices=self.choices, initial=self.initial)

    @property
    def numbered(self) -> Iterable[tuple[int, PieceForm]]:
        return enumerate(self.rows, start=1)

    def is_valid(self) -> bool:
        # Every row is asked, so that each says what is wrong with it.
        answers = [row.is_valid() for row in self.rows]
        return all(answers)

    def add_row(self) -> None:
        """Offer one row more; what was typed stays."""
        typed = cast(QueryDict, self.data).copy()
        self.count = min(self.count + 1, MOST_PIECES)
        for name, value in self.initial.items():
            shown = value if isinstance(value, str) else f"{value:%d/%m/%Y}" if value else ""
            typed[f"p{self.count - 1}-{name}"] = shown
        self.data = typed
        self.rows = [self._row(number) for number in range(self.count)]

    def pieces(self) -> list[Piece]:
        """Give the rows that say something; the first always."""
        return [row.piece() for number, row in enumerate(self.rows) if number == 0 or not row.is_blank]


class ManyForm(PieceForm):
    """Many obligations to one receiver: the work is each obligation's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["viec"].widget = forms.HiddenInput()
        self.fields["ty_trong"].widget = forms.HiddenInput()


class WorkForm(forms.Form):
    """The report of one piece in a minute; which button was pressed says how far it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    sentence = forms.CharField(
        label="Đã làm gì, đến đâu",
        required=False,
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Một câu, ví dụ: Đã niêm yết ở 12 thôn"}),
    )
    attachments = FilesField(label="Tệp hoặc ảnh", required=False)
    document_number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 12/BB-UBND"}),
    )
    document_date = DayField(label="Ngày văn bản", required=False)
    address = forms.CharField(
        label="Địa chỉ trang web",
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )
    percent = forms.IntegerField(
        label="Tỷ lệ (%)",
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0 đến 100"}),
    )
    achieved = NumberField(
        label="Số lượng",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "ví dụ 3"}),
    )

    def __init__(self, *args: Any, piece: HandOver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if piece.counted_in:
            self.fields["achieved"].label = f"Số lượng ({piece.counted_in})"

    def show_against(self, version: int) -> None:
        """Keep what was typed and offer it against another version."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version)
        self.data = typed

    def said(self, *, stuck: bool) -> Said:
        data = self.cleaned_data
        return Said(data["sentence"], data["percent"], data["achieved"], stuck)

    def proof(self) -> Proof:
        data = self.cleaned_data
        return Proof(
            files=data["attachments"],
            document_number=data["document_number"],
            document_date=data["document_date"],
            address=data["address"],
        )


class StepForm(forms.Form):
    """A step with its reason, or a word to go with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    reason = forms.CharField(required=False, max_length=MAX_SENTENCE)


class TransferForm(forms.Form):
    """To which unit, and why."""

    don_vi = forms.ChoiceField(
        label="Chuyển sang đơn vị",
        error_messages={
            "required": "Hãy chọn đơn vị nhận.",
            "invalid_choice": "Đơn vị này không có mặt vào ngày ấy; hãy chọn một đơn vị trong danh sách.",
        },
    )
    ly_do = forms.CharField(
        label="Lý do, căn cứ",
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": "ví dụ: Quyết định số 12/QĐ-UBND ngày 5/7/2025"}
        ),
        error_messages={"required": "Hãy ghi lý do chuyển, ví dụ số và ngày của văn bản quyết định."},
    )

    def __init__(self, *args: Any, units: Sequence[Unit], first: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        rest: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            rest.setdefault(str(unit.get_level_display()), []).append((unit.key, unit.name))
        near = [("Nên xem trước", [(unit.key, unit.name) for unit in first])] if first else []
        field.choices = [("", "Chọn đơn vị"), *near, *rest.items()]


def first_error(form: forms.Form) -> str:
    """Give one sentence for a form that cannot be taken."""
    for errors in form.errors.values():
        return str(errors[0])
    return "Biểu mẫu chưa điền đúng."
