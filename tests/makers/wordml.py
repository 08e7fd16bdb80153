"""What Word asks of WordprocessingML: order of children, tables that close, names that exist; each fault a sentence.

Orders after ECMA-376 part 1 (transitional): §17.3.1.26 pPr, §17.3.2.28 rPr, §17.4 tables, §17.6.17 sectPr,
§17.7.4.17 style, §17.9 numbering, §17.15.1.78 settings. Word refuses a file whose children stand in another order,
LibreOffice does not mind; so only the order itself can be tested here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from makers.ooxml import Parts, package_faults, parts_of, words_faults

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_P_LOOK = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
    spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
    divId cnfStyle rPr sectPr pPrChange"""
_SIDES = "top left start bottom right end"
ORDERS: Mapping[str, tuple[str, ...]] = {
    name: tuple(order.split())
    for name, order in {
        "document": "background body",
        "pPr": _P_LOOK,
        "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
            vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
            eastAsianLayout specVanish oMath rPrChange""",
        "pBdr": "top left bottom right between bar",
        "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
            tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange""",
        "tblBorders": f"{_SIDES} insideH insideV",
        "tblCellMar": _SIDES,
        "tcBorders": f"{_SIDES} insideH insideV tl2br tr2bl",
        "tr": "tblPrEx trPr tc",
        "tc": "tcPr p+tbl",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
            headers cellIns cellDel cellMerge tcPrChange""",
        "sectPr": """headerReference+footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
            pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings
            sectPrChange""",
        "styles": "docDefaults latentStyles style",
        "docDefaults": "rPrDefault pPrDefault",
        "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
            personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
        "tblStylePr": "pPr rPr tblPr trPr tcPr",
        "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
        "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
        "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
        "num": "abstractNumId lvlOverride",
        "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
        "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
            displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
            embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
            bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState
            formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
            revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
            styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
            doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
            bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
            drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
            doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData
            noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter
            noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent
            alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags
            alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr
            attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures
            forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags
            decimalSymbol listSeparator""",
    }.items()
}
# What may stand inside, in any order; an element of the language that is not named here is a fault.
INSIDE: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "body": "p tbl sectPr bookmarkStart bookmarkEnd",
        "p": "pPr r bookmarkStart bookmarkEnd hyperlink",
        "r": "rPr t br tab drawing fldChar instrText footnoteReference footnoteRef separator continuationSeparator",
        "trPr": "cantSplit trHeight tblHeader jc",
        "hdr": "p tbl",
        "ftr": "p tbl",
        "footnote": "p tbl",
        "footnotes": "footnote",
    }.items()
}
_ON_PAGE = ("document", "hdr", "ftr", "footnotes")
_VALUES: Mapping[str, frozenset[str]] = {
    "jc": frozenset(("left", "center", "right", "both")),
    "vAlign": frozenset(("top", "center", "bottom")),
    "vMerge": frozenset(("restart", "continue", "")),
    "vertAlign": frozenset(("superscript", "subscript", "baseline")),
    "type": frozenset(("nextPage", "continuous")),
}


def word_faults(content: bytes) -> list[str]:
    """Give what Word would stumble over in a DOCX, empty when nothing."""
    found = package_faults(content)
    parts = parts_of(content)
    trees = {
        name: etree.fromstring(part)
        for name, part in parts.items()
        if name.startswith("word/") and name.endswith(".xml") and b"wordprocessingml/2006/main" in part[:4000]
    }
    for name, tree in trees.items():
        found += _orders(name, tree)
        if _tag(tree) in _ON_PAGE:
            found += _texts(name, tree)
            found += _tables(name, tree)
            found += _fields(name, tree)
    found += _names(trees)
    found += _notes(trees)
    found += _ends(trees["word/document.xml"])
    found += _language(parts)
    return found


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname


def _own(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str) and child.tag.startswith(W)]


