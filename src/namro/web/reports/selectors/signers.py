"""Who signs the reports of a unit."""

from datetime import date

from namro.web.organisations.models import Role, Unit
from namro.web.organisations.selectors import people_of


def signer_of(unit: Unit, on: date) -> str | None:
    """Give the name of the head of the unit on the day; None while the register has nobody."""
    head = people_of(unit, on=on).filter(role=Role.UNIT_HEAD).first()
    return head.user.get_full_name() if head else None


def nobody_signs(unit_name: str) -> str:
    """Say in a sentence that the place of the name stays open, and what to do."""
    return (
        f"Danh bạ chưa có người đứng đầu của {unit_name} nên văn bản để trống họ tên người ký; hãy ghi tay, hoặc nhờ "
        "cán bộ theo dõi kế hoạch thêm người đứng đầu ở trang Người dùng."
    )
