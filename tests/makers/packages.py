"""Zip packages with chosen parts, for tests that need a part nobody's program writes."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a zip of the parts in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """Give a DOCX whose body is the XML given; other parts are named `numbering`, `styles`, `footnotes`."""
    head = (
        f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="urn:wps" xmlns:v="urn:v"><w:body>'
    )
    named: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"{head}{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        named[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'
    return package(named)


def xlsx_of(sheet_data: str, *, after: str = "") -> bytes:
    """Give a workbook of one sheet whose `sheetData` holds the XML given."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return package(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{rels}"><Relationship Id="r1" Target="xl/workbook.xml"'
                f' Type="{_RELATION_NS}/officeDocument"/></Relationships>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{rels}"><Relationship Id="r1" Target="worksheets/sheet1.xml"'
                f' Type="{_RELATION_NS}/worksheet"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'<workbook xmlns="{_SHEET_NS}" xmlns:r="{_RELATION_NS}"><sheets>'
                '<sheet name="Trang 1" sheetId="1" r:id="r1"/></sheets></workbook>'
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{_SHEET_NS}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>'
            ),
        }
    )
