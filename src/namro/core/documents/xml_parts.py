"""XML parts of office packages: parsed without entities, without network, within libxml2's own limits."""

from lxml import etree

from namro.core.documents.archive import BROKEN
from namro.core.errors import Refusal

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_ENTITIES = (
    "Tệp có khai báo thực thể XML không được phép trong tệp Office; hãy mở bằng Word hoặc Excel rồi lưu lại."
)


def parse_part(data: bytes) -> etree._Element:
    """Give the root of an XML part; refuses corrupt XML and any document type declaration."""
    if b"http://purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
            raise Refusal(_ENTITIES) from error
        raise Refusal(BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(_ENTITIES)
    return root
