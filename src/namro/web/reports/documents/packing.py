"""Files that leave together: one ZIP of many, or many PDFs as one; the same bytes on any day."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import IO

import pypdfium2

_MADE = re.compile(rb"/CreationDate ?\(D:\d{14}")
_NAMED = re.compile(rb"/ID ?\[<[0-9A-F]{32}><[0-9A-F]{32}>\]")
_FIXED = (2000, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Give a ZIP of the files in the order of their names."""
    out = io.BytesIO()
    pack_into(out, files, lambda name: files[name])
    return out.getvalue()


def pack_into(out: IO[bytes], names: Iterable[str], content_of: Callable[[str], bytes]) -> None:
    """Write a ZIP of the named files in the order of their names; one of them is in memory at a time."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content_of(name))


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
