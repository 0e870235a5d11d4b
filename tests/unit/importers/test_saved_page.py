from __future__ import annotations

import plistlib
import time
from base64 import encodebytes
from collections.abc import Sequence
from quopri import encodestring

import pytest

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.containers.saved_page import SAVED_PAGE
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Attachment, Seed
from sitegen.importers.sidecars.sidecar import Sidecar

CONFIG = Config(title="A site")
URL = "https://example.org/2021/ferry-live"
PAGE = (
    '<!doctype html><title>Café live</title><img src="/pics/quay.jpg"><img src="cid:mast@page" alt="A mast">'
    '<iframe src="cid:frame@page"></iframe><p>The ferry is back.</p>'
).encode()
PICTURE, MAST, UNUSED = b"\xff\xd8quay", b"\x89PNGmast", b"\xff\xd8unused"


def part(data: bytes, kind: str, url: str = "", name: str = "", coding: str = "base64") -> bytes:
    fields = [f"Content-Type: {kind}", f"Content-Transfer-Encoding: {coding}"]
    fields += [f"Content-Location: {url}"] if url else []
    fields += [f"Content-ID: <{name}>"] if name else []
    body = encodestring(data) if coding == "quoted-printable" else encodebytes(data) if coding == "base64" else data
    return "\r\n".join([*fields, "", ""]).encode() + body.replace(b"\n", b"\r\n") + b"\r\n"


def mhtml(parts: Sequence[bytes], *fields: str, start: str = "") -> bytes:
    head = [
        "From: <Saved by a browser>",
        *fields,
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";{start}\r\n\tboundary="----b"',
        "",
        "",
    ]
    return "\r\n".join(head).encode() + b"".join(b"------b\r\n" + one for one in parts) + b"------b--\r\n"


PARTS = (
    part(PAGE, "text/html; charset=utf-8", URL, coding="quoted-printable"),
    part(b"p { color: red }", "text/css", "https://example.org/style.css"),
    part(PICTURE, "image/jpeg", "https://example.org/pics/quay.jpg"),
    part(UNUSED, "image/jpeg", "https://example.org/pics/unused.jpg"),
    part(MAST, "image/png", "", "mast@page"),
    part(b"<p>An advertisement", "text/html", "https://ads.example/x", "frame@page"),
)
SAVED = mhtml(PARTS, f"Snapshot-Content-Location: {URL}", "Date: Sun, 13 Jun 2021 08:00:00 +0200", "Subject: Ferry")
Found = list[Seed | Attachment | Problem]


def read(data: bytes, path: str = "seeds/ferry.mhtml", sidecar: Sidecar | None = None) -> Found:
    seed = Seed(path, data, sidecar or Sidecar())
    assert sniff(seed, importers([])[0]) is SAVED_PAGE
    return [one for one in SAVED_PAGE.read(seed, CONFIG) if isinstance(one, Seed | Attachment | Problem)]


def test_the_page_comes_first_and_then_its_frames_and_pictures() -> None:
    page, frame, quay, mast = read(SAVED)
    assert isinstance(page, Seed)
    assert (page.path, page.data, page.crawled) == ("seeds/ferry.mhtml!/ferry-live.html", PAGE, False)
    said = page.sidecar
    assert (said.url, said.captured, said.encoding) == (URL, "2021-06-13T08:00:00+02:00", "utf-8")
    assert isinstance(frame, Seed)
    assert (frame.path, frame.crawled) == ("seeds/ferry.mhtml!/frame-1/x.html", True)
    assert isinstance(quay, Attachment)
    assert isinstance(mast, Attachment)
    assert (quay.name[:5], quay.name[-4:], quay.data) == ("quay-", ".jpg", PICTURE)
    assert (mast.name[:8], mast.name[-4:], mast.data) == ("picture-", ".png", MAST)
    assert quay.part == page.path
    assert page.pictures == {"/pics/quay.jpg": quay.name, "cid:mast@page": mast.name}


def test_the_pictures_of_a_frame_go_with_it() -> None:
    """A live blog may stand in a frame."""
    frame = part(b'<p>Live<img src="//example.org/pics/quay.jpg?a=%62#x">', "text/html", "https://live.example/x/")
    picture = part(PICTURE, "image/jpeg", "https://example.org//pics/quay.jpg?a=b")
    page, inner, quay = read(mhtml([part(b"<p>Page", "text/html"), frame, picture], f"Content-Location: {URL}"))
    assert isinstance(page, Seed)
    assert isinstance(inner, Seed)
    assert isinstance(quay, Attachment)
    assert (page.pictures, list(inner.pictures.values()), quay.part) == ({}, [quay.name], inner.path)


def test_what_a_sidecar_says_wins() -> None:
    page = read(SAVED, sidecar=Sidecar(url="https://example.org/other", captured="2021-06-14"))[0]
    assert isinstance(page, Seed)
    assert (page.sidecar.url, page.sidecar.captured) == ("https://example.org/other", "2021-06-14")


