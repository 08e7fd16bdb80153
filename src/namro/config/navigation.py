"""The main menu: one row per page, in groups, in the order of a working day."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from namro.core.agencies.model import Level
from namro.web.campaigns.permissions import may_see_campaigns
from namro.web.cascade.permissions import may_see_province
from namro.web.evidence.permissions import may_see_register
from namro.web.imports.permissions import may_see_imports
from namro.web.organisations.models import Role
from namro.web.organisations.permissions import may_manage_people
from namro.web.organisations.selectors import Posts
from namro.web.reports.briefing.permissions import may_see_briefings
from namro.web.reports.permissions import may_see_reports
from namro.web.scorecards.permissions import may_see_own


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu; `may` answers whether this person may open it; `group` is the heading it stands under.

    What stands under `SYSTEM` is rare and found in the person's own panel.
    """

    name: str
    label: str
    may: Callable[[Posts], bool]
    group: str


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A heading of the menu with its pages; one page alone needs no heading."""

    label: str
    links: tuple[Link, ...]

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)

    @property
    def only(self) -> Link | None:
        return self.links[0] if len(self.links) == 1 else None

    @property
    def is_system(self) -> bool:
        return self.label == SYSTEM


def _holds_a_post(posts: Posts) -> bool:
    return bool(posts.posts)


def _decides(posts: Posts) -> bool:
    at_province = any(post.unit.level == Level.PROVINCE for post in posts.posts)
    return posts.is_plan_officer or posts.is_province_leader or (at_province and bool(posts.unit_ids))


def _works_in_bulk(posts: Posts) -> bool:
    return bool(posts.unit_ids) or posts.sees_whole_province


TODAY, WORK, PLANS, POINTS, REPORTS, SYSTEM = "Hôm nay", "Việc", "Kế hoạch", "Điểm số", "Báo cáo", "Hệ thống"
ENTRIES = (
    Entry("overview:today", "Tổng quan", _holds_a_post, TODAY),
    Entry("plans:work", "Việc của đơn vị", lambda posts: bool(posts.unit_ids), WORK),
    Entry(
        "cascade:mine", "Việc tôi được giao", lambda posts: posts.has(Role.OFFICIAL, Role.DIVISION_HEAD), WORK
    ),
    Entry(
        "cascade:board",
        "Giao việc trong đơn vị",
        lambda posts: posts.has(Role.UNIT_HEAD, Role.UNIT_OFFICER),
        WORK,
    ),
    Entry("plans:approvals", "Chờ duyệt", _decides, WORK),
    Entry("plans:obligations", "Mọi phần việc", _holds_a_post, WORK),
    Entry("worklist:bulk", "Làm nhiều việc", _works_in_bulk, WORK),
    Entry("worklist:table_in", "Báo cáo bằng bảng tính", lambda posts: bool(posts.unit_ids), WORK),
    Entry("chase:mine", "Nhắc việc", _holds_a_post, WORK),
    Entry("talks:list", "Trao đổi", _holds_a_post, WORK),
    Entry("obstacles:list", "Vướng mắc", _holds_a_post, WORK),
    Entry("scorecards:own", "Bảng điểm", may_see_own, WORK),
    Entry("scorecards:completeness", "Báo cáo đầy đủ, kịp thời", may_see_own, WORK),
    Entry("scorecards:snapshots", "Bản chụp, thay đổi", may_see_own, WORK),
    Entry("scorecards:inspections", "Kiểm tra", may_see_own, WORK),
    Entry("cascade:province", "Nhận và giao việc toàn tỉnh", may_see_province, WORK),
    Entry("plans:list", "Các kế hoạch", _holds_a_post, PLANS),
    Entry("directives:list", "Văn bản chỉ đạo", _holds_a_post, PLANS),
    Entry("givens:list", "Việc Chính phủ, Thủ tướng giao", _holds_a_post, PLANS),
    Entry("measures:list", "Thước đo", _holds_a_post, PLANS),
    Entry("recurrences:missing", "Lịch lặp", _holds_a_post, PLANS),
    Entry("imports:list", "Nhập văn bản", may_see_imports, PLANS),
    Entry("indices:list", "Chỉ số và sổ điểm", _holds_a_post, POINTS),
    Entry("campaigns:list", "Chấm điểm", may_see_campaigns, POINTS),
    Entry("evidence:register", "Tài liệu kiểm chứng", may_see_register, POINTS),
    Entry("reports:list", "Báo cáo định kỳ", may_see_reports, REPORTS),
    Entry("documents:list", "Soạn văn bản", _holds_a_post, REPORTS),
    Entry("briefing:list", "Tài liệu họp", may_see_briefings, REPORTS),
    Entry("organisations:units", "Đơn vị", _holds_a_post, SYSTEM),
    Entry("organisations:people", "Người dùng", may_manage_people, SYSTEM),
    Entry("audit:entries", "Nhật ký", _holds_a_post, SYSTEM),
    Entry("program:settings", "Thiết lập", lambda posts: posts.is_plan_officer, SYSTEM),
)


def links(request: HttpRequest, posts: Posts) -> tuple[LinkGroup, ...]:
    """Give the pages that exist and that the person may open, by group; the longest matching address is current."""
    found: list[tuple[str, Entry]] = []
    for entry in ENTRIES:
        if not entry.may(posts):
            continue
        try:
            found.append((reverse(entry.name), entry))
        except NoReverseMatch:
            continue
    matching = [a for a, _ in found if request.path == a or (a != "/" and request.path.startswith(a))]
    current = max(matching, key=len, default=None)
    groups: dict[str, list[Link]] = {}
    for address, entry in found:
        groups.setdefault(entry.group, []).append(Link(address, entry.label, address == current))
    return tuple(LinkGroup(label, tuple(pages)) for label, pages in groups.items())
