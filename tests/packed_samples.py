"""Samples of the containers in which live blogs survive, each made of samples of our own writing."""

from __future__ import annotations

import io
import plistlib
import tarfile
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"


def packed() -> dict[str, bytes]:
    """A name and the bytes of one sample of each container."""
    page = (SAMPLES / "jsonld.html").read_bytes()
    return {
        "kept.zip": zip_of({"a/wire.txt": SAMPLES / "wire.txt", "b/feed.atom": SAMPLES / "feed.atom"}),
        "kept.tar.gz": tar_of({"a/wire.txt": SAMPLES / "wire.txt", "b/feed.atom": SAMPLES / "feed.atom"}),
        "crawl.warc": warc_of("https://radio.example/bridge", page),
        "crawl.wacz": wacz_of(warc_of("https://radio.example/bridge", page)),
        "page.webarchive": webarchive_of("https://radio.example/bridge", page),
    }


def zip_of(files: dict[str, Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 6, 13, 0, 0, 0)), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tar_of(files: dict[str, Path]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, path in files.items():
            member = tarfile.TarInfo(name)
            member.size = path.stat().st_size
            archive.addfile(member, io.BytesIO(path.read_bytes()))
    return out.getvalue()


def warc_of(url: str, page: bytes) -> bytes:
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:6f1c2b1e-0000-4000-8000-000000000001>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2021-06-13T06:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def wacz_of(warc: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {
            "archive/data.warc": warc,
            "datapackage.json": b'{"profile": "data-package", "wacz_version": "1.1.1", "resources": []}',
        }.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 6, 13, 0, 0, 0)), data)
    return out.getvalue()


def webarchive_of(url: str, page: bytes) -> bytes:
    resource = {
        "WebResourceURL": url,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceFrameName": "",
        "WebResourceData": page,
    }
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)
