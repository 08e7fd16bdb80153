"""Marks on a document: how urgent it is and among whom it may go round; secrecy is not the program's business."""

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.model import Letter
from namro.core.letters.widths import word_width
from namro.core.text import clean, squeeze

SECRET_WORDS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
NO_SECRETS = (
    "Chương trình nối mạng nên không được soạn hay giữ văn bản có độ mật; hãy lập văn bản đó trên máy riêng theo quy định "
    "về bảo vệ bí mật nhà nước."
)


def one_of(words: str, known: tuple[str, ...], what: str) -> str:
    """Give a mark as it is printed, empty for none; raises `Refusal` for secrecy and for what is not among the known."""
    mark = _printed(words)
    if mark in SECRET_WORDS:
        raise Refusal(NO_SECRETS)
    if mark and mark not in known:
        raise Refusal(f"{what} “{squeeze(words)[:40]}” không có; chỉ dùng {', '.join(known)}, hoặc để trống.")
    return mark


def urgency_mark(words: str) -> str:
    """Give a mark of urgency as it is printed; raises `Refusal` as `one_of`."""
    return one_of(words, tuple(layout.URGENCY_WIDTHS), "Mức độ khẩn")


def circulation_mark(words: str) -> str:
    """Give a mark of circulation as it is printed; raises `Refusal` as `one_of`."""
    return one_of(words, layout.CIRCULATION_WORDS, "Chỉ dẫn phạm vi lưu hành")


def urgency_of(letter: Letter) -> tuple[str, float] | None:
    """Give the words of urgency and the width in mm of their frame."""
    words = _printed(letter.urgency)
    return (words, layout.URGENCY_WIDTHS.get(words, frame_width(words))) if words else None


def circulation_of(letter: Letter) -> tuple[str, float] | None:
    """Give the words of circulation and the width in mm of their frame."""
    words = _printed(letter.circulation)
    return (words, frame_width(words)) if words else None


def frame_width(words: str) -> float:
    """Give the width in mm of a frame around words, which stays in the left half of the head."""
    wide = word_width(words, layout.CIRCULATION, bold=True) + 2 * layout.FRAME_ROOM
    return min(wide, layout.LEFT_HALF - 2)


def contact_line(words: str) -> str:
    """Give the address for the foot of page 1; raises `Refusal` for one that takes more lines than stand there."""
    line = squeeze(words)
    if word_width(line, layout.CONTACT) > layout.CONTACT_LINES * layout.text_width():
        raise Refusal(
            f"Dòng địa chỉ dài quá {layout.CONTACT_LINES} dòng cuối trang 1; hãy chỉ ghi địa chỉ, thư điện tử, điện thoại."
        )
    return line


def _printed(words: str) -> str:
    # "HOẢ TỐC" and "HỎA TỐC" are two ways of writing one word.
    return squeeze(clean(words)).upper().replace("HOẢ", "HỎA")