def test_the_part_that_the_whole_names_is_the_page() -> None:
    parts = [part(b"<p>Frame", "text/html", "", "f@p"), part(b"<p>Page", "text/html", "", "main@p")]
    page = read(mhtml(parts, f"Content-Location: {URL}", start=' start="<main@p>";'))[0]
    assert isinstance(page, Seed)
    assert (page.data, page.sidecar.url) == (b"<p>Page", URL)


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit", "binary"])
def test_codings(coding: str) -> None:
    data = "<p>Café, naïve: 50 % = half".encode("cp1252")
    page = read(mhtml([part(data, "text/html; charset=windows-1252", URL, coding=coding)]))[0]
    assert isinstance(page, Seed)
    assert page.data.rstrip() == data
    assert page.sidecar.encoding == "windows-1252"


def web_archive(fmt: plistlib.PlistFormat = plistlib.FMT_BINARY, **more: object) -> bytes:
    def resource(data: bytes, kind: str, url: str) -> dict[str, object]:
        return {
            "WebResourceData": data,
            "WebResourceURL": url,
            "WebResourceMIMEType": kind,
            "WebResourceTextEncodingName": "UTF-8",
        }

    archive: dict[str, object] = {
        "WebMainResource": resource(PAGE, "text/html", URL),
        "WebSubresources": [
            resource(PICTURE, "image/jpeg", "https://example.org/pics/quay.jpg"),
            resource(UNUSED, "image/jpeg", "https://example.org/pics/unused.jpg"),
            resource(b"x", "text/css", "https://example.org/style.css"),
        ],
        "WebSubframeArchives": [{"WebMainResource": resource(b"<p>Frame", "text/html", "about:blank")}],
    }
    return plistlib.dumps(archive | more, fmt=fmt)


@pytest.mark.parametrize("fmt", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_web_archive(fmt: plistlib.PlistFormat) -> None:
    page, frame, quay = read(web_archive(fmt), "seeds/ferry.webarchive")
    assert isinstance(page, Seed)
    assert (page.path, page.data) == ("seeds/ferry.webarchive!/ferry-live.html", PAGE)
    assert (page.sidecar.url, page.sidecar.captured, page.sidecar.encoding) == (URL, "", "utf-8")
    assert isinstance(frame, Seed)
    assert (frame.data, frame.crawled) == (b"<p>Frame", True)
    assert isinstance(quay, Attachment)
    assert quay.data == PICTURE


@pytest.mark.parametrize(
    "data",
    [
        plistlib.dumps(["WebMainResource"], fmt=plistlib.FMT_BINARY),
        plistlib.dumps({"WebMainResource": 1}, fmt=plistlib.FMT_BINARY),
        web_archive(WebMainResource={"WebResourceData": "text", "WebResourceMIMEType": "text/html"}),
        web_archive(WebMainResource={"WebResourceData": b"", "WebResourceMIMEType": "text/html"}),
        web_archive(WebSubresources=1, WebSubframeArchives=2, WebMainResource=3),
        mhtml([]),
        mhtml([part(b"text", "text/plain")]),
        mhtml([part(b"", "text/html")]),
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><plist><string>WebMainResource &a;</string></plist>',
    ],
)
def test_what_holds_no_page_is_a_problem(data: bytes) -> None:
    [problem] = read(data)
    assert isinstance(problem, Problem)
    assert problem.code == "broken-container"


def is_refused_or_read(data: bytes) -> None:
    seed = Seed("seeds/ferry.mhtml", data)
    if SAVED_PAGE.declines(seed):
        return
    found = list(SAVED_PAGE.read(seed, CONFIG))
    assert any(isinstance(one, Seed) or (isinstance(one, Problem) and one.is_error) for one in found)


@pytest.mark.parametrize("data", [SAVED, web_archive(), web_archive(plistlib.FMT_XML)], ids=["mhtml", "binary", "xml"])
def test_cut_anywhere_it_is_read_or_refused(data: bytes) -> None:
    for end in range(0, len(data), 7):
        is_refused_or_read(data[:end])


def test_parts_in_parts_a_thousand_deep() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    nested = b"".join(
        b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n" % (depth, depth + 1) for depth in range(2000)
    )
    started = time.process_time()
    is_refused_or_read(head.replace(b"boundary=b", b"boundary=b0") + nested)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("seeds/a.mhtml", b"<html>"),
        ("seeds/a.txt", b"Subject: Ferry\r\n\r\nThe ferry is back.\r\n"),
        ("seeds/a.eml", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nmultipart/related"),
        ("seeds/a.plist", plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY)),
        ("seeds/a.xml", b'<?xml version="1.0"?><feed>'),
        ("seeds/a", b""),
    ],
)
def test_what_is_no_saved_page(path: str, data: bytes) -> None:
    assert SAVED_PAGE.declines(Seed(path, data))
