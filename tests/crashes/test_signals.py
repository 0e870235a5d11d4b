"""Builds that are told to end, or killed, at any instant; and readers of messages that go away."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import NoReturn

import pytest
from faults import KILLED, run_broken
from scenes import SCENES, Scene, next_build
from trials import command, environment, judge, start

SOON_S = 2.0  # longer than a build of these sites takes


def strike(scene: Scene, folder: Path, number: signal.Signals, after_s: float, *, twice: bool = False) -> str:
    """What is wrong after a build that got the signal *number*, or two of them."""
    site = scene.copy(folder)
    process = start(site, "build")
    time.sleep(after_s)
    process.send_signal(number)
    if twice:
        time.sleep(0.01)
        process.send_signal(number)
    _, said = process.communicate(timeout=60)
    if process.returncode == -number:  # SIGKILL; any other while Python starts or ends, when nothing hears signals
        return judge(scene, site, -signal.SIGKILL, "")
    said = said if "Traceback" not in said or "sitegen" in said else ""
    # A second signal breaks off the tidying, too: what is left then goes with the next build, which `judge` looks at.
    return judge(scene, site, process.returncode, said, is_tidy=not twice)


@pytest.mark.slow
@pytest.mark.promise("C1")
@pytest.mark.parametrize("scene", SCENES)
def test_killed_at_a_random_instant(scene: str, tmp_path: Path) -> None:
    made, chance = SCENES[scene](tmp_path), random.Random(5)
    for _ in range(4):
        after_s = chance.uniform(0.2, SOON_S / 2)
        assert strike(made, tmp_path / "site", signal.SIGKILL, after_s) == "", after_s


@pytest.mark.slow
@pytest.mark.promise("C6")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("twice", [False, True])
def test_told_to_end_at_a_random_instant(number: signal.Signals, twice: bool, tmp_path: Path) -> None:
    made, chance = next_build(tmp_path), random.Random(int(number))
    for _ in range(2):
        after_s = chance.uniform(0.4, SOON_S / 2)
        assert strike(made, tmp_path / "site", number, after_s, twice=twice) == "", after_s


@pytest.mark.promise("C6")
@pytest.mark.parametrize(("signals", "is_new"), [(1, True), (2, False)])
def test_the_first_signal_waits_for_a_commit_and_the_second_does_not(
    signals: int, is_new: bool, tmp_path: Path
) -> None:
    scene = next_build(tmp_path)
    site = scene.copy(tmp_path / "site")
    child = os.fork()
    if child == 0:
        real = os.replace

        def replace(source: str | Path, file: str | Path) -> None:
            if Path(file) == site / "output/index.html":
                for _ in range(signals):
                    os.kill(os.getpid(), signal.SIGINT)
            real(source, file)

        setattr(os, "replace", replace)  # noqa: B010 - mypy knows what it is
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os._exit(run_broken(["-C", str(site), "build"], 0, _never).status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
    assert (scene.unlike_new(site) == "") is is_new
    assert judge(scene, site, 130, "") == ""


def _never(call: str, path: str) -> NoReturn:
    os._exit(KILLED)


@pytest.mark.slow
@pytest.mark.promise("C6")
@pytest.mark.parametrize(("stream", "status"), [("stdout", 141), ("stderr", 0)])
def test_a_reader_that_goes_away_harms_nothing(stream: str, status: int, tmp_path: Path) -> None:
    scene = next_build(tmp_path)
    site = scene.copy(tmp_path / "site")
    reader, writer = os.pipe()
    os.close(reader)
    out, err = (writer, subprocess.PIPE) if stream == "stdout" else (subprocess.PIPE, writer)
    line = command(site, "build", "--explain")
    with subprocess.Popen(line, env=environment(), text=True, stdout=out, stderr=err) as process:
        os.close(writer)
        said = process.communicate(timeout=60)
    assert process.returncode == status
    assert "Traceback" not in "".join(filter(None, said))
    assert judge(scene, site, 0, "") == ""
