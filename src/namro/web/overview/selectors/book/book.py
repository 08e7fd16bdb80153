"""The book of points as a page: what is wanted, the lines with their work, what stands out, what came back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from namro.core.indices.ledger_model import BASIS_NAMES, Basis
from namro.core.indices.results import YearTable
from namro.web.indices.selectors import FULL_NAMES, SLUGS
from namro.web.organisations.selectors import Posts
from namro.web.overview.models import Cause
from namro.web.overview.selectors.book import work as works
from namro.web.overview.selectors.book.lines import Line, Pages, other_pages, papi_pages
from namro.web.overview.selectors.book.work import TaskLine, Work
from namro.web.overview.selectors.book.years import Years, other_results
from namro.web.plans.models import Criterion, Plan

# As people type and keep them in the address.
BASES = {
    "nam-truoc": Basis.YEAR_ON_YEAR,
    "toi-da": Basis.TO_MAXIMUM,
    "trung-vi": Basis.TO_MEDIAN,
    "nhom-dau": Basis.TO_TOP_QUARTER,
}
DEFAULT_BASIS = {"PAPI": "nam-truoc"}  # as Plan 359 uses it; the others against the maximum
LOST, ALL, UNANSWERED, MINE = "", "tat-ca", "chua-giao", "cua-toi"
TREE, GREATEST = "", "mat-nhieu"
# A line that is another index as a whole: the tasks for that index answer it.
WITHIN = {("PAR INDEX", "8-1"): "SIPAS"}
REFERENCE_WORDS = {
    Basis.YEAR_ON_YEAR: "",
    Basis.TO_MAXIMUM: "Tối đa",
    Basis.TO_MEDIAN: "Trung vị",
    Basis.TO_TOP_QUARTER: "Nhóm đầu",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; words nobody knows ask for the default."""

    basis: str = ""
    shown: str = LOST
    order: str = TREE
    later: bool = False  # results published after the working date may be read


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One line with its work and cause. `bar` is its loss in hundredths of the greatest one, for a drawing."""

    line: Line
    work: Work
    cause: Cause | None
    bar: str
    has_plan: bool
    counts: tuple[int, int] | None = None  # of a field: criteria that lost, and all of them
    axis_name: str = ""  # of the field the criterion belongs to

    @property
    def is_named(self) -> bool:
        """A plan names the line as one that lost, and how much it lost is not known."""
        return self.line.lost is None and self.work.is_answered

    @property
    def stands_out(self) -> bool:
        """Points were lost here and no task of the plans answers it."""
        return self.has_plan and self.line.is_lost and not self.work.is_answered


@dataclass(frozen=True)
class Book:
    """The page: lines as wanted, and what holds for all of them whatever is shown."""

    index: str
    year: int
    basis: Basis
    wish: Wish
    years: Years
    pages: Pages
    entries: tuple[BookEntry, ...]  # every line, in the order of the tree
    plans: tuple[Plan, ...]
    strangers: tuple[tuple[Criterion, Work], ...]
    stray: tuple[TaskLine, ...]
    following: int | None

    @property
    def slug(self) -> str:
        return SLUGS[self.index]

    @property
    def full_name(self) -> str:
        return FULL_NAMES[self.index]

    @property
    def basis_name(self) -> str:
        return f"so với năm {self.year - 1}" if self.basis is Basis.YEAR_ON_YEAR else BASIS_NAMES[self.basis]

    @property
    def basis_code(self) -> str:
        return next(code for code, basis in BASES.items() if basis is self.basis)

    @property
    def basis_choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, BASIS_NAMES[basis]) for code, basis in BASES.items())

    @property
    def reference_word(self) -> str:
        """The heading of the column of what is compared with."""
        return REFERENCE_WORDS[self.basis] or str(self.year - 1)

    @property
    def shows_reference(self) -> bool:
        """Against the maximum the column of the maximum is the reference already."""
        return self.basis is not Basis.TO_MAXIMUM

    @property
    def has_points(self) -> bool:
        """Points of at least one line below the index are known; without any the page leaves their columns out."""
        return any(one.line.row is not None for one in self.entries[1:])

    @property
    def shows_back(self) -> bool:
        """Something below the index can be told of the year after."""
        return any(one.line.back is not None for one in self.entries[1:])

    @property
    def is_after_working_date(self) -> bool:
        return self.year not in self.years.known

    @property
    def is_following_after_working_date(self) -> bool:
        return self.following is not None and self.following not in self.years.known

    @cached_property
    def root(self) -> BookEntry:
        return self.entries[0]

    @cached_property
    def lost(self) -> tuple[BookEntry, ...]:
        """The criteria that lost points, the greatest loss first."""
        return tuple(sorted((one for one in self.entries if one.line.is_lost), key=_by_loss))

    @cached_property
    def named(self) -> tuple[BookEntry, ...]:
        return tuple(one for one in self.entries if one.is_named)

    @cached_property
    def unanswered(self) -> tuple[BookEntry, ...]:
        return tuple(one for one in self.lost if one.stands_out)

    @property
    def answered_count(self) -> int:
        return sum(one.work.is_answered for one in self.lost)

    @property
    def lost_sum(self) -> Decimal:
        return sum((one.line.lost or Decimal(0) for one in self.lost), Decimal(0))

    @cached_property
    def mine(self) -> tuple[BookEntry, ...]:
        """The lines whose tasks the person's unit leads."""
        return tuple(one for one in self.entries if one.work.is_mine)

    @cached_property
    def returns(self) -> tuple[tuple[str, int], ...]:
        """How many of the losses came back, as words and counts; empty while the year after is not read."""
        backs = [one.line.back for one in self.lost if one.line.back is not None]
        counts = (
            ("lấy lại đủ", sum(back.is_regained for back in backs)),
            (
                "lấy lại một phần",
                sum(back.points is not None and 0 < back.points < back.lost for back in backs),
            ),
            (
                "chưa lấy lại hoặc mất thêm",
                sum(back.points is not None and back.points <= 0 for back in backs),
            ),
            ("không so được", sum(back.points is None for back in backs)),
        )
        return tuple((words, count) for words, count in counts if count)

    @cached_property
    def shown(self) -> tuple[BookEntry, ...]:
        """The lines to show: those wanted with the fields above them, or the wanted ones alone by their loss."""
        wanted = {one.line.code for one in self.entries if self._is_wanted(one)}
        if self.wish.order == GREATEST:
            chosen = [one for one in self.entries if one.line.code in wanted and one.line.is_criterion]
            return tuple(sorted(chosen, key=_by_loss))
        for one in reversed(self.entries):
            if one.line.code in wanted and one.line.depth > 1:
                wanted.add(one.line.parent)
        return tuple(one for one in self.entries if one.line.code in wanted and one.line.depth)

    def _is_wanted(self, one: BookEntry) -> bool:
        match self.wish.shown:
            case "tat-ca":
                return one.line.depth > 0
            case "chua-giao":
                return one.stands_out
            case "cua-toi":
                return one.work.is_mine
        return one.line.is_lost or one.is_named


