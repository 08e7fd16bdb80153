"""Writes the everyday widgets of forms directly; a filter of seven fields cost a third of a list's time before.

The words are those of Django's own templates, which still write everything else; a test holds both together.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_INPUTS = {
    f"django/forms/widgets/{name}.html"
    for name in ("input", "text", "hidden", "number", "email", "url", "password", "date")
}
_SELECT = "django/forms/widgets/select.html"


class QuickForms(DjangoTemplates):
    """Django's renderer of forms, quicker for inputs and selects."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == _SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else f' value="{_text(value)}"'
    return mark_safe(
        f'<input type="{widget["type"]}" name="{_text(widget["name"])}"{shown}{_attributes(widget)}>'
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{_text(group)}">')
        parts += [
            f'<option value="{_text(option["value"])}"{_attributes(option)}>{_text(option["label"])}</option>'
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return mark_safe("".join(parts))


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: object) -> str:
    return str(conditional_escape(value if isinstance(value, str) else str(value)))
