"""The main menu: one row per page, in the order of a working day."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from namro.core.agencies.model import Level
from namro.web.campaigns.permissions import may_see_campaigns
from namro.web.cascade.permissions import may_see_province
from namro.web.evidence.permissions import may_see_register
from namro.web.organisations.models import Role
from namro.web.organisations.permissions import may_manage_people
from namro.web.organisations.selectors import Posts
from namro.web.plans.import_permissions import may_see_imports


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu; `may` answers whether this person may open it; `is_rare` stands in the person's panel."""

    name: str
    label: str
    may: Callable[[Posts], bool]
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    label: str
    is_current: bool
    is_rare: bool


def _holds_a_post(posts: Posts) -> bool:
    return bool(posts.posts)


def _decides(posts: Posts) -> bool:
    at_province = any(post.unit.level == Level.PROVINCE for post in posts.posts)
    return posts.is_plan_officer or posts.is_province_leader or (at_province and bool(posts.unit_ids))


ENTRIES = (
    Entry("overview:today", "Tổng quan", _holds_a_post),
    Entry("plans:work", "Việc của đơn vị", lambda posts: bool(posts.unit_ids)),
    Entry("cascade:mine", "Việc tôi được giao", lambda posts: posts.has(Role.OFFICIAL, Role.DIVISION_HEAD)),
    Entry("cascade:board", "Giao việc", lambda posts: posts.has(Role.UNIT_HEAD, Role.UNIT_OFFICER)),
    Entry("cascade:province", "Nhận và giao việc", may_see_province, is_rare=True),
    Entry("plans:approvals", "Chờ duyệt", _decides),
    Entry("plans:list", "Kế hoạch", _holds_a_post),
    Entry("plans:obligations", "Phần việc", _holds_a_post),
    Entry("recurrences:missing", "Lịch lặp", _holds_a_post, is_rare=True),
    Entry("plans:imports", "Nhập văn bản", may_see_imports),
    Entry("talks:list", "Trao đổi", _holds_a_post),
    Entry("indices:list", "Chỉ số", _holds_a_post),
    Entry("campaigns:list", "Chấm điểm", may_see_campaigns),
    Entry("evidence:register", "Tài liệu kiểm chứng", may_see_register, is_rare=True),
    Entry("organisations:units", "Đơn vị", _holds_a_post, is_rare=True),
    Entry("chase:mine", "Nhắc việc", _holds_a_post, is_rare=True),
    Entry("directives:list", "Văn bản chỉ đạo", _holds_a_post, is_rare=True),
    Entry("givens:list", "Việc Chính phủ, Thủ tướng giao", _holds_a_post, is_rare=True),
    Entry("obstacles:list", "Vướng mắc", _holds_a_post, is_rare=True),
    Entry("organisations:people", "Người dùng", may_manage_people, is_rare=True),
    Entry("audit:entries", "Nhật ký", _holds_a_post, is_rare=True),
    Entry("program:settings", "Thiết lập", lambda posts: posts.is_plan_officer, is_rare=True),
)


def links(request: HttpRequest, posts: Posts) -> tuple[Link, ...]:
    """Give the pages that exist and that the person may open; the longest matching address is current."""
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
    return tuple(Link(address, entry.label, address == current, entry.is_rare) for address, entry in found)
