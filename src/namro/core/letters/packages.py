"""Office packages without the clock: the same content gives the same bytes on any day."""

import io
import re
import zipfile

FIXED_DAY = (1980, 1, 1, 0, 0, 0)
_CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def without_clock(content: bytes) -> bytes:
    """Give the package again with one fixed day on every part, also in the workbooks inside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xlsx"):
                part = without_clock(part)
            elif name == "docProps/core.xml":
                part = _CLOCK.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, FIXED_DAY), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
