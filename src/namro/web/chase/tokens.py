"""Secrets of one-use links: derived, so that the database holds nothing that opens a door."""

import base64
import hashlib

from django.utils.crypto import salted_hmac


def token_of(link_id: int, nonce: str) -> str:
    """Give the secret part of a link's address: 256 bits, the same whenever the link is written out again."""
    digest = salted_hmac("namro.chase.link", f"{link_id}:{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """Give what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
