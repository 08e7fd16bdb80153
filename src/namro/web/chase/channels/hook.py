"""The web hook for gateways of SMS and Zalo; what it sends and expects stands in docs/web-hook.md.

Called at least once: a repetition carries the same idempotency key, and the gateway must not send again.
"""

import hashlib
import hmac
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any

from django.conf import settings

from namro.web.chase.channels.outcome import ChannelDown, Rejected, TryAgain

SCHEMA = "namro.reminder/1"
_MOST_BYTES = 10_000
_REPEATABLE = {408, 425, 429}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A signed reminder goes to the address that was set and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def signature(body: bytes, moment: int) -> str:
    """Give the header value `t=…,v1=…`: HMAC-SHA256 with the shared secret over "moment.body"."""
    signed = f"{moment}.".encode() + body
    return (
        f"t={moment},v1={hmac.new(settings.NAMRO_HOOK_SECRET.encode(), signed, hashlib.sha256).hexdigest()}"
    )


def call(payload: dict[str, Any], *, key: str, clock: datetime) -> str:
    """Hand one reminder to the gateway; give its answer in words, or raise one of `outcome`."""
    body = json.dumps({"schema": SCHEMA, "idempotency_key": key, **payload}, ensure_ascii=False).encode()
    request = urllib.request.Request(
        settings.NAMRO_HOOK_URL,
        data=body,
        method="POST",
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key,
            "X-Namro-Signature": signature(body, int(clock.timestamp())),
            "User-Agent": "namro",
        },
    )
    try:
        with _OPENER.open(request, timeout=settings.NAMRO_HOOK_TIMEOUT) as answer:
            said = _read(answer)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code >= 500 or error.code in _REPEATABLE:
            raise TryAgain(f"Cổng nhắn tin báo lỗi {error.code}.") from None
        raise Rejected(f"Cổng nhắn tin không nhận: mã {error.code}.") from None
    except TimeoutError:
        raise TryAgain(f"Cổng nhắn tin không trả lời trong {settings.NAMRO_HOOK_TIMEOUT} giây.") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError | socket.timeout):
            raise TryAgain(f"Cổng nhắn tin không trả lời trong {settings.NAMRO_HOOK_TIMEOUT} giây.") from None
        raise ChannelDown("Không kết nối được với cổng nhắn tin.") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise TryAgain("Cổng nhắn tin trả lời không đọc được.") from None
    return _accepted(said)


def _read(answer: Any) -> bytes:
    until = time.monotonic() + settings.NAMRO_HOOK_TIMEOUT
    said = b""
    # A gateway that trickles its answer must not hold the job: the limit is for the whole of it.
    while len(said) <= _MOST_BYTES and (part := answer.read1(_MOST_BYTES)):
        said += part
        if time.monotonic() > until:
            raise TimeoutError
    return said


def _accepted(said: bytes) -> str:
    try:
        answer = json.loads(said)
    except (UnicodeDecodeError, ValueError):
        answer = None
    if not isinstance(answer, dict) or answer.get("accepted") is not True:
        raise TryAgain('Cổng nhắn tin trả lời không đúng quy ước (cần {"accepted": true}).')
    return "Cổng nhắn tin đã nhận."
