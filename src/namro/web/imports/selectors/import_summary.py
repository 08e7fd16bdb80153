"""What confirming a reviewed reading would make, what still stands in its way, and which doubts remain."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from namro.web.imports.selectors.imports import in_force, issued_on_of
from namro.web.imports.selectors.review_cards import Desk, place_label
from namro.web.imports.selectors.review_cells import periods_of
from namro.web.imports.selectors.review_tree import Node
from namro.web.imports.selectors.reviews import Counts, counts_of
from namro.web.organisations.models import Group
from namro.web.plans.models import PlanImport
from namro.web.plans.selectors.parties import register_on


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row, clause or finding nobody has looked at; `key` is None for the document as a whole."""

    key: str | None
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The page before confirming."""

    counts: Counts
    tasks: int
    obligations: int
    units: int
    open_groups: tuple[str, ...]  # lead something, but nobody knows yet who belongs to them
    without_lead: int
    without_due: int
    blocks: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def summary_of(plan_import: PlanImport, desk: Desk) -> Summary:
    """Give the summary; three queries for the register and one for the plan in force."""
    tree = desk.tree
    owed = [
        (place.row, place.row["lead"]) for place in desk.places.values() if not place.row.get("refers_to")
    ]
    owed += [(clause, clause["owners"]) for clause in tree["clauses"] if clause.get("is_duty")]
    reach = _Reach(tree, [cell for _, cell in owed])
    obligations = 0
    units: set[int] = set()
    without_due = 0
    for node, cell in owed:
        who = reach.units(cell)
        when = reach.periods(node.get("deadline") or {})
        obligations += len(who) * len(when)
        units |= who
        without_due += all(period is None for period in when)
    references = sum(1 for place in desk.places.values() if place.row.get("refers_to"))
    return Summary(
        counts=counts_of(desk),
        tasks=len(owed) + references,
        obligations=obligations,
        units=len(units),
        open_groups=tuple(reach.empty),
        without_lead=sum(1 for _, cell in owed if not cell.get("units")),
        without_due=without_due,
        blocks=tuple(blocks_of(plan_import, desk)),
        doubts=tuple(_doubts(desk)),
    )


class _Reach:
    """Which units a cell reaches and which days a deadline falls on, by the register of the day of issue."""

    def __init__(self, tree: Node, cells: list[Node]) -> None:
        self.issued_on = issued_on_of(tree)
        day = self.issued_on or timezone.localdate()
        self.year = day.year
        self.register = register_on(day)
        self.ids = {unit.key: unit.pk for unit in self.register.units.values()}
        keys = {unit["key"] for cell in cells for unit in cell.get("units") or () if unit["kind"] == "group"}
        self.members = {
            group.key: frozenset(self.register.members(group)) for group in Group.objects.filter(key__in=keys)
        }
        self.empty: dict[str, None] = {}

    def units(self, cell: Node) -> set[int]:
        found: set[int] = set()
        for unit in cell.get("units") or ():
            if unit["kind"] == "unit":
                if unit["key"] in self.ids:
                    found.add(self.ids[unit["key"]])
                continue
            members = self.members.get(unit["key"], frozenset())
            if not members:
                self.empty[unit["name"]] = None
            found |= members
        return found

    def periods(self, cell: Node) -> list[date | None]:
        return [period.due for period in periods_of(cell, year=self.year, issued_on=self.issued_on)]


def blocks_of(plan_import: PlanImport, desk: Desk) -> list[str]:
    """Give, in sentences, what has to be put right before the plan can be confirmed."""
    document = desk.tree["document"]
    found = []
    if not document.get("title"):
        found.append("Chưa có tên kế hoạch; hãy điền ở phần Đầu văn bản.")
    if issued_on_of(desk.tree) is None:
        found.append("Chưa có ngày ban hành nên chưa tính được thời hạn; hãy điền ở phần Đầu văn bản.")
    earlier = in_force(plan_import)
    if earlier is not None:
        found.append(
            f"Kế hoạch số {earlier.number} đã có hiệu lực trong chương trình nên không xác nhận được lần nữa. "
            "Nếu đây là văn bản khác, hãy sửa số ở phần Đầu văn bản; nếu là cùng văn bản, hãy bỏ bản nhập này."
        )
    if not desk.places and not any(clause.get("is_duty") for clause in desk.tree["clauses"]):
        found.append("Bản đọc chưa có nhiệm vụ nào; hãy thêm ít nhất một dòng nhiệm vụ.")
    for place in desk.places.values():
        if not (place.row.get("text") or "").strip():
            found.append(
                f"{place_label(place)}: dòng chưa có nội dung nhiệm vụ; hãy gõ nội dung hoặc xóa dòng."
            )
        if place.row.get("checked"):
            continue
        for finding in desk.findings.get(place.row["key"], ()):
            if finding["severity"] == "error" and not finding.get("checked"):
                found.append(
                    f"{finding['message']} Sửa dòng đó, hoặc đánh dấu “Đúng” nếu văn bản viết như vậy."
                )
    found += [
        f"{finding['message']} Đánh dấu đã xem ở trang rà soát khi đã xử lý."
        for finding in desk.general
        if finding["severity"] == "error" and not finding.get("checked")
    ]
    return found


def _doubts(desk: Desk) -> list[Doubt]:
    found = [
        Doubt(None, "Toàn văn bản", finding["message"])
        for finding in desk.general
        if finding["severity"] == "warning" and not finding.get("checked")
    ]
    found += [
        Doubt(place.row["key"], place_label(place), place.row["text"])
        for place in desk.places.values()
        if desk.doubtful(place.row)
    ]
    found += [
        Doubt(clause["key"], f"Điều khoản {clause.get('no') or ''}".strip(), clause["text"])
        for clause in desk.tree["clauses"]
        if desk.doubtful(clause)
    ]
    return found
