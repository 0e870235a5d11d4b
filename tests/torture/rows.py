"""What `make torture` does, row by row: a name, and a function that tries it once and says what is wrong.

To add a kind of torture, write a function of that form and add its row: hostile content, hostile seeds, whatever comes.
"""

from __future__ import annotations

import errno
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hostile_cases
import hostile_seeds
from faults import dying, failing
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from readers import reading
from scenes import GALE, OLD, SCENES, Scene
from support import build_site, make_site, read_tree, replace_in
from test_incremental import Edits
from trials import fault_in, judge, start

Figures = Counter[str]
Row = Callable[[random.Random, Path, Figures], str]
"""Tries one thing, chosen by the random numbers, in the folder; counts it; says what is wrong, "" for nothing."""

CALLS = 330  # a little more than a build of these sites makes
SOON_S = 1.5
ERRORS = {
    "no space": errno.ENOSPC,
    "quota": errno.EDQUOT,
    "bad disk": errno.EIO,
    "read-only": errno.EROFS,
    "too many files": errno.EMFILE,
}


@cache
def scene(folder: Path, name: str) -> Scene:
    """The scene of that name, made once."""
    return SCENES[name](folder / name)


def any_scene(chance: random.Random, folder: Path) -> Scene:
    return scene(folder, chance.choice(sorted(SCENES)))


def fail(chance: random.Random, folder: Path, figures: Figures) -> str:
    """A call that writes fails."""
    kind = chance.choice(sorted(ERRORS))
    call, wrong = fault_in(
        any_scene(chance, folder), folder / "site", chance.randrange(1, CALLS), failing(ERRORS[kind])
    )
    figures[f"faults injected: {kind}"] += bool(call)
    return f"{call}: {wrong}" if wrong else ""


def die(chance: random.Random, folder: Path, figures: Figures) -> str:
    """The process ends before a call that writes."""
    call, wrong = fault_in(any_scene(chance, folder), folder / "site", chance.randrange(1, CALLS), dying)
    figures["kills survived, at a call that writes"] += bool(call)
    return f"{call}: {wrong}" if wrong else ""


def strike(chance: random.Random, folder: Path, figures: Figures) -> str:
    """A real process gets a signal at any instant."""
    made, number = (
        any_scene(chance, folder),
        chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM)),
    )
    site = made.copy(folder / "site")
    process = start(site, "build")
    time.sleep(chance.uniform(0.1, SOON_S))
    process.send_signal(number)
    if chance.random() < 0.3:
        process.send_signal(number)
    _, said = process.communicate(timeout=120)
    figures["kills survived, at any instant" if number is signal.SIGKILL else "signals"] += process.returncode != 0
    if process.returncode == -number or (process.returncode == 1 and "sitegen" not in said):
        return judge(made, site, -signal.SIGKILL, "")  # Python was starting or ending, when nothing hears signals
    return judge(made, site, process.returncode, said)


def read(chance: random.Random, folder: Path, figures: Figures) -> str:
    """Somebody reads each file over and over while builds replace it."""
    site = folder / "read"
    if not site.exists():
        make_site(site, OLD)
        build_site(site)
    words = ["No ferry will sail today.", "No ferry will sail tomorrow."]
    before = read_tree(site / "output")
    text = (site / GALE).read_text("utf-8")
    old, new = words if words[0] in text else words[::-1]
    replace_in(site / GALE, old, new)
    build_site(site)
    trees = [before, read_tree(site / "output")]

    def found(path: str) -> bytes | None:
        try:
            return (site / "output" / path).read_bytes()
        except FileNotFoundError:
            return None

    with reading(trees, found) as reader:
        for turn in range(4):
            replace_in(site / GALE, *((new, old) if turn % 2 == 0 else (old, new)))
            build_site(site)
    figures["reads beside builds, none cut"] += reader.read
    return "; ".join(reader.wrong[:3])


def edit(chance: random.Random, folder: Path, figures: Figures) -> str:
    """A sequence of random edits, after each of which an incremental build is held against a clean one."""
    sequence = seed(chance.randrange(1 << 30))(type("Edits", (Edits,), {}))
    try:
        run_state_machine_as_test(sequence, settings=SEQUENCE)
    except AssertionError as error:
        return str(error)
    figures["random edit sequences compared"] += 1
    return ""


def harm(chance: random.Random, folder: Path, figures: Figures) -> str:
    """Some hostile sites and seeds, each in a folder of its own."""
    for name, try_it in chance.sample(HOSTILE, 5):
        site = folder / "hostile"
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir()
        try:
            try_it(site)
        except AssertionError as error:
            return f"{name}: {error}"
        figures["hostile cases tried"] += 1
    return ""


HOSTILE = [*hostile_cases.ROWS, *hostile_seeds.ROWS]
SEQUENCE = settings(
    max_examples=1,
    stateful_step_count=20,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ROWS: tuple[tuple[str, Row], ...] = (
    ("fail", fail),
    ("die", die),
    ("strike", strike),
    ("fail", fail),
    ("die", die),
    ("read", read),
    ("edit", edit),
    ("harm", harm),
)
