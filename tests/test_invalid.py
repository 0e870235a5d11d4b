"""Broken projects, and to the letter what their owner reads: ``tests/invalid/<case>/``.

A case is a project as it lies on the disk (``case.txt`` holds files whose bytes git would change), ``command.txt`` and
``expected.txt``: what each command wrote to stderr, and its exit status. A line of ``command.txt`` is the arguments of
one run of sitegen, or after "- " something done to the project between two runs.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from sitegen.cli import run
from sitegen.output.lock import hold_lock

CASES = Path(__file__).parent / "invalid"
OWN = ("command.txt", "expected.txt", "case.txt")


def lay(case: Path, site: Path) -> None:
    """Copy the project of *case* to *site*."""
    shutil.copytree(case, site, ignore=lambda folder, names: OWN if Path(folder) == case else ())
    raw = case / "case.txt"
    for part in raw.read_text(encoding="utf-8").split("path: ")[1:] if raw.exists() else ():
        name, text = part.split("\n", 1)
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pieces = re.split(r"\\x([0-9a-f]{2})", text)
        path.write_bytes(b"".join(bytes.fromhex(p) if n % 2 else p.encode() for n, p in enumerate(pieces)))


@contextmanager
def busy_port() -> Iterator[str]:
    """A port of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


def change(site: Path, words: list[str]) -> None:
    """Do to the project in *site* what *words* say."""
    match words:
        case ["remove", name]:
            (site / name).unlink()
        case ["link", name, leads_to]:
            (site / name).symlink_to(leads_to)
        case ["stretch", name]:
            os.truncate(site / name, 1 << 40)  # none of it is on the disk
        case ["pipe", name]:
            os.mkfifo(site / name)
        case ["append", name, text]:
            with (site / name).open("a", encoding="utf-8") as stream:
                stream.write(f"{text}\n")
        case ["replace", name, old, new]:
            text = (site / name).read_text(encoding="utf-8")
            assert old in text
            (site / name).write_text(text.replace(old, new), encoding="utf-8")
        case _:
            raise ValueError(words)


def transcript(case: Path, site: Path, capture: pytest.CaptureFixture[str]) -> str:
    """What the commands of *case* write to stderr, each after its line, and their exit status."""
    said, port = [], ""
    with ExitStack() as held:
        for line in (case / "command.txt").read_text(encoding="utf-8").splitlines():
            said.append(line if line.startswith("- ") else f"$ sitegen {line}")
            match line:
                case "- hold-lock":
                    held.enter_context(hold_lock(site / ".sitegen" / "lock"))
                case "- busy-port":
                    port = held.enter_context(busy_port())
                case _ if line.startswith("- "):
                    change(site, shlex.split(line[2:]))
                case _:
                    words = [word.replace("PORT", port).replace("SITE", str(site)) for word in shlex.split(line)]
                    status = run(["-C", str(site), *words])
                    said += [plain(capture.readouterr().err, site, port).rstrip("\n"), f"exit status {status}"]
    return "\n".join(filter(None, said)) + "\n"


def plain(text: str, site: Path, port: str) -> str:
    """*text* without what differs from run to run, and without how many pages there are: that is told elsewhere."""
    text = text.replace(str(site), "SITE").replace(str(site.parent), "PARENT")
    text = re.sub(rf"\b{port}\b", "PORT", text) if port else text
    text = re.sub(r"process [0-9]+, since [-0-9]+ [:+0-9]+", "process 123, since 2021-03-08 12:00:00+00:00", text)
    text = re.sub(r"\b[1-9][0-9,]* (pages|files)\b", r"some \1", text)
    return re.sub(r"in [0-9]+\.[0-9]+ s", "in 0.12 s", text)


@pytest.mark.promise("E1")
@pytest.mark.promise("E2")
@pytest.mark.promise("E5")
@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_what_is_said(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    case, site = CASES / name, tmp_path / "site"
    lay(case, site)
    said = transcript(case, site, capsys)
    expected = case / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
