"""What of a package was made already, on disk: a package that was killed goes on behind it and holds little in memory.

A part is one unit of the package. Its files are written first and its note last, each under another name until it is
whole; so a part either has its note and all its files, or is made again. `shelf` is `Package.shelf`.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

_FOLDER = "goi/dang-lam"


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one unit: the names of its files, or why there are none."""

    names: tuple[str, ...]
    refused: str = ""


def folder_of(shelf: str) -> Path:
    """Give the folder of the parts of a package; it may not be there."""
    return Path(default_storage.path(f"{_FOLDER}/{shelf}"))


def keep(shelf: str, at: int, files: Mapping[str, bytes], refused: str = "") -> None:
    """Keep what was made for the unit at a place; the same again changes nothing."""
    folder = folder_of(shelf)
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(files.values()):
        _write(folder / f"{at:05d}-{number}", content)
    note = json.dumps({"names": list(files), "refused": refused}, ensure_ascii=False)
    _write(folder / f"{at:05d}.json", note.encode())


def kept(shelf: str, at: int) -> Part | None:
    """Give what was made for the unit at a place, None where it is still to be made."""
    try:
        note = json.loads((folder_of(shelf) / f"{at:05d}.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return Part(tuple(note["names"]), note["refused"])


def files_of(shelf: str, parts: Sequence[Part]) -> Iterator[tuple[str, Path]]:
    """Give the name and the place on disk of every file, in the order of the package."""
    folder = folder_of(shelf)
    for at, part in enumerate(parts):
        for number, name in enumerate(part.names):
            yield name, folder / f"{at:05d}-{number}"


def clear(shelf: str) -> None:
    """Remove the parts; nothing happens where there are none."""
    shutil.rmtree(folder_of(shelf), ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
