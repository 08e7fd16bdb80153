"""Urging letters to late units: the list that the chase kept, in the province's words; one by one or in batch."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from namro.core.letters.model import Block, Letter
from namro.core.letters.templates import Wording, letter_from, template_called
from namro.core.text import fold
from namro.web.chase.models import UrgingLetter
from namro.web.chase.selectors.letter_heads import head_of
from namro.web.chase.urging_document import reports_words, since_lines
from namro.web.reports.documents.issuers import interior_department
from namro.web.reports.documents.packing import packed
from namro.web.reports.documents.writing import Day, number, said, source_note, table

KEY = "don-doc"
# The words for a unit that is late with nothing but reports: the province's speak of tasks.
_ONLY_REPORTS = {
    "abstract": "đôn đốc gửi báo cáo quá hạn",
    "opening": "Qua theo dõi, đến ngày {ngay_so_lieu}, {don_vi} còn báo cáo định kỳ quá hạn chưa gửi.",
}
_REPORT_HEADS = (
    ("TT", 6.0, "center"),
    ("Báo cáo", 46.0, "left"),
    ("Kỳ", 18.0, "left"),
    ("Hạn nộp", 15.0, "center"),
    ("Quá hạn (ngày)", 15.0, "right"),
)
_HEADS = (
    ("TT", 6.0, "center"),
    ("Nhiệm vụ", 48.0, "left"),
    ("Kỳ", 16.0, "left"),
    ("Hạn", 15.0, "center"),
    ("Quá hạn (ngày)", 15.0, "right"),
)


def urging_letter(letter: UrgingLetter, wording: Wording, *, invented: bool = False) -> Letter:
    """Give the letter as a document; number and date once it was issued, the signer when Sở Nội vụ named one."""
    content = letter.content
    day = date.fromisoformat(content["day"])
    items: Sequence[dict[str, Any]] = content["items"]
    head = head_of(letter, day)
    values = (
        interior_department().values(day)
        | _places(head)
        | {
            "don_vi": content["unit"],
            "so_qua_han": number(len(items)),
            "ngay_lau_nhat": number(max((item["days"] for item in items), default=0)),
        }
    )
    blocks: list[Block] = [said(line) for line in since_lines(content)]
    if items:
        blocks.append(table(_HEADS, _rows(items), name="Phần việc quá hạn", caption="Phần việc quá hạn"))
    reports: Sequence[dict[str, Any]] = content.get("reports", [])
    if reports:
        caption = "Báo cáo chưa gửi"
        blocks.append(said(reports_words(content)))
        blocks.append(table(_REPORT_HEADS, _report_rows(reports), name=caption, caption=caption))
        if not items:
            wording = {**wording, **_ONLY_REPORTS}
    plans = ", ".join(dict.fromkeys(item["plan"] for item in items if item.get("plan")))
    blocks += source_note(
        day, f"chương trình Năm Rõ{f', kế hoạch {plans}' if plans else ''}", invented=invented
    )
    made = letter_from(template_called(KEY), wording, values, blocks=blocks)
    made = replace(made, signature=replace(made.signature, name=head["signer"] or None))
    if letter.state != UrgingLetter.State.ISSUED:
        return made
    given, _, symbol = letter.number.partition("/")
    return _dated(made, given, symbol, letter.dated)


def _places(head: dict[str, str]) -> dict[str, str | None]:
    """Give the places of the head as Sở Nội vụ set it for urging letters."""
    return {
        "co_quan_cap_tren": head["superior"],
        "co_quan": head["issuer"],
        "dia_danh": head["place"],
        "chuc_vu": head["position"],
    }


def file_stem(letter: UrgingLetter) -> str:
    """Name the file of a letter after its unit and day."""
    return f"don-doc-{fold(letter.unit.name).replace(' ', '-')}-{letter.day:%Y%m%d}"


def urging_archive(letters: Iterable[tuple[UrgingLetter, bytes]], ending: str) -> bytes:
    """Give one ZIP with one file per letter; two letters of one unit and day do not overwrite each other."""
    files: dict[str, bytes] = {}
    for letter, content in letters:
        stem = file_stem(letter)
        name = f"{stem}.{ending}"
        files[name if name not in files else f"{stem}-{letter.pk}.{ending}"] = content
    return packed(files)


def _rows(items: Sequence[dict[str, Any]]) -> Iterable[Sequence[str | int | Day]]:
    for at, item in enumerate(items, start=1):
        yield (
            at,
            f"{item['code']}: {item['text']}",
            item["period"],
            date.fromisoformat(item["due"]),
            item["days"],
        )


def _report_rows(reports: Sequence[dict[str, Any]]) -> Iterable[Sequence[str | int | Day]]:
    for at, one in enumerate(reports, start=1):
        label = f"{one['label']} ({one['state']})"
        yield at, label, one["period"], date.fromisoformat(one["due"]), one["days"]


def _dated(made: Letter, given: str, symbol: str, day: Day | None) -> Letter:
    return replace(
        made, number=given.strip(), symbol=symbol.strip() or made.symbol, issued_on=day, is_draft=False
    )
