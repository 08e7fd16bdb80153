"""What is frozen of a report, as bytes that never differ: canonical JSON of schema `namro.report/1` and its hash."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from namro.core.errors import Refusal

SCHEMA = "namro.report/1"


def canonical(content: Mapping[str, Any]) -> str:
    """Write JSON with ordered names, no spare space and letters as they are: equal content, equal bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Give the SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def thawed(text: str, *, name: str = "nội dung") -> dict[str, Any]:
    """Read frozen content; raises `Refusal` in one sentence for anything else."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal(f"“{name}” không phải JSON đọc được; hãy chọn bản báo cáo đã xuất dạng JSON.") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise Refusal(
            f"“{name}” không phải bản báo cáo dạng {SCHEMA}; hãy chọn bản đã xuất từ trang báo cáo."
        )
    for field, kind in (("head", dict), ("sections", list)):
        if not isinstance(content.get(field), kind):
            raise Refusal(f"Bản báo cáo “{name}” thiếu phần “{field}”; hãy xuất lại từ trang báo cáo.")
    for at, section in enumerate(content["sections"], 1):
        _check_section(section, at, name)
    return content


def _check_section(section: Any, at: int, name: str) -> None:
    texts = ("key", "title", "text")
    sound = isinstance(section, dict) and all(isinstance(section.get(field), str) for field in texts)
    figures = section.get("figures") if sound else None
    if not isinstance(figures, list) or not all(
        isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get("label"), str)
        for one in figures
    ):
        raise Refusal(f"Bản báo cáo “{name}”: phần thứ {at} không đọc được; hãy xuất lại từ trang báo cáo.")
