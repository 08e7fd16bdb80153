"""What people type beside the figures of an index."""

from django import forms


class CauseForm(forms.Form):
    """Why a criterion lost points; empty takes the words away."""

    text = forms.CharField(
        label="Vì sao mất điểm",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nguyên nhân rút ra từ báo cáo, kiểm tra, phản ánh của người dân; để trống là bỏ.",
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
