"""The life of a campaign as a table: which action leads from where to where, and who may take it.

Pure data. `python -m namro.web.campaigns.states` prints the picture kept in docs/states-of-a-campaign.md.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Stage(TextChoices):
    """The stored stage of a campaign."""

    DRAFT = "draft", "Chuẩn bị"
    SELF_SCORING = "self_scoring", "Tự đánh giá"
    SUPPLEMENTING = "supplementing", "Bổ sung, giải trình lần 1"
    APPRAISING = "appraising", "Thẩm định lần 1"
    EXPLAINING = "explaining", "Giải trình lần 2"
    APPRAISING_AGAIN = "appraising_again", "Thẩm định lần 2"
    PUBLISHED = "published", "Đã công bố"


class Move(TextChoices):
    """One step of a campaign; the label is what its button and its history say."""

    OPEN = "mo", "Mở tự đánh giá"
    SUPPLEMENT = "bo-sung", "Chuyển bổ sung, giải trình lần 1"
    APPRAISE = "tham-dinh", "Chuyển thẩm định lần 1"
    APPRAISE_SUPPLEMENTED = "tham-dinh-sau-bo-sung", "Hết bổ sung, chuyển thẩm định lần 1"
    ASK = "giai-trinh", "Chuyển giải trình lần 2"
    APPRAISE_AGAIN = "tham-dinh-lan-2", "Chuyển thẩm định lần 2"
    PUBLISH = "cong-bo", "Công bố"
    CORRECT = "dinh-chinh", "Mở để đính chính"


class Verdict(TextChoices):
    """What the appraiser says to the points a unit claims."""

    ACCEPTED = "accepted", "Chấp nhận"
    LOWERED = "lowered", "Hạ điểm"
    RETURNED = "returned", "Trả lại"


class Mark(TextChoices):
    """What is missing at a line before anybody appraises it; always with a sentence beside it."""

    UNCLEAR = "unclear", "Chưa rõ"
    INCOMPLETE = "incomplete", "Chưa đủ"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    move: Move
    source: Stage
    target: Stage
    needs_reason: bool = False


STEPS: dict[Move, Step] = {
    step.move: step
    for step in (
        Step(Move.OPEN, Stage.DRAFT, Stage.SELF_SCORING),
        Step(Move.SUPPLEMENT, Stage.SELF_SCORING, Stage.SUPPLEMENTING),
        Step(Move.APPRAISE, Stage.SELF_SCORING, Stage.APPRAISING),
        Step(Move.APPRAISE_SUPPLEMENTED, Stage.SUPPLEMENTING, Stage.APPRAISING),
        Step(Move.ASK, Stage.APPRAISING, Stage.EXPLAINING),
        Step(Move.APPRAISE_AGAIN, Stage.EXPLAINING, Stage.APPRAISING_AGAIN),
        Step(Move.PUBLISH, Stage.APPRAISING_AGAIN, Stage.PUBLISHED),
        Step(Move.CORRECT, Stage.PUBLISHED, Stage.APPRAISING_AGAIN, needs_reason=True),
    )
}
APPRAISALS = frozenset({Stage.APPRAISING, Stage.APPRAISING_AGAIN})
MAY_WRITE_WORD = {
    Stage.SELF_SCORING: "Đơn vị nhập số liệu, tài liệu kiểm chứng và gửi phiếu; phiếu đã gửi được đánh dấu chỗ cần bổ sung.",
    Stage.SUPPLEMENTING: "Đơn vị giải trình và bổ sung tài liệu cho tiêu chí được đánh dấu chưa rõ, chưa đủ; tiêu chí khác giữ nguyên.",
    Stage.APPRAISING: "Đơn vị thẩm định chấp nhận, hạ điểm hoặc trả lại từng tiêu chí, kèm lý do.",
    Stage.EXPLAINING: "Đơn vị giải trình tiêu chí bị hạ điểm; sửa số liệu của tiêu chí bị trả lại.",
    Stage.APPRAISING_AGAIN: "Đơn vị thẩm định chấm lần 2 và ghi lý do khi điểm khác lần 1.",
    Stage.PUBLISHED: "Không ai sửa được; đính chính là công bố một bản mới nói rõ điểm nào đã đổi.",
}


def possible(stage: Stage | str, move: Move) -> bool:
    """Say whether the table lets the move start from the stage."""
    return STEPS[move].source == stage


def moves_from(stage: Stage | str) -> tuple[Step, ...]:
    """Give the steps that leave the stage."""
    return tuple(step for step in STEPS.values() if step.source == stage)


def diagram() -> str:
    """Give the table as a document in Vietnamese with a drawing of stages and steps."""
    lines = [
        "# Trạng thái của một đợt chấm điểm",
        "",
        "Trang này được sinh ra từ `src/namro/web/campaigns/states.py`; sửa bảng ở đó rồi chạy",
        "`python -m namro.web.campaigns.states > docs/states-of-a-campaign.md`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {stage.value}: {stage.label}" for stage in Stage),
        f"    [*] --> {Stage.DRAFT.value}",
        *(f"    {step.source.value} --> {step.target.value}: {step.move.label}" for step in STEPS.values()),
        "```",
        "",
        "| Bước | Từ | Đến | Ai | Cần lý do |",
        "|---|---|---|---|---|",
        *(
            f"| {step.move.label} | {step.source.label} | {step.target.label} "
            f"| cán bộ theo dõi của Sở Nội vụ | {'có' if step.needs_reason else 'không'} |"
            for step in STEPS.values()
        ),
        "",
        "Ai làm gì ở từng trạng thái:",
        "",
        *(f"- **{stage.label}**: {words}" for stage, words in MAY_WRITE_WORD.items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram(), end="")
