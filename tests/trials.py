"""A build that was broken off, judged: what it may leave, what it must say, and that the next build makes all good."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from faults import Fault, run_broken
from scenes import Scene

ROOT = Path(__file__).parents[1]


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that runs sitegen from here."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


def command(site: Path, *words: str) -> list[str]:
    """The command line ``sitegen -C site words``."""
    return [sys.executable, "-m", "sitegen.cli", "-C", str(site), *words]


def start(site: Path, *words: str, prefix: Sequence[str] = ()) -> subprocess.Popen[str]:
    """A process that runs sitegen, in a group of its own."""
    line = [*prefix, *command(site, *words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, env=environment(), text=True, start_new_session=True, stdout=pipe, stderr=pipe)


def fault_in(scene: Scene, folder: Path, nth: int, fault: Fault) -> tuple[str, str]:
    """Break the *nth* call that writes of the build of *scene*: which call that was, "" for none; what is wrong then."""
    site = scene.copy(folder)
    broken = run_broken(["-C", str(site), "build"], nth, fault)
    # What a removal that failed leaves is removed by the next build.
    is_tidy = not broken.call.startswith(("unlink", "rmdir"))
    wrong = judge(scene, site, broken.status, broken.said, is_tidy=is_tidy)
    return broken.call.replace(str(site), ""), wrong


def judge(scene: Scene, site: Path, status: int, said: str, *, is_tidy: bool = True) -> str:
    """What is wrong with *site* after a build that ended with *status* and *said* that; "" for nothing.

    The site is built again, so that what crashes leave is seen to be mended.
    """
    return "; ".join(
        filter(None, [*_leftovers(scene, site, status, is_tidy), _ending(status, said), build_again(scene, site)])
    )


def build_again(scene: Scene, site: Path) -> str:
    """What is wrong with *site* after one more build, which must leave what a clean one does."""
    again = run_broken(["-C", str(site), "build", "-q"], 0, _nothing)
    if again.status:
        return f"the next build ended with {again.status}: {again.said}"
    if unlike := scene.unlike_new(site):
        return f"the next build left another tree: {unlike}"
    return "the next build left what was staged" if is_staged(site) or is_begun(site) else ""


def is_begun(site: Path) -> bool:
    """Whether a commit was begun and not ended."""
    return any(site.glob(".sitegen/targets/*.journal"))


def is_staged(site: Path) -> bool:
    """Whether anything is left in the staging folder."""
    return any(site.glob(".sitegen/staging/*"))


def _leftovers(scene: Scene, site: Path, status: int, is_tidy: bool) -> list[str]:
    begun = is_begun(site)
    wrong = [scene.torn(site, wholly_old=status == 3 and not begun)]
    if status in (3, 129, 130, 143) and is_tidy and not begun:
        wrong.append("something is left in staging" if is_staged(site) else "")
        litter = [path.name for path in (site / "content").rglob(".*.new")]
        wrong.append(f"{litter} is left in content" if litter else "")
    return wrong


def _ending(status: int, said: str) -> str:
    if "Traceback" in said or "bug in sitegen" in said:
        return f"a traceback or a bug: {said}"
    if status == 3 and said.count(": error: ") != 1:
        return f"not one line: {said}"
    if status == 3 and said.startswith("sitegen: error"):
        return f"no file is named: {said}"
    return "" if status in (0, 3, 99, 129, 130, 143, -9) else f"status {status}: {said}"


def _nothing(call: str, path: str) -> NoReturn:
    raise AssertionError(f"{call} {path}")  # there is no call of number 0
