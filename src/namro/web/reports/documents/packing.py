"""Files that leave together: one ZIP of many, or many PDFs as one; the same bytes on any day."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping

import pypdfium2

_MADE = re.compile(rb"/CreationDate ?\(D:\d{14}")
_NAMED = re.compile(rb"/ID ?\[<[0-9A-F]{32}><[0-9A-F]{32}>\]")
_FIXED = (2000, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Give a ZIP of the files in the order of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def joined(documents: Iterable[bytes]) -> bytes:
    """Give the PDFs as one, in their order, each beginning on a page of its own."""
    merged = pypdfium2.PdfDocument.new()
    for content in documents:
        part = pypdfium2.PdfDocument(content)
        merged.import_pages(part)
        part.close()
    out = io.BytesIO()
    merged.save(out)
    merged.close()
    # The library writes the clock and a name of chance; replaced by as many letters, so that the file's table of
    # places still holds.
    content = _MADE.sub(lambda found: found[0][:-14] + b"20000101000000", out.getvalue())
    name = hashlib.sha256(_NAMED.sub(b"", content)).hexdigest()[:32].upper().encode()
    return _NAMED.sub(b"/ID[<" + name + b"><" + name + b">]", content)
