"""Who may see a piece of proof, and who may revise it or withdraw it."""

from collections.abc import Sequence

from namro.web.evidence.models import Evidence
from namro.web.evidence.uses import Use
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed, answers


def check_may_see_register(posts: Posts) -> None:
    """Whoever reports for a unit, and who sees the whole province."""
    if not (posts.unit_ids or posts.sees_whole_province):
        raise NotAllowed(
            "Tài khoản này chưa giữ vị trí nào ở một đơn vị nên chưa có sổ tài liệu kiểm chứng. "
            "Cán bộ theo dõi kế hoạch của Sở Nội vụ có thể gán vị trí."
        )


def check_may_see_evidence(posts: Posts, evidence: Evidence, uses: Sequence[Use]) -> None:
    """The unit that put it forward, who may see one of the things it proves, who sees the whole province."""
    if posts.sees_whole_province or evidence.unit_id in posts.unit_ids or any(u.may_open for u in uses):
        return
    raise NotAllowed(
        f"Tài liệu này của {evidence.unit.name}. Chỉ đơn vị đó, người được xem phiếu hoặc phần việc mà tài liệu "
        "chứng minh, Sở Nội vụ, lãnh đạo tỉnh và Mặt trận Tổ quốc được xem."
    )


def check_may_revise_evidence(posts: Posts, evidence: Evidence) -> None:
    """Correct, replace, withdraw: the unit that put it forward."""
    if evidence.unit_id not in posts.unit_ids:
        raise NotAllowed(f"Chỉ người của {evidence.unit.name} được sửa, thay hoặc rút tài liệu này.")


may_see_register = answers(check_may_see_register)
may_see_evidence = answers(check_may_see_evidence)
may_revise_evidence = answers(check_may_revise_evidence)
