"""LibreOffice as an ordinary office has it: opens what we make and saves it as something else."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from namro.core.letters.fonts import font_folder

needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="KHÔNG CÓ LIBREOFFICE TRÊN MÁY NÀY: không kiểm được DOCX và PPTX"
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias></fontconfig>
"""


def convert(files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """Open files in LibreOffice and save each as `to`; gives the new ones by their names without ending.

    Letters in Times New Roman are drawn with Tinos, which is as wide.
    """
    source, target = folder / "from", folder / f"as-{to}"
    source.mkdir(parents=True)
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(folder=font_folder(), cache=folder / "cache"), "utf-8")
    for name, content in files.items():
        (source / name).write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(target),
            *sorted(str(source / name) for name in files),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(config)},
        check=True,
        capture_output=True,
        timeout=110,
    )
    return {path.stem: path.read_bytes() for path in target.iterdir()}
