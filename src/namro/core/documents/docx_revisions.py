"""Settles a DOCX body before it is read: deletions and hidden text go, text boxes become paragraphs."""

from lxml import etree

from namro.core.documents.docx_numbering import VAL, W

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = (
    W + "del",
    W + "moveFrom",
    W + "pPrChange",
    W + "rPrChange",
    W + "tblPrChange",
    W + "tcPrChange",
    W + "trPrChange",
    W + "sectPrChange",
    W + "numberingChange",
    _COMPATIBLE + "Fallback",
)
_OFF = ("0", "false", "off")


def settle(body: etree._Element) -> None:
    """Change the tree in place to what Word prints with all changes accepted, each text once."""
    present = {element.tag for element in body.iter(*_GONE, W + "txbxContent", W + "vanish", W + "cellDel")}
    if not present:
        return
    if W + "del" in present:
        _drop_deleted_rows(body)
        _join_deleted_paragraph_marks(body)
    for element in list(body.iter(*_GONE)):
        _remove(element)
    for mark in list(body.iter(W + "cellDel")):
        cell = _ancestor(mark, W + "tc")
        if cell is not None:
            _remove(cell)
    for vanish in list(body.iter(W + "vanish")):
        properties = vanish.getparent()
        run = None if properties is None else properties.getparent()
        if run is not None and run.tag == W + "r" and vanish.get(VAL, "true") not in _OFF:
            _remove(run)
    for box in list(body.iter(W + "txbxContent")):
        _hoist(box)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _ancestor(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _drop_deleted_rows(body: etree._Element) -> None:
    for mark in list(body.iter(W + "del")):
        parent = mark.getparent()
        if parent is not None and parent.tag == W + "trPr":
            row = parent.getparent()
            if row is not None:
                _remove(row)


def _join_deleted_paragraph_marks(body: etree._Element) -> None:
    """Move the content of a paragraph whose end mark is deleted to the start of the next paragraph."""
    for mark in list(body.iter(W + "del")):
        properties = mark.getparent()
        if properties is None or properties.tag != W + "rPr":
            continue
        paragraph_properties = properties.getparent()
        paragraph = None if paragraph_properties is None else paragraph_properties.getparent()
        if paragraph is None or paragraph.tag != W + "p" or paragraph_properties is None:
            continue
        following = paragraph.getnext()
        if following is None or following.tag != W + "p":
            continue
        at = 1 if following.find(W + "pPr") is not None else 0
        for offset, child in enumerate([c for c in paragraph if c is not paragraph_properties]):
            following.insert(at + offset, child)
        _remove(paragraph)


def _hoist(box: etree._Element) -> None:
    """Set the paragraphs of a text box behind the paragraph that anchors it."""
    anchor = _ancestor(box, W + "p")
    parent = None if anchor is None else anchor.getparent()
    if anchor is None or parent is None:
        return
    at = parent.index(anchor) + 1
    for offset, child in enumerate(list(box)):
        parent.insert(at + offset, child)
    _remove(box)
