"""Addresses of links: knows which ones a page may lead to, and how each is written in an ``href``."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_ASCII_UNSAFE = frozenset(' "<>\\^`{|}')


def resolve(address: str, base: str) -> str | None:
    """*address* as an ``href``: a web, mail or telephone address, or a path of the site; None where it is refused.

    As browsers do (WHATWG URL §4.4), tabs and line ends are dropped before the scheme is looked at, and a backslash is
    a slash.
    """
    address = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    scheme = SCHEME.match(address)
    if scheme and scheme[1].lower() in ("mailto", "tel"):
        return _quoted(address)
    slashed = _slashed(address)
    if slashed.startswith("//"):
        slashed = f"https://{slashed.lstrip('/')}"
    if WEB.match(slashed):
        return _quoted(slashed)
    return None if scheme or slashed.startswith("https://") else _quoted(_absolute(slashed, base or "/"))


def _slashed(address: str) -> str:
    path = re.match(r"[^?#]*", address)
    end = path.end() if path else 0
    return address[:end].replace("\\", "/") + address[end:]


def _absolute(address: str, base: str) -> str:
    """The path from the site's root to *address*, seen from *base* (RFC 3986 §5.2), never above the root."""
    end = min(address.find(mark) % (len(address) + 1) for mark in "?#")
    path, rest = address[:end], address[end:]
    if not path:
        return (base if rest.startswith("#") or not rest else base.partition("?")[0]) + rest
    whole = path if path.startswith("/") else base.rpartition("/")[0] + "/" + path
    steps: list[str] = []
    for step in whole.split("/"):
        plain_step = re.sub("%2e", ".", step, flags=re.IGNORECASE)
        if plain_step == "..":
            del steps[-1:]
        elif plain_step not in ("", "."):
            steps.append(step)
    folder = steps and plain_step in ("", ".", "..")
    return "/" + "/".join(steps) + ("/" if folder else "") + rest


def _quoted(address: str) -> str:
    """*address* without characters that end or hide parts of it. Letters of all scripts stay, so that words stay."""
    return "".join(
        character if _is_plain(character) else quote(character, safe="", errors="surrogatepass")
        for character in _STRAY_PERCENT.sub("%25", address)
    )


def _is_plain(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and character not in _ASCII_UNSAFE
    return unicodedata.category(character)[0] not in "CZ"
