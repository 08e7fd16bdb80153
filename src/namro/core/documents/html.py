"""HTML: the page as a person sees it; lists numbered, tables with their spans, frames of layout dissolved."""

from lxml import etree

from namro.core.documents.assembly import Assembly
from namro.core.documents.encoding import declared_charset, decode
from namro.core.documents.html_lists import ListCounter
from namro.core.documents.html_tables import has_inner_table, lay_out
from namro.core.documents.limits import MAX_ELEMENTS, TOO_MUCH_TEXT, Progress
from namro.core.documents.model import Document
from namro.core.errors import Refusal

_TOO_DEEP = "Trang HTML lồng nhau quá sâu nên không đọc được; hãy mở bằng trình duyệt, lưu lại hoặc dán sang Word rồi tải lên."
_EMPTY_PAGE = "Trang HTML không có nội dung chữ nào; hãy kiểm tra lại tệp và chọn tệp khác."
# fmt: off
_DROPPED = frozenset((
    "script", "style", "head", "template", "noscript", "svg", "object", "iframe", "select", "textarea", "button",
    "map", "audio", "video", "canvas",
))
_BLOCKS = frozenset((
    "html", "body", "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "h1", "h2", "h3",
    "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "tr", "td", "th", "thead", "tbody",
    "tfoot", "blockquote", "pre", "address", "figure", "figcaption", "form", "fieldset", "legend", "hr", "center",
    "details", "summary", "menu", "dir", "option",
))
# fmt: on
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_html(data: bytes, progress: Progress | None = None) -> Document:
    """Read a web page or a page saved by Word; text around the document stays as paragraphs."""
    text = decode(data, declared=declared_charset(data))
    walker = _Walker()
    walker.walk(parse_page(text))
    walker.flush()
    if progress:
        progress(1, 1, "Đọc trang HTML")
    return walker.out.document()


def parse_page(text: str) -> etree._Element:
    """Give the root element; refuses pages nested deeper than a person's page ever is."""
    if text.count("<") > MAX_ELEMENTS:
        raise Refusal(TOO_MUCH_TEXT)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", errors="ignore"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(_EMPTY_PAGE) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise Refusal(_TOO_DEEP)
    if root is None:
        raise Refusal(_EMPTY_PAGE)
    return root


class _Walker:
    """Walks the elements; text gathers in `_pieces` until a block begins or ends."""

    def __init__(self) -> None:
        self.out = Assembly("html")
        self._pieces: list[str] = []
        self._heading: int | None = None
        self._lists: list[ListCounter] = []
        # Inside a cell paragraphs go to this list instead of the document.
        self._cell: list[str] | None = None

    def flush(self) -> None:
        text = tidy("".join(self._pieces))
        self._pieces.clear()
        if not text:
            return
        if self._cell is not None:
            self._cell.append(text)
        else:
            self.out.paragraph([text], heading=self._heading)

    def walk(self, element: etree._Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or is_hidden(element):
            return
        if tag == "br":
            self._pieces.append("\x0b")
            return
        if tag == "table" and self._cell is None and not has_inner_table(element):
            self.flush()
            self._table(element)
            return
        is_block = tag in _BLOCKS
        if is_block:
            self.flush()
        if tag in ("ul", "ol"):
            self._lists.append(ListCounter(element))
        elif tag == "li" and self._lists:
            self._pieces.append(self._lists[-1].mark(element))
        before = self._heading
        self._heading = _HEADINGS.get(tag, before)
        self._add(element.text, keep=tag == "pre")
        for child in element:
            self.walk(child)
            self._add(child.tail, keep=tag == "pre")
        if is_block:
            self.flush()
        self._heading = before
        if tag in ("ul", "ol"):
            self._lists.pop()

    def _add(self, text: str | None, *, keep: bool) -> None:
        if text:
            self._pieces.append(text.replace("\n", "\x0b") if keep else text)

    def _table(self, table: etree._Element) -> None:
        grid = lay_out(table, self._cell_texts)
        caption = table.find("caption")
        if caption is not None:
            self.walk(caption)
        if grid.cells:
            self.out.table(
                grid.cells,
                row_count=grid.row_count,
                column_count=grid.column_count,
                heading_rows=grid.heading_rows,
            )

    def _cell_texts(self, cell: etree._Element) -> list[str]:
        texts: list[str] = []
        self._cell = texts
        for_lists, self._lists = self._lists, []
        self.walk(cell)
        self._lists = for_lists
        self._cell = None
        return texts


def is_hidden(element: etree._Element) -> bool:
    """Tell whether the page itself says that the element is not shown."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if not style:
        return False
    flat = style.replace(" ", "").lower()
    return "display:none" in flat or "mso-hide:all" in flat


def tidy(text: str) -> str:
    """Fold blanks as a browser does: runs of ordinary blanks are one space, only `<br>` breaks a line."""
    lines = []
    for line in text.split("\x0b"):
        folded = " ".join(
            part for part in line.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part
        )
        lines.append(folded)
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)
