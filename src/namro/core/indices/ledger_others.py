"""The ledger of PAR INDEX and SIPAS, of which only single figures are published in our sources."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from namro.core.errors import Refusal
from namro.core.indices.ledger import Answered, unmatched_rows
from namro.core.indices.ledger_model import Basis, Caution, Ledger, LedgerRow, in_order
from namro.core.indices.ranking import quartile_group
from namro.core.indices.results_others import OtherResult
from namro.core.indices.results_provinces import Province


def others_ledger(
    results: Sequence[OtherResult],
    index: str,
    place: Province,
    year: int,
    basis: Basis = Basis.TO_MAXIMUM,
    *,
    plan_criteria: Iterable[str] | None = None,
) -> Ledger:
    """Make the ledger of a province from single published figures; raises `Refusal` when none is known.

    Criteria of the plan without published points stand as rows "lost, amount not known". Across a change
    of method the difference is given with a warning.
    """
    of_index = [one for one in results if one.index == index]
    own = [one for one in of_index if (one.year, one.province) == (year, place.key)]
    if not own:
        years = sorted({one.year for one in of_index if one.province == place.key})
        known = f"các năm đã có: {', '.join(map(str, years))}" if years else "chưa có năm nào"
        raise Refusal(f"Chưa có kết quả {index} năm {year} của {place.name}; {known}.")
    names = {one.code: one.name or index for one in own}
    answered = None if plan_criteria is None else Answered(plan_criteria, names)
    rows = [_row(of_index, one, basis, answered, names[one.code]) for one in own]
    if answered is not None:
        rows += unmatched_rows(answered, basis, own[0].source)
    known_now = len(
        {one.province for one in of_index if one.year == year and not one.code and one.value is not None}
    )
    notes = (f"Biết kết quả {index} năm {year} của {known_now} tỉnh; thứ hạng là thứ hạng công bố.",)
    return Ledger(index, place.key, place.name, year, basis, in_order(rows), notes)


def _row(
    results: Sequence[OtherResult], one: OtherResult, basis: Basis, answered: Answered | None, name: str
) -> LedgerRow:
    reference, warnings = _reference(results, one, basis)
    warnings += (
        () if one.verified else (Caution("Số liệu này suy ra, chưa có văn bản công bố.", "số liệu suy ra"),)
    )
    if answered and one.code in answered.doubtful:
        warnings += (Caution(answered.doubtful[one.code].sentence, "tên gần giống"),)
    return LedgerRow(
        code=one.code,
        name=name,
        level="part" if one.code else "index",
        value=one.value,
        reference=reference,
        rank=one.rank,
        of=one.of,
        maximum=one.top,
        basis=basis,
        comparable=True,
        noise_band=None,
        covered=one.code in answered.codes if answered and one.code else None,
        warnings=warnings,
        verified=one.verified,
        source=one.source,
    )


def _reference(
    results: Sequence[OtherResult], one: OtherResult, basis: Basis
) -> tuple[Decimal | None, tuple[Caution, ...]]:
    if basis is Basis.TO_MAXIMUM:
        known = one.top is not None
        return one.top, () if known else (Caution("Chưa biết điểm tối đa.", "chưa biết điểm tối đa"),)
    if basis is Basis.YEAR_ON_YEAR:
        before = [
            other
            for other in results
            if (other.year, other.province, other.code) == (one.year - 1, one.province, one.code)
        ]
        warnings = tuple(
            dict.fromkeys(
                Caution(
                    f"Từ năm {one.year} cách đo thay đổi (Quyết định {other.new_method}); "
                    "hiệu hai năm chỉ để tham khảo, không phải điểm mất.",
                    "đổi cách đo",
                )
                for other in results
                if other.year == one.year and other.new_method
            )
        )
        if not before or before[0].value is None:
            last = one.year - 1
            unknown = Caution(f"Chưa biết điểm năm {last} nên không so được.", f"chưa biết năm {last}")
            return None, (*warnings, unknown)
        return before[0].value, warnings
    return _at_rank(results, one, basis)


def _at_rank(
    results: Sequence[OtherResult], one: OtherResult, basis: Basis
) -> tuple[Decimal | None, tuple[Caution, ...]]:
    """Read the median or the edge of the best quarter from the province that was published with that rank."""
    if one.of is None or one.code:
        sentence = "Chưa biết kết quả của các tỉnh khác nên không so được."
        return None, (Caution(sentence, "chưa biết các tỉnh khác"),)
    if basis is Basis.TO_MEDIAN:
        wanted = (one.of + 1) // 2 if one.of % 2 else 0
    else:
        wanted = max(rank for rank in range(1, one.of + 1) if quartile_group(rank, one.of) == 1)
    for other in results:
        if (other.year, other.code, other.rank) == (one.year, "", wanted) and other.value is not None:
            return other.value, ()
    sentence = f"Chưa biết điểm của tỉnh xếp thứ {wanted} nên không so được."
    return None, (Caution(sentence, "chưa biết các tỉnh khác"),)
