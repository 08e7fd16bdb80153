"""The ledger of lost points: every part of an index beside its reference, with rank, plan, noise and warnings."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from namro.core.errors import Refusal
from namro.core.indices.ledger_model import Basis, Caution, Ledger, LedgerRow, in_order
from namro.core.indices.ledger_noise import respondents, widest_band
from namro.core.indices.matching import How, Match, match_name, match_province
from namro.core.indices.results import TOTAL, YearTable
from namro.core.indices.results_provinces import MERGERS_SOURCE, Province, province
from namro.core.text import format_date, format_number


def find_province(text: str, year: int) -> Province:
    """Give the province a person means in a year; raises `Refusal` with what it might be when that is not sure."""
    match = match_province(text, on=date(year, 12, 31))
    if match.key is None:
        raise Refusal(match.sentence)
    return province(match.key)


def papi_ledger(
    tables: Mapping[int, YearTable],
    place: Province,
    year: int,
    basis: Basis = Basis.YEAR_ON_YEAR,
    *,
    plan_criteria: Iterable[str] | None = None,
) -> Ledger:
    """Make the ledger of a province from the tables of all years.

    `plan_criteria`: the names of the criteria that a plan answers for this index; None without a plan.
    Raises `Refusal` when the year is not there or the province has no result in it.
    """
    table = tables.get(year)
    if table is None:
        raise Refusal(f"Chưa có kết quả PAPI năm {year}; các năm đã có: {min(tables)}–{max(tables)}.")
    if place.key not in table.provinces or all(
        column[table.place(place.key)] is None for column in table.columns.values()
    ):
        raise Refusal(
            f"PAPI năm {year} không công bố kết quả của {place.name}, nên không xếp hạng và không tính được điểm mất."
        )
    codes = [code for code in table.codes if table.values(code)[table.place(place.key)] is not None]
    names = {code: table.frame.part(code).name for code in table.columns}
    answered = _answered(plan_criteria, names)
    rows = [_papi_row(tables, table, place, code, basis=basis, answered=answered) for code in codes]
    rows += unmatched_rows(answered, basis, table.frame.source) if answered else []
    return Ledger(
        table.frame.index,
        place.key,
        place.name,
        year,
        basis,
        in_order(rows),
        _notes(tables, table, place, basis),
    )


class Answered:
    """Which parts the criteria of a plan name, how sure, and which criteria name none."""

    def __init__(self, criteria: Iterable[str], names: Mapping[str, str]) -> None:
        self.codes: set[str] = set()
        self.doubtful: dict[str, Match] = {}
        self.strangers: list[str] = []
        for criterion in criteria:
            match = match_name(criterion, names)
            if match.key is not None:
                self.codes.add(match.key)
            elif match.how in (How.UNKNOWN, How.AMBIGUOUS):
                self.strangers.append(criterion)
            else:
                self.doubtful[match.candidates[0][0]] = match


def _answered(criteria: Iterable[str] | None, names: Mapping[str, str]) -> Answered | None:
    return None if criteria is None else Answered(criteria, names)


def unmatched_rows(answered: Answered, basis: Basis, source: str) -> list[LedgerRow]:
    """Give a row without figures for each criterion of the plan that no known part bears the name of."""
    return [
        LedgerRow(
            code=None,
            name=name,
            level="part",
            value=None,
            reference=None,
            rank=None,
            of=None,
            maximum=None,
            basis=basis,
            comparable=True,
            noise_band=None,
            covered=True,
            warnings=(
                Caution(
                    "Kế hoạch nêu nội dung này; chưa có điểm công bố của nội dung này nên chưa biết mất bao nhiêu.",
                    "chưa có điểm công bố",
                ),
            ),
            verified=False,
            source=source,
        )
        for name in answered.strangers
    ]


def _papi_row(
    tables: Mapping[int, YearTable],
    table: YearTable,
    place: Province,
    code: str,
    *,
    basis: Basis,
    answered: Answered | None,
) -> LedgerRow:
    at = table.place(place.key)
    ranking, part = table.ranking(code), table.frame.part(code)
    low, high = table.bounds(code)
    reference, comparable, warnings = _reference(tables, table, place, code, basis)
    asked = respondents(table.frame, place, table.year)
    before = respondents(table.frame, place, table.year - 1) if basis is Basis.YEAR_ON_YEAR else asked
    is_part = code in table.columns
    band = (
        widest_band(low, high, *([asked] if basis is Basis.TO_MAXIMUM else [asked, before]))
        if is_part
        else None
    )
    if answered and code in answered.doubtful:
        warnings += (Caution(answered.doubtful[code].sentence, "tên gần giống"),)
    return LedgerRow(
        code=code,
        name=part.name,
        level="index" if code == TOTAL else "part" if is_part else "dimension",
        value=ranking.values[at],
        reference=reference,
        rank=ranking.ranks[at],
        of=ranking.of,
        maximum=high,
        basis=basis,
        comparable=comparable,
        noise_band=band,
        covered=code in answered.codes if answered and is_part else None,
        warnings=warnings,
        verified=part.verified,
        source=table.frame.source,
    )


def _reference(
    tables: Mapping[int, YearTable], table: YearTable, place: Province, code: str, basis: Basis
) -> tuple[Decimal | None, bool, tuple[Caution, ...]]:
    """Give what to compare with, whether that may be subtracted, and warnings."""
    match basis:
        case Basis.TO_MAXIMUM:
            return table.bounds(code)[1], True, ()
        case Basis.TO_MEDIAN:
            return table.ranking(code).median, True, ()
        case Basis.TO_TOP_QUARTER:
            return table.ranking(code).top_quarter, True, ()
    last = table.year - 1
    before = tables.get(last)
    if before is None or place.key not in before.provinces:
        return None, False, (Caution(f"Chưa có kết quả năm {last} để so.", f"chưa có năm {last}"),)
    if not before.has(code):
        sentence = f"Năm {last} chưa đo nội dung này nên không so được."
        return None, False, (Caution(sentence, f"năm {last} chưa đo"),)
    value = before.values(code)[before.place(place.key)]
    if value is None:
        sentence = f"Năm {last} tỉnh không có kết quả nội dung này nên không so được."
        return None, False, (Caution(sentence, f"năm {last} không có kết quả"),)
    old, new = before.bounds(code), table.bounds(code)
    if old != new:
        return (
            value,
            False,
            (
                Caution(
                    f"Thang điểm đổi từ {_range(old)} (năm {before.year}) sang {_range(new)} (năm {table.year}), "
                    "nên hiệu hai năm không phải điểm mất.",
                    "đổi thang điểm",
                ),
            ),
        )
    if set(_below(before, code)) != set(_below(table, code)):
        return (
            value,
            True,
            (
                Caution(
                    f"Từ năm {table.year} các nội dung thành phần thay đổi; hiệu hai năm chỉ để tham khảo.",
                    "đổi nội dung đo",
                ),
            ),
        )
    return value, True, _moved_everywhere(before, table, code)


def _moved_everywhere(before: YearTable, table: YearTable, code: str) -> tuple[Caution, ...]:
    """Warn when the middle of all provinces moved further than chance can move one small province.

    The sources do not say which questions changed when; a move of the whole country at once is the sign.
    """
    band = widest_band(*table.bounds(code), *[int(table.frame.sample["small"])] * 2)
    old, new = before.ranking(code).median, table.ranking(code).median
    if code not in table.columns or band is None or old is None or new is None or abs(new - old) <= band:
        return ()
    return (
        Caution(
            f"Trung vị các tỉnh cũng đổi từ {format_number(old, 3)} ({before.year}) sang {format_number(new, 3)} "
            f"({table.year}): có thể do cách đo thay đổi, không chỉ do tỉnh.",
            "cả nước cùng đổi",
        ),
    )


def _below(table: YearTable, code: str) -> tuple[str, ...]:
    if code == TOTAL:
        return tuple(table.columns)
    return table.children.get(code, ())


def _range(bounds: tuple[Decimal, Decimal]) -> str:
    return "–".join(format_number(bound, 2) for bound in bounds)


def _notes(
    tables: Mapping[int, YearTable], table: YearTable, place: Province, basis: Basis
) -> tuple[str, ...]:
    notes = []
    if table.without_result:
        names = ", ".join(province(key).name for key in table.without_result)
        notes.append(
            f"Không xếp hạng {len(table.without_result)} tỉnh không có kết quả năm {table.year}: {names}."
        )
    before = tables.get(table.year - 1)
    if basis is Basis.YEAR_ON_YEAR and before is not None:
        gone = [code for code in before.columns if code not in table.columns]
        if gone:
            names = ", ".join(f"{code} {table.frame.part(code).name}" for code in gone)
            notes.append(f"Không còn đo từ năm {table.year}: {names}.")
    asked = respondents(table.frame, place, table.year)
    if asked is None:
        notes.append(f"Chưa biết số người được hỏi ở {place.name} năm {table.year} nên không xét sai số mẫu.")
    else:
        notes.append(
            f"Sai số mẫu: khoảng {asked} người được hỏi; mức biến động lớn nhất có thể do chọn mẫu (95%), "
            "chưa kể mẫu chọn theo cụm; trong mức đó thì chưa kết luận được là giảm thật."
        )
    if place.successor:
        heir = province(place.successor)
        if heir.name != place.name or heir.since is not None:
            since = format_date(heir.since) if heir.since else "khi sắp xếp"
            notes.append(
                f"Số liệu theo địa giới khi đó; từ {since} thuộc {heir.name}. "
                "Không cộng được điểm của các tỉnh đã nhập vì không biết trọng số mẫu. "
                f"Chưa kiểm chứng: {place.doubt or heir.doubt}. Nguồn: {MERGERS_SOURCE}."
            )
    return tuple(notes)
