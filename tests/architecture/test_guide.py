"""The guide names only addresses that exist and pictures that a journey takes."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", sorted(set(re.findall(r"`(/[a-z-]*/?)`", GUIDE)) - {"/"} | {"/"}))
def test_an_address_of_the_guide_exists(address: str) -> None:
    try:
        resolve(address)
    except Resolver404:
        # "/" is the key that opens the search, and the overview's address.
        pytest.fail(f"docs/huong-dan.md names {address}, which does not exist")


def test_every_picture_is_taken_by_a_journey_and_kept() -> None:
    taken = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "journeys").glob("*.py"))
    texts = [GUIDE, *((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md"))]
    for name in {name for text in texts for name in re.findall(r"pictures/([\w-]+)\.png", text)}:
        assert f'"{name}"' in taken, name
        assert (ROOT / "docs" / "pictures" / f"{name}.png").exists(), name
