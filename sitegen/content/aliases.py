"""Aliases: the addresses that a live blog once had, as people write them and as files can answer them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from sitegen import filenames
from sitegen.addresses import RESERVED, fold
from sitegen.content.addresses import SCHEME
from sitegen.records.nodes import quoted

LONGEST = 1000
"""Bytes of an alias: Windows takes 260 characters of a path, Linux 4,096 bytes with the folders above the site."""
_EXAMPLE = "/2017/11/03/old-slug/"
_JOINERS = "\u200c\u200d"  # zero-width, and a part of words in Persian and Indic scripts, and of emoji
# Windows: "Naming Files, Paths, and Namespaces"; what ends a URL; and what a second decoding would make something else of.
_UNSEEN = frozenset(["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"])
_NO_FILE = frozenset('"*:<>?|\\#%')
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_CALENDAR = re.compile(r"/[0-9]{4}(?:/[0-9]{2}){0,2}/")
_PAGE = re.compile(r"\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a text is no alias, and what to write instead."""

    message: str
    hint: str


def read_alias(text: str) -> str | Unusable:
    """The URL that the alias *text* stands for: site-absolute, not percent-encoded, in the Unicode form of *text*.

    A file is named by ``.html`` or ``.htm``; all else is a folder.

    >>> read_alias("/old/page"), read_alias("/old/page.html"), read_alias("/caf%C3%A9/index.html")
    ('/old/page/', '/old/page.html', '/café/')
    """
    if unusable := _not_a_path(text):
        return unusable
    path = _decoded(text)
    if path is None:
        return Unusable(f"{quoted(text)} is not percent-encoded as UTF-8", "write the letters themselves")
    if unusable := _unsafe(text, path):
        return unusable
    url = path.removesuffix("index.html") if path.endswith("/index.html") else path
    url = url if url.endswith("/") or _PAGE.search(url) else f"{url}/"
    if fold(url[1:].partition("/")[0]) in RESERVED or _CALENDAR.fullmatch(url) or url == "/":
        hint = f'write an address that was a live blog\'s, like "{_EXAMPLE}"'
        return Unusable(f"{quoted(text)} is an address that the site needs itself", hint)
    return url


def _not_a_path(text: str) -> Unusable | None:
    """What is wrong with *text* as it stands, before anything is decoded."""
    if not _is_visible(text):
        return Unusable(f"{quoted(text)} holds a character that cannot be seen", "take it out, or write the path anew")
    if "\\" in text:
        return Unusable(f'{quoted(text)} has a "\\"', 'write "/" between folders')
    if SCHEME.match(text) or text.startswith("//"):
        path = "/" + re.sub(r"^(?:[^/]*:)?//[^/]*/?", "", text) if "//" in text else _EXAMPLE
        return Unusable(f"{quoted(text)} is not a path of this site", f'write the path alone, like "{path}"')
    if not text.startswith("/"):
        return Unusable(f'{quoted(text)} does not begin with "/"', f'write "/{text}"')
    if found := re.search("[?#]", text):
        what = "query" if found[0] == "?" else "fragment"
        hint = f'write "{text[: found.start()]}"; "sitegen redirects" maps whole addresses, out of url: of sources:'
        return Unusable(f"{quoted(text)} has a {what}, which no file can answer", hint)
    return None


def _decoded(text: str) -> str | None:
    if _STRAY_PERCENT.search(text):
        return None
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return None


def _unsafe(text: str, path: str) -> Unusable | None:
    """Why *path*, which *text* stands for, is no name of a file below the output folder, on some system."""
    names = path[1:].removesuffix("/").split("/") if path != "/" else []
    if any(name in ("", ".", "..") for name in names):
        hint = f'write each folder by its name, like "{_EXAMPLE}"'
        return Unusable(f'{quoted(text)} has an empty folder, "." or ".."', hint)
    is_split = path.count("/") != text.count("/")  # by what was percent-encoded
    if _NO_FILE & set(path) or is_split or not _is_visible(path):
        hint = f'write letters, digits, "-", "." and "_", like "{_EXAMPLE}"'
        return Unusable(f"{quoted(text)} holds a character that no file may have", hint)
    if any(name[0] in ". " or name[-1] in ". " or filenames.is_device(name) for name in names):
        hint = 'leave "." and blanks off the ends of names, and names of devices, like "aux", out'
        return Unusable(f"{quoted(text)} has a name that some systems do not keep", hint)
    if len(path.encode()) > LONGEST or any(len(name.encode()) > filenames.LONGEST for name in names):
        hint = f"write names of at most {filenames.LONGEST} bytes, {LONGEST} in all"
        return Unusable(f"{quoted(text)} is too long for a file", hint)
    return None


def _is_visible(text: str) -> bool:
    """Whether no character of *text* controls, formats or is none; a line or paragraph mark is as bad."""
    if text.isascii():
        return text.isprintable()
    return all(unicodedata.category(one) not in _UNSEEN or one in _JOINERS for one in text)
