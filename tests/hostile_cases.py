"""Hostile projects, each a few files, and what must become of them: built safely, or refused by name.

``ROWS`` are (name, function of an empty folder) for whoever wants to try and to count them all.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from audit import faults_of
from support import SETTINGS

from sitegen.cli import run

PATH = "content/2021/03/08/storm.md"
BUILT = ""
PATIENCE_S = 20
"""A case that takes longer hangs."""
# What a message may not hold: the name of an exception of Python's, a traceback, what moves the cursor of a terminal.
_INTERNAL = re.compile(
    r"\b[A-Z][A-Za-z]+(?:Error|Exception|Warning)\b|Traceback|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)

Lay = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Case:
    """A project, and its end: *code* is that of the problem which stops the build, `BUILT` where none does.

    *place* is how the line of the problem must begin, *said* what must stand in the messages also where the build is done;
    *lay* lays what no text is.
    """

    name: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    code: str = BUILT
    place: str = ""
    said: str = ""
    lay: Lay | None = None
    arguments: tuple[str, ...] = ("build",)
    status: int = 1


def text(
    *, title: str = '"The storm"', slug: str = "storm", day: str = "2021-03-08", more: str = "",
    heading: str = "2021-03-08 10:00 {#t1000}", body: str = "The wind grows.",
) -> str:  # fmt: skip
    """A content file, sound but for what is given."""
    matter = f"id: 2021-03-08-storm\ntitle: {title}\nslug: {slug}\ndate: {day}\n{more}"
    return f"---\n{matter}---\n\n## {heading}\n\n{body}\n"


def site(line: str) -> str:
    """``site.yaml`` with *line* at its end; a key that it has already is left out above."""
    key = line.partition(":")[0]
    return "".join(one for one in SETTINGS.splitlines(keepends=True) if not one.startswith(f"{key}:")) + line + "\n"


def try_case(case: Case, root: Path) -> None:
    """Lay *case* into the empty folder *root* and build it. Raises AssertionError where it ends otherwise than it must."""
    for path, content in {"site.yaml": SETTINGS, PATH: text(), **case.files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
    if case.lay:
        case.lay(root)
    said = io.StringIO()
    with _in_time(case.name), contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        status = run(["-C", str(root), *case.arguments])
    messages = said.getvalue()
    assert case.said in messages, messages
    assert not _INTERNAL.search(messages), messages
    if case.code:
        assert status == case.status, messages
        lines = [line for line in messages.splitlines() if f"[{case.code}]" in line]
        assert any(line.startswith(case.place) for line in lines), messages
        assert "hint:" in messages
        assert not (root / "output").exists() or not any((root / "output").rglob("*.html"))
    else:
        assert status == 0, messages
        assert faults_of(root / "output") == []


@contextlib.contextmanager
def _in_time(name: str) -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"{name} takes more than {PATIENCE_S} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# X3: names


def names() -> Iterator[Case]:
    """No name leads out of its folder, and none is one that some system cannot write."""
    out = [
        "../storm",
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "'a\\b'",
        "'%2e%2e'",
        "storm.",
        "'storm '",
        "STORM",
        "ștorm",
        "x--y",
    ]
    for slug in [
        *out,
        "-x",
        "con",
        "nul",
        "aux",
        "com1",
        "lpt9",
        "a" * 201,
        "a" * 5000,
        "'{{ 7*7 }}'",
        '"\u202estorm"',
    ]:
        yield Case(f"slug {slug[:20]} ({len(slug)})", {PATH: text(slug=slug)}, "slug", f"{PATH}:4:7")
    yield Case("slug of 200", {PATH: text(slug="a" * 200)})
    for name in ["../x", "<script>", "A", "'a b'"]:
        yield Case(f"id {name}", {PATH: text().replace("id: 2021-03-08-storm", f"id: {name}")}, "id", f"{PATH}:2:5")
    for slug in ["../x", "con", "A", "a_b", "a" * 201, "'<b>'"]:
        line = f"topics: [{{slug: {slug}, label: A}}]"
        yield Case(f"topic {slug[:20]}", {"site.yaml": site(line)}, "topic-slug", "site.yaml:", status=2)
    for name in [
        "con",
        "topics",
        "assets",
        "2021",
        "About",
        "a b",
        "é",
        "x.y",
        "<b>",
        "{{x}}",
        "-",
        "a/b",
        "data",
    ]:
        path = f"content/pages/{name}.md"
        yield Case(f"own page {name}", {path: "---\ntitle: A\n---\n"}, "page-name", "content/pages/")
    for name in [
        "a:b.css",
        "a\\b.css",
        "a\nb.css",
        "\x1b[2J.css",
        "\u202ex.css",
        "con.css",
        "NUL",
        "x.",
        "x ",
        'a"b',
        "a<b>",
        "x?",
    ]:
        yield Case(f"static {name!a}", {f"layouts/static/{name}": "x"}, "file-name", "layouts/static/")
    yield Case("static of 201 bytes", {"layouts/static/" + "é" * 101: "x"}, "file-name", "layouts/static/")
    for name in ["é.css", "a b.css", "#x#", "x~", "%2e%2e", "index.html", "&amp;.css"]:
        yield Case(f"static {name!a}", {f"layouts/static/{name}": "x"})
    twins = {"layouts/static/A.css": "x", "layouts/static/a.css": "y"}
    yield Case("twins by case", twins, "path-collision", "layouts/static/")
    twins = {"layouts/static/\u00e9.css": "x", "layouts/static/e\u0301.css": "y"}
    yield Case("twins by Unicode form", twins, "path-collision", "layouts/static/")
    for name in [
        "../quay.png",
        "/etc/quay.png",
        "a/quay.png",
        "a\\\\quay.png",
        "con.png",
        "quay.svg",
        "quay.png\\n",
        ".quay.png",
    ]:
        more = f'pictures: [{{caption: A, file: "{name}"}}]\n'
        yield Case(f"picture {name}", {PATH: text(more=more)}, said="[picture-name]")
    for anchor in ["<script>", "T1000", "t/../x", "t10\u202e00", "t１", "latest", "main"]:
        heading = f"2021-03-08 10:00 {{#{anchor}}}"
        yield Case(f"anchor {anchor!a}", {PATH: text(heading=heading)}, "heading-attribute", f"{PATH}:8:")
    for zone in [
        "../../etc/passwd",
        "/etc/localtime",
        "'<script>'",
        "localtime",
        "posixrules",
        "Asia/../UTC",
        "a" * 5000,
    ]:
        more = f"zone: {zone}\n"
        yield Case(f"zone {zone[:20]}", {PATH: text(more=more)}, "unknown-zone", f"{PATH}:6:7")
        yield Case(
            f"zone of the site {zone[:20]}", {"site.yaml": site(f"zone: {zone}")}, "config-zone", "site.yaml:", status=2
        )
    for seed in ["../../etc/passwd", "/etc/passwd", "seeds/../../x"]:
        more = f"sources: [{{seed: '{seed}', url: 'file:///etc/passwd'}}]\n"
        yield Case(f"source {seed}", {PATH: text(more=more)})
    aliases = [
        "../x",
        "/../x",
        "/a/../../x",
        "//evil.example/",
        "https://evil.example/",
        "/con/",
        "/%2e%2e/x",
        "/a:b/",
        "/x?y",
    ]
    for alias in aliases:
        yield Case(f"alias {alias}", {PATH: text(more=f'aliases: ["{alias}"]\n')}, "alias", f"{PATH}:6:")
    for key in ["layout: /etc/passwd", "template: ../x", "permalink: /../x", "output: /etc"]:
        yield Case(f"key {key}", {PATH: text(more=f"{key}\n")}, "unknown-key", f"{PATH}:6:1")


# X4: what is no file


def pipe(path: Path) -> None:
    """Put a pipe in the place of *path*."""
    _clear(path)
    os.mkfifo(path)


def plug(path: Path) -> None:
    """Put a socket in the place of *path*."""
    _clear(path)
    with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(path.parent):  # the path of one has few characters
        one.bind(path.name)


def hold(path: Path) -> None:
    """Put a folder in the place of *path*."""
    _clear(path)
    path.mkdir()


def stretch(path: Path) -> None:
    """Give *path* more bytes than any memory, none of which is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as stream:
        stream.truncate(1 << 40)


