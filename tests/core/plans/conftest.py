"""Plan 359 read once, and a reader for documents made in tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from namro.core.agencies import load_register
from namro.core.documents import read_document
from namro.core.plans import PlanReading, read_plan, to_json

PLAN_359 = Path(__file__).parents[3] / "examples" / "ke-hoach-359-kh-ubnd.txt"


@pytest.fixture(scope="session")
def plan_359_text() -> str:
    return PLAN_359.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def plan_359_reading(plan_359_text: str) -> PlanReading:
    return read_plan(read_document(plan_359_text.encode(), "ke-hoach.txt"), load_register())


@pytest.fixture(scope="session")
def plan_359(plan_359_reading: PlanReading) -> dict[str, Any]:
    return to_json(plan_359_reading)


@pytest.fixture(scope="session")
def read() -> Callable[[bytes, str], dict[str, Any]]:
    """Read bytes under a file name into the JSON tree."""

    def read_bytes(data: bytes, name: str = "ke-hoach.txt") -> dict[str, Any]:
        return to_json(read_plan(read_document(data, name), load_register()))

    return read_bytes