def _orders(name: str, tree: etree._Element) -> Iterator[str]:
    for element in tree.iter(f"{W}*"):
        tag = _tag(element)
        children = [_tag(child) for child in _own(element)]
        if tag in ORDERS:
            places = {one: at for at, group in enumerate(ORDERS[tag]) for one in group.split("+")}
            unknown = [one for one in children if one not in places]
            if unknown:
                yield f"{name}: <{tag}> không nhận <{unknown[0]}>"
                continue
            at = [places[one] for one in children]
            if at != sorted(at):
                yield f"{name}: thứ tự trong <{tag}> là {' '.join(children)}"
            if tag.endswith("Pr") and tag != "sectPr":
                for one, count in Counter(children).items():
                    if count > 1:
                        yield f"{name}: <{tag}> có {count} <{one}>"
        elif tag in INSIDE:
            strange = [one for one in children if one not in INSIDE[tag]]
            if strange:
                yield f"{name}: <{tag}> không nhận <{strange[0]}>"
            for first in ("pPr", "rPr"):
                if first in children[1:]:
                    yield f"{name}: <{first}> phải đứng đầu <{tag}>"
        value = element.get(f"{W}val")
        if tag in _VALUES and (value or "") not in _VALUES[tag] and _tag(element.getparent()) != "lvl":
            yield f"{name}: <{tag}> có giá trị {value!r}"
        if tag in ("sz", "szCs") and not (value or "").isdigit():
            yield f"{name}: cỡ chữ {value!r}"
        for attribute in ("w", "h", "line", "before", "after", "left", "right", "firstLine", "top", "bottom"):
            given = element.get(f"{W}{attribute}")
            if given is not None and not given.lstrip("-").isdigit():
                yield f"{name}: <{tag}> {attribute}={given!r} không phải số nguyên"


def _texts(name: str, tree: etree._Element) -> Iterator[str]:
    yield from words_faults(name, (str(text) for text in tree.itertext()))
    for element in tree.iter(f"{W}*"):
        if element.text and element.text.strip() and _tag(element) not in ("t", "instrText"):
            yield f"{name}: có chữ ngoài <t>, trong <{_tag(element)}>"
    for element in tree.iter(f"{W}t", f"{W}instrText"):
        text = element.text or ""
        if element.get(_SPACE) != "preserve" and (text != text.strip() or "  " in text):
            yield f"{name}: mất dấu cách ở {text[:40]!r}"
        if "\n" in text or "\t" in text:
            yield f"{name}: dấu xuống dòng hay tab trong <t>: {text[:40]!r}"