def link(target: str, path: Path) -> None:
    """Put a link in the place of *path*; to itself where *target* is "."."""
    _clear(path)
    path.symlink_to(path.name if target == "." else target)


def _clear(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.unlink()


ODD: Mapping[str, Lay] = {
    "pipe": pipe,
    "socket": plug,
    "folder": hold,
    "link out": partial(link, "/etc/passwd"),
    "link to a device": partial(link, "/dev/zero"),
    "link to a file of the site": partial(link, "../site.yaml"),
    "link to itself": partial(link, "."),
    "link to nothing": partial(link, "nowhere"),
}


def odd_files() -> Iterator[Case]:
    """What is no plain file is skipped or refused by name, never read, never waited for."""
    wanted = ["layouts/own.html", "layouts/_x.html", "layouts/static/x.css", "content/topics.yaml"]
    for kind, put in ODD.items():
        for path in [*wanted, "content/anchors.lock", "content/imports.lock"]:
            if kind == "folder" and path.endswith(".css"):
                continue
            yield Case(f"{kind}: {path}", {}, "not-a-file", f"{path}:", lay=_at(put, path))
        yield Case(f"{kind}: site.yaml", {}, "not-a-file", "site.yaml:", lay=_at(put, "site.yaml"), status=2)
        for path in ["content/x.md", "content/pages/about.md"]:
            yield Case(f"{kind}: {path}", {}, said=f"{path}: warning:", lay=_at(put, path))
        if kind != "folder":
            for path in ["layouts", "layouts/static"]:
                yield Case(f"{kind}: {path}", {}, "not-a-folder", f"{path}:", lay=_at(put, path))
        body = {PATH: text(body="![The quay](quay.png)")}
        picture = "content/2021/03/08/quay.png"
        yield Case(f"{kind}: a picture", body, "broken-link", f"{PATH}:10:", lay=_at(put, picture))
    for path in [*wanted[:2], wanted[3], "content/anchors.lock", "content/imports.lock", PATH]:
        yield Case(f"sparse: {path}", {}, "file-size", f"{path}:", lay=_at(stretch, path))
    yield Case("sparse: site.yaml", {}, "file-size", "site.yaml:", lay=_at(stretch, "site.yaml"), status=2)
    yield Case(
        "a folder that is a link", {}, said="content/more: warning:", lay=_at(partial(link, "/etc"), "content/more")
    )
    for name in [".#x.md", "x.md~", "#x.md#", ".x.md.swp", "x.md.bak", ".hidden.md", ".git/x.md", "x.MD~", "4913"]:
        yield Case(f"leavings of an editor: {name}", {f"content/{name}": b"\xff\0"})
        yield Case(f"leavings of an editor among layouts: {name}", {f"layouts/{name}": b"\xff\0"})
    for name in ["\udcff.md", "2021/\udcff/x.md"]:
        yield Case(f"name that is no UTF-8: {name!a}", {f"content/{name}": text()}, "invalid-utf8", "content/")
    yield Case("static name that is no UTF-8", {"layouts/static/\udcff.css": "x"}, "invalid-utf8", "layouts/static/")
    for name in ["a\nb.md", "\x1b[2J.md", "\u202ex.md", "a\rcontent: error: x.md"]:
        yield Case(f"name that forges a line: {name!a}", {f"content/{name}": "nothing"}, "no-front-matter", "content/")


def _at(put: Lay, path: str) -> Lay:
    return lambda root: put(root / path)


# X6 and X7: characters

CONTROLS = ["\0", "\x01", "\x07", "\x08", "\x0b", "\x0e", "\x1b[2J", "\x1b]0;x\x07", "\x1f", "\r"]
SHOWN = ["\x7f", "\x80", "\x85", "\x9b2J", "\x9f", "\ufdd0", "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe", "\x0c"]
SHOWN += ["\u2028", "\u2029", "\ufeff", "\u200b", "\u202e", "\u2066", "\u061c", "\ue000", "\ufffd", "\u0600"]


def characters() -> Iterator[Case]:
    """Bytes that are no text are refused with their place; what no page can show is shown as such."""
    for one in CONTROLS:
        yield Case(f"body {one!a}", {PATH: text(body=f"Rain{one}fall")}, "control-character", f"{PATH}:10:5")
        title = f"2021-03-08 10:00 — Rain{one}fall {{#t1000}}"
        yield Case(f"title of an update {one!a}", {PATH: text(heading=title)}, "control-character", f"{PATH}:8:27")
        own = f"---\ntitle: A\n---\nRain{one}fall\n"
        yield Case(
            f"own page {one!a}", {"content/pages/about.md": own}, "control-character", "content/pages/about.md:4:5"
        )
        if one != "\r":
            yield Case(f"front matter {one!a}", {PATH: text(title=f'"a{one}b"')}, "control-character", f"{PATH}:3:10")
        line = f'description: "a{one}b"'
        yield Case(f"site.yaml {one!a}", {"site.yaml": site(line)}, "yaml-character", "site.yaml:6:16", status=2)
        topics = f'topics:\n  - {{slug: a, label: "a{one}b"}}\n'
        yield Case(f"topics.yaml {one!a}", {"content/topics.yaml": topics}, "yaml-character", "content/topics.yaml:2:")
    for one in SHOWN:
        whole = text(
            heading=f"2021-03-08 10:00 — Rain{one}fall {{#t1000}}", body=f"Rain{one}fall *{one}* `{one}` <{one}>"
        )
        yield Case(f"shown {one!a}", {PATH: whole, "content/pages/about.md": f"---\ntitle: A\n---\nRain{one}fall\n"})
    for escape in ["\\0", "\\e", "\\a", "\\ufffe", "\\ud800", "\\U00110000", "\\x1b"]:
        code = "yaml-syntax" if escape in ("\\ud800", "\\U00110000") else "yaml-character"
        yield Case(f"escape {escape}", {PATH: text(title=f'"a{escape}b"')}, code, f"{PATH}:3:8")
    for escape in ["\\x85", "\\N", "\\L", "\\P", "\\_", "\\ufdd0", "\\U0001ffff", "\\u202e", "\\n", "\\t"]:
        yield Case(f"escape {escape}", {PATH: text(title=f'"a{escape}b"')})
    for encoding in ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]:
        place = f"{PATH}:"
        yield Case(f"content in {encoding}", {PATH: text(title="Rainé").encode(encoding)}, "invalid-utf8", place)
        settings = site("title: Rainé").encode(encoding)
        yield Case(f"site.yaml in {encoding}", {"site.yaml": settings}, "config-encoding", "site.yaml:", status=2)
        declared = "topics: [{slug: a, label: é}]".encode(encoding)
        place = "content/topics.yaml:"
        yield Case(f"topics.yaml in {encoding}", {"content/topics.yaml": declared}, "invalid-utf8", place)
        page = "<p>é".encode(encoding)
        yield Case(f"layout in {encoding}", {"layouts/own.html": page}, "invalid-utf8", "layouts/own.html:1")
    for bad in [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82"]:
        yield Case(f"body {bad!r}", {PATH: text().encode() + bad}, "invalid-utf8", f"{PATH}:11:1")
    yield Case("byte order mark", {PATH: text().encode("utf-8-sig"), "site.yaml": SETTINGS.encode("utf-8-sig")})
    yield Case(
        "line ends of Windows", {PATH: text().replace("\n", "\r\n"), "site.yaml": SETTINGS.replace("\n", "\r\n")}
    )
    yield Case("line ends of old", {PATH: text().replace("\n", "\r")}, "control-character", f"{PATH}:1:4")
    clocks = [
        "１９:３０",
        "19：30",
        "٢٠٢١-٠٣-٠٨ ١٠:٠٠",
        "2021-03-08 １０:00",
        "1O:30",
        "२०२१-०३-०८ १०:००",
        "19:30\u200b",
        "\u202e19:30",
    ]
    for clock in clocks:
        alike = text(heading="2021-03-08 10:00 {#t1000}", body=f"Calm.\n\n## {clock}\n\nNo update.")
        yield Case(f"clock {clock!a}", {PATH: alike}, *_alike(clock))


def _alike(clock: str) -> tuple[str, str]:
    """What becomes of a heading that looks like a *clock*: an error where a clock was surely meant, else it is text."""
    return ("update-time", f"{PATH}:12:") if clock in ("１９:３０", "19：30", "2021-03-08 １０:00") else (BUILT, "")


# X8: YAML

YAML = {
    "bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "yaml-alias"),
    "anchor": ("kicker: &a x\n", "yaml-alias"),
    "merge": ("<<: {kicker: x}\n", "yaml-alias"),
    "object": ("kicker: !!python/object/apply:os.system ['id']\n", "yaml-tag"),
    "name": ("kicker: !!python/name:os.system\n", "yaml-tag"),
    "own tag": ("kicker: !x y\n", "yaml-tag"),
    "binary": ("kicker: !!binary aGk=\n", "yaml-tag"),
    "twice": ("kicker: a\nkicker: b\n", "duplicate-key"),
    "colon": ("kicker: a: b\n", "yaml-quote"),
    "at": ("kicker: @x\n", "yaml-quote"),
    "tab": ("\tkicker: a\n", "yaml-tab"),
    "deep list": (f"kicker: {'[' * 2000}{']' * 2000}\n", "yaml-syntax"),
    "deep mapping": (f"kicker: {'{a: ' * 2000}\n", "yaml-depth"),
    "big": (f"kicker: '{'x' * 10_000_000}'\n", "yaml-size"),
    "open quote": ("kicker: 'x\n", "yaml-syntax"),
    "long key": (f"{'k' * 100_000}: x\n", "yaml-syntax"),
    "list as a key": ("? [a, b]\n: c\n", "yaml-shape"),
    "list for a text": ("kicker: [a]\n", "field-kind"),
    "mapping for a text": ("kicker: {a: b}\n", "field-kind"),
    "unknown": ("nonsense: x\n", "unknown-key"),
    "unknown in other letters": ("Kicker: x\n", "unknown-key"),
    "list among keys": ("- a\n", "yaml-syntax"),
    "surrogate": ('kicker: "\\ud83d"\n', "yaml-syntax"),
}


def yaml_faults() -> Iterator[Case]:
    """YAML cannot explode, build objects, hide keys or nest without end: in front matter, settings and topics."""
    for name, (lines, code) in YAML.items():
        yield Case(f"front matter: {name}", {PATH: text(more=lines)}, code, f"{PATH}:")
        own = f"---\ntitle: A\n{lines}---\n"
        own_code = code if code != "field-kind" else "unknown-key"
        yield Case(f"own page: {name}", {"content/pages/about.md": own}, own_code, "content/pages/about.md:")
        settings = SETTINGS + lines.replace("kicker", "publisher")
        yield Case(f"site.yaml: {name}", {"site.yaml": settings}, code, "site.yaml:", status=2)
        topics = "topics: []\n" + lines
        yield Case(f"topics.yaml: {name}", {"content/topics.yaml": topics}, own_code, "content/topics.yaml:")
    yield Case("site.yaml: list", {"site.yaml": "- a\n"}, "yaml-shape", "site.yaml:1:1", status=2)
    yield Case("site.yaml: text", {"site.yaml": "nothing"}, "yaml-shape", "site.yaml:1:1", status=2)
    yield Case("site.yaml: empty", {"site.yaml": ""}, "missing-key", "site.yaml:1:1", status=2)
    two = SETTINGS + "---\ntitle: x\n"
    yield Case("site.yaml: two documents", {"site.yaml": two}, "yaml-documents", "site.yaml:6:1", status=2)
    directive = "%YAML 9.9\n---\n" + SETTINGS
    yield Case("site.yaml: directive", {"site.yaml": directive}, "yaml-syntax", "site.yaml:", status=2)
    yield Case(
        "site.yaml: large number", {"site.yaml": site(f"format: {'9' * 5000}")}, "config-format", "site.yaml:", status=2
    )


# X9 and X10: values, and what there is little of

TITLES = [
    "123",
    "1.5e3",
    "true",
    "null",
    "~",
    "NO",
    "19:30",
    "2021-01-01",
    "0x1F",
    ".inf",
    "'it''s'",
    "|\n  a\n  b",
    ">-\n  a",
]
DAYS = [
    "0000-01-01",
    "10000-01-01",
    "2021-02-29",
    "2021-13-01",
    "2021-1-1",
    "20210308",
    "null",
    "1e9",
    "２０２１-03-08",
    "'2021-03-08T10:00'",
]


def values() -> Iterator[Case]:
    """Fields are typed by their table: no title becomes a number, no date a crash."""
    for title in TITLES:
        yield Case(f"title {title!r}", {PATH: text(title=title)})
    for title in ['""', "' '", "[]", "[a]", "{a: b}", "*a", "&a b", "!x y", "`x`", "%x", "@x"]:
        yield Case(f"title {title!r}", {PATH: text(title=title)}, _title_code(title), f"{PATH}:3:8")
    for day in DAYS:
        yield Case(f"date {day}", {PATH: text(day=day)}, "field-value", f"{PATH}:5:7")
    yield Case("date [2021]", {PATH: text(day="[2021]")}, "field-kind", f"{PATH}:5:7")
    for day, zone in [
        ("9999-12-31", "America/New_York"),
        ("0001-01-01", "Asia/Tokyo"),
        ("9999-12-31", "Asia/Tokyo"),
        ("0001-01-01", "UTC"),
    ]:
        first = text(day=day, heading=f"{day} 23:59 {{#t2359}}", more=f"zone: {zone}\n")
        yield Case(f"{day} in {zone}", {PATH: first})
    for heading in ["2021-02-30 10:00", "0000-01-01 10:00", "10000-01-01 10:00", "2021-13-01 10:00"]:
        yield Case(f"update {heading}", {PATH: text(heading=f"{heading} {{#t1000}}")}, "update-date", f"{PATH}:8:4")
    for clock in ["24:00", "25:70", "9L15 p.m.", "13 p.m."]:
        yield Case(f"clock {clock}", {PATH: text(heading=clock)}, "update-time", f"{PATH}:8:4")
    skipped = text(day="2021-03-14", heading="2021-03-14 02:30 {#t0230}", more="zone: America/New_York\n")
    yield Case("clock that was skipped", {PATH: skipped}, "skipped-time", f"{PATH}:9:4")
    twice = text(day="2021-11-07", heading="2021-11-07 01:30 {#t0130}", more="zone: America/New_York\n")
    yield Case("clock that was shown twice", {PATH: twice}, "repeated-time", f"{PATH}:9:4")
    for moment in ["9999-99-99T10:00:00Z", "2021-03-08", "2021-03-08T10:00:00+24:00", "soon"]:
        heading = f'2021-03-08 10:00 {{#t1000 updated="{moment}"}}'
        yield Case(f"updated {moment}", {PATH: text(heading=heading)}, "updated", f"{PATH}:8:")
    for lang in ["'<script>'", "English, mostly", "'en\" onload=\"x'", "x" * 1000, "../x"]:
        yield Case(f"language {lang[:20]}", {PATH: text(more=f"lang: {lang}\n")}, said="[language]")
    yield Case(
        "an attribute that handles",
        {PATH: text(heading='10:00 {#t1000 onclick="x"}')},
        "heading-attribute",
        f"{PATH}:8:",
    )


def _title_code(title: str) -> str:
    known = {"*": "yaml-alias", "&": "yaml-alias", "!": "yaml-tag", "[": "field-kind", "{": "field-kind"}
    return known.get(title[0], "yaml-quote" if title[0] in "`%@" else "missing-key")


def sparse() -> Iterator[Case]:
    """Empty files are told, empty and equal updates are kept."""
    for empty in ["", " ", "\n\n", "\ufeff"]:
        yield Case(f"empty {empty!a}", {PATH: empty}, "no-front-matter", f"{PATH}:1:1")
    yield Case("front matter alone", {PATH: text().partition("\n## ")[0]})
    yield Case("front matter without an end", {PATH: "---\ntitle: x\n"}, "unclosed-front-matter", f"{PATH}:1:1")
    yield Case("empty updates", {PATH: text(body="\n## 2021-03-08 10:30 {#t1030}\n\n## 2021-03-08 11:00 {#t1100}")})
    yield Case("equal updates", {PATH: text(body="Calm.\n\n## 2021-03-08 10:00 {#t1000b}\n\nCalm.")})
    yield Case("no content", {PATH: text(), "content/pages/about.md": "---\ntitle: A\n---"})


# X2 and E1: layouts, settings, the command line


def layouts() -> Iterator[Case]:
    """A fault of a layout is told with its line; what a layout names is a layout."""
    own = {"content/pages/about.md": "---\ntitle: A\n---\n"}
    faults = {
        "{% if %}": ("layout-syntax", 1),
        "\n\n{{ foo.bar }}": ("layout-undefined", 3),
        "\n{% include page.title %}": ("layout-variable", 2),
        "\n{% include '/etc/passwd' %}": ("layout-missing", 2),
        "{% include '../../site.yaml' %}": ("layout-missing", 1),
        "{% extends 'default/../../x' %}": ("layout-missing", 1),
        "{% include 'own.html' %}": ("layout-failed", 1),
        "\n\n{{ 1 / 0 }}": ("layout-failed", 3),
        "\n{{ 1|nothing }}": ("layout-failed", 2),
        "{% if 1 %}" * 500: ("layout-syntax", 1),
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": ("layout-failed", 1),
        "{{ page.title|link }}": ("layout-failed", 1),
    }
    for layout, (code, line) in faults.items():
        yield Case(f"layout {layout[:30]!r}", {**own, "layouts/own.html": layout}, code, f"layouts/own.html:{line}")


ADDRESSES = [
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x.example",
        "//evil.example",
        "https://",
        "https://a b",
        "https://a<b>",
        "/x",
    ),
    *(
        "https://user:word@x.example/",
        "https://x.example/?q",
        "https://x.example/#f",
        "https://x:99999/",
        "https://[::1",
        "x.example",
    ),
    *(
        "https://x.example/{{7*7}}",
        "https://x.example/\u202e",
        "https://é.example",
        'https://x.example/"',
        "file:///etc/passwd",
    ),
]


