"""Handing out a file of proof: as an attachment, under the content type its bytes told."""

from typing import BinaryIO, cast

from django.http import FileResponse, Http404

from namro.core.errors import Refusal
from namro.web.evidence.kinds import sniff
from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.pieces import Piece

_SHOWN_IN_PAGE = frozenset({"image/png", "image/jpeg", "image/webp", "application/pdf"})


def send(evidence: Evidence | Piece, *, inline: bool = False) -> FileResponse:
    """Stream the file; raises `Http404` when there is none. The caller has checked who asks.

    `inline` shows pictures and PDF in the browser, everything else is always a download.
    """
    if not evidence.file:
        raise Http404
    try:
        stream = evidence.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    try:
        content_type = sniff(cast(BinaryIO, stream)).content_type
    except Refusal:
        content_type = "application/octet-stream"
    response = FileResponse(
        stream,
        as_attachment=not (inline and content_type in _SHOWN_IN_PAGE),
        filename=evidence.file_name,
        content_type=content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
