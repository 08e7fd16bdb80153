"""Zip packages opened with care: no entry is unpacked beyond its limit, whatever its header declares."""

import io
import struct
import zipfile
import zlib

from namro.core.errors import Refusal

MAX_ENTRIES = 5_000
MAX_PART_BYTES = 40 * 1024 * 1024
MAX_TOTAL_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 200  # real packages stay under 60; checked only above FREE_BYTES
FREE_BYTES = 8 * 1024 * 1024
_CHUNK = 1 << 16

BOMB = "Tệp nén này khi mở ra lớn bất thường nên không được đọc; hãy mở bằng Word hoặc Excel, lưu lại rồi tải lên."
BROKEN = "Tệp bị hỏng hoặc bị cắt ngang nên không mở được; hãy lấy lại bản gốc hoặc mở và lưu lại bằng Word, Excel."
LOCKED = "Tệp được đặt mật khẩu nên không đọc được; hãy mở bằng mật khẩu, bỏ mật khẩu rồi lưu và tải lại."

_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    KeyError,
    IndexError,
)


class Archive:
    """A zip package in memory; refuses bombs, broken and encrypted packages with one sentence."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _FAULTS as error:
            raise Refusal(BROKEN) from error
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
            raise Refusal(BOMB)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Refusal(LOCKED)
        for entry in entries:
            if entry.file_size > FREE_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
                raise Refusal(BOMB)
        self.names = frozenset(entry.filename for entry in entries)
        self._unpacked = 0

    def read(self, name: str, limit: int = MAX_PART_BYTES) -> bytes:
        """Unpack one entry; refuses more than `limit` bytes, counted while unpacking."""
        out = bytearray()
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    out += chunk
                    if len(out) > limit or self._unpacked + len(out) > 3 * MAX_PART_BYTES:
                        raise Refusal(BOMB)
        except _FAULTS as error:
            raise Refusal(BROKEN) from error
        self._unpacked += len(out)
        return bytes(out)

    def read_if_present(self, name: str) -> bytes | None:
        """Unpack one entry, or give None when the package has no such entry."""
        return self.read(name) if name in self.names else None
