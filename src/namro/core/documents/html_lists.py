"""Numbers and bullets that a browser prints before the items of a list."""

import re

from lxml import etree

from namro.core.documents.docx_numbering import render

_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_OWN_MARK = re.compile(r"\s*([-–•+*·]|\(?[0-9]{1,3}[.)]|\(?[a-zđA-ZĐ][.)]|[IVXivx]{1,6}[.)])\s*")


class ListCounter:
    """The running number of one `<ol>`, or the dash of one `<ul>`."""

    def __init__(self, element: etree._Element) -> None:
        self._ordered = element.tag == "ol"
        self._form = _FORMS.get(element.get("type", ""), "decimal")
        self._unmarked = "list-style-type:none" in element.get("style", "").replace(" ", "").lower() or (
            "list-style:none" in element.get("style", "").replace(" ", "").lower()
        )
        self._next = _whole(element.get("start"), 1)

    def mark(self, item: etree._Element) -> str:
        """Give the mark of the next item with its blank; nothing when the text brings its own mark."""
        value = _whole(item.get("value"), self._next)
        self._next = value + 1
        if self._unmarked or _OWN_MARK.match((item.text or "")[:20]):
            return ""
        return f"{render(value, self._form)}. " if self._ordered else "- "


def _whole(text: str | None, default: int) -> int:
    try:
        return max(-1_000_000, min(int(text or default), 1_000_000))
    except ValueError:
        return default
