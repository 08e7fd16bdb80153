"""Freezing an edition: everything that made the points, its hash, and what changed since the edition before."""

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from namro.core.errors import Refusal
from namro.core.indices.ranking import rank
from namro.core.indices.rules.writing import write_points
from namro.core.indices.scoring import score
from namro.core.indices.settled import add_up
from namro.web.accounts.models import User
from namro.web.campaigns.models import INVENTED_NAME, Campaign, Entrant, Publication, PublishedSheet
from namro.web.campaigns.selectors.editions import text_of
from namro.web.campaigns.selectors.proofs import pieces_of_sheet
from namro.web.campaigns.selectors.rulebooks import inputs_of, rulebook_of
from namro.web.campaigns.selectors.standings import class_of
from namro.web.campaigns.services.writing import name_of
from namro.web.evidence.selectors.pieces import Piece

FORMAT = "namro.publication/1"
_BEGINNING = "-"


def publish(*, campaign: Campaign, by: User, at: datetime) -> Publication:
    """Freeze the next edition; the caller holds the campaign and has checked who asks.

    Raises `Refusal` when no unit has a complete total, or when a correction changes nothing.
    """
    before = campaign.publications.order_by("-edition").first()
    sheets = [_sheet(campaign, entrant) for entrant in _entrants(campaign)]
    totals = [Decimal(sheet["total"]) if sheet["total"] is not None else None for sheet in sheets]
    if not any(total is not None for total in totals):
        raise Refusal(
            "Chưa đơn vị nào được chấm xong mọi tiêu chí nên chưa có gì để công bố; hãy thẩm định nốt."
        )
    rulebook, placed = rulebook_of(campaign), rank(totals)
    ranking: list[dict[str, Any]] = [
        {
            "unit_key": sheet["unit_key"],
            "unit": sheet["unit"],
            "entrant": sheet["entrant"],
            "total": sheet["total"],
            "low": sheet["low"],
            "high": sheet["high"],
            "open": sheet["open"],
            "rank": placed.ranks[place],
            "of": placed.of,
            "tied": placed.tied(place),
            "class": class_of(rulebook, total),
        }
        for place, (sheet, total) in enumerate(zip(sheets, totals, strict=True))
    ]
    content = {
        "format": FORMAT,
        "campaign": campaign.name,
        "index": campaign.index,
        "year": campaign.year,
        "rulebook": {
            "key": campaign.rulebook_key,
            "name": campaign.rulebook_name,
            "sha256": campaign.rulebook_sha256,
            "toml": campaign.rulebook_toml,
        },
        "sheets": sheets,
        "ranking": ranking,
    }
    changes = _changes(before.content, content) if before else []
    if before and not changes:
        raise Refusal("Chưa có điểm nào khác bản đã công bố; không cần công bố bản mới.")
    is_invented = campaign.name == INVENTED_NAME
    published = Publication.objects.create(
        campaign=campaign,
        edition=before.edition + 1 if before else 1,
        at=at,
        by_name=name_of(by),
        reason=campaign.correction if before else "",
        content=content,
        ranking=sorted(ranking, key=lambda row: (row["rank"] is None, row["rank"] or 0)),
        changes=changes,
        sha256=fingerprint(content),
        is_invented=is_invented,
    )
    PublishedSheet.objects.bulk_create(
        [
            PublishedSheet(
                publication=published, unit_key=sheet["unit_key"], content=sheet, is_invented=is_invented
            )
            for sheet in sheets
        ],
        batch_size=50,
    )
    return published


def fingerprint(content: dict[str, Any]) -> str:
    """Give the SHA-256 of the content, written with sorted names and without spaces."""
    return hashlib.sha256(text_of(content).encode()).hexdigest()


def _entrants(campaign: Campaign) -> list[Entrant]:
    return list(campaign.entrants.select_related("unit").order_by("unit__sort", "id"))


def _sheet(campaign: Campaign, entrant: Entrant) -> dict[str, Any]:
    rulebook = rulebook_of(campaign)
    lines = list(entrant.lines.all())
    scored = score(rulebook, inputs_of(rulebook, lines))
    settled = add_up(rulebook, {line.code: line.final_points for line in lines})
    proofs = {
        line_id: [_piece(piece) for piece in pieces]
        for line_id, pieces in pieces_of_sheet(entrant.pk).items()
    }
    total = settled[""]
    return {
        "unit_key": entrant.unit.key,
        "unit": entrant.unit.name,
        "entrant": entrant.pk,
        "total": _text(total.points),
        "low": _text(total.low),
        "high": _text(total.high),
        "open": total.open_count,
        "lines": [
            {
                "code": line.code,
                "maximum": _text(line.maximum),
                "inputs": line.inputs,
                "reckoning": scored.sentence(line.code),
                "self": _text(line.self_points),
                "self_text": line.self_text,
                "mark": {"kind": line.mark, "text": line.mark_text},
                "first_explanation": line.first_explanation,
                "first": {
                    "verdict": line.first_verdict,
                    "points": _text(line.first_points),
                    "reason": line.first_reason,
                },
                "explanation": line.explanation,
                "second": {"points": _text(line.second_points), "reason": line.second_reason},
                "survey": _text(line.survey_points),
                "final": _text(line.final_points),
                "note": line.note,
                "evidence": sorted(proofs.get(line.pk, []), key=lambda piece: int(piece["id"])),
            }
            for line in lines
        ],
    }


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "id": piece.pk,
        "revision": piece.revision,
        "summary": piece.summary,
        "number": piece.document_number,
        "date": piece.document_date.isoformat() if piece.document_date else None,
        "issuer": piece.issuer,
        "address": piece.address,
        "file": piece.file_name,
        "sha256": piece.sha256,
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Say line by line which points differ, then which ranks."""
    told = []
    sheets = {sheet["unit_key"]: sheet for sheet in before["sheets"]}
    for sheet in after["sheets"]:
        old = {line["code"]: line for line in sheets.get(sheet["unit_key"], {"lines": []})["lines"]}
        for line in sheet["lines"]:
            was = old.get(line["code"], {}).get("final")
            if was != line["final"]:
                told.append(
                    f"{sheet['unit']}, tiêu chí {line['code']}: {_shown(was)} → {_shown(line['final'])}."
                )
    ranks = {row["unit_key"]: row["rank"] for row in before["ranking"]}
    for row in after["ranking"]:
        if ranks.get(row["unit_key"]) != row["rank"]:
            told.append(
                f"{row['unit']}: hạng {ranks.get(row['unit_key']) or _BEGINNING} → {row['rank'] or _BEGINNING}."
            )
    return told


def _shown(points: str | None) -> str:
    return "chưa chấm" if points is None else write_points(Decimal(points))


def _text(points: Decimal | None) -> str | None:
    return None if points is None else f"{points.normalize():f}"
