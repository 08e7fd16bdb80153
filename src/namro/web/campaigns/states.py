"""The life of a campaign as a table: which action leads from where to where, and who may take it.

Pure data; docs/ keeps its picture.
"""

from django.db.models import TextChoices

from namro.web.ui.lives import Life, Step


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


APPRAISALS = frozenset({Stage.APPRAISING, Stage.APPRAISING_AGAIN})
MAY_WRITE_WORD = {
    Stage.SELF_SCORING: "Đơn vị nhập số liệu, tài liệu kiểm chứng và gửi phiếu; phiếu đã gửi được đánh dấu chỗ cần bổ sung.",
    Stage.SUPPLEMENTING: "Đơn vị giải trình và bổ sung tài liệu cho tiêu chí được đánh dấu chưa rõ, chưa đủ; tiêu chí khác giữ nguyên.",
    Stage.APPRAISING: "Đơn vị thẩm định chấp nhận, hạ điểm hoặc trả lại từng tiêu chí, kèm lý do.",
    Stage.EXPLAINING: "Đơn vị giải trình tiêu chí bị hạ điểm; sửa số liệu của tiêu chí bị trả lại.",
    Stage.APPRAISING_AGAIN: "Đơn vị thẩm định chấm lần 2 và ghi lý do khi điểm khác lần 1.",
    Stage.PUBLISHED: "Không ai sửa được; đính chính là công bố một bản mới nói rõ điểm nào đã đổi.",
}

_OFFICER = "officer"
LIFE = Life(
    title="Trạng thái của một đợt chấm điểm",
    room="campaigns",
    states=Stage,
    steps=(
        Step(Move.OPEN, frozenset({Stage.DRAFT}), Stage.SELF_SCORING, _OFFICER),
        Step(Move.SUPPLEMENT, frozenset({Stage.SELF_SCORING}), Stage.SUPPLEMENTING, _OFFICER),
        Step(Move.APPRAISE, frozenset({Stage.SELF_SCORING}), Stage.APPRAISING, _OFFICER),
        Step(Move.APPRAISE_SUPPLEMENTED, frozenset({Stage.SUPPLEMENTING}), Stage.APPRAISING, _OFFICER),
        Step(Move.ASK, frozenset({Stage.APPRAISING}), Stage.EXPLAINING, _OFFICER),
        Step(Move.APPRAISE_AGAIN, frozenset({Stage.EXPLAINING}), Stage.APPRAISING_AGAIN, _OFFICER),
        Step(Move.PUBLISH, frozenset({Stage.APPRAISING_AGAIN}), Stage.PUBLISHED, _OFFICER),
        Step(Move.CORRECT, frozenset({Stage.PUBLISHED}), Stage.APPRAISING_AGAIN, _OFFICER, needs_reason=True),
    ),
    first=[(Stage.DRAFT, "")],
    who={_OFFICER: "cán bộ theo dõi của Sở Nội vụ"},
    notes=(
        "Ai làm gì ở từng trạng thái:",
        "",
        *(f"- **{stage.label}**: {words}" for stage, words in MAY_WRITE_WORD.items()),
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram


def moves_from(stage: Stage | str) -> tuple[Step[Stage, Move], ...]:
    """Give the steps that leave the stage."""
    return tuple(step for step in LIFE.steps if stage in step.sources)
