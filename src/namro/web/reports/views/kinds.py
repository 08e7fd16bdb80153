"""The kinds of reports: the list, and setting one with its outline."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.agencies.model import Level
from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import existing, posts_of
from namro.web.program.selectors import now, state_of
from namro.web.reports import permissions
from namro.web.reports.kind_lines import period_lines, read_periods, read_typed, typed_lines
from namro.web.reports.models import KindVersion
from namro.web.reports.selectors import kinds as selectors
from namro.web.reports.services.kinds import add_kind, set_kind
from namro.web.reports.views.asking import user_of
from namro.web.ui.figures import group_of, is_offered, known_groups, label_of

_LEVELS = ((Level.PROVINCE, "Cấp tỉnh"), (Level.DISTRICT, "Cấp huyện"), (Level.COMMUNE, "Cấp xã"))
_SPARE, _MOST_SECTIONS, _MOST_DAYS = 2, 60, 90
_NEW: dict[str, Any] = {
    "name": "", "symbol": "BC", "source": "", "verified": True, "levels": [], "units": [], "figures": [], "note": "",
    "consolidated_by": "so-noi-vu", "receiver": "Ủy ban nhân dân tỉnh", "due_days": {},
    "outline": {"key": "rieng", "name": "Đề cương báo cáo", "verified": True, "note": "", "sections": []},
    "periods": [{"key": "Q1", "label": "Quý I/{year}", "start": "1/1", "start_year": 0, "end": "31/3", "end_year": 0}],
}  # fmt: skip


@require_GET
def kind_list(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_see_reports(posts)
    return render(
        request,
        "reports/kinds.html",
        {
            "kinds": selectors.kinds(with_retired=True),
            "levels": dict(_LEVELS),
            "may_set": permissions.may_set_kinds(posts),
        },
    )


@require_http_methods(["GET", "POST"])
def kind_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def kind_edit(request: HttpRequest, key: str) -> HttpResponse:
    held = next((row for row in selectors.kinds(with_retired=True) if row.key == key), None)
    if held is None:
        raise Http404
    return _edit(request, held)


def _edit(request: HttpRequest, held: KindVersion | None) -> HttpResponse:
    posts = posts_of(request)
    permissions.check_may_set_kinds(posts)
    tree = dict(held.tree) if held else _NEW
    error = ""
    if request.method == "POST":
        try:
            made = _save(request, held, _tree_of(request.POST, tree))
        except Refusal as refusal:
            error = refusal.sentence
        else:
            messages.success(request, f"Đã lưu “{made}”; báo cáo đã mở giữ nguyên cách đặt cũ.")
            return redirect("reports:kind", key=made.key)
    today = state_of(request).working_date
    gatherers = existing(Unit.objects.filter(level=Level.PROVINCE), on=today).order_by("sort")
    context = {
        "held": held,
        "error": error,
        "form": _shown(request.POST if request.method == "POST" else None, tree),
        "gatherers": gatherers.values_list("key", "name"),
        "groups": _choices(tree),
        "versions": selectors.versions_of(held.key) if held else (),
        "reports": selectors.count_of_reports(held) if held else 0,
    }
    return render(request, "reports/kind.html", context, status=422 if error else 200)


def _save(request: HttpRequest, held: KindVersion | None, tree: dict[str, Any]) -> KindVersion:
    reason = request.POST.get("reason", "")
    by, posts, at = user_of(request), posts_of(request), now()
    if held is None:
        return add_kind(tree=tree, reason=reason, by=by, posts=posts, at=at)
    version = request.POST.get("version", "")
    return set_kind(
        key=held.key,
        tree=tree,
        reason=reason,
        version=int(version) if version.isdecimal() and len(version) < 6 else -1,
        is_retired="retire" in request.POST,
        by=by,
        posts=posts,
        at=at,
    )


def _tree_of(typed: QueryDict, tree: Mapping[str, Any]) -> dict[str, Any]:
    name = squeeze(typed.get("name", ""))
    if not name or len(name) > 200:
        raise Refusal("Hãy đặt tên loại báo cáo, không quá 200 chữ.")
    days: dict[str, int] = {}
    for level, label in _LEVELS:
        text = typed.get(f"due_{level.value}", "").strip()
        if text and not (text.isdecimal() and int(text[:4]) <= _MOST_DAYS):
            raise Refusal(f"{label}: số ngày nộp là số nguyên từ 0 đến {_MOST_DAYS}, để trống nếu chưa đặt.")
        if text:
            days[level.value] = int(text)
    levels = [level.value for level, _ in _LEVELS if level.value in typed.getlist("levels")]
    if not levels and not tree["units"]:
        raise Refusal("Hãy chọn ít nhất một cấp phải lập báo cáo.")
    by = typed.get("consolidated_by", "")
    if by and not Unit.objects.filter(key=by).exists():
        raise Refusal("Đơn vị tổng hợp không có trong danh bạ; hãy chọn lại.")
    return dict(tree) | {
        "name": name,
        "source": squeeze(typed.get("source", ""))[:500],
        "receiver": squeeze(typed.get("receiver", ""))[:200],
        "levels": levels,
        "consolidated_by": by,
        "figures": [],  # every group stands in a part now
        "due_days": days,
        "periods": read_periods(typed.get("periods", ""), name),
        "outline": dict(tree["outline"]) | {"sections": _sections(typed, tree["outline"]["sections"])},
    }


def _sections(typed: QueryDict, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Read the list of parts in the order of the numbers before them; a part without a title is dropped."""
    old = {one["key"]: one for one in known}
    found: list[tuple[int, int, dict[str, Any]]] = []
    free = 1
    for at in range(_MOST_SECTIONS):
        title = squeeze(typed.get(f"title_{at}", ""))
        if not title:
            continue
        if len(title) > 300:
            raise Refusal(f"Tên phần “{title[:40]}…” dài quá 300 chữ.")
        key = typed.get(f"key_{at}", "")
        if key not in old:
            while f"phan-{free}" in old or any(one["key"] == f"phan-{free}" for _, _, one in found):
                free += 1
            key = f"phan-{free}"
        place = typed.get(f"place_{at}", "").strip()
        groups = [group for group in typed.getlist(f"figures_{at}") if is_offered(group)]
        lines = typed.get(f"typed_{at}", "")
        section = {
            "key": key,
            "title": title,
            "figures": groups,
            "typed": read_typed(lines, old.get(key, {}).get("typed", [])),
        }
        found.append((int(place) if place.isdecimal() and len(place) < 5 else _MOST_SECTIONS, at, section))
    return [section for _, _, section in sorted(found, key=lambda one: one[:2])]


