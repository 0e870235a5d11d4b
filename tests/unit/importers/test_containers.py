"""Containers as the whole import reads them: what becomes of their parts, and that bombs are refused before they go off."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.cli import run
from sitegen.config import Config
from sitegen.content.imports_lock import PATH, read_lock
from sitegen.content.reader import loads
from sitegen.errors import Severity
from sitegen.importers import budgets
from sitegen.importers.containers.archive import ARCHIVE
from sitegen.importers.containers.saved_page import SAVED_PAGE
from sitegen.importers.containers.warc import WARC
from sitegen.importers.reading import ReadSeed, SeedJob, read_seeds
from sitegen.importers.registry import importers
from sitegen.importers.seeds import Attachment, Importer, Seed, Text
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar

CONFIG = Config(title="A site", zone="Europe/London")


def wire(headline: str = "Ferry back in Port Ellery", day: str = "March 8, 2021\n\n") -> str:
    return (
        f"Live: {headline}\n\n{day}LONDON (Sample) — The latest on {headline} (all times local):\n\n"
        f"4:40 p.m.\n\n{headline}, says the harbor master.\n\n11:15 a.m.\n\nBoats wait off the quay of {headline}.\n"
    )


def zip_of(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(data: bytes, path: str = "seeds/kept.zip", sidecar: Sidecar = NOTHING) -> ReadSeed:
    [found] = read_seeds(Path(), CONFIG, [SeedJob(path, sidecar, data)])
    return found


def said(found: ReadSeed) -> list[tuple[str, str, str]]:
    return [(p.code, p.severity.value, p.where.path.removeprefix("seeds/")) for p in found.problems]


# What becomes of the parts


def test_a_part_is_named_in_the_source_of_its_live_blog() -> None:
    data = zip_of({"a/one.txt": wire(), "inner.zip": zip_of({"two.txt": wire("Gale over")})})
    found = read(data)
    assert found.importer == "archive"
    assert [(b.sources[0].seed, b.sources[0].member, b.sources[0].importer) for b in found.liveblogs] == [
        ("seeds/kept.zip", "a/one.txt", "archive/wire"),
        ("seeds/kept.zip", "inner.zip!/two.txt", "archive/wire"),
    ]
    assert {b.sources[0].sha256 for b in found.liveblogs} == {sha256(data).hexdigest()}
    assert found.evidence == (Text(wire(), ("", "", "")), Text(wire("Gale over"), ("", "", "")))
    assert found.problems == ()


def test_a_seed_that_is_no_container_names_no_part() -> None:
    found = read(wire().encode(), "seeds/a.txt")
    assert [b.sources[0].member for b in found.liveblogs] == [""]
    assert (found.importer, found.evidence, found.text) == ("wire", (None,), wire())


def test_what_is_no_live_blog_is_a_warning_where_others_are() -> None:
    found = read(zip_of({"one.txt": wire(), "map.pdf": "%PDF", "READ ME.txt": "Just a note.", "empty.txt": ""}))
    assert len(found.liveblogs) == 1
    assert said(found) == [
        ("unknown-format", "warning", "kept.zip!/map.pdf"),
        ("no-clock", "warning", "kept.zip!/READ ME.txt"),
        ("empty-seed", "warning", "kept.zip!/empty.txt"),
    ]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["kept.zip", "a.warc.gz", "a.csv", "a", "a.mhtml", "a.md"])
def test_a_file_in_which_nothing_stands_is_empty_whatever_its_name(name: str, data: bytes) -> None:
    assert said(read(data, f"seeds/{name}")) == [("empty-seed", "error", name)]


def test_what_is_no_live_blog_is_an_error_where_no_other_is() -> None:
    assert said(read(zip_of({"map.pdf": "%PDF"}))) == [("unknown-format", "error", "kept.zip!/map.pdf")]
    assert said(read(zip_of({}))) == [("no-live-blog", "error", "kept.zip")]
    assert [code for code, _, _ in said(read(zip_of({"a.css": ""})))] == ["parts-left", "no-live-blog"]


def test_a_broken_part_is_left_out_and_stays_an_error() -> None:
    found = read(zip_of({"one.txt": wire(), "undated.txt": wire("Gale over", day="")}))
    assert [blog.title for blog in found.liveblogs] == ["Ferry back in Port Ellery"]
    assert said(found) == [("undated-seed", "error", "kept.zip!/undated.txt")]
    assert found.problems[0].hint.startswith("take it out of the container")


def test_the_sidecar_of_the_container_is_about_its_parts() -> None:
    sidecar = Sidecar(zone="Asia/Beirut", publisher="Harbour Wire")
    [blog] = read(zip_of({"one.txt": wire()}), sidecar=sidecar).liveblogs
    assert (blog.zone, blog.publisher) == ("Asia/Beirut", "Harbour Wire")


def record(page: bytes, number: int) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def stub(mark: bytes) -> Importer:
    """An importer of pages that begin with *mark*, as wire text after it."""
    ours = next(importer for importer in importers([])[0] if importer.name == "wire")
    return Importer(
        "stub",
        "",
        lambda seed: "" if seed.data.startswith(mark) else "no mark",
        lambda seed, config: ours.read(Seed(seed.path, seed.data.removeprefix(mark), seed.sidecar), config),
    )


def test_of_a_crawl_most_pages_are_no_live_blog_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    known = (ARCHIVE, WARC, SAVED_PAGE, stub(b"<mark>"))
    monkeypatch.setattr("sitegen.importers.reading.importers", lambda: (known, ()))
    others = [record(b"<p>%d" % number, number) for number in range(30)] + [record(b"<mark>no clock", 31)]
    crawl = b"".join([*others, record(b"<mark>" + wire().encode(), 32)])
    wacz = zip_of({"archive/data.warc.gz": gzip.compress(crawl), "datapackage.json": "{}"})
    for found in (read(crawl, "seeds/crawl.warc"), read(wacz, "seeds/crawl.wacz")):
        assert [blog.title for blog in found.liveblogs] == ["Ferry back in Port Ellery"]
        assert [(p.code, p.severity) for p in found.problems] == [("parts-left", Severity.NOTE)]
        assert found.problems[0].message.endswith(": 31")
    assert found.liveblogs[0].sources[0].member == "archive/data.warc.gz!/32/32.html"
    assert said(read(others[0], "seeds/crawl.warc")) == [("no-live-blog", "error", "crawl.warc")]


def test_pages_that_only_have_times_give_way_to_those_that_are_called_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.importers.reading.importers", lambda: ((WARC, stub(b"<mark>")), ()))
    live = record(b"<mark>" + wire().encode(), 1)
    articles = [record(b"<mark>" + wire(name).removeprefix("Live: ").encode(), 2) for name in ("Archive", "Home")]
    found = read(b"".join([articles[0], live, articles[1]]), "seeds/crawl.warc")
    assert [blog.title for blog in found.liveblogs] == ["Ferry back in Port Ellery"]
    assert said(found) == [("doubtful-pages", "warning", "crawl.warc")]
    assert found.problems[0].message.endswith(": https://example.org/2, https://example.org/2")
    found = read(b"".join(articles), "seeds/crawl.warc")  # nothing is lost where there is nothing better
    assert [blog.title for blog in found.liveblogs] == ["Archive", "Home"]
    assert found.problems == ()


def test_containers_are_read_four_deep() -> None:
    data = wire().encode()
    for depth in range(6):
        found = read(data, "seeds/kept.txt" if not depth else "seeds/kept.zip")
        assert len(found.liveblogs) == (depth <= budgets.DEPTH), depth
        data = zip_of({"kept.zip" if depth else "one.txt": data})
    assert [code for code, _, _ in said(found)] == ["too-deep"]


# The whole way to content files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "site.yaml").write_text("title: Test\npublished: false\n", encoding="utf-8")
    return tmp_path


def test_an_archive_is_imported_once_and_known_by_its_bytes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"one.txt": wire(), "two.txt": wire("Gale over"), "undated.txt": wire("Who knows when", day="")}
    data = zip_of({**files, "two.txt.meta.yaml": "url: https://example.org/gale\n"})
    (root / "seeds" / "kept.zip").write_bytes(data)
    assert run(["-C", str(root), "import"]) == 1
    assert "seeds/kept.zip!/undated.txt" in capsys.readouterr().err
    paths = sorted((root / "content").rglob("*.md"))
    blogs = [loads(path.read_text(encoding="utf-8"), path.name, CONFIG, ()).liveblog for path in paths]
    assert [(blog.sources[0].member, blog.sources[0].url) for blog in blogs] == [
        ("one.txt", ""),
        ("two.txt", "https://example.org/gale"),
    ]
    rows, _ = read_lock((root / PATH).read_bytes())
    assert {(row.seed, row.sha256) for row in rows} == {("seeds/kept.zip", sha256(data).hexdigest())}
    assert run(["-C", str(root), "import"]) == 0
    assert "known already" in capsys.readouterr().err
    assert sorted((root / "content").rglob("*.md")) == paths


def test_nothing_is_written_outside(root: Path) -> None:
    (root / "seeds" / "kept.zip").write_bytes(
        zip_of({"../../../escaped.txt": wire(), "/tmp-escaped.txt": wire("Gale over")})
    )
    before = {path for path in root.parent.rglob("*") if root not in path.parents}
    assert run(["-C", str(root), "import"]) == 0
    assert {path for path in root.parent.rglob("*") if root not in path.parents} == before
    assert {path.name for path in (root / "content").rglob("*.md")} == {"ferry-back-in-port-ellery.md", "gale-over.md"}


def test_pictures_lie_beside_the_live_blog_that_shows_them(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parts(seed: Seed, config: Config) -> Iterator[Seed | Attachment]:
        for number, text in enumerate(seed.data.decode().split("\f")):
            path = f"{seed.path}!/{number}.txt"
            yield Seed(path, text.encode())
            yield Attachment(f"{number}.jpg", b"picture", path)

    divided = Importer("divided", "", lambda seed: "" if b"\f" in seed.data else "it is one", parts, True)
    whole = replace(stub(b""), declines=lambda seed: "it is more than one" if b"\f" in seed.data else "")
    known = (divided, whole)
    monkeypatch.setattr("sitegen.importers.reading.importers", lambda: (known, ()))
    other = wire("Gale over", day="March 9, 2021\n\n")
    (root / "seeds" / "kept.bin").write_text(f"{wire()}\f{other}", encoding="utf-8")
    assert run(["-C", str(root), "import"]) == 0
    assert sorted(path.relative_to(root).as_posix() for path in (root / "content").rglob("*.jpg")) == [
        "content/2021/03/08/0.jpg",
        "content/2021/03/09/1.jpg",
    ]


# Bombs


ZEROS = 48 << 20


@cache
def packed_zeros(size: int, wbits: int = 31) -> bytes:
    packer, piece = zlib.compressobj(9, wbits=wbits), bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(size >> 20)) + packer.flush()


@contextmanager
def little() -> Iterator[None]:
    """What is done inside takes less than a second and 100 MB."""
    tracemalloc.start()
    started = time.process_time()
    try:
        yield
        seconds, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seconds < 1
    assert most < 100_000_000


def tar_head(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size = size
    return member.tobuf(tarfile.GNU_FORMAT)


def zip_of_packed(deflated: bytes, size: int, count: int = 1) -> bytes:
    """A zip with *count* members whose bytes are all the same ones of the file (they overlap)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", deflated)
        [info] = archive.infolist()
        info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, size, zlib.crc32(bytes(size % (1 << 28)))
        archive.filelist = [info] * count
    data = bytearray(out.getvalue())
    data[8:10] = (8).to_bytes(2, "little")  # the method in the header before the bytes too
    return bytes(data)


