"""What looks wrong on a sheet: each finding is one sentence about one criterion."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from namro.core.indices.inputs import wanted_of
from namro.core.indices.rules import WantedKind
from namro.core.indices.rules.writing import write_plain, write_points
from namro.core.text import fold, format_date
from namro.web.campaigns.models import Entrant, LineProof, SheetLine
from namro.web.campaigns.selectors.rulebooks import rulebook_of, values_of
from namro.web.evidence.models import Evidence

FAR = Decimal("0.25")  # of the maximum
LONG_TEXT = 40  # letters: shorter texts are alike by chance
MANY = 5  # criteria that one piece of proof may serve before somebody looks


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `code` is the criterion."""

    code: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SameFinding:
    """One sentence with every criterion it holds for."""

    sentence: str
    codes: tuple[str, ...]


def grouped(findings: tuple[Finding, ...]) -> tuple[SameFinding, ...]:
    """Say each sentence once, with the criteria in the order of the sheet."""
    codes: dict[str, list[str]] = {}
    for found in findings:
        codes.setdefault(found.sentence, []).append(found.code)
    return tuple(SameFinding(sentence, tuple(held)) for sentence, held in codes.items())


def unproved(entrant: Entrant) -> list[str]:
    """Give the codes that claim points without proof and without words."""
    claimed = entrant.lines.filter(self_points__gt=0, self_text="", is_survey=False)
    return list(claimed.filter(evidence__isnull=True).values_list("code", flat=True))


def findings_of(entrant: Entrant) -> tuple[Finding, ...]:
    """Look at the whole sheet; six queries whatever its length, in the order of the sheet."""
    lines = list(entrant.lines.all())
    found = [
        Finding(code, "unproved", "Tự chấm có điểm nhưng chưa có tài liệu kiểm chứng và chưa ghi căn cứ.")
        for code in unproved(entrant)
    ]
    found += _outside_year(entrant)
    found += _overused(entrant)
    found += _far_from_before(entrant, lines)
    found += _copied(entrant, lines)
    found += _disagreeing(entrant, lines)
    place = {line.code: line.position for line in lines}
    return tuple(sorted(found, key=lambda one: place[one.code]))


def _outside_year(entrant: Entrant) -> list[Finding]:
    year = entrant.campaign.year
    pieces = (
        LineProof.objects.filter(sheetline__entrant=entrant)
        .exclude(evidence__document_date__isnull=True)
        .exclude(evidence__document_date__year=year)
        .values_list("sheetline__code", "evidence__document_number", "evidence__document_date")
    )
    return [
        Finding(
            code, "outside_year",
            f"Văn bản {number} ngày {format_date(day)} nằm ngoài năm đánh giá {year}.",
        )
        for code, number, day in pieces
        if day
    ]  # fmt: skip


def _overused(entrant: Entrant) -> list[Finding]:
    pieces = (
        Evidence.objects.filter(sheet_lines__entrant=entrant)
        .annotate(uses=Count("sheet_lines", filter=Q(sheet_lines__entrant=entrant)))
        .filter(uses__gt=MANY)
        .values_list("pk", "file_name", "document_number", "address", "uses")
    )
    told = {pk: (file_name or number or address, uses) for pk, file_name, number, address, uses in pieces}
    if not told:
        return []
    first: dict[int, str] = {}
    links = LineProof.objects.filter(sheetline__entrant=entrant, evidence_id__in=told)
    for pk, code in links.order_by("sheetline__position").values_list("evidence_id", "sheetline__code"):
        first.setdefault(pk, code)
    return [
        Finding(
            first[pk], "overused",
            f"{name} được dùng làm kiểm chứng cho {uses} tiêu chí; hãy xem có chứng minh được từng tiêu chí không.",
        )
        for pk, (name, uses) in told.items()
    ]  # fmt: skip


def _far_from_before(entrant: Entrant, lines: list[SheetLine]) -> list[Finding]:
    before: dict[str, Decimal] = {
        line.code: final
        for line in SheetLine.objects.filter(
            entrant__unit=entrant.unit_id,
            entrant__campaign__rulebook_key=entrant.campaign.rulebook_key,
            entrant__campaign__year=entrant.campaign.year - 1,
        )
        if (final := line.final_points) is not None
    }
    found = []
    for line in lines:
        earlier = before.get(line.code)
        if line.self_points is None or earlier is None or line.self_text or not line.maximum:
            continue
        if abs(line.self_points - earlier) >= FAR * line.maximum:
            found.append(
                Finding(
                    line.code, "far",
                    f"Tự chấm {write_points(line.self_points)}, năm trước đạt {write_points(earlier)}, "
                    "mà không ghi vì sao.",
                )
            )  # fmt: skip
    return found


def _copied(entrant: Entrant, lines: list[SheetLine]) -> list[Finding]:
    own = {line.code: fold(line.self_text) for line in lines if len(line.self_text) >= LONG_TEXT}
    if not own:
        return []
    others = (
        SheetLine.objects.filter(entrant__campaign=entrant.campaign_id, code__in=own)
        .exclude(entrant=entrant)
        .exclude(self_text="")
        .values_list("code", "self_text", "entrant__unit__name")
    )
    same: dict[str, list[str]] = defaultdict(list)
    for code, text, name in others:
        if fold(text) == own[code]:
            same[code].append(name)
    return [
        Finding(code, "copied", f"Lời căn cứ giống hệt của {', '.join(sorted(names)[:3])}.")
        for code, names in same.items()
    ]


def _disagreeing(entrant: Entrant, lines: list[SheetLine]) -> list[Finding]:
    rulebook = rulebook_of(entrant.campaign)
    seen: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for line in lines:
        if not line.inputs:
            continue
        values = values_of(rulebook, line.code, line.inputs)
        for wanted in wanted_of(rulebook.by_code[line.code]):
            value = values.get(wanted.name)
            if wanted.kind is WantedKind.COUNT and isinstance(value, Decimal):
                seen[fold(wanted.label)].append((line.code, value))
    found = []
    for held in seen.values():
        code, value = held[0]
        other = next((one for one in held if one[1] != value and one[0] != code), None)
        if other:
            found.append(
                Finding(
                    code, "disagreeing",
                    f"Cùng một số liệu mà ở đây ghi {write_plain(value)}, ở tiêu chí {other[0]} ghi "
                    f"{write_plain(other[1])}.",
                )
            )  # fmt: skip
    return found
