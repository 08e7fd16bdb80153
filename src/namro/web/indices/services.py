"""Writes published results into the database."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from namro.core.indices import PublishedResult
from namro.core.indices import load_results as carried
from namro.core.text import fold
from namro.web.audit import services as audit
from namro.web.indices.models import PROVINCE, Result

_COLUMNS = (
    "name", "folded_name", "score", "maximum", "percent", "rank", "of",
    "announced_on", "new_method", "verified", "source",
)  # fmt: skip


@transaction.atomic
def load_results(
    *,
    at: datetime,
    by: audit.Person = audit.PROGRAM,
    results: Iterable[PublishedResult] | None = None,
    province: str = PROVINCE,
) -> int:
    """Bring the database to the results given (or those the program carries); give the number of rows changed.

    A second call with the same results changes nothing and leaves no trace in the audit. A figure that a
    person took over from a published table stays as it is.
    """
    wanted = {(r.index, r.year, r.code): _columns(r) for r in (carried() if results is None else results)}
    known = {(r.index, r.year, r.code): r for r in Result.objects.filter(province=province, unit="")}
    new = [
        Result(index=index, year=year, code=code, province=province, **columns)
        for (index, year, code), columns in wanted.items()
        if (index, year, code) not in known
    ]
    changed = []
    for key, columns in wanted.items():
        row = known.get(key)
        if (
            row is not None
            and row.taken_from_id is None
            and any(getattr(row, name) != columns[name] for name in _COLUMNS)
        ):
            for name in _COLUMNS:
                setattr(row, name, columns[name])
            changed.append(row)
    Result.objects.bulk_create(new, batch_size=500)
    Result.objects.bulk_update(changed, _COLUMNS, batch_size=200)
    if new or changed:
        audit.record(
            by=by,
            at=at,
            action="Nạp kết quả chỉ số",
            subject=f"{len(new) + len(changed)} kết quả đã công bố, {province}",
            subject_type="results",
            subject_id=province,
            after={"added": len(new), "changed": len(changed)},
        )
    return len(new) + len(changed)


def _columns(result: PublishedResult) -> dict[str, object]:
    columns = asdict(result)
    for name in ("index", "year", "code"):
        del columns[name]
    return {**columns, "folded_name": fold(result.name)}
