"""Damaged documents and tables of nonsense end in a plan that has kept every line, or in a refusal."""

import functools
import json
import os
import random
import traceback
from html import escape

import pytest

from core.documents.test_fuzz import originals
from core.plans.trees import strings
from makers.mutations import mutate
from namro.cli_guard import run_guarded
from namro.core.agencies import load_register
from namro.core.documents import Document, read_document
from namro.core.errors import Refusal
from namro.core.plans import read_plan, to_json

EVERY_DAY = {"text": 600, "html": 600, "docx": 300, "xlsx": 300, "pdf": 60, "nonsense": 600}
BATCH = 60
WORDS = (
    "STT|TT|Nhiệm vụ, giải pháp|Chủ trì|Phối hợp|Thời hạn|Tiêu chí|Sản phẩm|Ghi chú|I|II|IV|1|2|1.1|a)|-|"
    "Sở Tư pháp|UBND cấp huyện, cấp xã|Các đơn vị được kiểm toán|Như trên|Hàng năm|Quý IV/2021|Trước ngày 31/02/2021|"
    "Thường xuyên|Tăng cường công tác tuyên truyền để nâng cao hiểu biết của người dân.|- Rà soát 100% thủ tục.|"
    "PHỤ LỤC 1|Nơi nhận:|TM. ỦY BAN NHÂN DÂN|Số: 1/KH-UBND|KẾ HOẠCH|[1] Chú thích|Có giải pháp riêng tại Phụ lục 9.|"
    "II. NHIỆM VỤ|III. TỔ CHỨC THỰC HIỆN|1. Giao Sở Nội vụ chủ trì.|%|…|.|Ω|" + "dài " * 200
).split("|")


def nonsense(dice: random.Random) -> bytes:
    """Give a page of official words put together at random, in tables with spans and without."""
    parts = []
    for _ in range(dice.randint(1, 4)):
        if dice.random() < 0.5:
            parts.extend(f"<p>{escape(dice.choice(WORDS))}</p>" for _ in range(dice.randint(1, 30)))
            continue
        width = dice.randint(1, 8)
        rows = []
        for _ in range(dice.randint(1, 12)):
            cells = "".join(
                f"<td rowspan={dice.choice((1, 1, 1, 2, 5))} colspan={dice.choice((1, 1, 1, 2, width))}>"
                f"{escape(dice.choice(WORDS)) if dice.random() < 0.8 else '&nbsp;'}</td>"
                for _ in range(dice.randint(1, width))
            )
            rows.append(f"<tr>{cells}</tr>")
        parts.append(f"<table border=1>{''.join(rows)}</table>")
    return f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>".encode()


def lost_lines(document: Document, tree: dict[str, object]) -> list[str]:
    """Give the lines of which neither the whole, nor the part after its number, nor its bare number stands in the tree."""
    said = "\n".join(strings(tree))
    whole = [" ".join(line.text.split()) for line in document.lines]
    return [
        line
        for line in whole
        if line not in said
        and line.lstrip("-–•*+ ").split(" ", 1)[-1] not in said
        and line.strip("().:") not in said
    ]


def read_all(kind: str, first: int, last: int) -> list[str]:
    """Read the documents of these numbers; give what went wrong other than by a refusal."""
    register, faults = load_register(), []
    for number in range(first, last):
        dice = random.Random(f"plan {kind} {number}")
        data = nonsense(dice) if kind == "nonsense" else mutate(dice.choice(originals(kind)), dice)
        try:
            document = read_document(data, f"{number}.{'html' if kind == 'nonsense' else kind}")
            tree = to_json(read_plan(document, register))
            json.dumps(tree)
            if lost := lost_lines(document, tree):
                faults.append(f"{kind} {number}: lost {lost[:3]}")
        except Refusal:
            continue
        except BaseException:
            faults.append(f"{kind} {number}: {traceback.format_exc()}")
    return faults


@pytest.mark.fuzz
@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("kind", EVERY_DAY)
def test_whatever_is_read_is_a_plan_without_lost_lines_or_a_refusal(kind: str) -> None:
    if kind != "nonsense":
        originals(kind)
    count = int(os.environ.get("NAMRO_FUZZ", EVERY_DAY[kind]))
    for first in range(0, count, BATCH):
        work = functools.partial(read_all, kind, first, min(first + BATCH, count))
        try:
            faults = run_guarded(work, seconds=120, megabytes=500)
        except Refusal as refusal:
            pytest.fail(f"{kind} {first} to {first + BATCH}: {refusal.sentence} {refusal.__cause__}")
        assert faults == []
