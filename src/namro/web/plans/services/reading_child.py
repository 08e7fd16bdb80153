"""The process that reads one document: `python -m … FILE NAME RESULT`; progress goes to standard output.

Ends with 0 and the reading in RESULT, 2 and a refusal in RESULT, 3 when the memory allowed is used up.
Knows neither Django nor the database.
"""

import contextlib
import json
import resource
import sys
from pathlib import Path

from namro.core.errors import Refusal

MEMORY_ALLOWED = 500 * 1024 * 1024  # bytes of address space


def main(file: str, name: str, result: str) -> int:
    """Read the file and write what came of it."""
    with contextlib.suppress(ValueError, OSError):  # a tighter limit of the machine stays
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_ALLOWED, MEMORY_ALLOWED))
    try:
        outcome = _read(file, name)
    except Refusal as refusal:
        Path(result).write_text(json.dumps({"refusal": refusal.sentence}))
        return 2
    except MemoryError:
        return 3
    Path(result).write_text(json.dumps(outcome))
    return 0


def _read(file: str, name: str) -> dict[str, object]:
    from namro.core.agencies import load_register
    from namro.core.documents import read_document
    from namro.core.plans import read_plan, to_json

    def progress(done: int, total: int, step: str) -> None:
        print(json.dumps([done, total, step]), flush=True)

    document = read_document(Path(file).read_bytes(), name, progress=progress)
    reading = read_plan(document, load_register(), progress=progress)
    return {"reading": to_json(reading), "lines": [[line.number, line.text] for line in document.lines]}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
