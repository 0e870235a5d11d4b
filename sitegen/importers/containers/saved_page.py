"""A page as a browser saved it with all that belongs to it: MHTML (RFC 2557), and Safari's web archive."""

from __future__ import annotations

import plistlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError

from sitegen.config import Config
from sitegen.errors import Location, Problem
from sitegen.importers.budgets import MOST_OF_SAVED_PAGE, OverBudgetError, over_budget, too_large
from sitegen.importers.containers.captures import captured_page, name_of, web_address
from sitegen.importers.containers.http_message import media_type
from sitegen.importers.seeds import INSIDE, SNIFFED, Attachment, Importer, Seed
from sitegen.importers.web.pictures import SUFFIXES, loosely, picture_name, resolved, shown_in
from sitegen.patterns import Pattern

_MHTML, _WEB_ARCHIVE = (".mht", ".mhtml"), (".webarchive",)
_BINARY_PLIST, _MAIN = b"bplist00", b"WebMainResource"
_FIELD = Pattern(r"[A-Za-z][A-Za-z0-9-]*:[ \t]?")
_HTML = ("text/html", "application/xhtml+xml")
_MOST_FRAMES = 8  # pages in pages in pages
# What the parsers of the standard library raise for bytes that are nothing of the kind.
_FAULTS = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, EOFError, struct.error, ExpatError,
    MessageError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """The page, or something that belongs to it; *url* is its address there, *name* its ``cid:``."""

    data: bytes
    content_type: str
    url: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Saved:
    """A page with its parts; *captured* is ISO 8601."""

    page: _Part | None
    others: tuple[_Part, ...]
    captured: str = ""


def declines(seed: Seed) -> str:
    """Why *seed* is no saved page: the header of an e-mail with parts that are related, or Safari's property list."""
    head = seed.data[:SNIFFED]
    suffix = PurePosixPath(seed.path).suffix.lower()
    if head.startswith(_BINARY_PLIST) or (head.lstrip().startswith(b"<?xml") and b"<plist" in head):
        return "" if suffix in _WEB_ARCHIVE or _MAIN in head else "it is a property list, and no web archive"
    text = head.decode("latin-1").lstrip("\r\n")
    if not _FIELD.match(text):
        return "it begins like neither an MHTML file nor a web archive"
    fields = text.replace("\r\n", "\n").partition("\n\n")[0].lower()
    is_related = "content-type:" in fields and "multipart/related" in fields
    return "" if is_related or (suffix in _MHTML and "mime-version:" in fields) else "it has no parts that are related"


def read(seed: Seed, config: Config) -> Iterator[Seed | Attachment | Problem]:
    """The page of *seed*, the pages in its frames, and the pictures that it shows."""
    if len(seed.data) > MOST_OF_SAVED_PAGE:
        yield too_large(seed.path, len(seed.data), MOST_OF_SAVED_PAGE)
        return
    is_plist = seed.data.lstrip()[:5] in (_BINARY_PLIST[:5], b"<?xml")
    try:
        saved = _web_archive(seed.data) if is_plist else _mhtml(seed.data)
    except _FAULTS as error:
        message = f"the saved page is damaged: {error or type(error).__name__}"
        yield Problem(Location(seed.path), "broken-container", message, "save the page again, or find a whole copy")
        return
    if saved.page is None or not saved.page.data.strip():
        message = "it holds no page: none of its parts is HTML"
        yield Problem(Location(seed.path), "broken-container", message, "save the page again, or find a whole copy")
        return
    try:
        yield from _read_parts(seed, saved, saved.page)
    except OverBudgetError as error:
        yield over_budget(seed.path, error)


