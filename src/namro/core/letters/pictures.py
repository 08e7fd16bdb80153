"""Pictures that people put into a document: looked at before they are trusted."""

import io

from PIL import Image, UnidentifiedImageError

from namro.core.errors import Refusal
from namro.core.letters.model import Picture

MOST_PIXELS = 40_000_000


def check_picture(picture: Picture) -> None:
    """Raise `Refusal` for bytes that are no PNG or JPEG, or that would fill the memory when opened."""
    try:
        with Image.open(io.BytesIO(picture.content), formats=("PNG", "JPEG")) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS:
                raise Refusal(
                    f"Ảnh «{picture.words}» có {width} × {height} điểm ảnh, quá lớn; hãy thu nhỏ rồi chèn lại."
                )
            opened.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refusal(
            f"Tệp ảnh «{picture.words}» không phải ảnh PNG hoặc JPEG mở được; hãy chọn tệp khác."
        ) from None


def size_of(content: bytes, width_mm: float, height_mm: float) -> tuple[float, float]:
    """Give width and height in mm of a picture: `width_mm` wide, less when it were higher than `height_mm`."""
    with Image.open(io.BytesIO(content)) as opened:
        return fitted(*opened.size, width_mm, height_mm)


def fitted(width: float, height: float, width_mm: float, height_mm: float) -> tuple[float, float]:
    """Give width and height in mm of what is so wide and high in any unit, inside the room there is."""
    wide = min(width_mm, height_mm * width / max(1, height))
    return wide, wide * height / max(1, width)