def _by_loss(one: BookEntry) -> tuple[bool, Decimal, str]:
    return (one.line.lost is None, -(one.line.lost or Decimal(0)), one.line.code)


def book_of(index: str, year: int, wish: Wish, *, years: Years, posts: Posts, day: date) -> Book:
    """Gather the page of an index and year; raises `Refusal` when nothing is known of the year.

    `years` says what may be read. The work is counted on `day`, whatever year is looked at.
    """
    basis = BASES.get(wish.basis) or BASES[DEFAULT_BASIS.get(index, "toi-da")]
    following = year + 1 if year + 1 in years.readable(later=wish.later) else None
    pages = _pages(index, year, basis, following=following, tables=years.tables, readable=years.all)
    plans = works.plans_answering(index, year)
    criteria = works.criteria_of(plans, index) if plans else ()
    placed, strangers = works.by_line(
        criteria, {line.code: line.name for line in pages.lines if line.is_criterion}
    )
    within = {
        line.code: works.criteria_of(plans, WITHIN[index, line.code])
        for line in pages.lines
        if (index, line.code) in WITHIN and line.is_lost and plans
    }
    placed |= {code: found for code, found in within.items() if found}
    criteria = (*criteria, *(one for found in within.values() for one in found))
    desk = works.Desk(criteria, posts, day)
    causes = {one.code: one for one in Cause.objects.filter(index=index, year=year)}
    greatest = max((line.lost or Decimal(0) for line in pages.lines if line.is_leaf), default=Decimal(0))
    entries = tuple(
        BookEntry(
            line=line,
            work=desk.work(placed.get(line.code, ())),
            cause=causes.get(line.code) if line.depth else None,
            bar=_width(line, greatest),
            has_plan=bool(plans),
            axis_name=_axis_name(line, pages.lines),
            counts=_counts(line, pages.lines) if line.depth == 1 and not line.is_leaf else None,
        )
        for line in pages.lines
    )
    answering = _carriers(
        [one.work.criteria for one in entries if one.line.is_lost or one.is_named] + [strangers]
    )
    return Book(
        index=index,
        year=year,
        basis=basis,
        wish=wish,
        years=years,
        pages=pages,
        entries=entries,
        plans=plans,
        strangers=tuple((criterion, desk.work((criterion,))) for criterion in strangers),
        stray=works.stray_tasks(plans, index, answering, day) if plans else (),
        following=following,
    )


def _pages(
    index: str,
    year: int,
    basis: Basis,
    *,
    following: int | None,
    tables: Mapping[int, YearTable],
    readable: Iterable[int],
) -> Pages:
    if index == "PAPI":
        return papi_pages(tables, year, basis, following=following)
    return other_pages(other_results(index, readable), index, year, basis, following=following)


def _carriers(groups: Iterable[Iterable[Criterion]]) -> set[int]:
    return {one.shared_with_id or one.pk for group in groups for one in group}


def _width(line: Line, greatest: Decimal) -> str:
    if not line.is_leaf or not line.lost or not greatest:
        return ""
    return f"{line.lost / greatest * 100:.2f}"


def _axis_name(line: Line, lines: Iterable[Line]) -> str:
    above = {one.code: one for one in lines}
    while line.depth > 1 and line.parent in above:
        line = above[line.parent]
    return line.name if line.depth == 1 else ""


def _counts(field: Line, lines: Iterable[Line]) -> tuple[int, int] | None:
    below = [line for line in lines if line.parent == field.code and line.is_leaf]
    if not below or any(line.lost is None for line in below):
        return None
    return sum(line.is_lost for line in below), len(below)