def _tables(name: str, tree: etree._Element) -> Iterator[str]:
    for number, table in enumerate(tree.iter(f"{W}tbl"), start=1):
        where = f"{name}: bảng {number}"
        grid = [int(str(one.get(f"{W}w"))) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        if not grid:
            yield f"{where} không có lưới"
        if not table.findall(f"{W}tr"):
            yield f"{where} không có hàng nào"
        after = table.getnext()
        if after is None or after.tag not in (f"{W}p", f"{W}tbl"):
            yield f"{where} không có đoạn văn theo sau"
        elif after.tag == f"{W}tbl":
            yield f"{where} dính liền bảng sau: Word nhập làm một"
        total = table.find(f"{W}tblPr/{W}tblW")
        if total is not None and total.get(f"{W}type") == "dxa" and total.get(f"{W}w") != str(sum(grid)):
            yield f"{where} rộng {total.get(f'{W}w')}, lưới rộng {sum(grid)}"
        open_above: dict[int, int] = {}
        heads_over = False
        for at, row in enumerate(table.iterfind(f"{W}tr"), start=1):
            is_head = row.find(f"{W}trPr/{W}tblHeader") is not None
            if is_head and heads_over:
                yield f"{where}, hàng {at}: hàng đầu bảng đứng sau hàng thường, Word không lặp"
            heads_over = heads_over or not is_head
            column, below = 0, {}
            for cell in row.iterfind(f"{W}tc"):
                look = cell.find(f"{W}tcPr")
                width = look.find(f"{W}tcW") if look is not None else None
                if look is None or width is None:
                    yield f"{where}, hàng {at}: ô không ghi bề rộng"
                    continue
                spans = look.find(f"{W}gridSpan")
                span = int(str(spans.get(f"{W}val"))) if spans is not None else 1
                if abs(int(str(width.get(f"{W}w"))) - sum(grid[column : column + span])) > span:
                    yield f"{where}, hàng {at}: ô rộng {width.get(f'{W}w')}, lưới {sum(grid[column : column + span])}"
                merged = look.find(f"{W}vMerge")
                if merged is not None:
                    if merged.get(f"{W}val") != "restart" and open_above.get(column) != span:
                        yield f"{where}, hàng {at}: ô gộp dọc không có ô đầu ngay trên"
                    below[column] = span
                if not len(cell) or cell[-1].tag != f"{W}p":
                    yield f"{where}, hàng {at}: ô không kết thúc bằng đoạn văn"
                column += span
            if column != len(grid):
                yield f"{where}, hàng {at}: {column} cột, lưới có {len(grid)}"
            open_above = below


def _fields(name: str, tree: etree._Element) -> Iterator[str]:
    depth = [one.get(f"{W}fldCharType") for one in tree.iter(f"{W}fldChar")]
    if depth.count("begin") != depth.count("end") or depth[:1] == ["end"]:
        yield f"{name}: trường mở và đóng không khớp"


def _names(trees: Mapping[str, etree._Element]) -> Iterator[str]:
    styles = {str(one.get(f"{W}styleId")): one for one in trees["word/styles.xml"].iterfind(f"{W}style")}
    ids = [str(one.get(f"{W}styleId")) for one in trees["word/styles.xml"].iterfind(f"{W}style")]
    names = [str(one.find(f"{W}name").get(f"{W}val")).lower() for one in styles.values()]  # type: ignore[union-attr]
    yield from (f"kiểu {one} có hai lần" for one, count in Counter([*ids, *names]).items() if count > 2)
    yield from (f"mã kiểu {one} có hai lần" for one, count in Counter(ids).items() if count > 1)
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    kinds |= dict.fromkeys(("basedOn", "next", "link"), "")
    numbers = trees.get("word/numbering.xml")
    known = {one.get(f"{W}numId") for one in numbers.iterfind(f"{W}num")} if numbers is not None else set()
    for name, tree in trees.items():
        for element in tree.iter(*(f"{W}{kind}" for kind in kinds)):
            wanted = str(element.get(f"{W}val"))
            kind = kinds[_tag(element)]
            if wanted not in styles or (kind and styles[wanted].get(f"{W}type") != kind):
                yield f"{name}: <{_tag(element)}> gọi kiểu {wanted!r} không có"
        for element in tree.iter(f"{W}numId"):
            if element.get(f"{W}val") not in known and element.get(f"{W}val") != "0":
                yield f"{name}: danh sách số {element.get(f'{W}val')!r} không có"
        for tag, what in ((f"{_WP}docPr", "hình"), (f"{W}bookmarkStart", "dấu trang")):
            used = [one.get("id") or one.get(f"{W}id") for one in tree.iter(tag)]
            yield from (f"{name}: mã {what} {one} có hai lần" for one, n in Counter(used).items() if n > 1)


def _notes(trees: Mapping[str, etree._Element]) -> Iterator[str]:
    asked = [one.get(f"{W}id") for one in trees["word/document.xml"].iter(f"{W}footnoteReference")]
    notes = trees.get("word/footnotes.xml")
    given = list(notes.iterfind(f"{W}footnote")) if notes is not None else []
    ids = [one.get(f"{W}id") for one in given if one.get(f"{W}type") is None]
    yield from (f"cước chú {one} có hai lần" for one, count in Counter(ids).items() if count > 1)
    yield from (f"cước chú {one} được gọi hai lần" for one, count in Counter(asked).items() if count > 1)
    if set(asked) != set(ids):
        yield f"cước chú gọi {sorted(map(str, asked))}, có {sorted(map(str, ids))}"
    if notes is not None:
        kinds = {one.get(f"{W}type"): one.get(f"{W}id") for one in given}
        if "separator" not in kinds or "continuationSeparator" not in kinds:
            yield "cước chú thiếu hai đường ngăn"
        named = [
            one.get(f"{W}id") for one in trees["word/settings.xml"].iterfind(f"{W}footnotePr/{W}footnote")
        ]
        if named != [kinds.get("separator"), kinds.get("continuationSeparator")]:
            yield "settings.xml không nêu hai đường ngăn của cước chú"


def _ends(document: etree._Element) -> Iterator[str]:
    body = document.find(f"{W}body")
    if body is None or body[-1].tag != f"{W}sectPr":
        yield "thân văn bản không kết thúc bằng sectPr"
        return
    for section in document.iter(f"{W}sectPr"):
        parent = section.getparent()
        if parent is not body and (parent is None or _tag(parent) != "pPr"):
            yield "sectPr không nằm trong pPr"
        size = section.find(f"{W}pgSz")
        if size is not None:
            lies = int(str(size.get(f"{W}w"))) > int(str(size.get(f"{W}h")))
            if lies != (size.get(f"{W}orient") == "landscape"):
                yield "khổ giấy và hướng giấy không khớp"


def _language(parts: Parts) -> Iterator[str]:
    if b"Microsoft Macintosh Word" in parts.get("docProps/app.xml", b""):
        yield "docProps/app.xml nhận là của chương trình khác"
    if "docProps/thumbnail.jpeg" in parts:
        yield "ảnh thu nhỏ không phải của văn bản này"
