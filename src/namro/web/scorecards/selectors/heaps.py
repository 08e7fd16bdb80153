"""The heaps behind the numbers of a scorecard: each with the sentence that says what it counts, and its obligations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from namro.core.scorecards import Kind
from namro.web.plans.models import Obligation, Report
from namro.web.plans.selectors.past import owed_by
from namro.web.plans.states import WAITS_FOR_UNIT, Action
from namro.web.scorecards.selectors.counting import kind_q, with_day

_OPEN = Q(state__in=[state.value for state in WAITS_FOR_UNIT])
_ON_TIME = (Kind.DONE_ON_TIME, Kind.WAITING_ON_TIME)
_JUDGED = (*_ON_TIME, Kind.DONE_LATE, Kind.WAITING_LATE, Kind.OVERDUE, Kind.SILENT)


@dataclass(frozen=True, slots=True)
class Heap:
    """One number of a scorecard; `why` is its rule in one sentence."""

    code: str
    label: str
    why: str
    condition: Callable[[date], Q]


def _kinds(*kinds: Kind) -> Callable[[date], Q]:
    def condition(day: date) -> Q:
        found = Q()
        for kind in kinds:
            found |= kind_q(kind, day)
        return found

    return condition


def _given_back(day: date) -> Q:
    steps = Report.objects.filter(obligation=OuterRef("pk"), action__in=[Action.RETURN, Action.REOPEN])
    return Q(Exists(steps))


HEAPS = {
    heap.code: heap
    for heap in (
        Heap(
            "tong", "Tất cả phần việc",
            "Mọi phần việc của đơn vị thuộc kế hoạch đã ban hành và kỳ đã bắt đầu đến ngày làm việc.", lambda day: Q(),
        ),
        Heap(
            "xong-dung-han", "Hoàn thành đúng hạn",
            "Đã được công nhận hoàn thành; báo cáo đã xong gửi không muộn hơn ngày hạn.", _kinds(Kind.DONE_ON_TIME),
        ),
        Heap(
            "xong-tre", "Hoàn thành trễ hạn",
            "Đã được công nhận hoàn thành; báo cáo đã xong gửi sau ngày hạn.", _kinds(Kind.DONE_LATE),
        ),
        Heap(
            "xong-khong-han", "Hoàn thành, không có ngày hạn",
            "Đã được công nhận hoàn thành; kế hoạch không ghi ngày hạn nên không xét đúng hay trễ hạn.",
            _kinds(Kind.DONE_UNDATED),
        ),
        Heap(
            "cho-duyet", "Chờ duyệt", "Đơn vị đã báo cáo xong, cấp trên chưa quyết định.",
            _kinds(Kind.WAITING_ON_TIME, Kind.WAITING_LATE, Kind.WAITING_UNDATED),
        ),
        Heap(
            "dang-mo", "Đang mở, chưa đến hạn",
            "Chưa báo cáo xong và chưa qua ngày hạn, hoặc không có ngày hạn.", _kinds(Kind.OPEN),
        ),
        Heap(
            "qua-han", "Quá hạn", "Đã qua ngày hạn mà chưa báo cáo xong; có báo cáo ít nhất một lần.",
            _kinds(Kind.OVERDUE),
        ),
        Heap(
            "khong-bao-cao", "Không báo cáo", "Đã qua ngày hạn và chưa báo cáo lần nào.", _kinds(Kind.SILENT),
        ),
        Heap(
            "cham", "Quá hạn, kể cả không báo cáo", "Đã qua ngày hạn mà chưa báo cáo xong.",
            _kinds(Kind.OVERDUE, Kind.SILENT),
        ),
        Heap(
            "xong", "Hoàn thành", "Đã được công nhận hoàn thành, đúng hay trễ hạn.",
            _kinds(Kind.DONE_ON_TIME, Kind.DONE_LATE, Kind.DONE_UNDATED),
        ),
        Heap(
            "dung-han", "Gửi xong đúng hạn",
            "Báo cáo đã xong gửi không muộn hơn ngày hạn, đã công nhận hoặc đang chờ duyệt.", _kinds(*_ON_TIME),
        ),
        Heap(
            "xet-han", "Xét được đúng hạn hay không",
            "Có ngày hạn, và đã gửi xong hoặc đã qua hạn. Đây là mẫu số của tỷ lệ đúng hạn.", _kinds(*_JUDGED),
        ),
        Heap("tra-lai", "Đã bị trả lại", "Có ít nhất một lần bị trả lại hoặc mở lại.", _given_back),
        Heap(
            "chua-cap-nhat", "Chưa báo cáo lần nào", "Đang mở hoặc quá hạn mà đơn vị chưa báo cáo lần nào.",
            lambda day: _OPEN & Q(reported_at__isnull=True),
        ),
        Heap(
            "da-cap-nhat", "Đang mở, đã có cập nhật",
            "Chưa báo cáo xong và đã có ít nhất một báo cáo; số ngày tính từ báo cáo gần nhất đến ngày làm việc.",
            lambda day: _OPEN & Q(reported_at__isnull=False),
        ),
    )
}  # fmt: skip
ALL = HEAPS["tong"]


def heap_called(code: str) -> Heap:
    """Give the heap with the code; all obligations where there is none."""
    return HEAPS.get(code, ALL)


def in_heap(obligations: QuerySet[Obligation], heap: Heap, day: date) -> QuerySet[Obligation]:
    """Limit to the obligations that the number of the heap counts; one query for the plans not issued yet."""
    return with_day(obligations.filter(owed_by(day))).filter(heap.condition(day))
