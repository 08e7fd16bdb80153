"""The review page: which cards of a reading are shown, in which order, and the counts at its head."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from namro.core.text import fold
from namro.web.imports.selectors.imports import issued_on_of
from namro.web.imports.selectors.review_cards import (
    Card,
    Desk,
    Note,
    Step,
    cards_of,
    desk_of,
    label_of,
    step_of,
)
from namro.web.imports.selectors.review_tree import Node, criteria, find, places, ranges
from namro.web.plans.models import Correction, PlanImport

PER_PAGE = 30
DOUBTFUL, ALL, CORRECTED, BODY = "can-xem", "tat-ca", "da-sua", "than"


@dataclass(frozen=True, slots=True)
class Counts:
    """What the head of the page says."""

    rows: int
    criteria: int
    axes: int
    appendices: int
    clauses: int
    duties: int
    doubtful: int
    checked: int
    corrected: int
    general: int  # findings about the document as a whole that nobody has looked at
    loose: int  # lines that stand nowhere yet


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter of the page."""

    key: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Loose:
    """A piece of the source outside the tables: an unaccounted line, surroundings, or a row taken out."""

    key: str
    text: str
    first_line: int
    last_line: int


@dataclass(frozen=True)
class ReviewPage:
    """One page of cards with what stands around them."""

    counts: Counts
    tabs: tuple[Tab, ...]
    tab: str
    page: "Page[Node]"
    cards: list[Card]
    general: tuple[Note, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Outside:
    """Everything of the source that is in no row and no clause."""

    unaccounted: tuple[Loose, ...]
    surroundings: tuple[Loose, ...]
    removed: tuple[Loose, ...]


def desk_for(plan_import: PlanImport) -> Desk:
    """Lay out the reviewed tree of an import; one query for its corrections."""
    standing = Correction.objects.filter(plan_import=plan_import, undone_at=None).order_by("id")
    return desk_of(plan_import.reviewed or {}, plan_import.source_lines, standing)


def counts_of(desk: Desk) -> Counts:
    tree = desk.tree
    rows = [place.row for place in desk.places.values()]
    all_criteria = [criterion for _, _, criterion in criteria(tree)]
    return Counts(
        rows=len(rows),
        criteria=sum(1 for c in all_criteria if c.get("no") or c.get("name")),
        axes=sum(
            1
            for appendix in tree["appendices"]
            for axis in appendix["axes"]
            if axis.get("no") or axis.get("name")
        ),
        appendices=len(tree["appendices"]),
        clauses=len(tree["clauses"]),
        duties=sum(1 for clause in tree["clauses"] if clause.get("is_duty")),
        doubtful=sum(1 for node in [*rows, *tree["clauses"]] if desk.doubtful(node)),
        checked=sum(1 for node in [*rows, *tree["clauses"]] if node.get("checked")),
        corrected=sum(1 for node in [*rows, *tree["clauses"]] if node["key"] in desk.standing),
        general=sum(
            1 for f in desk.general if f["severity"] in ("error", "warning") and not f.get("checked")
        ),
        loose=len(tree["unaccounted"]),
    )


def review_page(desk: Desk, *, tab: str, page: str | None, search: str, on: date) -> ReviewPage:
    """Give one page: within a filter doubtful rows come first, then document order."""
    counts = counts_of(desk)
    tabs = _tabs(desk, counts, tab)
    current = next((t.key for t in tabs if t.is_current), ALL)
    nodes = _chosen(desk, current)
    wanted = fold(search)
    if wanted:
        nodes = [node for node in nodes if wanted in fold(_searched(node))]
    shown = Paginator(nodes, PER_PAGE).get_page(page)
    day = issued_on_of(desk.tree) or on
    cards = cards_of(desk, list(shown.object_list), on=day)
    steps: tuple[Step, ...] = ()
    if current == CORRECTED:
        every = [c for corrections in desk.standing.values() for c in corrections]
        steps = tuple(step_of(c) for c in sorted(every, key=lambda c: -c.pk)[:100])
    general = tuple(
        Note(
            f["key"],
            f["severity"],
            f["message"],
            bool(f.get("checked")),
            (f.get("where") or {}).get("line"),
        )
        for f in desk.general
    )
    return ReviewPage(counts, tabs, current, shown, cards, general, steps)


def card(desk: Desk, key: str, *, on: date) -> Card | None:
    """Give one card; None when the tree has no such row or clause."""
    node = find(desk.tree, key)
    if node is None or (key not in desk.places and key[:1] != "k"):
        return None
    return cards_of(desk, [node], on=issued_on_of(desk.tree) or on)[0]


def criteria_choices(tree: Node) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give every criterion for a choice, grouped by appendix."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for appendix, axis, criterion in criteria(tree):
        place = [axis.get("no"), criterion.get("no")]
        number = ".".join(str(part) for part in place if part)
        name = criterion.get("name") or axis.get("name") or "(không tên)"
        groups.setdefault(str(appendix["label"]), []).append(
            (criterion["key"], f"{number} {name}".strip()[:110])
        )
    return list(groups.items())


def row_choices(desk: Desk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give every row for a choice, grouped by appendix."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in desk.places.values():
        number = ".".join(str(part["no"]) for part in (place.axis, place.criterion) if part.get("no"))
        first = place.row["source"]["first_line"]
        label = f"{number} (dòng {first}) {place.row['text']}".strip()[:110]
        groups.setdefault(str(place.appendix["label"]), []).append((place.row["key"], label))
    return list(groups.items())


def outside(tree: Node) -> Outside:
    return Outside(
        tuple(Loose(u["key"], u["text"], u["line"], u["line"]) for u in tree["unaccounted"]),
        tuple(
            Loose(s["key"], s["text"], s["source"]["first_line"], s["source"]["last_line"])
            for s in tree["surroundings"]
        ),
        tuple(
            Loose(r["key"], r["text"], (ranges(r) or [(0, 0)])[0][0], (ranges(r) or [(0, 0)])[-1][1])
            for r in tree["removed"]
        ),
    )


def _tabs(desk: Desk, counts: Counts, tab: str) -> tuple[Tab, ...]:
    entries = [
        (ALL, "Tất cả", counts.rows),
        (DOUBTFUL, "Cần xem", counts.doubtful),
        (CORRECTED, "Đã sửa", counts.corrected),
        *(
            (
                appendix["key"],
                label_of(str(appendix["label"])),
                sum(len(criterion["tasks"]) for axis in appendix["axes"] for criterion in axis["criteria"]),
            )
            for appendix in desk.tree["appendices"]
        ),
        (BODY, "Thân văn bản", counts.clauses),
    ]
    known = {key for key, _, _ in entries}
    current = tab if tab in known else ALL
    return tuple(Tab(key, label, count, key == current) for key, label, count in entries)


def _chosen(desk: Desk, tab: str) -> list[Node]:
    rows = [place.row for place in desk.places.values()]
    clauses = desk.tree["clauses"]
    if tab == DOUBTFUL:
        return [node for node in [*rows, *clauses] if desk.doubtful(node)]
    if tab == CORRECTED:
        return [node for node in [*rows, *clauses] if node["key"] in desk.standing]
    if tab == BODY:
        return list(clauses)
    if tab != ALL:
        return [place.row for place in places(desk.tree) if place.appendix["key"] == tab]
    return sorted(rows, key=lambda row: not desk.doubtful(row))


def _searched(node: Node) -> str:
    parts = [node.get("text") or ""]
    parts += [
        (node.get(name) or {}).get("text") or "" for name in ("lead", "cooperating", "owners", "deadline")
    ]
    return " ".join(parts)
