"""Laws of all importers: each seed is of one format, and no bytes whatever make a traceback or keep an importer busy.

``samples/`` has a seed or more of every format, all of our own writing; ``INDEX.tsv`` says which format each has, how many
updates, and the times of the first and the last.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packed_samples import SAMPLES, packed

from benchmarks.formats import differences, read_file, read_index
from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.reading import ReadSeed, SeedJob, read_seeds
from sitegen.importers.registry import OURS
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.sidecars.sidecar import NOTHING

pytestmark = pytest.mark.slow

CONFIG = Config(title="A site", zone="Europe/London")
PACKED_FORMATS = {
    "kept.zip": "archive",
    "kept.tar.gz": "archive",
    "crawl.warc": "warc",
    "crawl.wacz": "archive",
    "page.webarchive": "saved-page",
}
INDEX = {row.file: row for row in read_index(SAMPLES)}
DATA = {name: (SAMPLES / name).read_bytes() for name in INDEX} | packed()
FORMATS = {name: row.form for name, row in INDEX.items()} | PACKED_FORMATS
NAMES = {importer.name for importer in OURS}
PATIENCE_S = 10  # for one small seed: a hundred times what the slowest takes on a slow machine


def of_format(name: str) -> list[str]:
    return [file for file, form in FORMATS.items() if form == name]


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Fail where it takes longer than a small seed may."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"{what} takes more than {PATIENCE_S} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read(importer: str, path: str, data: bytes) -> ReadSeed:
    """What *importer* finds in a seed, and what others find in what it holds."""
    with patience(f"{importer} on {len(data)} bytes"):
        (found,) = read_seeds(Path(), CONFIG, [SeedJob(f"seeds/{path}", NOTHING, data, importer)])
    return found


def check(found: ReadSeed) -> None:
    """Each problem is told as problems are, and nothing goes without a word."""
    for problem in found.problems:
        assert isinstance(problem, Problem)
        assert problem.where.path.startswith("seeds/"), problem
        assert problem.message
        assert "\n" not in problem.message, problem
        assert problem.hint[:1].islower(), problem
    assert found.liveblogs or any(problem.is_error for problem in found.problems), "nothing is said"
    assert len(found.evidence) == len(found.liveblogs)
    for blog in found.liveblogs:
        assert blog.title
        assert blog.updates
        assert list(blog.updates) == sorted(blog.updates, key=lambda update: update.at)


# One format


def test_every_format_has_a_sample_and_every_sample_a_format() -> None:
    assert set(FORMATS) == set(DATA)
    assert set(FORMATS.values()) == NAMES


@pytest.mark.parametrize("name", DATA)
def test_each_sample_is_accepted_by_the_importer_of_its_format_alone(name: str) -> None:
    seed = Seed(f"seeds/{name}", DATA[name])
    reasons = {importer.name: importer.declines(seed) for importer in OURS}
    assert [importer for importer, why in reasons.items() if not why] == [FORMATS[name]], reasons
    for why in reasons.values():
        assert "\n" not in why
        assert not why.endswith(".")


@pytest.mark.parametrize("name", DATA)
def test_a_format_is_told_by_the_first_bytes(name: str) -> None:
    """What stands after the first 4,096 bytes, or a million of them, changes nothing."""
    for data in (DATA[name][:4096], DATA[name] + b" " * 5_000, DATA[name][:4096] + b"\n" * 1_000_000):
        seed = Seed(f"seeds/{name}", data)
        assert [one.name for one in OURS if not one.declines(seed)] == [FORMATS[name]]


@pytest.mark.parametrize("name", INDEX)
def test_each_sample_has_the_updates_and_the_times_of_the_index(name: str) -> None:
    outcome = read_file(SAMPLES, INDEX[name])
    assert list(differences([outcome])) == []
    assert (outcome.found.outcome, outcome.found.importer) == ("imported", INDEX[name].form)


@pytest.mark.parametrize("name", PACKED_FORMATS)
def test_what_is_packed_is_found(name: str) -> None:
    found = read(FORMATS[name], name, DATA[name])
    assert [problem for problem in found.problems if problem.is_error] == []
    titles = {"The Latest Lock keepers free the barge", " Trains to Halmer, live", " Bridge day in Halmer"}
    assert {f"{blog.kicker} {blog.title}" for blog in found.liveblogs} <= titles
    assert len(found.liveblogs) == (2 if name.startswith("kept") else 1)


# Any bytes

HOSTILE = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"{", b"[", b"null", b"[[" * 3_000, b'{"a":' * 3_000, b"<div>" * 3_000,
    b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a \"b\">]>", b"-1", b"1e999", b"NaN", b"-Infinity", b"9" * 400, b'"\\ud800"',
    b"&#0;", b"&#x110000;", b"\r\n", b"\r", b"\x0b", b"\x85", "\u2028".encode(), b"99:99", b"0000-00-00T00:00:00Z",
    b"+9999-01-01", b"2021-06-12T24:00:00+99:99", b"12 p.m.", b"25 p.m.", b"---\n", b"+++\n", b"<script>", b"\x1b[2J",
    b"%00", b"../../x", b"Content-Length: 99999999999999999999", b"WARC/1.0\r\n\r\n", b"PK\x03\x04", b"\x1f\x8b\x08",
    b"bplist00", b"true", b"{}", b"[]",
)  # fmt: skip
VALUES = (
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"1e999",
    b"NaN",
    b"-1",
    b'""',
    b'"x"',
    b"9" * 400,
    b"[[[[1]]]]",
    b'{"_items":{}}',
)


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """The sample *name* after what the wild does to files."""
    data = DATA[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((1, 2, 8, 40, 200, 10_000))))
        match draw(st.sampled_from(("cut", "drop", "write", "insert", "twice", "bits", "value"))):
            case "cut":
                data = data[:start]
            case "drop":
                data = data[:start] + data[end:]
            case "write":
                data = data[:start] + draw(st.sampled_from(HOSTILE)) + data[end:]
            case "insert":
                data = data[:start] + draw(st.sampled_from(HOSTILE)) + data[start:]
            case "twice":
                data = data[:end] + data[start:]
            case "bits":
                data = (
                    data[:start] + bytes(byte ^ draw(st.integers(1, 255)) for byte in data[start:end][:8]) + data[end:]
                )
            case "value":
                data = with_value(data, start, draw(st.sampled_from(VALUES)))
    return data


def with_value(data: bytes, start: int, value: bytes) -> bytes:
    """*data* with *value* in the place of what a key of JSON, the next after *start*, has."""
    colon = data.find(b":", start)
    ends = [end for mark in (b",", b"}", b"]", b"\n") if (end := data.find(mark, colon + 1)) > 0]
    return data[: colon + 1] + value + data[min(ends) :] if colon > 0 and ends else data


def recoded(data: bytes) -> Sequence[bytes]:
    """*data* as other systems save it."""
    text = data.decode("utf-8", "replace")
    codings = ("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig", "ascii")
    crlf = data.replace(b"\n", b"\r\n")
    return (*(text.encode(coding, "replace") for coding in codings), crlf, data.replace(b"\n", b"\r"), data * 2)


@pytest.mark.parametrize("importer", OURS, ids=lambda importer: str(importer.name))
def test_any_bytes_are_read_or_refused(importer: Importer) -> None:
    paths = [*of_format(importer.name), "a.txt", "a"]

    @given(st.sampled_from(paths), st.one_of(st.binary(max_size=200), st.sampled_from(HOSTILE)))
    @example("a.json", b"[" * 10_000)
    @example("a.xml", b"<a>" * 30_000)
    @example("a.html", b"<b>" * 30_000)
    @example("a.txt", b"6 p.m. " * 20_000)
    @settings(max_examples=15)
    def law(path: str, data: bytes) -> None:
        seed = Seed(f"seeds/{path}", data)
        assert "\n" not in importer.declines(seed)
        assert list(importer.read(seed, CONFIG)) or importer.is_container, "it says nothing"
        check(read(importer.name, path, data))

    law()


@pytest.mark.parametrize("name", DATA)
def test_a_damaged_seed_is_read_or_refused(name: str) -> None:
    @given(damaged(name))
    @settings(max_examples=15)
    def law(data: bytes) -> None:
        check(read(FORMATS[name], name, data))
        check(read("", name, data))

    law()


@pytest.mark.parametrize("name", INDEX)
def test_elements_in_each_other_are_read_or_refused_wherever_they_stand(name: str) -> None:
    data = DATA[name]
    deep = b"<b>" * 300 if not data.startswith(b"<?xml") else b"&lt;b&gt;" * 300
    texts = [match.start() + 1 for match in re.finditer(rb"[a-z] [a-z]", data)]
    for inside in texts[:: 1 + len(texts) // 25]:
        check(read(FORMATS[name], name, data[:inside] + deep + data[inside:]))


@pytest.mark.parametrize("name", DATA)
def test_a_seed_in_another_coding_is_read_or_refused(name: str) -> None:
    for data in recoded(DATA[name]):
        check(read(FORMATS[name], name, data))


@pytest.mark.parametrize("importer", OURS, ids=lambda importer: str(importer.name))
def test_a_seed_of_any_other_format_is_read_or_refused(importer: Importer) -> None:
    for name, data in DATA.items():
        check(read(importer.name, name, data))
