"""How much a document may hold, and the sentences with which larger or foreign ones are refused."""

from collections.abc import Callable

from namro.core.errors import Refusal

Progress = Callable[[int, int, str], None]

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_LINES = 200_000
MAX_ELEMENTS = 600_000  # paragraphs of a DOCX, tags of a page: each costs memory before it is read
MAX_CHARACTERS = 30_000_000
MAX_PAGES = 1_000
MAX_TABLE_PLACES = 2_000_000  # rows × columns of one table: the grid is dense
MAX_COLUMNS = 1_000
MAX_SPAN = 10_000

TOO_LARGE = "Tệp lớn hơn 50 MB nên không được đọc; hãy bỏ bớt hình ảnh hoặc tách tệp rồi tải lại."
TOO_MUCH_TEXT = "Văn bản quá dài để đọc trong một lần; hãy tách thành nhiều tệp nhỏ hơn rồi tải lại."
TOO_WIDE = "Bảng trong tệp quá lớn để đọc; hãy xóa các dòng, cột trống ngoài bảng rồi lưu và tải lại."
EMPTY = "Tệp không có nội dung chữ nào; hãy kiểm tra lại tệp và chọn tệp khác."


class Budget:
    """Counts lines and characters while a document is read and refuses it once it is too long."""

    __slots__ = ("characters", "lines")

    def __init__(self) -> None:
        self.lines = 0
        self.characters = 0

    def spend(self, text: str) -> None:
        self.lines += 1
        self.characters += len(text)
        if self.lines > MAX_LINES or self.characters > MAX_CHARACTERS:
            raise Refusal(TOO_MUCH_TEXT)
