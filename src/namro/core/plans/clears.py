"""Five things made clear (clause III.1 of Plan 359): what, who, responsibility, when, to what effect."""

from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.agencies import Party
from namro.core.plans.model import Measure
from namro.core.time import DeadlineKind

CLEARS = ("what", "who", "responsibility", "when", "effect")
NAMES = {
    "what": "Rõ việc",
    "who": "Rõ người",
    "responsibility": "Rõ trách nhiệm",
    "when": "Rõ thời gian",
    "effect": "Rõ hiệu quả",
}


@dataclass(frozen=True, slots=True)
class Clear:
    """Whether one of the five is clear, with one sentence that says why or what is missing."""

    name: str
    is_clear: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the check needs to know of a task, from a document or from the program.

    `person` is the one named official, known only after a unit has handed the task on.
    """

    text: str
    leads: Sequence[Party]
    cooperating: Sequence[Party]
    deadline_kind: DeadlineKind
    has_due_date: bool
    measures: Sequence[Measure]
    lead_inherited: bool = False
    person: str | None = None
    deadline_text: str = ""
    is_handed_on: bool = False  # inside a unit: then one person must be named


def five_clears(facts: TaskFacts) -> tuple[Clear, ...]:
    """Check the five in the order of the clause; each answer carries one Vietnamese sentence."""
    return (_what(facts), _who(facts), _responsibility(facts), _when(facts), _effect(facts))


def _what(facts: TaskFacts) -> Clear:
    words = len(facts.text.split())
    if words < 4:
        return Clear("what", False, "Chưa nêu việc phải làm; cần ghi nội dung công việc cụ thể.")
    if words > 250:
        return Clear("what", False, f"Một ô gộp quá nhiều việc ({words} chữ); nên tách thành từng nhiệm vụ.")
    return Clear("what", True, "Nội dung công việc đã được nêu.")


def _who(facts: TaskFacts) -> Clear:
    if facts.person:
        return Clear("who", True, f"Người chịu trách nhiệm: {facts.person}.")
    if facts.is_handed_on:
        return Clear("who", False, "Chưa giao cho một cán bộ cụ thể; cần ghi tên người thực hiện.")
    if not facts.leads:
        return Clear("who", False, "Chưa có đơn vị chủ trì; cần ghi một đơn vị chịu trách nhiệm.")
    unlisted = [party.name for party in facts.leads if party.is_open]
    if unlisted:
        return Clear("who", False, f"Chưa biết “{unlisted[0]}” gồm những đơn vị nào; cần lập danh sách.")
    if len(facts.leads) == 1 and facts.leads[0].kind == "unit":
        return Clear("who", True, f"Một đơn vị chủ trì: {facts.leads[0].name}.")
    if all(party.kind == "group" for party in facts.leads):
        return Clear("who", True, "Từng đơn vị trong nhóm chủ trì chịu trách nhiệm phần của mình.")
    return Clear(
        "who",
        False,
        f"Có {len(facts.leads)} đầu mối cùng chủ trì; cần chỉ rõ một đơn vị chịu trách nhiệm chính.",
    )


def _responsibility(facts: TaskFacts) -> Clear:
    if not facts.leads:
        return Clear("responsibility", False, "Chưa phân định chủ trì và phối hợp vì chưa có đơn vị chủ trì.")
    both = {p.key for p in facts.leads} & {p.key for p in facts.cooperating}
    if both:
        name = next(p.name for p in facts.leads if p.key in both)
        return Clear("responsibility", False, f"{name} vừa chủ trì vừa phối hợp; cần chọn một vai.")
    if facts.lead_inherited:
        return Clear("responsibility", False, "Đơn vị chủ trì lấy từ ô gộp phía trên; cần xác nhận.")
    if not facts.cooperating:
        return Clear("responsibility", True, "Đơn vị chủ trì tự chịu trách nhiệm, không có đơn vị phối hợp.")
    return Clear(
        "responsibility",
        True,
        "Đã phân định chủ trì và phối hợp; người đứng đầu đơn vị chủ trì chịu trách nhiệm.",
    )


def _when(facts: TaskFacts) -> Clear:
    kind = facts.deadline_kind
    if facts.has_due_date:
        return Clear(
            "when", True, f"Có thời hạn: {facts.deadline_text}." if facts.deadline_text else "Có thời hạn."
        )
    if kind in (DeadlineKind.YEARLY, DeadlineKind.QUARTERLY, DeadlineKind.MONTHLY):
        return Clear("when", True, f"Lặp lại theo kỳ: {facts.deadline_text}.")
    if kind is DeadlineKind.CONTINUOUS:
        return Clear("when", False, "“Thường xuyên” không có mốc kiểm tra; cần đặt kỳ báo cáo.")
    if kind is DeadlineKind.ON_EVENT:
        return Clear("when", True, f"Theo sự việc: {facts.deadline_text}.")
    if kind is DeadlineKind.ROADMAP:
        return Clear("when", False, "Theo lộ trình của văn bản khác; cần ghi các mốc của lộ trình.")
    return Clear("when", False, "Chưa có thời hạn; cần ghi ngày hoặc kỳ phải hoàn thành.")


def _effect(facts: TaskFacts) -> Clear:
    if facts.measures:
        return Clear("effect", True, f"Đo bằng: {facts.measures[0].text}.")
    return Clear("effect", False, "Chưa có chỉ tiêu đo kết quả; cần ghi con số phải đạt.")
