"""Every address that a whole site names leads somewhere: read with real parsers, in pages, feeds, the sitemap and data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from releases.freeze import HERE, build
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[1]
BASE = "https://archive.example.org/lock-book/"


@pytest.fixture(scope="module", params=["frozen", "example"])
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with redirects, notices, corrections and drafts; and the example archive: both below a folder of a host."""
    root = tmp_path_factory.mktemp("site") / "site"
    if request.param == "frozen":
        shutil.copytree(HERE / "0.1.0/site", root)
    else:
        root.mkdir()
        for name in ("content", "layouts", "seeds"):
            shutil.copytree(ROOT / name, root / name)
        text = (ROOT / "site.yaml").read_text(encoding="utf-8")
        (root / "site.yaml").write_text(f"{text}\nbase_url: {BASE}\n", encoding="utf-8")
    return build(root)


def named(output: Path) -> Iterator[tuple[str, str]]:
    """Where each address stands, and the address, as a whole URL."""
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        here = BASE + name
        if name.endswith(".html"):
            tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
            for node in tree.css("[href], [src], [data-to]"):
                values = [node.attributes.get(attribute) for attribute in ("href", "src", "data-to")]
                yield from ((name, urljoin(here, value)) for value in values if value)
            for node in tree.css("meta[http-equiv=refresh]"):
                yield name, urljoin(here, (node.attributes["content"] or "").partition("url=")[2])
            for node in tree.css("script[type='application/ld+json']"):
                yield from ((name, urljoin(here, one)) for one in _urls_in(json.loads(node.text())))
        elif name.endswith(".xml"):
            for element in ElementTree.parse(path).iter():
                said = [element.get("href", ""), element.text or "" if element.tag.endswith("}loc") else ""]
                yield from ((name, urljoin(here, one)) for one in said if one)
        elif name.endswith(".json"):
            yield from ((name, urljoin(here, one)) for one in _urls_in(json.loads(path.read_text(encoding="utf-8"))))
        elif name == "robots.txt":
            lines = path.read_text(encoding="utf-8").splitlines()
            yield from ((name, line.partition(": ")[2]) for line in lines if line.startswith("Sitemap: "))


def _urls_in(value: object) -> Iterator[str]:
    """The texts of JSON that are addresses of the site."""
    if isinstance(value, dict):
        yield from (one for part in value.values() for one in _urls_in(part))
    elif isinstance(value, list):
        yield from (one for part in value for one in _urls_in(part))
    elif isinstance(value, str) and value.startswith(BASE):
        yield value


def broken(output: Path) -> set[tuple[str, str]]:
    ids: dict[str, set[str]] = {}
    found = set()
    for name, url in named(output):
        if not url.startswith("https://archive.example.org/"):
            continue
        whole, fragment = urldefrag(url)
        path = unquote(urlsplit(whole).path)
        file = output / (path.removeprefix("/lock-book/") + ("index.html" if path.endswith("/") else ""))
        if not path.startswith("/lock-book/") or not file.is_file():
            found.add((name, url))
        elif fragment:
            if path not in ids:
                tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
                ids[path] = {node.attributes["id"] or "" for node in tree.css("[id]")}
            if unquote(fragment) not in ids[path]:
                found.add((name, url))
    return found


@pytest.mark.promise("B6")
def test_every_address_of_a_site_leads_somewhere(output: Path) -> None:
    assert set(broken(output)) == set()
    assert {name.rpartition(".")[2] for name, _ in named(output)} >= {"html", "xml", "txt"}
    assert len(list(named(output))) > 300


@pytest.mark.promise("B6")
def test_an_address_that_leads_nowhere_is_seen(output: Path, tmp_path: Path) -> None:
    copy = tmp_path / "output"
    shutil.copytree(output, copy)
    page = next(copy.glob("2021/06/12/*/index.html"), None) or next(copy.glob("2017/11/17/*/index.html"))
    shutil.rmtree(page.parent)
    there = page.parent.relative_to(copy).as_posix()
    lost = {name for name, url in broken(copy) if there in url}
    assert {"sitemap.xml", "feed.xml"} <= lost
    assert any(name.startswith("topics/") for name in lost)


@pytest.mark.promise("A8")
def test_no_sitemap_or_feed_names_a_page_that_leads_elsewhere(output: Path) -> None:
    found = [path for path in output.rglob("*.html") if 'http-equiv="refresh"' in path.read_text(encoding="utf-8")]
    pages = {BASE + path.relative_to(output).as_posix().removesuffix("index.html") for path in found}
    told = {url.partition("#")[0] for name, url in named(output) if name.endswith((".xml", ".json"))}
    assert not pages & told
