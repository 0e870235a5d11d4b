"""Hostile seeds, each in a site beside a good one, and what must become of them: taken in safely, or refused by name.

``ROWS`` are (name, function of an empty folder) for whoever wants to try and to count them all. The good seed is
published whatever stands beside it.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import signal
import socket
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path
from types import FrameType

from audit import faults_of
from support import SETTINGS, build_site, make_site

GOOD = """\
The Latest: Good

Nov. 3, 2017

HALMER (Sample) - All about the harbor (all times in UTC):

7:30 p.m.

The pier is open.

7:10 p.m.

The pier was shut.
"""
GOOD_PAGE = "output/2017/11/03/good/index.html"
PATIENCE_S = 60
"""A case that takes longer hangs."""
Lay = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Case:
    """Files below ``seeds/``, the codes of the errors that they end in, and words that a page must show if in none.

    *lay* puts there what no file can say.
    """

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    lay: Lay | None = None


def try_case(case: Case, root: Path) -> None:
    """Build the site of *case* in the empty folder *root*; raises AssertionError where it does harm."""
    make_site(root, {"site.yaml": SETTINGS, "seeds/good.txt": GOOD})
    for name, data in case.files.items():
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if case.lay is not None:
        case.lay(root / "seeds")
    before = signal.signal(signal.SIGALRM, _hang)
    signal.alarm(PATIENCE_S)
    try:
        report = build_site(root)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    errors = [problem for problem in report.problems if problem.is_error]
    assert {problem.code for problem in errors} == case.codes, errors
    assert all(problem.hint and problem.where.path for problem in errors)
    assert (root / GOOD_PAGE).is_file()
    pages = [path.read_text(encoding="utf-8") for path in sorted((root / "output").rglob("*.html"))]
    assert faults_of(root / "output") == []
    shown = unescape("\n".join(re.sub(r"<[^>]*>", "", page) for page in pages))
    for word in case.words:
        assert word in shown, word


def _hang(number: int, frame: FrameType | None) -> None:
    raise AssertionError(f"it takes more than {PATIENCE_S} seconds")


def wire(body: str = "A text.", title: str = "Storm", clock: str = "8:30 p.m.") -> bytes:
    """The seed of a live blog with two updates, the first of which says *body*."""
    head = f"The Latest: {title}\n\nNov. 3, 2017\n\nHALMER (Sample) - All about it (all times in UTC):"
    return f"{head}\n\n{clock}\n\n{body}\n\n8:10 p.m.\n\nThe storm has come.\n".encode()


def page(body: str) -> bytes:
    """A web page with two updates, the first of which holds *body*."""
    stamps = [f"<p><time datetime='2017-11-03T20:{minute}:00Z'>20:{minute}</time></p>" for minute in (30, 10)]
    head = "<!DOCTYPE html><html><head><title>Storm live</title></head><body><h1>Storm live</h1>"
    return f"{head}{stamps[0]}<p>Before {body} after</p>{stamps[1]}<p>The storm has come.</p></body></html>".encode()


TEXTS = (
    "<script>alert(1)</script> word", "<img src=x onerror=alert(1)> word", "[x](javascript:alert(1)) word",
    "<svg><script>x</script></svg> word", "<math><mi>x</mi></math> word", "<a href='javascript:x'>word</a>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<textarea> word", "<title> word", "<plaintext> word",
    "<style>body{} word", "<xmp> word", "1986. A year", "[SANA]: http://x", "> " * 50 + "deep", "2*3*4", "C:\\*dir",
    "```\nfence", "~~~\nfence", "setext\n===", "setext\n---", "|a|b|\n|-|-|\n|1|2|", "word[^1]\n\n[^1]: foot",
    "---\ntitle: x\n---", "## 19:30", "## 2017-11-03 19:30 — Forged {#t1930 key}", "{#t1930}", "&lt;b&gt; &amp; &#60;",
    "{{ 7*7 }} {% raw %}", "{%- include 'x' %}", "<?php echo 1 ?>", ":::note", "{{< shortcode >}}", "- a\n  - b", "    code",
    "It ended at 7:30 p.m., or at 19:30.", "\u202e reversed \u202c", "zero\u200bwidth", "line\u2028sep\u2029par\u0085nel",
    "\U0001ffff and \ufdd0", "\\", "trailing\\", "*", "_", "**", "<", "<a", "&", "&#", "![x](http://evil.example/x.png)",
    "<http://auto.link>", "\u3000x\u3000", "\u00adsoft", "\ue000private", "e\u0301 \u00e9", "\ufb01 ligature",
    "\u0130I \u0131i",
    "=SUM(A1)", "]]>", "<![CDATA[x]]>", "%00 %2e%2e/", "$(rm)", "../../etc/passwd", "\u2066iso\u2069", "+++", "***",
)  # fmt: skip
CLOCKS = (
    "25:70", "13:75 p.m.", "\uff17:\uff13\uff10 p.m.", "\u0667:\u0663\u0660", "7:3\u0660 p.m.", "7:30 \u0440.m.",
    "99:99 p.m.", "7:30:99", "12:60 p.m.", "\u202e7:30 p.m.",
)  # fmt: skip
DAYS = ("2017-99-99", "2017-20-01", "2017-13-45", "Feb. 30, 2017", "0000-00-00", "9999-12-31", "Nov. 0, 2017")
STORMS = (
    "[", "](", "![", "[![", "![a", "<![CDATA[", "[a](", "*a _b ", "*", "_", "**a", "`a ", "``` ", "<", "<a ", "<!--", "> ",
    "- ", "1. ", "#", "\\", "&#", "~~a", "|a", "{", "{#t1 ", '"', "(", "7:30 p.m. ", "+++ ", "\x85", "\u2028", "\u00a0",
    "\u202e", "\u0301", "a.", "A.B.", "\u2014 ", "a\n=\n", "> a\n", "12",
)  # fmt: skip


def _texts() -> Iterator[Case]:
    for text in TEXTS:
        shown = ("word",) if "word" in text else ()
        yield Case(f"text {text[:24]!r}", {"a.txt": wire(text)}, words=shown)
        yield Case(f"title {text[:24]!r}", {"a.txt": wire(title=" ".join(text.split()) + " storm")}, words=shown)
    for clock in CLOCKS:
        yield Case(f"clock {clock!r}", {"a.txt": wire(f"One.\n\n{clock}\n\nTwo.")}, words=(clock,))
    for day in DAYS:
        yield Case(f"day {day}", {"a.txt": wire(f"One.\n\n{day}\n\nTwo.")}, words=("Two.",))


def _bytes() -> Iterator[Case]:
    for byte in (b"\0", b"\x01", b"\x07", b"\x1b[31m", b"\xef\xbf\xbe"):
        yield Case(f"byte {byte!r}", {"a.txt": wire().replace(b"text", b"te" + byte)}, frozenset({"control-character"}))
    for byte in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", b"caf\xe9"):
        yield Case(f"byte {byte!r}", {"a.txt": wire().replace(b"text", b"te" + byte)}, frozenset({"invalid-utf8"}))
    for encoding in ("utf-16", "utf-8-sig"):
        yield Case(encoding, {"a.txt": wire("Caf\u00e9 noir").decode().encode(encoding)}, words=("Caf\u00e9 noir",))
    for name, change in {"CR": b"\r", "CRLF": b"\r\n"}.items():
        yield Case(name, {"a.txt": wire("With words.").replace(b"\n", change)}, words=("With words.",))
    for name, data in {"empty": b"", "blank": b" \n\t\n", "BOM alone": b"\xef\xbb\xbf"}.items():
        yield Case(name, {"a.txt": data}, frozenset({"empty-seed"}))
    yield Case("title alone", {"a.txt": b"The Latest: Storm\n"}, frozenset({"no-clock"}))
    yield Case("clocks alone", {"a.txt": b"Storm\n\nNov. 3, 2017\n\n8:30 p.m.\n\n8:20 p.m.\n\n8:10 p.m.\n"})
    equal = b"Storm\n\nNov. 3, 2017\n\n" + b"8:30 p.m.\n\nThe same.\n\n" * 1000
    yield Case("1,000 equal updates", {"a.txt": equal}, words=("The same.",))


def _names() -> Iterator[Case]:
    for name in (
        "-rf.txt",
        "a b.txt",
        "a'b.txt",
        'a"b.txt',
        "%2e%2e.txt",
        "{{x}}.txt",
        "x" * 251 + ".txt",
        "$HOME.txt",
    ):
        yield Case(f"name {name[:20]!r}", {name: wire("With words.")}, words=("With words.",))
    yield Case("names by case", {"A.txt": wire("One thing."), "a.txt": wire("Quite another.", "Gale")})
    twins = {"caf\u00e9.txt": wire("One thing."), "cafe\u0301.txt": wire("Quite another.", "Gale")}
    yield Case("names by form", twins)
    yield Case("the same twice", {"a.txt": wire("With words."), "b.txt": wire("With words.")}, words=("With words.",))
    yield Case("link out", lay=lambda seeds: (seeds / "a.txt").symlink_to("/etc/passwd"))
    yield Case("link to itself", lay=lambda seeds: (seeds / "a.txt").symlink_to("a.txt"))
    yield Case("dangling link", lay=lambda seeds: (seeds / "a.txt").symlink_to("nowhere"))
    yield Case("link to the folder", lay=lambda seeds: (seeds / "d").symlink_to(".."))
    yield Case("pipe", lay=lambda seeds: os.mkfifo(seeds / "a.txt"))
    yield Case("pipe as a sidecar", lay=lambda seeds: os.mkfifo(seeds / "good.txt.meta.yaml"))
    yield Case("socket", lay=_lay_socket)
    yield Case("folder with the name of a file", lay=lambda seeds: (seeds / "a.txt").mkdir())
    yield Case("file of holes", codes=frozenset({"seed-size"}), lay=_lay_holes)


def _lay_socket(seeds: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(seeds)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as end:
            end.bind("a.txt")
    finally:
        os.fchdir(here)
        os.close(here)


def _lay_holes(seeds: Path) -> None:
    with (seeds / "a.txt").open("wb") as file:
        file.truncate(1 << 40)


_SIDECARS = {
    "a: &a [1, 2]\nb: *a": {"unknown-key", "yaml-alias"},
    "title: !!python/object:os.system x": {"yaml-tag"},
    "title: x\ntitle: y": {"duplicate-key"},
    "zone: ../../etc/passwd": {"unknown-zone"},
    "zone: /etc/passwd": {"unknown-zone"},
    "zone: Mars/Olympus": {"unknown-zone"},
    "date: 0000-00-00": {"field-value"},
    "date: 2017-02-30": {"field-value"},
    "captured: 2017-99-99": {"field-value"},
    "encoding: base64": {"unknown-encoding"},
    "same_as: ../../x": {"no-such-live-blog"},
    "topics: [../x]": {"unknown-topic"},
    "[" * 3000: {"yaml-syntax"},
    "title: x\x01": {"control-character"},
    "title: a: b": {"yaml-quote"},
    "- a": {"yaml-shape"},
}


def _sidecars() -> Iterator[Case]:
    for text, codes in _SIDECARS.items():
        yield Case(f"sidecar {text[:24]!r}", {"a.txt": wire(), "a.txt.meta.yaml": text.encode()}, frozenset(codes))
    for title in ("1", "true", "null", "2017-11-03", "1e999", '"<script>alert(1)</script>"', "'{{ 7*7 }}'"):
        shown = (title.strip("\"'"),)
        yield Case(f"title: {title}", {"a.txt": wire(), "a.txt.meta.yaml": f"title: {title}".encode()}, words=shown)


def _zip(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def _tar(*members: tuple[str, bytes, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind, data in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(data), "/etc/passwd" if kind != tarfile.REGTYPE else ""
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


_MANY = frozenset({"unpacks-too-much"})
_BROKEN = frozenset({"broken-container"})


def _containers() -> Iterator[Case]:
    text = wire("Out of an archive.")
    shown = ("Out of an archive.",)
    for name in ("../../x.txt", "/etc/x.txt", "C:\\x.txt", "..\\..\\x.txt", "a\nb.txt", "x" * 300 + ".txt", "CON.txt"):
        yield Case(f"in a zip: {name[:20]!r}", {"a.zip": _zip((name, text))}, words=shown)
        yield Case(f"in a tar: {name[:20]!r}", {"a.tar": _tar((name, tarfile.REGTYPE, text))}, words=shown)
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        packed = _tar(("x.txt", kind, b""), ("y.txt", tarfile.REGTYPE, text))
        yield Case(f"in a tar: a member of kind {kind!r}", {"a.tar": packed}, words=shown)
    yield Case("zip cut off", {"a.zip": _zip(("x.txt", text))[:-30]}, _BROKEN)
    yield Case("gzip cut off", {"a.txt.gz": gzip.compress(text)[:-9]}, _BROKEN)
    yield Case("gzip bomb", {"a.txt.gz": gzip.compress(bytes(300 << 20))}, _MANY)
    yield Case("bzip2 bomb", {"a.txt.bz2": bz2.compress(bytes(100 << 20))}, _MANY)
    yield Case("xz bomb", {"a.txt.xz": lzma.compress(bytes(100 << 20), preset=0)}, _MANY)
    yield Case("zip bomb", {"a.zip": _zip(("x.txt", bytes(300 << 20)))}, frozenset({"seed-size"}))
    nested = text
    for _ in range(8):
        nested = _zip(("x.zip" if nested is not text else "x.txt", nested))
    yield Case("zips in each other", {"a.zip": nested}, frozenset({"too-deep"}))
    fat = _zip(("x.txt", bytes(20 << 20)))
    for _ in range(2):
        fat = _zip(*((f"{number}.zip", fat) for number in range(16)))
    yield Case("zips of zips of a bomb", {"a.zip": fat}, _MANY)


_LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
_ENTITIES = {
    "laughs": (f'<!ENTITY l0 "ha">{_LAUGHS}', "xml-entity"),
    "file": ('<!ENTITY l9 SYSTEM "file:///etc/passwd">', "xml-entity"),
    "parameter": ('<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;', "no-update"),
}


def _markup() -> Iterator[Case]:
    for name, (entities, code) in _ENTITIES.items():
        head = f'<?xml version="1.0"?><!DOCTYPE feed [{entities}]>'
        feed = f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><title>&l9;</title></feed>'
        yield Case(f"feed with entities: {name}", {"a.atom": feed.encode()}, frozenset({code}))
    for name, text in {
        "handler": "<img src=x onerror=alert(1)>", "address": "<a href='java\nscript:alert(1)'>here</a>",
        "mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "form": "<form><button formaction=javascript:x>b",
        "svg": "<svg><style><img src=x onerror=alert(1)></style></svg>", "base": "<base href='javascript:x//'>",
        "long attribute": f"<b title='{'a' * 1_000_000}'>here</b>",
    }.items():  # fmt: skip
        yield Case(f"page: {name}", {"a.html": page(text)})
    yield Case("page: 50,000 elements in each other", {"a.html": page("<div>" * 50_000)}, frozenset({"too-deep"}))
    for name, text in {"brackets": "[" * 50_000, "objects": '{"a":' * 50_000}.items():
        yield Case(f"JSON: {name} in each other", {"a.jsonld": text.encode()}, frozenset({"too-deep"}))
    said = {"@type": "BlogPosting", "datePublished": "2017-11-03T20:30:00Z", "articleBody": "With words."}
    live = json.dumps({"@type": "LiveBlogPosting", "headline": "Storm", "liveBlogUpdate": [said]})
    yield Case("JSON: mark of bytes", {"a.jsonld": b"\xef\xbb\xbf" + live.encode()}, words=("With words.",))
    for name, body in {"number": "1e400", "nothing": "null", "text": '"99999-99-99T99:99Z"'}.items():
        changed = live.replace('"2017-11-03T20:30:00Z"', body)
        yield Case(f"JSON: a time that is a {name}", {"a.jsonld": changed.encode()}, frozenset({"no-update"}))
    table = "time,text,title\n2017-11-03T20:30:00Z,{},Storm\n"
    for name, text in {"NUL": "a\0b", "escape": "a\x1b[31mb"}.items():
        yield Case(f"CSV: {name}", {"a.csv": table.format(text).encode()}, frozenset({"control-character"}))
    days = "time,text\n99999,x\n2017-99-99T00:00:00Z,y\n"
    yield Case("CSV: days of no calendar", {"a.csv": days.encode()}, frozenset({"undated-update"}))


def _storms() -> Iterator[Case]:
    for unit in STORMS:
        storm = unit * (20_000 // len(unit))
        yield Case(f"storm of {unit!r} in a text", {"a.txt": wire(f"Before {storm} after.")})
    for unit in ("![", "*", "_", "<![CDATA["):
        yield Case(f"storm of {unit!r} behind a clock", {"a.txt": wire(clock="8:30 p.m. " + unit * 10_000)})


CASES = (*_texts(), *_bytes(), *_names(), *_sidecars(), *_containers(), *_markup(), *_storms())
ROWS: tuple[tuple[str, Lay], ...] = tuple((f"seed: {case.name}", partial(try_case, case)) for case in CASES)
"""Every case by its name, as a function of an empty folder."""
