"""Which bytes answer which request: files of one folder and nothing else, as values, without a socket."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

SCRIPT_URL = "/__sitegen__/reload.js"
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
JAVASCRIPT = "text/javascript; charset=utf-8"

# Our own table: the tables of the system differ from machine to machine.
CONTENT_TYPES = {
    ".html": HTML, ".txt": TEXT, ".md": TEXT, ".css": "text/css; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".js": JAVASCRIPT, ".mjs": JAVASCRIPT,
    ".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2",
    ".wasm": "application/wasm", ".pdf": "application/pdf", ".mp4": "video/mp4", ".webm": "video/webm",
    ".mp3": "audio/mpeg", ".gz": "application/gzip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response, but for the headers that every response has.

    Its body is *body*, or what is left of *file*, which whoever sends it closes: a film is not held in memory.
    """

    status: HTTPStatus
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    file: BinaryIO | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """The folder is here, its page one slash further: *location* is relative, so it can lead to no other host."""

    location: str


def is_own_host(headers: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a request has one ``Host`` header, which is one of *names* with any port.

    A page elsewhere can give its own name our address (DNS rebinding); its requests then carry that name.
    """
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^][:@/\s]+)(:[0-9]*)?", headers[0]) if len(headers) == 1 else None
    return found is not None and found[1].lower() in names


def find(folder: Path, target: str) -> Path | Redirect | None:
    """The file in *folder* that the request target names, by its real path; None where there is nothing to give.

    Percent-encoding is undone once. Dotfiles, anything outside *folder*, and folders without a page are nothing.
    """
    path, mark, query = target.partition("?")
    try:
        names = unquote_to_bytes(path.encode("latin-1")).decode("utf-8").removeprefix("/").split("/")
        if not path.startswith("/") or any(map(_is_hostile, names)) or "" in names[:-1]:
            return None
        root = folder.resolve(strict=True)
        found = root.joinpath(*names).resolve(strict=True)
        wants_folder = not names[-1]
        if found.is_dir():
            page = (found / "index.html").resolve(strict=True)
            if _is_served(root, page):
                return page if wants_folder else Redirect(f"./{quote(names[-1])}/{mark}{query}")
            return None
        return found if _is_served(root, found) and not wants_folder else None
    except (OSError, ValueError, RuntimeError):  # no such file; no such text; Python 3.11 and 3.12: a loop of links
        return None


def _is_hostile(name: str) -> bool:
    # A final dot or blank is dropped by Windows, which makes two names of one file.
    return name.startswith(".") or name.endswith((".", " ")) or "\0" in name or "\\" in name


def _is_served(root: Path, path: Path) -> bool:
    inside = path.is_relative_to(root) and path.is_file()
    return inside and not any(part.startswith(".") for part in path.relative_to(root).parts)


def respond(folder: Path, target: str) -> Answer:
    """Give the response to a request target: a file's bytes, a redirect to a folder's page, or "not found"."""
    found = find(folder, target)
    if isinstance(found, Redirect):
        # Not 301: a browser keeps that, and tomorrow another site is served at this port.
        return Answer(HTTPStatus.FOUND, TEXT, b"", (("Location", found.location),))
    try:
        if found is not None:
            kind = CONTENT_TYPES.get(found.suffix.lower(), "application/octet-stream")
            # One handle for all bytes: a build that renames a new file over this one cannot mix the two.
            file = found.open("rb")
            if kind != HTML:
                return Answer(HTTPStatus.OK, kind, b"", file=file)
            with file:
                return Answer(HTTPStatus.OK, kind, file.read())
        missing = find(folder, "/404.html")
        if isinstance(missing, Path):
            return Answer(HTTPStatus.NOT_FOUND, HTML, missing.read_bytes())
    except FileNotFoundError:  # a build removed it this moment
        pass
    except OSError as error:  # too many open files, a disk that fails: the page is there, and will be read later
        text = f"The page cannot be read now: {error.strerror or error}."
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, HTML, make_page("Try again", text))
    return Answer(HTTPStatus.NOT_FOUND, HTML, make_page("Not found", "There is no page at this address."))


def answer_preview(folder: Path, target: str, build: int, problems: str, script: bytes) -> Answer:
    """Give the response of a preview after build *build*: pages carry the client script.

    *problems* is the text of a failed build, else empty; while there is no page at all, it is every page, else it
    stands at the top of each.
    """
    if target.partition("?")[0] == SCRIPT_URL:
        return Answer(HTTPStatus.OK, JAVASCRIPT, script)
    answer = respond(folder, target)
    if answer.status == HTTPStatus.NOT_FOUND and problems and _is_empty(folder):
        page = make_page("The site could not be built", problems, " data-sitegen-problems")
        answer = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, HTML, page)
    elif problems and answer.kind == HTML:
        answer = replace(answer, body=add_problems(answer.body, problems))
    return replace(answer, body=add_script(answer.body, build)) if answer.kind == HTML else answer


def _is_empty(folder: Path) -> bool:
    return not folder.is_dir() or all(path.name.startswith(".") for path in folder.iterdir())


def read_script() -> bytes:
    """Give the client script: from the layouts in the installed package, else from those beside it (editable)."""
    package = Path(__file__).parents[1]
    inside = package / "layouts"
    return ((inside if inside.is_dir() else package.parent / "layouts") / "preview" / "reload.js").read_bytes()


def add_script(page: bytes, build: int) -> bytes:
    """Give *page* with the element that loads the client, before ``</body>`` or at the end."""
    element = f'<script src="{SCRIPT_URL}" defer data-build="{build}"></script>'.encode()
    at = page.lower().rfind(b"</body>")
    return page[:at] + element + page[at:] if at >= 0 else page + element


def add_problems(page: bytes, problems: str) -> bytes:
    """Give *page* with the *problems* at its top, for those without the client script, which lays them over the page."""
    shown = f"<noscript><pre>{html.escape(problems)}</pre></noscript>".encode()
    body = re.search(rb"<body\b[^>]*>", page, re.IGNORECASE)
    at = body.end() if body else 0
    return page[:at] + shown + page[at:]


def make_page(title: str, text: str, attribute: str = "") -> bytes:
    """Give a small page of our own that shows *text* line for line; *attribute*, as HTML, is added to its root."""
    return f"""<!doctype html>
<html lang="en"{attribute}><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem }}
h1 {{ border-top: 4px solid #c62828; font-size: 1.4rem; padding-top: 1rem }}
pre {{ font: .9rem/1.5 ui-monospace, monospace; overflow-x: auto }}</style></head>
<body><main><h1>{title}</h1><pre tabindex="0">{html.escape(text)}</pre></main></body></html>
""".encode()