def settings() -> Iterator[Case]:
    """Wrong settings and wrong usage have status 2."""
    for address in ADDRESSES:
        quoted = "'" + address + "'"
        yield Case(
            f"base_url {address!a}",
            {"site.yaml": site(f"base_url: {quoted}")},
            "config-base-url",
            "site.yaml:6:11",
            status=2,
        )
        arguments = ("build", "--base-url", address)
        yield Case(f"--base-url {address!a}", {}, "config-base-url", "--base-url:", arguments=arguments, status=2)
    for line, code in {
        "menu: ['../x']": "config-menu",
        "menu: ['<script>']": "config-menu",
        "datelines: {X: ../../etc}": "config-zone",
        "id: '<x>'": "config-id",
        "language: '<x>'": "config-language",
        "order: sideways": "field-value",
        "pages: {home: maybe}": "field-value",
        "pages: []": "field-kind",
        "published: 7": "field-value",
        "output: /etc": "unknown-key",
        "content: ../x": "unknown-key",
        "topics: [{slug: a, label: A, broader: a}]": "topic-circle",
    }.items():
        yield Case(f"setting {line}", {"site.yaml": site(line)}, code, "site.yaml:", status=2)
    for line in [
        'rights: {robots: "a\\nDisallow: /"}',
        "ignore: ['[', '***', '../*']",
        "topics: [{slug: a, label: A, match: ['((((']}]",
    ]:
        yield Case(f"setting {line}", {"site.yaml": site(line)})


