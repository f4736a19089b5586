"""Secrets that are shown once and kept as a hash: invitations, API tokens, recovery codes."""

import hashlib
import secrets


def fresh() -> tuple[str, str]:
    """A new secret of 256 bits for a link or a header, and the hash to keep."""
    text = secrets.token_urlsafe(32)
    return text, hashed(text)


def hashed(text: str) -> str:
    """The hash under which a secret is found; it needs no salt, since nobody can guess it."""
    return hashlib.sha256(text.encode()).hexdigest()
