"""The published scores of units, offered to reports under "cham-diem"; only what stands in a published edition."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from namro.core.text import fold, format_date
from namro.web.campaigns.models import Publication
from namro.web.campaigns.selectors.published import (
    Claimed,
    Scored,
    claims_in,
    last_published,
    outer_classes,
    scores_in,
)
from namro.web.organisations.models import Unit
from namro.web.ui.figures import OWN, SUM, WEIGHTED, Ask, Figure, Group

GROUP = "cham-diem"
_MEAN = "Của nhiều đơn vị: trung bình cộng, chỉ tính đơn vị có số."


@dataclass(frozen=True, slots=True)
class _Edition:
    """An edition with what was published of the units asked."""

    publication: Publication
    scores: Mapping[str, Scored]
    claims: Mapping[str, Claimed]


def whole(ask: Ask) -> Sequence[Figure]:
    """Give, of every index scored here, what its last campaign published by the day; four queries, one more per index.

    Of one unit its total, its rank, and what it claimed beside what it was given; of several, or of the province, how
    many were scored, how many stand in the highest and the lowest class, and means. Who was not scored has no figures;
    a total that is not complete is not known. Campaigns are of no plan and no task.
    """
    keys = _keys(ask)
    is_one = ask.unit_ids is not None and len(ask.unit_ids) == 1
    return [
        figure
        for edition in _editions(ask, None if ask.unit_ids is None else keys.values())
        for figure in (_of_unit(edition, next(iter(keys.values()), "")) if is_one else _of_many(edition))
    ]


def each(ask: Ask) -> Mapping[int, Sequence[Figure]]:
    """Give the same of every unit by itself."""
    keys = _keys(ask)
    editions = _editions(ask, keys.values())
    return {
        unit: [figure for edition in editions for figure in _of_unit(edition, key)]
        for unit, key in keys.items()
    }


def _keys(ask: Ask) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in=ask.unit_ids).values_list("pk", "key")) if ask.unit_ids else {}


def _editions(ask: Ask, unit_keys: Collection[str] | None) -> list[_Edition]:
    if ask.plan_id is not None or ask.task_id is not None:
        return []
    found = []
    for publication in last_published(ask.day):
        scores = scores_in(publication)
        if unit_keys is not None:
            scores = {key: scores[key] for key in unit_keys if key in scores}
        if scores:
            claims = claims_in(publication, None if unit_keys is None else scores)
            found.append(_Edition(publication, scores, claims))
    return found


def _of_unit(edition: _Edition, key: str) -> Sequence[Figure]:
    scored = edition.scores.get(key)
    if scored is None:
        return ()
    page = _page(edition.publication, key, f"; xếp loại {scored.label}" if scored.label else "")
    return (
        *_means(page, [scored], [edition.claims.get(key, Claimed(None, None))]),
        page.figure(
            "hang",
            "thứ hạng",
            f"Thứ hạng đã công bố trong {scored.of} đơn vị đủ điểm; đồng điểm thì đồng hạng.",
            unit="hạng",
            rule=OWN,
            value=None if scored.rank is None else Decimal(scored.rank),
        ),
    )


def _of_many(edition: _Edition) -> Sequence[Figure]:
    page, scores = _page(edition.publication), list(edition.scores.values())
    complete = sum(one.total is not None for one in scores)
    counts = [
        ("don-vi", "đơn vị đã chấm đủ điểm", "Đơn vị có tổng điểm đã công bố.", complete),
        (
            "chua-du",
            "đơn vị chưa đủ điểm",
            "Đơn vị được chấm mà còn tiêu chí chưa có điểm, nên không xếp hạng.",
            len(scores) - complete,
        ),
    ]
    places = (("loai-cao", "cao nhất"), ("loai-thap", "thấp nhất"))
    for (name, which), label in zip(places, outer_classes(edition.publication) or (), strict=False):
        number = sum(one.label == label for one in scores)
        counts.append((name, f"đơn vị xếp loại {label}", f"Đơn vị ở loại {which} của bộ tiêu chí.", number))
    return (
        *_means(page, scores, [edition.claims[key] for key in edition.scores if key in edition.claims]),
        *(
            page.figure(name, label, definition, unit="đơn vị", rule=SUM, value=Decimal(number))
            for name, label, definition, number in counts
        ),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What all figures of an edition share: their name, their title, the source, and the page they stand on."""

    name: str
    title: str
    source: str
    address: str

    def figure(
        self, name: str, label: str, definition: str, *, unit: str, rule: str, value: Decimal | None
    ) -> Figure:
        return Figure(
            f"{self.name}.{name}",
            f"{self.title}: {label}",
            value,
            unit,
            definition,
            self.source,
            rule,
            address=self.address,
        )

    def mean(self, name: str, label: str, definition: str, points: Sequence[Decimal | None]) -> Figure:
        """Give the mean of the known points, each with weight 1; of one unit its own points."""
        known = [one for one in points if one is not None]
        over, under = sum(known, Decimal(0)), Decimal(len(known))
        made = self.figure(
            name, label, definition, unit="điểm", rule=WEIGHTED, value=over / under if known else None
        )
        return (
            replace(made, numerator=over, denominator=under, places=2) if known else replace(made, places=2)
        )


def _means(page: _Page, scores: Sequence[Scored], claims: Sequence[Claimed]) -> Sequence[Figure]:
    return (
        page.mean(
            "diem",
            "tổng điểm",
            f"Tổng điểm đã công bố, đủ mọi tiêu chí. {_MEAN}",
            [one.total for one in scores],
        ),
        page.mean(
            "tu-cham",
            "điểm tự đánh giá",
            f"Tổng điểm đơn vị tự chấm, không kể điều tra xã hội học. {_MEAN}",
            [one.claimed for one in claims],
        ),
        page.mean(
            "tham-dinh",
            "điểm thẩm định của phần tự chấm",
            f"Tổng điểm được công nhận ở chính các tiêu chí đơn vị tự chấm. {_MEAN}",
            [one.appraised for one in claims],
        ),
    )


def _page(publication: Publication, unit_key: str = "", more: str = "") -> _Page:
    campaign = publication.campaign
    words = "".join(letter if letter.isalnum() else " " for letter in fold(campaign.index)).split()
    day = format_date(timezone.localtime(publication.at).date())
    invented = " (số liệu minh họa)" if publication.is_invented else ""
    at = [campaign.pk, publication.edition]
    return _Page(
        f"{GROUP}.{'-'.join(words)}",
        f"{campaign.index} năm {campaign.year}",
        f"Bản công bố số {publication.edition} ngày {day} của “{campaign.name}”{more}{invented}",
        reverse("campaigns:published_sheet", args=[*at, unit_key])
        if unit_key
        else reverse("campaigns:publication", args=at),
    )


OFFERED = Group(GROUP, "điểm các đợt chấm", whole, each)