HOSTILE_LINKS = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)"),
    *("javascript&colon;alert(1)", "vbscript:x", "data:text/html,<b>", "data:image/svg+xml,<svg/onload=alert(1)>"),
    *("file:///etc/passwd", "view-source:x", "blob:x", "about:blank", "//evil.example/x", "\\\\\\\\evil.example/x"),
    *(
        "/\\\\evil.example",
        "https:evil.example",
        "http:/\\\\evil.example",
        "///evil.example",
        "https://evil.example\\\\@x",
    ),
    *("feed:javascript:alert(1)", "mailto:x?body=<script>", "?x=<script>", "https://x.example/{{7*7}}"),
)
ASTRAY = (
    *("&#1;javascript:alert(1)", "%6aavascript:alert(1)", "javascript\u200b:alert(1)", "ｊavascript:alert(1)"),
    *('#"onclick="x', "../../../../../etc/passwd", "/etc/passwd", "..%2f..%2fetc/passwd", "x/../../y"),
)
"""Addresses that are a path of the site to a browser, and lead nowhere there."""


def links() -> Iterator[Case]:
    """No address of a text runs, reads a file, or loads something from elsewhere, however it is written."""
    for address in HOSTILE_LINKS:
        for form in (*_forms(address), f"<{address}>"):
            yield Case(f"link {form!a}", {PATH: text(body=form)})
    for address in (*HOSTILE_LINKS, *ASTRAY):
        said = address.replace("\\", "\\\\").replace('"', '\\"')
        more = f'sources: [{{seed: seeds/x.txt, url: "{said}"}}]\n'
        yield Case(f"address of a source {address!a}", {PATH: text(more=more)})
    for address in ASTRAY:
        for form in _forms(address):
            yield Case(f"link {form!a}", {PATH: text(body=form)}, "broken-link", f"{PATH}:1")


def _forms(address: str) -> Iterator[str]:
    yield from (
        f"[words]({address})",
        f"[words](<{address}>)",
        f"![words]({address})",
        f"[words]\n\n[words]: {address}",
    )


ALL: Mapping[str, Callable[[], Iterator[Case]]] = {
    "names": names,
    "odd files": odd_files,
    "characters": characters,
    "YAML": yaml_faults,
    "values": values,
    "sparse": sparse,
    "layouts": layouts,
    "settings": settings,
    "links": links,
}
ROWS: list[tuple[str, Callable[[Path], None]]] = [
    (f"{kind}: {case.name}", partial(try_case, case)) for kind, cases in ALL.items() for case in cases()
]
