"""The package of a DOCX: its parts with their types and relations, pictures and footnotes; no clock in it.

Written part by part instead of filling another program's empty document, which brings hundreds of styles nobody uses,
a thumbnail of another document and the name of another program, and takes longer to load than a report to write.
"""

import io
import zipfile
from dataclasses import dataclass, field

from namro.core.letters.docx_styles import (
    CONTINUATION,
    NOTE_MARK_STYLE,
    NOTE_STYLE,
    SEPARATOR,
    fonts_xml,
    settings_xml,
    styles_xml,
)
from namro.core.letters.docx_xml import HEAD, NAMESPACES, run, safe
from namro.core.letters.packages import FIXED_DAY
from namro.core.letters.pictures import size_of

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EMU_PER_MM = 36_000
_DAY = "2000-01-01T00:00:00Z"  # no day of making in the file: the same letter gives the same bytes


@dataclass(slots=True)
class Attached:
    """What the text refers to and other parts hold: pictures and footnotes, in the order in which they are met."""

    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def picture(self, content: bytes, width_mm: float, height_mm: float, words: str) -> str:
        """Keep a picture; give the run that shows it no wider and no higher than asked, `words` standing for it."""
        ending = "png" if content[:4] == b"\x89PNG" else "jpeg"
        width, height = size_of(content, width_mm, height_mm)
        number = len(self.pictures) + 1
        name = f"image{number}.{ending}"
        self.pictures.append((name, content))
        size = f'cx="{round(width * _EMU_PER_MM)}" cy="{max(1, round(height * _EMU_PER_MM))}"'
        told = safe(words).replace('"', "&quot;").replace("\n", " ")
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
            f'distR="0"><wp:extent {size}/><wp:docPr id="{number}" name="Hình {number}" descr="{told}"/>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect">'
            "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def note(self, words: str) -> str:
        """Keep a footnote; give the run with its mark."""
        self.notes.append(words)
        return (
            f'<w:r><w:rPr><w:rStyle w:val="{NOTE_MARK_STYLE}"/></w:rPr>'
            f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document beside its text: a header, a footer, the styles."""

    name: str  # "header1"
    kind: str  # of its relation and content type: "header"
    xml: str


def package(text: str, parts: tuple[Part, ...], attached: Attached, *, title: str, author: str) -> bytes:
    """Give the DOCX of a body of text; headers and footers are found in it by "rId" and the name of their part."""
    own = [
        Part("styles", "styles", styles_xml()),
        Part("settings", "settings", settings_xml(has_notes=bool(attached.notes))),
        Part("fontTable", "fontTable", fonts_xml()),
        *([Part("footnotes", "footnotes", _notes_xml(attached.notes))] if attached.notes else []),
        *parts,
    ]
    relations = [(f"rId{one.name}", one.kind, f"{one.name}.xml") for one in own]
    relations += [
        (f"rIdPicture{at}", "image", f"media/{name}")
        for at, (name, _) in enumerate(attached.pictures, start=1)
    ]
    document = f"{HEAD}<w:document {NAMESPACES}><w:body>{text}</w:body></w:document>"
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": _types_xml(own, {name.rpartition(".")[2] for name, _ in attached.pictures}),
        "_rels/.rels": _relations_xml(
            [
                ("rIdDocument", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                ("rIdCore", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rIdApp", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            ]
        ),
        "docProps/core.xml": _core_xml(title, author),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Năm Rõ</Application></Properties>",
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations_xml(
            [(key, f"{_OFFICE}/relationships/{kind}", target) for key, kind, target in relations]
        ),
        **{f"word/{one.name}.xml": one.xml for one in own},
        **{f"word/media/{name}": content for name, content in attached.pictures},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, FIXED_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _notes_xml(notes: list[str]) -> str:
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
        f"</w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for kind, key in (("separator", SEPARATOR), ("continuationSeparator", CONTINUATION))
    )
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{NOTE_STYLE}"/><w:jc w:val="both"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{NOTE_MARK_STYLE}"/></w:rPr><w:footnoteRef/></w:r>{run(f" {words}")}</w:p>'
        "</w:footnote>"
        for number, words in enumerate(notes, start=1)
    )
    return f"{HEAD}<w:footnotes {NAMESPACES}>{lines}{written}</w:footnotes>"


def _types_xml(parts: list[Part], pictures: set[str]) -> str:
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    endings |= {ending: f"image/{ending}" for ending in sorted(pictures)}
    named = {
        "word/document": f"{_WORD_TYPE}.document.main+xml",
        "docProps/core": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    named |= {f"word/{one.name}": f"{_WORD_TYPE}.{one.kind}+xml" for one in parts}
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        + "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in endings.items())
        + "".join(f'<Override PartName="/{name}.xml" ContentType="{kind}"/>' for name, kind in named.items())
        + "</Types>"
    )


def _relations_xml(relations: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in relations
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core_xml(title: str, author: str) -> str:
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_DAY}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{safe(title)}</dc:title><dc:creator>{safe(author)}</dc:creator><dc:language>vi-VN</dc:language>"
        f"{when}</cp:coreProperties>"
    )