def _read_parts(seed: Seed, saved: _Saved, page: _Part) -> Iterator[Seed | Attachment]:
    path = f"{seed.path}{INSIDE}{name_of(page.url, '.html')}"
    frames = [part for part in saved.others if media_type(part.content_type) in _HTML and part.data.strip()]
    held, beside = _pictures(saved), list[Attachment]()
    for number, part in enumerate((page, *frames)):
        seed.meter.count()
        here = path if not number else f"{seed.path}{INSIDE}frame-{number}/{name_of(part.url, '.html')}"
        url = web_address(part.url) or web_address(page.url)
        own = captured_page(
            seed, here, part.data, part.content_type, url=url, captured=saved.captured, crawled=number > 0
        )
        shown: dict[str, Attachment] = {}
        for said in shown_in(own) if held else ():
            address = resolved(said, part.url)
            if found := held.get(said) or held.get(address) or held.get(loosely(address)):
                shown[said] = found
        yield replace(own, pictures={said: one.name for said, one in shown.items()})
        names = {one.name for one in shown.values()}
        beside += [replace(one, part=here) for one in dict.fromkeys(held.values()) if one.name in names]
    yield from beside


def _pictures(saved: _Saved) -> dict[str, Attachment]:
    """The pictures of *saved*, by their addresses in it, and by these `loosely` where no other has it."""
    found: dict[str, Attachment] = {}
    for part in saved.others:
        if (suffix := SUFFIXES.get(media_type(part.content_type), "")) and part.data:
            one = Attachment(picture_name(part.url, part.data, suffix), part.data)
            found |= {address: one for address in (part.url, part.name) if address}
    return {loosely(address): one for address, one in found.items()} | found


def _mhtml(data: bytes) -> _Saved:
    message = message_from_bytes(data)
    root = _named(message)
    parts = [_mhtml_part(part) for part in message.walk() if not part.is_multipart()]
    pages = [part for part in parts if media_type(part.content_type) in _HTML]
    page = next((part for part in pages if root and part.name == root), pages[0] if pages else None)
    if page is not None and not web_address(page.url):
        where = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "").strip()
        parts = [part for part in parts if part is not page]
        page = _Part(page.data, page.content_type, where, page.name)
    return _Saved(page, tuple(part for part in parts if part is not page), _date(message))


def _named(message: Message) -> str:
    """The name of the part that is the page, where the whole names it (RFC 2387 §3.2)."""
    start = message.get_param("start")
    return f"cid:{start.strip('<> ')}" if isinstance(start, str) else ""


def _mhtml_part(part: Message) -> _Part:
    payload = part.get_payload(decode=True)
    name = str(part.get("Content-ID") or "").strip("<> \t")
    return _Part(
        payload if isinstance(payload, bytes) else b"",
        str(part.get("Content-Type") or "text/plain"),
        "".join(str(part.get("Content-Location") or "").split()),
        f"cid:{name}" if name else "",
    )


def _date(message: Message) -> str:
    """When the page was saved, "" where that is not said."""
    try:
        return parsedate_to_datetime(str(message.get("Date") or "")).isoformat()
    except _FAULTS:
        return ""


def _web_archive(data: bytes) -> _Saved:
    root: object = plistlib.loads(data)
    pages = list(_resources(root, _MOST_FRAMES))
    page = pages[0] if pages and media_type(pages[0].content_type) in _HTML else None
    return _Saved(page, tuple(pages[1:]))


def _resources(archive: object, depth: int) -> Iterator[_Part]:
    """The page of a web archive, then all that belongs to it, then the same of its frames."""
    if not isinstance(archive, Mapping) or not depth:
        return
    subresources, frames = archive.get("WebSubresources"), archive.get("WebSubframeArchives")
    yield from _resource(archive.get("WebMainResource"))
    for one in subresources if isinstance(subresources, list) else ():
        yield from _resource(one)
    for frame in frames if isinstance(frames, list) else ():
        yield from _resources(frame, depth - 1)


def _resource(said: object) -> Iterator[_Part]:
    if not isinstance(said, Mapping):
        return
    data, url = said.get("WebResourceData"), said.get("WebResourceURL")
    kind, encoding = said.get("WebResourceMIMEType"), said.get("WebResourceTextEncodingName")
    content_type = kind if isinstance(kind, str) else ""
    if isinstance(encoding, str):
        content_type += f"; charset={encoding}"
    if isinstance(data, bytes):
        yield _Part(data, content_type, url if isinstance(url, str) else "")


SAVED_PAGE = Importer(
    "saved-page", "a page that a browser saved whole: .mhtml, .mht, and .webarchive of Safari", declines, read, True
)
"""The importer of saved pages."""
