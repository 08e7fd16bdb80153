"""Which column is which: by the words of its heading and by what its cells read like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from namro.core.plans.evidence import Judge
from namro.core.plans.rows import Column, Role
from namro.core.text import fold

# Words of headings, folded; the weight says how strongly they speak for the role.
_VOCABULARY: dict[Role, list[tuple[str, float]]] = {
    Role.NUMBER: [(r"^(s\.?t\.?t\.?|t\.?t\.?|so tt|so thu tu|so)$", 4.0)],
    Role.CRITERION: [
        (r"\bchi so( noi dung| thanh phan)?\b", 2.6),
        (r"\btieu chi( thanh phan)?\b", 2.8),
        (r"\bbi tru diem\b", 2.0),
        (r"\bton tai|\bhan che", 1.6),
        (r"^linh vuc$|^truc noi dung|^noi dung danh gia", 1.5),
    ],
    Role.TASK: [
        (r"\bnhiem vu\b", 3.0),
        (r"\bgiai phap\b", 2.6),
        (r"\b(noi dung|dau) (cong )?viec\b|^cong viec\b|\bviec can lam\b", 3.0),
        (r"^noi dung( thuc hien| cong tac| nhiem vu| trien khai)?$|^cac noi dung", 2.0),
        (r"\bhoat dong\b", 1.4),
        (r"\bbien phap\b", 2.0),
    ],
    Role.LEAD: [
        (r"\bchu tri\b", 3.4),
        (
            r"\b(don vi|co quan|bo phan|nguoi|to chuc)( duoc giao)? (thuc hien|chiu trach nhiem|phu trach|dau moi)",
            2.6,
        ),
        (r"\b(trach nhiem|phan cong)( thuc hien)?$|^phan cong|^thuc hien$", 1.8),
        (r"^(don vi|co quan)(, don vi)?$", 1.4),
    ],
    Role.COOPERATING: [(r"\bphoi hop\b", 3.4), (r"\blien quan\b", 1.0)],
    Role.DEADLINE: [
        (r"\bthoi han\b", 3.4),
        (r"\bthoi gian\b", 3.0),
        (r"\btien do\b|\blo trinh\b", 2.4),
        (r"\bhoan thanh\b", 1.6),
        (r"^(thang|quy|nam)\b", 1.2),
        (r"\bngay hoan thanh\b|^han\b", 2.4),
    ],
    Role.EXTRA: [
        (r"\bsan pham\b|\bket qua\b|\bdau ra\b", 4.2),
        (r"\btheo doi\b|\bgiam sat\b|\bdon doc\b|\bkiem tra\b|\bchi dao\b", 4.0),
        (r"\bghi chu\b|\bkinh phi\b|\bnguon\b|\bdon vi tinh\b|\bchi tieu\b|\bmuc tieu\b|\bcan cu\b", 4.0),
        (r"^diem\b|\bdiem (chuan|toi da|dat|mat)\b|\bty le\b|\bnguyen nhan\b", 3.4),
    ],
}
_COMPILED = {role: [(re.compile(p), w) for p, w in words] for role, words in _VOCABULARY.items()}
_AGENCY_HEADING = re.compile(r"\b(don vi|co quan|lanh dao|nguoi|to chuc|bo phan)\b")
_PARENT_HEADING = re.compile(r"^(don vi|co quan|phan cong|to chuc|trach nhiem)[^/]*(thuc hien)?$")
_LONGEST_HEADING = 140
ONCE = (Role.NUMBER, Role.CRITERION, Role.TASK, Role.LEAD, Role.COOPERATING, Role.DEADLINE)


def heading_scores(heading: str) -> dict[Role, float]:
    """Give how strongly a heading speaks for each role; an empty dict when it says nothing."""
    folded = fold(heading) if len(heading) <= 2 * _LONGEST_HEADING else ""
    if not folded or len(folded) > _LONGEST_HEADING:
        return {}
    scores: dict[Role, float] = {}
    for role, words in _COMPILED.items():
        best = max((weight for pattern, weight in words if pattern.search(folded)), default=0.0)
        if best:
            scores[role] = best
    return scores


def is_heading_cell(text: str) -> bool:
    """Say whether a paragraph alone could be the heading of a column."""
    return len(text) <= _LONGEST_HEADING and max(heading_scores(text).values(), default=0.0) >= 1.8


@dataclass(frozen=True, slots=True)
class Profile:
    """What the cells of a column read like, each figure a mean in [0, 1] but `words`."""

    agency: float
    deadline: float
    number: float
    words: float
    filled: float


def profile(cells: Sequence[str], judge: Judge) -> Profile | None:
    """Describe the filled cells of a column; None when none is filled."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return None
    sample = filled[:200]
    evidence = [judge.evidence(cell) for cell in sample]
    n = len(sample)
    return Profile(
        agency=sum(e.agency for e in evidence) / n,
        deadline=sum(e.deadline for e in evidence) / n,
        number=sum(e.number is not None for e in evidence) / n,
        words=sum(e.words for e in evidence) / n,
        filled=len(filled) / max(1, len(cells)),
    )


