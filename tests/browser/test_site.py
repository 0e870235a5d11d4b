"""The whole example archive, walked over HTTP: every link of every page leads to something, fragment and all."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin
from urllib.request import urlopen

import pytest
from browsing import KINDS
from selectolax.lexbor import LexborHTMLParser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextmanager
def plain_host(folder: Path) -> Iterator[str]:
    """Any static host: Python's own, which knows nothing of sitegen."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def fetch(url: str) -> tuple[str, str]:
    """The content type and, of a page, the text; anything but 200 is raised."""
    with urlopen(url, timeout=20) as answer:
        kind = answer.headers.get_content_type()
        return kind, answer.read().decode() if kind == "text/html" else ""


def walk(home: str) -> tuple[dict[str, set[str]], list[str]]:
    """The ids of every page that can be reached below *home*, and the links that name an id which is not there."""
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    todo, seen = [home], {home}
    while todo:
        here = todo.pop()
        kind, text = fetch(here)
        if kind != "text/html":
            continue
        tree = LexborHTMLParser(text)
        ids[here] = {str(node.attributes["id"]) for node in tree.css("[id]")}
        named = [
            (node.attributes.get("href") or node.attributes.get("src") or "") for node in tree.css("[href], [src]")
        ]
        links += [(here, urljoin(here, name)) for name in named]
        new = {urldefrag(link).url for page, link in links if page == here and link.startswith(home)} - seen
        seen |= new
        todo += sorted(new)
    broken = [f"{page} -> {link}" for page, link in links if _is_broken(link, ids)]
    return ids, broken


def _is_broken(link: str, ids: dict[str, set[str]]) -> bool:
    url, fragment = urldefrag(link)
    return bool(fragment) and url in ids and unquote(fragment) not in ids[url]


def is_of_update(path: Path) -> bool:
    return re.fullmatch("t[0-9][a-z0-9-]*", path.parent.name) is not None


def pages_on_disk(output: Path) -> int:
    """The pages that a reader comes to: those of single updates are for previews and reference managers."""
    return sum(1 for path in output.rglob("*.html") if path.name != "404.html" and not is_of_update(path))


@pytest.mark.promise("B6")
@pytest.mark.parametrize("below", ["", "live/archive"])
def test_every_link_resolves_on_any_host_and_in_a_subfolder(archive_output: Path, tmp_path: Path, below: str) -> None:
    site = tmp_path / "www" / below
    site.parent.mkdir(parents=True, exist_ok=True)
    site.symlink_to(archive_output, target_is_directory=True)
    with plain_host(tmp_path / "www") as host:
        ids, broken = walk(f"{host}/{below}/" if below else f"{host}/")
    assert broken == []
    assert len(ids) == pages_on_disk(archive_output)  # none can be reached by its address alone


def test_the_preview_server_gives_the_same_site(archive_output: Path, origin: str) -> None:
    ids, broken = walk(f"{origin}/")
    assert broken == []
    assert len(ids) == pages_on_disk(archive_output)
    assert {f"{origin}{path}" for kind, path in KINDS.items() if kind not in {"lost", "update"}} <= set(ids)


def test_links_of_the_lost_page_lead_on(origin: str, archive_output: Path) -> None:
    tree = LexborHTMLParser((archive_output / "404.html").read_text(encoding="utf-8"))
    links = [str(node.attributes["href"]) for node in tree.css("[href]:not([href^='#'])")]
    assert len(links) > 5
    for link in links:
        assert link.startswith("/")  # it is shown at any depth
        fetch(origin + link)
