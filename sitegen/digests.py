"""The name that is made of a text: equal for equal texts, and for no others."""

from __future__ import annotations

from hashlib import blake2b


def digest(text: str) -> str:
    """Hexadecimal BLAKE2b-128 of *text* in UTF-8."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