def _content_scores(found: Profile) -> dict[Role, float]:
    long_text = min(found.words / 15, 1.0)
    return {
        Role.NUMBER: 4 * found.number - 2,
        Role.CRITERION: 1.2 * (1 - found.agency) * (1 - found.deadline) * min(found.words / 4, 1.0)
        - 2 * found.number,
        Role.TASK: 3 * long_text * (1 - found.agency) * (1 - found.deadline)
        + 0.4 * found.filled
        - 3 * found.number,
        Role.LEAD: 4 * found.agency - 2.0 + 0.5 * found.filled,
        Role.COOPERATING: 4 * found.agency - 2.2,
        Role.DEADLINE: 4 * found.deadline - 2.0,
        Role.EXTRA: 0.2,
    }


def assign_roles(
    headings: Sequence[str], contents: Sequence[Sequence[str]], judge: Judge
) -> tuple[Column, ...] | None:
    """Find the most plausible role of each column as a whole; None when no column can hold tasks.

    `contents` are the cells under each heading. Each role but EXTRA stands at most once. A table
    of tasks needs a column of tasks and one of agencies or deadlines.
    """
    width = len(headings)
    if not 2 <= width <= 30:
        return None
    options: list[list[tuple[Role, float]]] = []
    for heading, cells in zip(headings, contents, strict=True):
        by_heading = heading_scores(heading)
        found = profile(cells, judge)
        by_content = _content_scores(found) if found else {}
        scored = {
            role: 1.6 * by_heading.get(role, 0.0)
            + by_content.get(role, 0.0)
            - (0.8 if role in ONCE and not by_heading else 0)
            for role in Role
        }
        options.append(
            [*sorted(scored.items(), key=lambda item: -item[1])[:4], (Role.EXTRA, scored[Role.EXTRA])]
        )
    roles = _best_assignment(options)
    if roles is None:
        return None
    if not _is_task_table(headings, contents, roles, judge):
        return None
    return tuple(
        Column(
            role,
            heading,
            holds_agencies=role is Role.EXTRA and bool(_AGENCY_HEADING.search(fold(heading))),
        )
        for role, heading in zip(roles, headings, strict=True)
    )


def _best_assignment(options: Sequence[Sequence[tuple[Role, float]]]) -> list[Role] | None:
    """Maximise the sum of scores with each single role used once: of what uses the same roles only the best goes on."""
    best: dict[frozenset[Role], tuple[float, list[Role]]] = {frozenset(): (0.0, [])}
    for column in options:
        grown: dict[frozenset[Role], tuple[float, list[Role]]] = {}
        for taken, (total, chosen) in best.items():
            for role, score in column:
                if role in taken:
                    continue
                used = taken | {role} if role in ONCE else taken
                if used not in grown or grown[used][0] < total + score:
                    grown[used] = (total + score, [*chosen, role])
        best = grown
    found = [choice for used, choice in best.items() if Role.TASK in used]
    return max(found, key=itemgetter(0))[1] if found else None


def _is_task_table(
    headings: Sequence[str], contents: Sequence[Sequence[str]], roles: Sequence[Role], judge: Judge
) -> bool:
    """Ask for a task column that its heading or its content supports, and for who or when beside it."""
    strength = 0.0
    for heading, cells, role in zip(headings, contents, roles, strict=True):
        by_heading = heading_scores(heading).get(role, 0.0)
        found = profile(cells, judge)
        if role is Role.TASK:
            if by_heading < 1.4 and not (found and found.words >= 6 and found.agency < 0.4):
                return False
            strength += by_heading / 2
        elif role in (Role.LEAD, Role.COOPERATING, Role.DEADLINE):
            evidence = max(found.agency, found.deadline) if found else 0.0
            strength += 1.0 if by_heading >= 1.8 or evidence > 0.5 else 0.0
    return strength >= 1.0


def combine_heading_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Join a two-row heading: the lower word specifies the upper one ("Đơn vị thực hiện" / "Chủ trì")."""
    joined = []
    for above, below in zip(upper, lower, strict=True):
        if below and below != above and _PARENT_HEADING.match(fold(above)) and heading_scores(below):
            joined.append(below)
        elif below and below != above:
            joined.append(f"{above} {below}".strip())
        else:
            joined.append(above or below)
    return joined


def is_parent_heading(text: str) -> bool:
    """Say whether a heading may span columns of its own, such as "Đơn vị thực hiện"."""
    return bool(_PARENT_HEADING.match(fold(text)))
