"""The words of an urging letter, from the tree that is kept."""

from datetime import date
from typing import Any


def since_lines(content: dict[str, Any]) -> list[str]:
    """Say what changed since the letter before; nothing in a first letter."""
    since = content["since"]
    if since is None:
        return []
    lines = [
        f"So với {since['words']} ({since['days']} ngày trước): {len(since['done'])} phần việc đã báo cáo xong, "
        f"{len(since['still'])} vẫn quá hạn, {len(since['new'])} mới quá hạn"
        + (f", {len(since['moved'])} đã đổi hạn hoặc chuyển đơn vị." if since["moved"] else ".")
    ]
    if since["done"]:
        lines.append("Đã báo cáo xong: " + ", ".join(item["code"] for item in since["done"]) + ".")
    return lines


def dated_items(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the list of the letter with the due dates as days."""
    return [item | {"due_day": date.fromisoformat(item["due"])} for item in content["items"]]
