"""The same letter gives the same bytes: twice, in another process, on another day, in another order of hashing."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from makers.letters import sample
from namro.core.letters.docx import docx
from namro.core.letters.model import Kind, Letter
from namro.core.letters.pdf import pdf
from namro.core.letters.xlsx import xlsx

FORMS: list[Callable[[Letter], bytes]] = [docx, pdf, xlsx]
# The other process believes it is 2031 in Auckland.
ELSEWHERE = """
import datetime, hashlib, sys, time
sys.path.insert(0, sys.argv[1])
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)
    @classmethod
    def utcnow(cls):
        return cls(2031, 5, 6, 7, 8, 9)
datetime.datetime = Later
time.time = lambda: 1935731289.0
from makers.letters import sample
from namro.core.letters.docx import docx
from namro.core.letters.model import Kind
from namro.core.letters.pdf import pdf
from namro.core.letters.xlsx import xlsx
for form in (docx, pdf, xlsx):
    print(hashlib.sha256(form(sample(Kind.REPORT))).hexdigest())
"""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_twice_the_same(form: Callable[[Letter], bytes]) -> None:
    assert form(sample(Kind.REPORT)) == form(sample(Kind.REPORT))


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_the_same_in_another_process_on_another_day(seed: str) -> None:
    here = [hashlib.sha256(form(sample(Kind.REPORT))).hexdigest() for form in FORMS]
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(Path(__file__).parents[2])],
        env=os.environ | {"PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LANG": "C"},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert there.stdout.split() == here
