"""Styles of a DOCX: which outline level and which list a paragraph has, its own or its style's."""

from dataclasses import dataclass

from lxml import etree

from namro.core.documents.docx_numbering import VAL, W

_MAX_CHAIN = 20
_BODY_TEXT_LEVEL = 9  # Word's outlineLvl 9 means "no heading"


@dataclass(slots=True)
class _Style:
    parent: str | None = None
    outline: int | None = None
    num_id: str | None = None
    level: int | None = None


class Styles:
    """The paragraph styles of one document, inheritance resolved."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._resolved: dict[str, _Style] = {}
        if root is None:
            return
        for element in root.iterchildren(W + "style"):
            if element.get(W + "type") != "paragraph":
                continue
            based = element.find(W + "basedOn")
            style = _own(element.find(W + "pPr"))
            style.parent = None if based is None else based.get(VAL)
            name = element.find(W + "name")
            title = "" if name is None else name.get(VAL, "").lower()
            if style.outline is None and title.startswith("heading ") and title[8:].isdigit():
                style.outline = int(title[8:]) - 1
            self._styles[element.get(W + "styleId", "")] = style

    def describe(self, properties: etree._Element | None) -> tuple[int | None, str | None, int]:
        """Give heading level (1 highest) or None, list identity or None, and list level of a paragraph."""
        if properties is None:
            return None, None, 0
        own = _own(properties)
        named = properties.find(W + "pStyle")
        if named is not None:
            style = self._resolve(named.get(VAL, ""))
            own.outline = style.outline if own.outline is None else own.outline
            own.num_id = style.num_id if own.num_id is None else own.num_id
            own.level = style.level if own.level is None else own.level
        heading = None if own.outline is None or own.outline >= _BODY_TEXT_LEVEL else own.outline + 1
        return heading, own.num_id, own.level or 0

    def _resolve(self, style_id: str) -> _Style:
        if style_id in self._resolved:
            return self._resolved[style_id]
        result = _Style()
        current: str | None = style_id
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(current or "")
            if style is None:
                break
            result.outline = style.outline if result.outline is None else result.outline
            result.num_id = style.num_id if result.num_id is None else result.num_id
            result.level = style.level if result.level is None else result.level
            current = style.parent
        self._resolved[style_id] = result
        return result


def _whole(element: etree._Element | None) -> int | None:
    try:
        return None if element is None else int(element.get(VAL, ""))
    except ValueError:
        return None


def _own(properties: etree._Element | None) -> _Style:
    style = _Style()
    if properties is None:
        return style
    style.outline = _whole(properties.find(W + "outlineLvl"))
    numbered = properties.find(W + "numPr")
    if numbered is not None:
        identity = numbered.find(W + "numId")
        style.num_id = None if identity is None else identity.get(VAL)
        style.level = _whole(numbered.find(W + "ilvl"))
    return style
