"""Making a document keep to its pages: the fullest of several versions that still fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2

from namro.core.errors import Refusal
from namro.core.letters.model import Letter
from namro.core.letters.pdf import pdf


@dataclass(frozen=True, slots=True)
class Fullness:
    """How much a version holds: rows of a list, and letters of the longest text."""

    rows: int
    letters: int


def page_count(content: bytes) -> int:
    """Give the number of pages of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def fitted(
    draw: Callable[[Fullness], Letter], pages: int, versions: Sequence[Fullness]
) -> tuple[bytes, Fullness]:
    """Give the PDF of the first version, from the fullest to the leanest, that has no more than so many pages.

    Looked for by halving: a leaner version never needs more pages. Raises `Refusal` when none fits.
    """
    low, high = 0, len(versions) - 1
    best: tuple[bytes, Fullness] | None = None
    while low <= high:
        middle = (low + high) // 2
        content = pdf(draw(versions[middle]))
        if page_count(content) <= pages:
            best, high = (content, versions[middle]), middle - 1
        else:
            low = middle + 1
    if best is None:
        raise Refusal(
            f"Nội dung không vừa {pages} trang dù đã rút gọn; hãy viết ngắn lại tiêu đề và các câu tự ghi."
        )
    return best


def shortened(text: str, letters: int) -> str:
    """Cut a text at a word, with "…" where something was left out."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    cut = text[: letters - 1].rsplit(" ", 1)[0] if " " in text[: letters - 1] else text[: letters - 1]
    return cut.rstrip(" ,;:.") + "…"
