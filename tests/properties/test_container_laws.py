"""Laws of containers: whatever their bytes, they are read or refused, quickly; what is whole in them is found."""

from __future__ import annotations

import gzip
import io
import plistlib
import tarfile
import time
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.containers.archive import ARCHIVE, label_of
from sitegen.importers.containers.http_message import unchunked
from sitegen.importers.containers.saved_page import SAVED_PAGE
from sitegen.importers.containers.warc import WARC
from sitegen.importers.folder import is_junk
from sitegen.importers.reading import SeedJob, read_seeds
from sitegen.importers.seeds import INSIDE, Attachment, Seed
from sitegen.importers.sidecars.sidecar import NOTHING

CONFIG = Config(title="A site")
FILES = {"a/one.txt": b"Live: Ferry back\n", "b.txt": b"\x00\xff" * 40, "_meta.csv": b"seed,zone\nb.txt,UTC\n"}
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>Hi\r\n0\r\n\r\n"


def record(block: bytes, kind: str = "response") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2021-06-13T06:00:00Z\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def zipped(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in FILES.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tarred(form: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in [*FILES.items(), ("long/" * 40 + "c.txt", b"C")]:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


MHTML = b"""\
Snapshot-Content-Location: https://example.org/a
Date: Sun, 13 Jun 2021 08:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/a

<img src=3D=22cid:x=22>
--b
Content-Type: image/png
Content-ID: <x>
Content-Transfer-Encoding: base64

iVBORw0=
--b--
"""
ARCHIVED: dict[str, object] = {
    "WebMainResource": {
        "WebResourceData": b"<p>Hi",
        "WebResourceURL": "https://example.org/a",
        "WebResourceMIMEType": "text/html",
    },
    "WebSubframeArchives": [],
}
GOOD = [
    zipped(zipfile.ZIP_STORED),
    zipped(zipfile.ZIP_DEFLATED),
    tarred(tarfile.PAX_FORMAT),
    tarred(tarfile.GNU_FORMAT),
    gzip.compress(tarred(tarfile.USTAR_FORMAT)),
    gzip.compress(FILES["a/one.txt"]),
    record(b"software: x", "warcinfo") + record(PAGE) + record(b"", "revisit"),
    gzip.compress(record(PAGE)) + gzip.compress(record(PAGE[:80])),
    MHTML,
    plistlib.dumps(ARCHIVED, fmt=plistlib.FMT_BINARY),
    plistlib.dumps(ARCHIVED, fmt=plistlib.FMT_XML),
]
IMPORTERS = (ARCHIVE, WARC, SAVED_PAGE)


PUT = st.one_of(st.binary(max_size=40), st.sampled_from([b"\r\n\r\n", b"9" * 20, b"-1", b"\0" * 512]))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good container in which bytes were changed, taken out, put in, or said again."""
    data = bytearray(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["change", "cut", "take", "put", "again"])):
            case "change":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del data[at:]
            case "take":
                del data[at : at + draw(st.integers(1, 600))]
            case "put":
                data[at:at] = draw(PUT)
            case _:
                data[at:at] = data[at : at + draw(st.integers(1, 600))]
    return bytes(data)


ANY = st.one_of(
    damaged(),
    st.binary(max_size=300),
    st.builds(lambda head, rest: head[:40] + rest, st.sampled_from(GOOD), st.binary(max_size=600)),
)


@given(ANY)
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused_quickly(data: bytes) -> None:
    seed = Seed("seeds/kept", data)
    started = time.process_time()
    accepting = [importer for importer in IMPORTERS if not importer.declines(seed)]
    assert len(accepting) <= 1
    for importer in IMPORTERS:  # --format may name any
        for item in importer.read(Seed("seeds/kept", data), CONFIG):
            assert isinstance(item, Seed | Problem | Attachment)
            if isinstance(item, Problem):
                assert item.hint[:1].islower()
                assert item.message
            if isinstance(item, Seed):
                assert item.path.startswith(f"seeds/kept{INSIDE}")
                assert ".." not in item.path.split("/")
                assert item.path.isprintable() or "\ufffd" in item.path
    assert time.process_time() - started < 1


@given(damaged())
@settings(max_examples=100, deadline=None)
def test_a_damaged_container_never_goes_without_a_word(data: bytes) -> None:
    [found] = read_seeds(Path(), CONFIG, [SeedJob("seeds/kept", NOTHING, data)])
    assert found.liveblogs or any(problem.is_error for problem in found.problems)


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0/\\")
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=4)


@given(st.dictionaries(NAMES.map("/".join), st.binary(max_size=700), min_size=1, max_size=5), st.booleans())
@settings(max_examples=100, deadline=None)
def test_what_a_tar_holds_is_found(files: dict[str, bytes], packed: bool) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"f/{name}.txt")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    data = gzip.compress(out.getvalue()) if packed else out.getvalue()
    found = {one.data for one in ARCHIVE.read(Seed("seeds/kept", data), CONFIG) if isinstance(one, Seed)}
    labels = {name: f"seeds/{label_of(f'f/{name}.txt')}" for name in files}
    assert {files[name] for name, label in labels.items() if not is_junk(label, (), set(labels.values()))} <= found


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_a_label_is_one_line_and_leads_nowhere(name: str) -> None:
    label = label_of(name)
    assert label
    assert not label.startswith("/")
    assert not {"", ".", ".."} & set(label.split("/")[1:])
    assert label_of(label) == label


@given(st.binary(max_size=300), st.lists(st.integers(1, 50), max_size=20))
@settings(max_examples=200, deadline=None)
def test_chunks_are_joined(content: bytes, sizes: list[int]) -> None:
    parts, at = [], 0
    for size in sizes:
        if piece := content[at : at + size]:
            parts.append(b"%X\r\n%s\r\n" % (len(piece), piece))
            at += size
    if content[at:]:
        parts.append(b"%x\r\n%s\r\n" % (len(content[at:]), content[at:]))
    assert unchunked(b"".join(parts) + b"0\r\n\r\n") == content
