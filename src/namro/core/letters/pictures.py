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
