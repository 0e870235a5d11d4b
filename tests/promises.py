"""Every promise that sitegen makes, by name; a test that holds one is marked ``@pytest.mark.promise("C1")``.

``python tests/promises.py --write`` makes ``docs/promises.md`` from this table and from the marks, so that it cannot lie.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises.md"
OPENING = """# What sitegen promises

Each promise with the tests that hold it. This page is made from marks on those tests (`python tests/promises.py --write`),
and a test compares: a promise that no test holds cannot stand here. `make test` runs them all; `make torture` goes on for
ten minutes with kills, faults, hostile input and edits made at random, and prints how many were survived.
"""

SECTIONS: dict[str, dict[str, str]] = {
    "Anchors and addresses": {
        "A1": "A published anchor stays when updates are inserted, retimed or reordered, and when words are edited.",
        "A2": "A published anchor stays when the live blog is retitled or its file renamed.",
        "A3": "An anchor is never given to another text, also after its update is gone.",
        "A4": "A build that would break a published anchor fails, naming file and line.",
        "A5": "A ledger that is lost or damaged is an error with its remedy, never an empty ledger.",
        "A6": "The first build adopts all pinned anchors; previews, dry runs and unpublished sites promise nothing.",
        "A7": "What is withheld or moved leaves a notice at its anchor, and its anchor is not given away.",
        "A8": "A changed slug or date, and every alias, leaves a redirect that works on any static host and from a disk.",
        "A9": "`sitegen redirects` maps every former address and every source address to the address of today.",
        "A10": "An upgrade of sitegen changes no URL, anchor, feed id or word of a site that an earlier release built.",
        "A11": "A rebuilt ledger holds what content and output say, and loses no promise that can be read.",
    },
    "Takedown, corrections, rights": {
        "T1": "What is withheld is in no byte of the output, its data or a public pack, also inside compressed files.",
        "T2": "What is withheld does not come back by another import or a newer version of its seed.",
        "T3": "A name is found in every file that holds it, and replaced with a correction that does not repeat it.",
        "T4": "A correction is shown at its update, on /corrections/, in the feed and in JSON-LD.",
        "T5": "Whole bodies are in feeds and pictures are published as far as the rights say, and seeds never are.",
        "T6": "A command that changes more than one content file saves the old ones, and names the command that restores.",
    },
    "Provenance": {
        "P1": "Every live blog page says from which bytes it was made, how, and what was changed since.",
        "P2": "`sitegen verify` finds one changed byte in any seed, content file or output, and says where.",
        "P3": "`sitegen pack` makes the same bytes of the same archive, wherever and whenever it runs.",
        "P4": "A public pack holds no seed, no draft and nothing withheld.",
    },
    "Crashes and company": {
        "C1": "Killed at any instant, a build leaves whole files, and the next build leaves what a clean one would.",
        "C2": "A full disk, a file limit or a quota stops a build with one line and status 3; the site stands as it was.",
        "C3": "An output folder that cannot or must not be written is refused before anything is done.",
        "C4": "A build opens few files at a time: it runs under `ulimit -n 64`.",
        "C5": "Of two builds at once one waits or leaves with status 4; a dead holder's lock holds nobody up.",
        "C6": "Ctrl-C, SIGTERM, a closed terminal or pipe end a build without a traceback: status 130, 143, 129, 141.",
        "C7": "Everything is on the disk before the first rename, and the new names before the journal goes.",
        "C8": "Clocks that go back and times of files that lie change nothing: the bytes decide.",
        "C9": "A cache that is missing, cut or of another version is made anew without a word.",
        "C10": "A reader during a build never sees a cut file, nor misses one that is in the old and the new site.",
    },
    "Builds": {
        "B1": "After any sequence of edits an incremental build leaves the bytes that a clean build leaves.",
        "B2": "Locale, time zone, hash seed, umask, folder, order of reading, workers and clock change no byte.",
        "B3": "A build in which nothing changed writes nothing.",
        "B4": "Stale outputs go, foreign files stay, and outputs changed by hand are reported and put right.",
        "B5": "Two writers of one address are an error that names both, also by case and Unicode form.",
        "B6": "Every link, fragment, feed and sitemap address of a site leads somewhere.",
    },
    "Words": {
        "F1": "Every word of every seed is in the Markdown and in the HTML, in its order.",
        "F2": "Seeds are kept byte for byte, with their digests.",
        "F3": "What is no time, date or heading stays text.",
    },
    "Hostile input": {
        "X1": "Scripts, handlers and script addresses are inert wherever a field is printed; their words stay visible.",
        "X2": "Template directives in content, titles and file names are literal.",
        "X3": "No name out of content, layouts or archives leads out of its folder.",
        "X4": "Links, pipes, devices and folders with the name of a file are skipped or refused, never read or waited for.",
        "X5": "Huge, deep and crowded input is read in linear time, or refused with its place.",
        "X6": "Bytes that are no UTF-8 and control characters are refused or shown as such; XML never holds them.",
        "X7": "Lookalike digits and marks of direction make no time and stay where they are.",
        "X8": "YAML cannot explode, build objects, hide keys or nest without end.",
        "X9": "Fields of front matter are typed by their table: no title becomes a number, no date a crash.",
        "X10": "Empty files, empty updates and equal updates are kept as they are.",
        "X11": "Every page has its Content-Security-Policy, holds no style attribute and loads nothing from elsewhere.",
        "X12": "No cell of a CSV file is a formula.",
        "X13": "No text breaks the readers of clocks, content, HTML and wire copy: it is read, or a problem says where.",
    },
    "The preview server": {
        "S1": "It listens on loopback unless told otherwise.",
        "S2": "Foreign hosts and origins are refused.",
        "S3": "No request reads anything outside the folder.",
        "S4": "No dotfile, no list of a folder, no redirect off the site.",
        "S5": "Odd methods, long lines, slow and many clients harm nobody else.",
        "S6": "A broken edit leaves the last good pages and says what is wrong.",
        "S7": "Any storm of events ends in one build that equals a clean one; an idle preview does nothing.",
        "S8": "A request during a rebuild gets an old or a new page, never a cut one.",
        "S9": "The reload script is in what is served, never in what is published.",
    },
    "Errors": {
        "E1": "Every problem has its file, line and column, and a hint; no traceback reaches a user.",
        "E2": "All problems of all files are told in one run.",
        "E3": "The exit status says what kind of failure it was.",
        "E4": "With --strict warnings are errors, and nothing is written.",
        "E5": "Every code has its explanation and its test.",
    },
}
PROMISES = {name: text for section in SECTIONS.values() for name, text in section.items()}


@cache
def marked() -> tuple[tuple[str, str, str], ...]:
    """The name of a promise, the file and the name of a test that is marked with it ("" for all of the file), in order."""
    return tuple(
        (name, path.relative_to(ROOT).as_posix(), test)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        for name, test in _marks_of(statement)
    )


def _marks_of(statement: ast.stmt, within: str = "") -> Iterator[tuple[str, str]]:
    match statement:
        case ast.FunctionDef(name=name, decorator_list=decorators):
            yield from ((promise, within + name) for promise in _named(*decorators))
        case ast.ClassDef(name=name, body=body, decorator_list=decorators):
            yield from ((promise, within + name) for promise in _named(*decorators))
            for inner in body:
                yield from _marks_of(inner, f"{name}.")
        case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
            yield from ((promise, within.rstrip(".")) for promise in _named(value))
        case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name))], value=value):
            yield from ((promise, within + name) for promise in _named(value))


def _named(*expressions: ast.expr) -> Iterator[str]:
    """The names in every ``pytest.mark.promise(...)`` of *expressions*."""
    for call in (node for expression in expressions for node in ast.walk(expression)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.promise":
            yield from (str(one.value) for one in call.args if isinstance(one, ast.Constant))


def page() -> str:
    """The text of ``docs/promises.md``."""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for promise, file, test in marked():
        held[promise][file].append(test)
    return OPENING + "".join(_section(title, promises, held) for title, promises in SECTIONS.items())


def _section(title: str, promises: dict[str, str], held: dict[str, dict[str, list[str]]]) -> str:
    rows = [f"| {name} | {text} | {_tests(held[name])} |\n" for name, text in promises.items()]
    return f"\n## {title}\n\n| | Promise | Held by |\n| --- | --- | --- |\n{''.join(rows)}"


def _tests(held: dict[str, list[str]]) -> str:
    return "<br>".join(
        f"[{file.removeprefix('tests/')}](../{file})" + (f": {', '.join(map(_plain, tests))}" if any(tests) else "")
        for file, tests in held.items()
    )


def _plain(test: str) -> str:
    """The name of *test* as a sentence.

    >>> _plain("test_a_kill_loses_nothing"), _plain("TestEdits")
    ('a kill loses nothing', 'TestEdits')
    """
    return test.removeprefix("test_").replace("_", " ") if test.startswith("test_") else test


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
