"""The ledger of lost points: what fell, which tasks answer it, and how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from namro.core.text import fold, read_roman
from namro.web.indices.selectors import SLUGS, PartFall, compared_all
from namro.web.overview.selectors.counting import tallies_by
from namro.web.overview.selectors.plan_basis import Basis
from namro.web.plans.models import Criterion, Obligation, Plan, Task
from namro.web.plans.selectors.standing import EMPTY, Tally


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One lost part of an index. `part` None: points not known; no criteria: no task answers it."""

    index: str
    name: str
    part: PartFall | None
    criteria: tuple[Criterion, ...]
    task_count: int
    tally: Tally

    @property
    def is_answered(self) -> bool:
        return bool(self.criteria)

    @property
    def mark(self) -> str:
        """Where the criterion stands in the plan: "Phụ lục 1, VI.1"."""
        if not self.criteria:
            return ""
        first = self.criteria[0]
        number = ".".join(part for part in (first.axis_no, first.no) if part)
        return ", ".join(part for part in (quiet_label(first.section.label), number) if part)

    @property
    def section_id(self) -> int | None:
        return self.criteria[0].section_id if self.criteria else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lost parts of one index, those with known points first, the greatest loss on top."""

    index: str
    year: int
    rows: tuple[LedgerRow, ...]

    @property
    def before(self) -> int:
        return self.year - 1

    @property
    def slug(self) -> str:
        return SLUGS[self.index]

    @property
    def answered_count(self) -> int:
        """How many of the parts with known points have tasks."""
        return sum(row.is_answered for row in self.known)

    @property
    def known(self) -> tuple[LedgerRow, ...]:
        return tuple(row for row in self.rows if row.part is not None)

    @property
    def unknown(self) -> tuple[LedgerRow, ...]:
        """Criteria that the plan lists as lost without known points."""
        return tuple(row for row in self.rows if row.part is None)

    @property
    def unanswered(self) -> tuple[LedgerRow, ...]:
        return tuple(row for row in self.rows if not row.is_answered)

    @property
    def unknown_tasks(self) -> int:
        return sum(row.task_count for row in self.unknown if not row.criteria[0].shared_with_id)

    @property
    def unknown_tally(self) -> Tally:
        return add(row.tally for row in self.unknown if not row.criteria[0].shared_with_id)


@dataclass(slots=True)
class _Found:
    criteria: list[Criterion] = field(default_factory=list)
    name: str = ""


def ledgers(basis: Basis, indices: Iterable[str], day: date) -> tuple[Ledger, ...]:
    """Give the ledger of each index; four queries."""
    criteria = list(
        Criterion.objects.filter(section__plan=basis.plan)
        .exclude(section__index="")
        .select_related("section")
        .order_by("section__position", "position")
    )
    counts = _task_counts(basis.plan)
    tallies = _tallies(basis.plan, day)
    years = {index: basis.year(index) for index in indices}
    parts = compared_all(years, day=day)
    return tuple(
        _ledger(
            index,
            year,
            [criterion for criterion in criteria if criterion.section.index == index],
            counts,
            tallies,
            lost=[part for part in parts[index] if part.fall.is_loss],
        )
        for index, year in years.items()
    )


def _ledger(
    index: str,
    year: int,
    criteria: list[Criterion],
    counts: dict[int, int],
    tallies: dict[int, Tally],
    *,
    lost: list[PartFall],
) -> Ledger:
    names = {part.folded_name for part in lost}
    by_name: dict[str, _Found] = {}
    for criterion in criteria:
        if not criterion.name:
            continue
        key = fold(criterion.name)
        # A name that several sections carry is one lost part only where its points are known.
        found = by_name.setdefault(key if key in names else f"{key} {criterion.pk}", _Found())
        found.criteria.append(criterion)
        found.name = found.name or criterion.name

    def row(name: str, part: PartFall | None, found: _Found | None) -> LedgerRow:
        chosen = tuple(found.criteria) if found else ()
        carriers = {c.shared_with_id or c.pk for c in chosen}
        return LedgerRow(
            index=index,
            name=name,
            part=part,
            criteria=chosen,
            task_count=sum(counts.get(pk, 0) for pk in carriers),
            tally=add(tallies.get(pk, EMPTY) for pk in carriers),
        )

    rows = [row(part.name, part, by_name.pop(part.folded_name, None)) for part in lost]
    rows += [row(found.name, None, found) for found in by_name.values()]
    return Ledger(index, year, tuple(rows))


def quiet_label(label: str) -> str:
    """Write a printed heading in running text: "PHỤ LỤC II" becomes "Phụ lục II"."""
    words = [word if read_roman(word) is not None else word.lower() for word in label.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def add(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    counts, unreported = dict(EMPTY.counts), 0
    for one in tallies:
        for shown, count in one.counts.items():
            counts[shown] += count
        unreported += one.unreported
    return Tally(counts, unreported)


def _task_counts(plan: Plan) -> dict[int, int]:
    rows = Task.objects.filter(plan=plan, criterion__isnull=False, is_reference=False).order_by()
    return dict(rows.values_list("criterion_id").annotate(count=Count("id")))


def _tallies(plan: Plan, day: date) -> dict[int, Tally]:
    owed = Obligation.objects.filter(task__plan=plan, task__criterion__isnull=False)
    return tallies_by("task__criterion_id", owed, day)