def _choices(tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what a part may be filled with: every group, and the single figures that some part names already."""
    single = (
        name
        for section in tree["outline"]["sections"]
        for name in section["figures"]
        if name not in known_groups() and is_offered(name)
    )
    return [(name, label_of(name)) for name in dict.fromkeys((*known_groups(), *single))]


def _shown(typed: QueryDict | None, tree: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the page shows: what was typed, else what is in force."""
    sections = tree["outline"]["sections"]
    count = min(max(len(sections) + _SPARE, 3), _MOST_SECTIONS)
    named = {group_of(name) for section in sections for name in section["figures"]}
    loose = [group for group in tree["figures"] if group not in named]
    blank: dict[str, Any] = {"key": "", "title": "", "figures": [], "typed": []}
    rows = []
    for at in range(count):
        one = sections[at] if at < len(sections) else blank
        if typed is None:
            row = {
                "place": at + 1,
                "title": one["title"],
                "figures": [*one["figures"], *(loose if at == 0 else ())],
                "typed": typed_lines(one["typed"]),
            }
        else:
            row = {
                "place": typed.get(f"place_{at}", ""),
                "title": typed.get(f"title_{at}", ""),
                "figures": typed.getlist(f"figures_{at}"),
                "typed": typed.get(f"typed_{at}", ""),
            }
        rows.append({"at": at, "key": one["key"], **row})
    days = tree["due_days"]
    levels = [
        {
            "key": level.value,
            "label": label,
            "is_chosen": level.value in (typed.getlist("levels") if typed is not None else tree["levels"]),
            "days": typed.get(f"due_{level.value}", "") if typed is not None else days.get(level.value, ""),
        }
        for level, label in _LEVELS
    ]
    fields = {
        name: typed.get(name, "") if typed is not None else tree[name]
        for name in ("name", "source", "receiver", "consolidated_by")
    }
    periods = typed.get("periods", "") if typed is not None else period_lines(tree)
    reason = typed.get("reason", "") if typed is not None else ""
    return {**fields, "levels": levels, "periods": periods, "sections": rows, "reason": reason}
