"""The report on administrative reform: the outline, the annex in its columns, unknown left unknown, words frozen."""

from typing import Any

import pytest

from namro.core.letters.docx import docx
from namro.core.letters.model import Table, words_of
from namro.core.letters.templates import template_called
from namro.web.reports.documents.cchc import UNVERIFIED, cchc_letter
from namro.web.reports.documents.making import made


def figure(name: str, value: str | None, **more: Any) -> dict[str, Any]:
    return {
        "name": name, "label": name, "unit": "văn bản", "value": value, "numerator": None, "denominator": None,
        "places": 0, "rule": "sum", "origin": "typed", "reason": "", "is_changed": False, "last_value": None,
        "reckoned": None, **more,
    }  # fmt: skip


@pytest.fixture
def content() -> dict[str, Any]:
    return {
        "head": {
            "kind": "cchc-bo-noi-vu", "kind_name": "Báo cáo cải cách hành chính định kỳ", "symbol": "BC",
            "period_label": "Quý III/2021", "start": "2021-06-15", "end": "2021-09-14", "note": "", "reason": "",
            "unit": "Sở Nội vụ", "gatherer": "Sở Nội vụ", "receiver": "Bộ Nội vụ", "is_consolidated": True,
            "outline_verified": False, "as_of": "2021-09-14", "at": "2021-09-15T08:00:00", "edition": 1,
            "unit_key": "so-noi-vu", "period": "2021-Q3",
        },
        "issuer": {
            "superior": "UBND TỈNH HÀ TĨNH", "issuer": "SỞ NỘI VỤ", "name": "Sở Nội vụ", "symbol": "SNV",
            "place": "Hà Tĩnh", "authority": "", "position": "GIÁM ĐỐC", "signer": None,
        },
        "wording": None,
        "sections": [
            {"key": "chi-dao", "title": "Công tác chỉ đạo", "text": "=SUM(A1) <b>đã làm</b>",
             "figures": [figure("Số văn bản", "12", reason="Báo cáo của Văn phòng"), figure("Số kiểm tra", None)]},
            {"key": "the-che", "title": "Cải cách thể chế", "text": "", "figures": []},
        ],
        "gathered_from": [],
    }  # fmt: skip


def test_the_annex_has_the_columns_and_says_what_is_not_known_and_not_verified(
    content: dict[str, Any],
) -> None:
    letter = cchc_letter(content)
    blocks = letter.appendices[0].blocks
    annex = next(block for block in blocks if isinstance(block, Table))
    heads = [cell.value for cell in annex.head[0]]
    assert heads == ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Kết quả", "Ghi chú"]
    rows = {row[1].value: row for row in annex.rows}
    assert rows["Số kiểm tra"][3].value is None
    assert rows["Số văn bản"][4].value == "nguồn: Báo cáo của Văn phòng"
    assert UNVERIFIED in [words_of(block.text) for block in blocks if hasattr(block, "text")]


def test_the_words_are_those_frozen_with_the_report(content: dict[str, Any]) -> None:
    carried = cchc_letter(content)
    words = {**template_called("cchc").wording, "closing": "Kính báo cáo {noi_nhan_bao_cao}."}
    reworded = cchc_letter(content | {"wording": words})
    assert "Kính báo cáo Bộ Nội vụ." in [
        words_of(one.text) for one in reworded.blocks if hasattr(one, "text")
    ]
    assert carried.abstract == "Công tác cải cách hành chính quý III/2021"
    assert made(content, "docx") == docx(carried)


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_the_same_content_gives_the_same_bytes(form: str, content: dict[str, Any]) -> None:
    assert made(content, form) == made(content, form)


def test_markup_stays_letters(content: dict[str, Any]) -> None:
    said = [words_of(one.text) for one in cchc_letter(content).blocks if hasattr(one, "text")]
    assert "=SUM(A1) <b>đã làm</b>" in said
