"""Real live blogs, which are not part of the project, in containers: they give there what they give alone."""

from __future__ import annotations

import csv
import gzip
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.config import Config
from sitegen.importers.reading import ReadSeed, SeedJob, read_seeds
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog

pytestmark = pytest.mark.fixtures
CONFIG = Config(title="A site", zone="UTC")
KINDS = {".html": "text/html", ".json": "application/json"}


def files() -> dict[str, bytes]:
    """The pages and the JSON of the fixtures, by name."""
    folder = Path(os.environ["SITEGEN_FIXTURES"])
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        names = [row["file"] for row in csv.DictReader(table, delimiter="\t")]
    return {name: (folder / name).read_bytes() for name in names if Path(name).suffix in KINDS}


def read(data: bytes, path: str) -> ReadSeed:
    [found] = read_seeds(Path(), CONFIG, [SeedJob(path, NOTHING, data)])
    return found


def alone(name: str, data: bytes, sidecar: Sidecar = NOTHING) -> tuple[LiveBlog, ...]:
    [found] = read_seeds(Path(), CONFIG, [SeedJob(f"seeds/{name}", sidecar, data)])
    return tuple(replace(blog, sources=()) for blog in found.liveblogs)


def record(url: str, kind: str, content: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n" % kind.encode() + content
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-09-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def test_in_a_crawl_each_is_found() -> None:
    for name, data in files().items():
        url, kind = f"https://example.org/live/{Path(name).name}", KINDS[Path(name).suffix]
        page = record(url, kind, data)
        styles = record("https://example.org/style.css", "text/css", b"p { color: red }")
        robots = record("https://example.org/robots.txt", "text/plain", b"User-agent: *")
        crawl = b"".join(gzip.compress(one) for one in (styles, page, robots))
        wanted = alone(name, data, Sidecar(url=url))
        found = read(crawl, "seeds/crawl.warc.gz")
        assert tuple(replace(blog, sources=()) for blog in found.liveblogs) == wanted, name
        for blog in found.liveblogs:
            assert (blog.sources[0].captured, blog.sources[0].member[:2]) == ("2024-09-01T00:00:00Z", "2/"), name


def test_in_an_archive_each_is_found() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files().items():
            archive.writestr(name, data)
    found = read(whole.getvalue(), "seeds/kept.zip")
    wanted = [blog for name, data in files().items() for blog in alone(name, data)]
    assert [replace(blog, sources=()) for blog in found.liveblogs] == wanted
