"""What the overview and the book of points tell official documents; the same selectors as the pages.

`config/offers.py` names these functions; `web/reports/documents/facts.py` says what is asked.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from namro.core.errors import Refusal
from namro.core.text import fold
from namro.web.indices.selectors import FULL_NAMES, INDICES
from namro.web.organisations.selectors import Posts
from namro.web.overview.selectors.book.book import Book, BookEntry, Wish, book_of
from namro.web.overview.selectors.book.years import years_of
from namro.web.overview.selectors.figures import IndexFigure, index_figures
from namro.web.overview.selectors.plan_basis import basis
from namro.web.plans.models import Criterion, Obligation, Task
from namro.web.plans.selectors.standing import local_day
from namro.web.plans.states import State
from namro.web.reports.documents.facts import IndexFact, Loss, LossBook, PastTask, UnansweredLoss

STRANGE = "Tiêu chí kế hoạch trước nêu tên, chưa khớp với bộ tiêu chí"
YEARS_BACK = 3  # how far tasks that once worked are looked for


def index_facts(posts: Posts, day: date) -> tuple[IndexFact, ...]:
    """Give every index as the overview shows it on the day, with the losses of its book where there is one."""
    return tuple(_fact(figure, posts, day) for figure in index_figures(basis(), day))


def loss_book(index: str, year: int, against: str, posts: Posts, day: date) -> LossBook:
    """Give the losses of an index and year in the order of the book; raises `Refusal` as the page does."""
    if index not in FULL_NAMES:
        raise Refusal(f"Không có chỉ số “{index}”; các chỉ số: {', '.join(INDICES)}.")
    years = years_of(index, day)
    if year not in years.known:
        raise Refusal(f"Chưa có kết quả {index} năm {year} tại ngày làm việc nên chưa lập được sổ mất điểm.")
    book = book_of(index, year, Wish(basis=against), years=years, posts=posts, day=day)
    earlier: dict[str, tuple[PastTask, ...]] = {}
    for before in [one for one in years.known if one < year][-YEARS_BACK:]:
        try:
            older = book_of(index, before, Wish(basis=against), years=years, posts=posts, day=day)
        except Refusal:
            continue
        for name, tasks in _tasks_by_name(older).items():
            earlier[name] = (*tasks, *earlier.get(name, ()))
    return _losses(book, earlier, day)


def books_of_plan(posts: Posts, day: date, year: int) -> tuple[LossBook, ...]:
    """Give for every index its latest book known on the day and not after `year`; those without one are left out."""
    found = []
    for index in INDICES:
        known = [one for one in years_of(index, day).known if one <= year]
        if not known:
            continue
        try:
            found.append(loss_book(index, known[-1], "", posts, day))
        except Refusal:
            continue
    return tuple(found)


def _fact(figure: IndexFigure, posts: Posts, day: date) -> IndexFact:
    book: Book | None = None
    years = years_of(figure.index, day)
    if figure.year in years.known:
        try:
            book = book_of(figure.index, figure.year, Wish(), years=years, posts=posts, day=day)
        except Refusal:
            book = None
    has_points = book is not None and book.has_points
    return IndexFact(
        index=figure.index,
        full_name=figure.full_name,
        year=figure.year,
        score=figure.score,
        percent=figure.percent,
        rank=figure.rank,
        of=figure.of,
        rank_change=figure.rank_change,
        target=figure.target_text or (figure.distance.target if figure.distance else ""),
        distance=figure.distance.words if figure.distance else "",
        verified=figure.verified,
        source=figure.source,
        lost_count=len(book.lost) if book and has_points else None,
        lost_sum=book.lost_sum if book and has_points else None,
        answered_count=book.answered_count if book else 0,
        returns=book.returns if book else (),
        basis=book.basis_name if book else "",
        unanswered=_unanswered(book) if book and has_points else (),
        address=reverse("indices:detail", args=[figure.slug]),
    )


def _unanswered(book: Book) -> tuple[UnansweredLoss, ...]:
    """Give the lines that stand out in the book: lost points and no task."""
    return tuple(
        UnansweredLoss(
            code=one.line.code,
            name=one.line.name,
            lost=one.line.lost,
            address=reverse("indices:criterion", args=[book.slug, book.year, one.line.code]),
        )
        for one in book.lost
        if one.stands_out
    )


def _losses(book: Book, earlier: Mapping[str, tuple[PastTask, ...]], day: date) -> LossBook:
    places = {one.line.code: at for at, one in enumerate(book.lost, start=1)}
    shown = [one for one in book.entries if one.line.is_lost or one.is_named]
    own = _tasks_by_name(book)
    fields = {one.line.code: one for one in book.entries}
    root = book.root.line.row
    is_share = book.pages.unit == "%"
    figure = next((one for one in index_figures(basis(), day) if one.index == book.index), None)
    same = figure if figure is not None and figure.year == book.year else None
    unmatched = _tasks_of([criterion for criterion, _ in book.strangers], {})
    return LossBook(
        index=book.index,
        full_name=book.full_name,
        year=book.year,
        basis=book.basis_name,
        source=book.pages.source,
        score=same.score if same else (root.value if root and not is_share else None),
        maximum=same.maximum if same else book.root.line.maximum,
        percent=same.percent if same else (root.value if root and is_share else None),
        rank=root.rank if root else None,
        of=root.of if root else None,
        losses=tuple(
            Loss(
                code=one.line.code,
                name=one.line.name,
                axis_no=_axis(one, fields),
                axis=one.axis_name,
                reference=one.line.row.reference if one.line.row else None,
                value=one.line.row.value if one.line.row else None,
                lost=one.line.lost,
                place=places.get(one.line.code),
                cause=one.cause.text if one.cause else "",
                back=one.line.back.words if one.line.back else "",
                verified=one.line.name_verified,
                past=(*own.get(fold(one.line.name), ()), *earlier.get(fold(one.line.name), ())),
            )
            for one in shown
        )
        + tuple(_stranger(criterion, unmatched, book) for criterion, _ in book.strangers),
    )


def _stranger(criterion: Criterion, tasks: Mapping[int, list[PastTask]], book: Book) -> Loss:
    """Give a criterion that a plan names as one that lost, under a name no line of the book has."""
    return Loss(
        code="",
        name=criterion.name,
        axis_no="",
        axis=STRANGE,
        reference=None,
        value=None,
        lost=None,
        place=None,
        cause="",
        back="",
        verified=False,
        past=tuple(tasks.get(criterion.shared_with_id or criterion.pk, ())),
    )


def _came_back(one: BookEntry) -> bool:
    """Say whether at least a part of the loss came back the year after."""
    back = one.line.back
    return back is not None and back.points is not None and back.points > 0


def _axis(one: BookEntry, fields: dict[str, BookEntry]) -> str:
    line = one.line
    while line.depth > 1 and line.parent in fields:
        line = fields[line.parent].line
    return line.code if line.depth == 1 and line.code != one.line.code else ""


def _tasks_by_name(book: Book) -> dict[str, tuple[PastTask, ...]]:
    """Give the tasks that answer the lines of a book by the folded name of the line; names outlive numbers."""
    answered = [one for one in book.entries if one.line.is_criterion and one.work.is_answered]
    tasks = _tasks(answered) if answered else {}
    return {
        fold(one.line.name): tuple(
            task
            for pk in dict.fromkeys(
                criterion.shared_with_id or criterion.pk for criterion in one.work.criteria
            )
            for task in tasks.get(pk, ())
        )
        for one in answered
    }


def _tasks(entries: list[BookEntry]) -> dict[int, list[PastTask]]:
    """Give the tasks that answer the lines by the criterion they hang on; two queries."""
    back = {
        criterion.shared_with_id or criterion.pk: _came_back(one)
        for one in entries
        for criterion in one.work.criteria
    }
    return _tasks_of(back, back)


def _tasks_of(criteria: Iterable[Criterion | int], back: Mapping[int, bool]) -> dict[int, list[PastTask]]:
    """Give the tasks of criteria by the criterion they hang on; two queries, none without criteria."""
    ids = [one if isinstance(one, int) else one.shared_with_id or one.pk for one in criteria]
    if not ids:
        return {}
    tasks = list(
        Task.objects.filter(criterion__in=ids, is_reference=False)
        .only("criterion_id", "text", "lead_text", "cooperating_text", "deadline_text")
        .order_by("plan_id", "position")
    )
    totals: dict[int, int] = {}
    in_time: dict[int, int] = {}
    owed = Obligation.objects.filter(task__in=[task.pk for task in tasks]).order_by()
    for task_id, state, due, reported in owed.values_list("task_id", "state", "due", "reported_at"):
        totals[task_id] = totals.get(task_id, 0) + 1
        is_late = due is not None and (reported is None or local_day(reported) > due)
        if state == State.ACCEPTED and not is_late:
            in_time[task_id] = in_time.get(task_id, 0) + 1
    found: dict[int, list[PastTask]] = {}
    for task in tasks:
        assert task.criterion_id is not None
        total, done = totals.get(task.pk, 0), in_time.get(task.pk, 0)
        found.setdefault(task.criterion_id, []).append(
            PastTask(
                text=task.text,
                lead=task.lead_text,
                cooperating=task.cooperating_text,
                deadline=task.deadline_text,
                total=total,
                in_time=done,
                has_worked=bool(total) and done == total and back.get(task.criterion_id, False),
            )
        )
    return found
