"""What Office asks of a package before it opens it: parts, content types, relations, times; each fault is a sentence.

After ECMA-376 part 2 (Open Packaging Conventions). Office says "unreadable content" where these fail, while more
patient programs open the file.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TERMS = "{http://purl.org/dc/terms/}"
_FIXED_DAY = (1980, 1, 1, 0, 0, 0)
Parts = Mapping[str, bytes]


def parts_of(content: bytes) -> dict[str, bytes]:
    """Give the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {one.filename: file.read(one) for one in file.infolist()}


def packed(parts: Parts) -> bytes:
    """Give parts as a package, for files broken on purpose."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name, _FIXED_DAY), part)
    return out.getvalue()


def package_faults(content: bytes) -> list[str]:
    """Give what is wrong with a package of any kind, empty when nothing is."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        twice = [name for name, count in Counter(file.namelist()).items() if count > 1]
        found = [f"phần {name} có hai lần" for name in twice]
        found += [
            f"phần {one.filename} mang ngày {one.date_time}"
            for one in file.infolist()
            if one.date_time != _FIXED_DAY
        ]
    parts = parts_of(content)
    trees: dict[str, etree._Element] = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(part)
            except etree.XMLSyntaxError as error:
                found.append(f"{name} không phải XML: {error}")
    found += _types(parts, trees)
    found += _relations(parts, trees)
    found += _times(trees)
    return found


def _types(parts: Parts, trees: Mapping[str, etree._Element]) -> Iterator[str]:
    tree = trees.get("[Content_Types].xml")
    if tree is None:
        yield "không có [Content_Types].xml"
        return
    endings = [str(one.get("Extension")).lower() for one in tree.iter(f"{_TYPES}Default")]
    named = [str(one.get("PartName")) for one in tree.iter(f"{_TYPES}Override")]
    yield from (f"kiểu của .{one} khai hai lần" for one, count in Counter(endings).items() if count > 1)
    yield from (f"kiểu của {one} khai hai lần" for one, count in Counter(named).items() if count > 1)
    yield from (f"kiểu khai cho {one} không có trong tệp" for one in named if one[1:] not in parts)
    for name in parts:
        if name != "[Content_Types].xml" and f"/{name}" not in named:
            ending = name.rpartition(".")[2].lower()
            if ending not in endings:
                yield f"{name} không có kiểu nội dung"
            elif ending == "xml":
                yield f"{name} chỉ có kiểu chung của .xml, Word không biết là phần gì"


def _relations(parts: Parts, trees: Mapping[str, etree._Element]) -> Iterator[str]:
    reached = {"[Content_Types].xml"}
    known: dict[str, set[str]] = {}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder, base = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        reached.add(name)
        if source and source not in parts:
            yield f"{name} là quan hệ của {source}, phần không có"
        ids = [str(one.get("Id")) for one in tree.iter(f"{_RELATIONS}Relationship")]
        known[source] = set(ids)
        yield from (f"{name}: mã {one} có hai lần" for one, count in Counter(ids).items() if count > 1)
        for one in tree.iter(f"{_RELATIONS}Relationship"):
            if one.get("TargetMode") == "External":
                continue
            target = str(one.get("Target"))
            at = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
            at = posixpath.normpath(at)
            reached.add(at)
            if at not in parts:
                yield f"{name}: {one.get('Id')} trỏ tới {at}, phần không có"
    yield from (f"{name} không ai trỏ tới" for name in parts if name not in reached)
    for name, tree in trees.items():
        for element in tree.iter():
            for attribute, value in element.attrib.items():
                if str(attribute).startswith(_OFFICE) and value and value not in known.get(name, set()):
                    yield f"{name}: <{etree.QName(element).localname}> dùng quan hệ {value!r} không có"


def _times(trees: Mapping[str, etree._Element]) -> Iterator[str]:
    core = trees.get("docProps/core.xml")
    if core is None:
        yield "không có docProps/core.xml"
        return
    for name in ("created", "modified"):
        for one in core.iter(f"{_TERMS}{name}"):
            if one.text != "2000-01-01T00:00:00Z":
                yield f"docProps/core.xml ghi {name} lúc {one.text}"


def words_faults(name: str, texts: Iterable[str]) -> Iterator[str]:
    """Give the texts that hold signs no XML of Office should hold."""
    for text in texts:
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ufeff]", text):
            yield f"{name} có ký tự điều khiển: {text[:40]!r}"
