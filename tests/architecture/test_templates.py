"""Every template compiles, and none holds what the content policy would block."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

WEB = Path(__file__).resolve().parents[2] / "src" / "namro" / "web"
TEMPLATES = sorted(
    str(path.relative_to(folder)) for folder in WEB.glob("*/templates") for path in folder.rglob("*.html")
)
BLOCKED = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_template_has_no_inline_style_or_script(name: str) -> None:
    source = next(folder / name for folder in WEB.glob("*/templates") if (folder / name).exists())
    assert not BLOCKED.findall(source.read_text(encoding="utf-8"))
