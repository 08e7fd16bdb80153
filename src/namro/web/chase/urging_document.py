"""The words of an urging letter, from the tree that is kept."""

from datetime import date
from typing import Any


def opening_lines(content: dict[str, Any], day_words: str) -> list[str]:
    """Say what the unit is urged about: tasks, reports, or both."""
    tasks, reports = len(content["items"]), len(content.get("reports", []))
    said = f"{tasks} phần việc quá hạn chưa báo cáo hoàn thành" if tasks else ""
    if reports:
        said += (" và " if said else "") + f"{reports} báo cáo quá hạn chưa gửi"
    return [f"Qua theo dõi, đến ngày {day_words}, {content['unit']} còn {said}."]


def reports_words(content: dict[str, Any]) -> str:
    """Say the reports of a letter in a sentence of their own; empty without any."""
    reports = content.get("reports", [])
    if not reports:
        return ""
    oldest = max(one["days"] for one in reports)
    also = "Ngoài ra, " if content["items"] else ""
    return f"{also}{content['unit']} còn {len(reports)} báo cáo quá hạn chưa gửi, lâu nhất quá hạn {oldest} ngày."


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
    reports = since.get("reports")
    if reports and any(reports.values()):
        lines.append(
            f"Báo cáo: {len(reports['done'])} đã gửi, {len(reports['still'])} vẫn quá hạn, "
            f"{len(reports['new'])} mới quá hạn."
        )
    return lines


def dated_items(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the tasks of the letter with the due dates as days."""
    return [item | {"due_day": date.fromisoformat(item["due"])} for item in content["items"]]


def dated_reports(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the reports of the letter with the due dates as days and whether the letter before did not have them."""
    since = content["since"]
    new = set(since["reports"]["new"]) if since and "reports" in since else set()
    return [
        one | {"due_day": date.fromisoformat(one["due"]), "is_new": one["duty"] in new}
        for one in content.get("reports", [])
    ]
