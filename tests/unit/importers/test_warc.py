from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Sequence

import pytest

from sitegen.config import Config
from sitegen.errors import Problem, Severity
from sitegen.importers.budgets import Meter
from sitegen.importers.containers.http_message import content_of, read_answer, unchunked
from sitegen.importers.containers.warc import WARC
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar

CONFIG = Config(title="A site")
PAGE = b"<!doctype html><title>Ferry live</title><p>The ferry is back.</p>"
URL = "https://example.org/ferry-live"


def record(block: bytes, kind: str = "response", length: int | None = None, version: str = "1.1", **said: str) -> bytes:
    """A record; *said* are more fields, with "_" for "-"."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:6f1c2b1e-0000-4000-8000-000000000001>",
        "WARC-Target-URI": URL,
        "WARC-Date": "2021-06-13T06:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    } | {name.replace("_", "-"): value for name, value in said.items()}
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in fields.items() if value), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def answer(content: bytes = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **said: str) -> bytes:
    fields = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in said.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items() if value), "", ""]
    return "\r\n".join(lines).encode() + content


def read(data: bytes, sidecar: Sidecar | None = None) -> tuple[list[Seed], list[Problem]]:
    seed = Seed("seeds/crawl.warc", data, sidecar or Sidecar())
    assert WARC.declines(seed) == ""
    found = list(WARC.read(seed, CONFIG))
    return [one for one in found if isinstance(one, Seed)], [one for one in found if isinstance(one, Problem)]


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_page_is_a_seed_with_what_the_crawl_says_of_it(version: str, pack: type[bytes]) -> None:
    info = record(b"software: a crawler\r\n", "warcinfo", Content_Type="application/warc-fields", version=version)
    uri = f"<{URL}>" if version == "1.0" else URL
    page = record(answer(), version=version, WARC_Target_URI=uri)
    seeds, problems = read(pack(info) + pack(record(b"GET / HTTP/1.1\r\n\r\n", "request")) + pack(page))
    assert problems == []
    assert [(seed.path, seed.data, seed.crawled) for seed in seeds] == [
        ("seeds/crawl.warc!/3/ferry-live.html", PAGE, True)
    ]
    said = seeds[0].sidecar
    assert (said.url, said.captured, said.encoding) == (URL, "2021-06-13T06:00:00Z", "utf-8")


def test_what_the_sidecar_of_the_container_says_wins() -> None:
    seeds, _ = read(record(answer()), Sidecar(url="https://example.org/moved", captured="2021-06-20", zone="UTC"))
    said = seeds[0].sidecar
    assert (said.url, said.captured, said.zone) == ("https://example.org/moved", "2021-06-20", "UTC")


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("text/html", ".html"), ("application/json", ".json"), ("application/atom+xml", ".xml"), ("", ".html")],
)
def test_what_live_blogs_come_as(kind: str, suffix: str) -> None:
    seeds, _ = read(record(answer(kind=kind)))
    assert [seed.path for seed in seeds] == [f"seeds/crawl.warc!/1/ferry-live{suffix}"]


@pytest.mark.parametrize(
    "block",
    [
        answer(kind="image/png"),
        answer(kind="text/css"),
        answer(status="301 Moved Permanently"),
        answer(status="404 Not Found"),
        answer(status="206 Partial Content"),
        b"no answer at all",
        b"",
    ],
)
def test_what_is_no_page_is_left_aside_without_a_word(block: bytes) -> None:
    assert read(record(block)) == ([], [])


def test_a_resource_is_kept_without_the_words_of_the_server() -> None:
    seeds, _ = read(record(b'{"posts": []}', "resource", Content_Type="application/json"))
    assert [(seed.path, seed.data) for seed in seeds] == [("seeds/crawl.warc!/1/ferry-live.json", b'{"posts": []}')]


def test_several_captures_of_one_page_are_several_seeds_where_they_differ() -> None:
    later = record(answer(PAGE + b"<p>More.</p>"), WARC_Date="2021-06-13T07:00:00Z")
    again = record(answer(PAGE + b"<p>More.</p>"), WARC_Date="2021-06-13T08:00:00Z")
    seeds, problems = read(record(answer()) + later + again)
    assert [seed.sidecar.captured for seed in seeds] == ["2021-06-13T06:00:00Z", "2021-06-13T07:00:00Z"]
    assert [(problem.code, problem.severity) for problem in problems] == [("parts-left", Severity.NOTE)]
    assert problems[0].message.startswith("1 of its captures")


def test_a_revisit_is_counted() -> None:
    first = record(answer(), WARC_Payload_Digest="sha1:AAAA")
    known = record(b"", "revisit", WARC_Payload_Digest="sha1:AAAA")
    unknown = record(b"", "revisit", WARC_Payload_Digest="sha1:BBBB")
    seeds, problems = read(first + known + unknown)
    assert len(seeds) == 1
    assert [problem.message.split(" of its ")[1] for problem in problems] == [
        "captures say what an earlier one says: they were left aside",
        "captures only say that a page is as it was in another crawl",
    ]


# The wrappings of HTTP


def chunks(content: bytes, size: int = 10) -> bytes:
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def bare_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (chunks(PAGE), {"Transfer_Encoding": "chunked"}),
        (PAGE, {"Transfer_Encoding": "chunked"}),  # unpacked by the crawler, which kept the field
        (gzip.compress(PAGE, mtime=0), {"Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "br"}),
        (chunks(gzip.compress(PAGE, mtime=0)), {"Transfer_Encoding": "chunked", "Content_Encoding": "x-gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (bare_deflate(PAGE), {"Content_Encoding": "deflate"}),
        (PAGE, {"Content_Encoding": "identity"}),
    ],
)
def test_wrappings_are_taken_off(content: bytes, said: dict[str, str]) -> None:
    seeds, problems = read(record(answer(content, **said)))
    assert [seed.data for seed in seeds] == [PAGE]
    assert problems == []


@pytest.mark.parametrize(
    ("content", "coding", "why"),
    [
        (b"\x1b\x05\x00\xf8", "br", '"br"'),
        (b"\x28\xb5\x2f\xfd", "zstd", '"zstd"'),
        (gzip.compress(PAGE, mtime=0)[:-12], "gzip", "damaged"),
        (zlib.compress(PAGE)[:-12], "deflate", "damaged"),
    ],
)
def test_what_cannot_be_unpacked_is_a_warning(content: bytes, coding: str, why: str) -> None:
    seeds, problems = read(record(answer(content, Content_Encoding=coding)) + record(answer()))
    assert [seed.data for seed in seeds] == [PAGE]
    assert [(problem.code, problem.severity) for problem in problems] == [("unread-pages", Severity.WARNING)]
    assert why in problems[0].message


def test_chunks_that_are_cut_keep_what_there_is() -> None:
    assert unchunked(b"5\r\nFerry\r\n5\r\nis b") == b"Ferryis b"
    assert unchunked(b"5\nFerry\n0\n") == b"Ferry"
    assert unchunked(b"") == b""


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("iso-8859-1", "café".encode("cp1252"), "windows-1252"),
        ("utf-8", "café".encode("cp1252"), ""),  # a lie: whoever reads the page looks for itself
        ("klingon", b"Qapla", ""),
    ],
)
def test_the_encoding_that_the_server_names(name: str, content: bytes, encoding: str) -> None:
    seeds, _ = read(record(answer(b"<p>" + content, kind=f"text/html; charset={name}")))
    assert seeds[0].sidecar.encoding == encoding


def test_a_header_may_be_folded_and_end_with_line_feeds_alone() -> None:
    found = read_answer(b"HTTP/1.0 200\nContent-Type: text/html;\n charset=utf-8\nX: 1\nX: 2\n\n<p>")
    assert (found.status, found.media_type, found.content) == (200, "text/html", b"<p>")
    assert found.fields["x"] == "1"
    assert content_of(found, Meter()) == b"<p>"


# What is wrong with files


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
@pytest.mark.parametrize("length", [0, 3, 40, 10_000, 10**18])
def test_a_wrong_length_costs_no_record(length: int, pack: type[bytes]) -> None:
    second = record(answer(b"<p>Second"), WARC_Target_URI="https://example.org/second")
    third = record(answer(b"<p>Third"), WARC_Target_URI="https://example.org/third")
    seeds, problems = read(pack(record(answer(), length=length)) + pack(second) + pack(third))
    assert [seed.data for seed in seeds] == [PAGE, b"<p>Second", b"<p>Third"]
    assert [(problem.code, problem.severity) for problem in problems] == [("wrong-length", Severity.WARNING)]
    assert "1 of its records" in problems[0].message


def test_a_length_that_is_no_number() -> None:
    broken = record(answer()).replace(b"Content-Length: ", b"Content-Length: x")
    seeds, problems = read(broken + record(answer(b"<p>Second")))
    assert [seed.data for seed in seeds] == [PAGE, b"<p>Second"]
    assert codes(problems) == ["wrong-length"]


def test_a_damaged_record_does_not_stop_the_others() -> None:
    packed = [gzip.compress(record(answer(b"<p>%d" % number))) for number in range(3)]
    broken = packed[1][:-8] + bytes(8)
    seeds, problems = read(packed[0] + broken + packed[2])
    assert [seed.data for seed in seeds] == [b"<p>0", b"<p>2"]
    assert codes(problems) == ["broken-container"]
    assert f"at byte {len(packed[0])}" in problems[0].message


@pytest.mark.parametrize("rubbish", [b"rubbish\r\n\r\n", b"WARC/1.0 without an end"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_rubbish_between_records(rubbish: bytes, pack: type[bytes]) -> None:
    seeds, problems = read(pack(record(answer(b"<p>1"))) + rubbish + b"\r\n\r\n" + pack(record(answer(b"<p>2"))))
    assert [seed.data for seed in seeds] == [b"<p>1", b"<p>2"]
    assert codes(problems) == ["broken-container"]


def test_all_records_in_one_packed_stream() -> None:
    seeds, problems = read(gzip.compress(record(answer(b"<p>1")) + record(answer(b"<p>2"))))
    assert [seed.data for seed in seeds] == [b"<p>1", b"<p>2"]
    assert problems == []


def test_a_page_that_is_cut_off_is_not_read() -> None:
    data = record(answer(b"<p>1")) + record(answer(b"<p>2" + b"x" * 100))
    seeds, problems = read(data[:-60])
    assert [seed.data for seed in seeds] == [b"<p>1"]
    assert codes(problems) == ["broken-container"]
    assert "ends in the middle" in problems[0].message
    seeds, problems = read(record(answer(), WARC_Truncated="length"))
    assert seeds == []
    assert [(problem.code, problem.where.path) for problem in problems] == [
        ("broken-part", "seeds/crawl.warc!/1/ferry-live.html")
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_cut_at_every_byte(pack: type[bytes]) -> None:
    first = pack(record(answer(b"<p>1")))
    second = pack(record(answer(b"<p>2")))
    shortest = len(first) if pack is not bytes else len(second) - len(b"\r\n\r\n")  # that has all of a page
    for end in range(40, len(first + second)):
        found = list(WARC.read(Seed("seeds/crawl.warc", (first + second)[:end]), CONFIG))
        pages = [one.data for one in found if isinstance(one, Seed)]
        errors = [one for one in found if isinstance(one, Problem) and one.is_error]
        assert pages == [b"<p>1", b"<p>2"][: (end >= shortest) + (end >= len(first) + shortest)], end
        whole_records = range(shortest, len(first) + 1)
        assert bool(errors) == (end not in whole_records and end - len(first) not in whole_records), end


def test_odd_addresses_and_times_are_not_kept() -> None:
    seeds, _ = read(record(answer(), WARC_Target_URI="https://[example.org/a", WARC_Date="yesterday"))
    assert [(seed.path, seed.sidecar.captured) for seed in seeds] == [("seeds/crawl.warc!/1/index.html", "")]
    seeds, _ = read(record(answer(), WARC_Target_URI="urn:thing:/../../etc/pass wd"))
    assert [(seed.path, seed.sidecar.url) for seed in seeds] == [("seeds/crawl.warc!/1/index.html", "")]


def test_many_broken_records_are_one_problem_and_take_no_time() -> None:
    started = time.process_time()
    seeds, problems = read(b"WARC/1.1\r\n\r\n" * 20_000 + record(answer()))
    assert len(seeds) <= 1
    assert len(problems) <= 2
    assert time.process_time() - started < 2


@pytest.mark.parametrize("data", [b"", b"WARC", b"PK\x03\x04", gzip.compress(b"text", mtime=0), b"<html>"])
def test_what_is_no_crawl(data: bytes) -> None:
    assert WARC.declines(Seed("seeds/crawl.warc", data))