def lzma_zeros() -> bytes:
    return lzma.compress(bytes(ZEROS // 2), preset=0)


def warc_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(
        record(b"<p>", 1) + b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n"
    )
    return head + b"".join(packer.compress(bytes(1 << 20)) for _ in range(48)) + packer.flush()


def record_of(content: bytes, coding: str) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n\r\n" % coding.encode() + content
    head = f"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"


def matryoshka() -> bytes:
    """Small zips of small zips, at whose bottom lie many files of zeros."""
    inner = zip_of_packed(packed_zeros(8 << 20, -15), 8 << 20, 16)
    for _ in range(2):
        inner = zip_of({f"{number}.zip": inner for number in range(16)})
    return inner


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip": ("a.txt.gz", lambda: packed_zeros(ZEROS)),
    "gzip of a tar": ("a.tar.gz", lambda: gzip.compress(tar_head("a.txt", 1 << 33)) + packed_zeros(ZEROS)),
    "xz": ("a.txt.xz", lzma_zeros),
    "bzip2": ("a.txt.bz2", lambda: bz2.compress(bytes(ZEROS // 2), 1)),
    "warc": ("a.warc.gz", lambda: gzip.compress(b"WARC/1.1\r\n\r\n") + packed_zeros(ZEROS)),
    "warc of one stream": ("a.warc.gz", warc_bomb),
    "page in a warc": ("a.warc", lambda: record_of(packed_zeros(ZEROS), "gzip")),
    "deflated page in a warc": ("a.warc", lambda: record_of(packed_zeros(ZEROS, 15), "deflate")),
    "zip": ("a.zip", lambda: zip_of_packed(packed_zeros(budgets.MOST_OF_SEED, -15), budgets.MOST_OF_SEED)),
    "zip that says its size": ("a.zip", lambda: zip_of_packed(packed_zeros(ZEROS, -15), 1 << 30)),
    "zip that says it is smaller": ("a.zip", lambda: zip_of_packed(packed_zeros(ZEROS, -15), ZEROS // 2)),
    "zip of one file again and again": ("a.zip", lambda: zip_of_packed(packed_zeros(8 << 20, -15), 8 << 20, 500)),
    "zips in zips": ("a.zip", matryoshka),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_second_and_little_memory(name: str) -> None:
    path, make = BOMBS[name]
    data = make()
    with little():
        found = read(data, f"seeds/{path}")
    assert found.liveblogs == ()
    codes = {code for code, _, _ in said(found)}
    if not ("again" in name or "in zips" in name) or "broken-part" not in codes:
        assert ("seed-size" if "size" in name else "unpacks-too-much") in codes
        assert len(found.problems) < 10
    else:  # later releases of Python refuse members that overlap, each for itself, before anything is unpacked
        assert all("verlap" in one.message for one in found.problems if one.code == "broken-part")


def test_a_zip_of_more_parts_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "MOST_PARTS", 3)
    found = read(zip_of({f"{number}.txt": wire(str(number)) for number in range(5)}))
    assert [code for code, _, _ in said(found)] == ["unpacks-too-much"]
    assert "more than 3 parts" in found.problems[0].message


@pytest.mark.parametrize("directory", [b"PK\x01\x02" * 100_001])
def test_a_zip_with_a_directory_that_never_ends(directory: bytes) -> None:
    with little():
        found = read(b"PK\x03\x04" + directory + b"PK\x05\x06" + bytes(18))
    assert [code for code, _, _ in said(found)] == ["unpacks-too-much"]


def test_a_part_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.importers.containers.archive.MOST_OF_SEED", 1000)
    found = read(zip_of({"one.txt": wire(), "large.txt": wire("Gale over") + "x" * 1000}))
    assert len(found.liveblogs) == 1
    assert said(found) == [("seed-size", "error", "kept.zip!/large.txt")]


def test_a_seed_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sitegen.importers.reading.MOST_OF_SEED", 100)
    assert said(read(wire().encode(), "seeds/a.txt")) == [("seed-size", "error", "a.txt")]
    monkeypatch.setattr("sitegen.importers.reading.MOST_OF_CONTAINER", 100)
    (tmp_path / "a.zip").write_bytes(bytes(101))
    [found] = read_seeds(tmp_path, CONFIG, [SeedJob("a.zip", NOTHING)])
    assert found.problems[0].code == "seed-size"
    assert "101 bytes" in found.problems[0].message
